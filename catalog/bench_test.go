package catalog_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/journal"
)

// Sizes of the catalog that is measured.
const (
	benchPacks    = 10_000
	benchStickers = 24
	benchLocales  = 10
)

var (
	benchSpeech   = catalog.NewSpeech([]i18n.Locale{"ar", "en", "es", "fil", "id", "ja", "ko", "ms", "th", "vi"}, i18n.Chain)
	benchSettings = catalog.Settings{Regions: cldr.Regions()}
	benchScripts  = []rune{'ا', 'a', 'n', 'e', 'o', 'あ', '가', 'i', 'ก', 'u'}
)

// benchWord returns a word of the script of a locale; of one number it is always the same.
func benchWord(locale, number int) string {
	r := rand.New(rand.NewPCG(uint64(locale), uint64(number)))
	word := make([]rune, 2+r.IntN(6))
	for i := range word {
		word[i] = benchScripts[locale] + rune(r.IntN(20))
	}
	return string(word)
}

// benchPublished returns a pack with titles and keywords in all locales.
func benchPublished(number int) catalog.Published {
	creator := catalog.Creator{ID: fmt.Sprintf("crt_%d", number%500), Slug: fmt.Sprintf("studio-%d", number%500), Name: fmt.Sprintf("Studio %d", number%500)}
	p := catalog.Published{
		Sequence: int64(number + 1), Pack: journal.NewID("pck"), Slug: fmt.Sprintf("pack-%d", number), State: catalog.StateOnSale, Release: 1,
		SourceLocale: "ko", Creator: creator, Usage: catalog.UsageSticker, Tags: []string{fmt.Sprintf("tag-%d", number%50)},
		Cover: catalogtest.Picture(fmt.Sprint(number)), PublishedAt: start.Add(time.Duration(number) * time.Second), UpdatedAt: start,
		Titles: map[i18n.Locale]string{}, Keywords: map[i18n.Locale][]string{}, Offers: benchOffers(number),
	}
	for range benchStickers {
		p.Stickers = append(p.Stickers, catalog.PublishedSticker{ID: journal.NewID("stk"), Shortcode: fmt.Sprintf("s%d", len(p.Stickers)), Emoji: []string{string(rune(0x1F600 + number%60))}})
	}
	for l, locale := range benchSpeech.Locales() {
		p.Titles[locale] = benchWord(l, number%20_000) + " " + benchWord(l, number%313) + " " + benchWord(l, number%97)
		for s := range benchStickers {
			p.Keywords[locale] = append(p.Keywords[locale], benchWord(l, (number*7+s)%5000)+"\n"+benchWord(l, (number+s*11)%3000)+"\n"+benchWord(l, s))
		}
	}
	return p
}

// benchOffers opens a pack in the world, or in a few regions with a window.
func benchOffers(number int) []catalog.Offer {
	if number%2 == 0 {
		return []catalog.Offer{{Region: catalog.World, Audience: catalog.Everyone}}
	}
	var offers []catalog.Offer
	for i := range 3 {
		offers = append(offers, catalog.Offer{
			Region: []string{"ID", "JP", "KR", "MY", "PH", "TH"}[(number+i)%4+i%2], Price: &catalog.Price{Amount: 2500, Currency: "KRW"},
			From: start.Add(time.Duration(number) * time.Minute), Audience: catalog.Everyone,
		})
	}
	catalog.SortOffers(offers)
	return offers
}

func benchCatalog(count int) []catalog.Published {
	packs := make([]catalog.Published, count)
	for i := range packs {
		packs[i] = benchPublished(i)
	}
	return packs
}

func BenchmarkBuild(b *testing.B) {
	packs := benchCatalog(benchPacks)
	changes := catalog.Changes{Sequence: benchPacks, Packs: packs}
	now := start.AddDate(1, 0, 0)
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			catalog.Build(catalog.Empty(benchSettings), changes, benchSpeech, now)
		}
		b.ReportMetric(float64(benchPacks)*float64(b.N)/b.Elapsed().Seconds(), "packs/s")
	})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	s := catalog.Build(catalog.Empty(benchSettings), changes, benchSpeech, now)
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(packs)
	b.Run("one more", func(b *testing.B) {
		one := benchPublished(benchPacks)
		for b.Loop() {
			catalog.Build(s, catalog.Changes{Sequence: benchPacks + 1, Packs: []catalog.Published{one}}, benchSpeech, now)
		}
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/benchPacks, "B/pack")
	})
	f, err := s.Storefront("KR", "ko")
	must(b, err)
	b.Run("page", func(b *testing.B) {
		for b.Loop() {
			_, err = f.Packs(catalog.Query{})
		}
	})
	b.Run("sections", func(b *testing.B) {
		for b.Loop() {
			f.Sections()
		}
	})
	b.Run("search", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			f.Search(benchWord(6, i%5000))
		}
	})
	b.Run("search one character", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			f.Search(string('가' + rune(i%20)))
		}
	})
}
