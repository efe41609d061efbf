package catalogtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
)

// Sizes of a large catalog.
const (
	largeStickers = 24
	largeConcepts = 20_000 // that stickers are about
	largeCreators = 3_000
	largeTags     = 400
)

// Large makes a catalog of any size that is like a real one: what stickers are about, tags and creators
// follow Zipf's law, and every pack speaks ten languages, whose words are made of syllables of their
// script. One seed makes the same catalog everywhere.
type Large struct {
	seed  uint64
	words map[i18n.Locale][]string // of each concept
}

// NewLarge returns the catalog of a seed.
func NewLarge(seed uint64) *Large {
	l := &Large{seed: seed, words: map[i18n.Locale][]string{}}
	for i, script := range scripts {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		words := make([]string, largeConcepts)
		for concept := range words {
			words[concept] = script.word(r)
		}
		l.words[script.locale] = words
	}
	return l
}

// Locales returns the locales of the catalog, in order.
func (l *Large) Locales() []i18n.Locale {
	locales := make([]i18n.Locale, len(scripts))
	for i, script := range scripts {
		locales[i] = script.locale
	}
	return locales
}

// Word returns what a locale calls a concept; low numbers are common.
func (l *Large) Word(locale i18n.Locale, concept int) string {
	return l.words[locale][concept%largeConcepts]
}

// Creators returns all who made packs.
func (l *Large) Creators() []catalog.Creator {
	creators := make([]catalog.Creator, largeCreators)
	for number := range creators {
		creators[number] = l.creatorOf(number)
	}
	return creators
}

// Now is a moment at which the first packs of the catalog have been on sale for long.
func (l *Large) Now() time.Time { return At.AddDate(1, 0, 0) }

// Published returns what readers learn of a pack, by its number from 0; higher numbers came later. Its
// Sequence is number+1.
func (l *Large) Published(number int) catalog.Published {
	d := drawing{Large: l, rand: rand.New(rand.NewPCG(l.seed, 1000+uint64(number)))}
	d.concepts = rand.NewZipf(d.rand, 1.07, 8, largeConcepts-1)
	d.tags = rand.NewZipf(d.rand, 1.2, 2, largeTags-1)
	d.at = At.Add(time.Duration(number) * 4 * time.Minute)
	d.theme = [3]int{d.concept(), d.concept(), d.concept()}
	return d.published(number)
}

// drawing draws one pack.
type drawing struct {
	*Large
	rand           *rand.Rand
	concepts, tags *rand.Zipf
	at             time.Time
	theme          [3]int // concepts that its stickers are about
}

func (d *drawing) concept() int { return int(d.concepts.Uint64()) }

func (d *drawing) published(number int) catalog.Published {
	manifest := assets.NameOf(fmt.Append(nil, "pack ", d.seed, number), assets.JSON).String()
	p := catalog.Published{
		Sequence: int64(number + 1), Pack: d.id("pck"), Slug: fmt.Sprintf("pack-%06d", number), State: catalog.StateOnSale,
		Release: 1, Detail: manifest, Manifests: []string{manifest}, SourceLocale: "ko", Creator: d.creator(),
		Usage: catalog.UsageSticker, Cover: Picture(fmt.Sprint(d.seed, number)), Animated: d.rand.IntN(5) == 0,
		Popularity: int64(d.rand.ExpFloat64() * 1000), Offers: d.offers(), PublishedAt: d.at, UpdatedAt: d.at,
		Titles: map[i18n.Locale]string{}, Keywords: map[i18n.Locale][]string{},
	}
	if d.rand.IntN(8) == 0 {
		p.Usage = catalog.UsageEmoticon
	}
	for range 1 + d.rand.IntN(3) {
		p.Tags = append(p.Tags, fmt.Sprintf("tag-%d", d.tags.Uint64()))
	}
	for i := range largeStickers {
		emoji := []string{string(rune(0x1F600 + d.rand.IntN(60)))}
		p.Stickers = append(p.Stickers, catalog.PublishedSticker{ID: d.id("stk"), Shortcode: d.Word("en", d.concept()) + fmt.Sprint(i), Emoji: emoji})
	}
	d.speak(&p)
	return p
}

// speak puts titles and keywords of all languages into p: translators choose mostly one word.
func (d *drawing) speak(p *catalog.Published) {
	about := make([][]int, largeStickers)
	for i := range about {
		about[i] = []int{d.theme[d.rand.IntN(3)], d.concept(), d.concept()}[:2+d.rand.IntN(2)]
	}
	for _, locale := range d.Locales() {
		title := []string{d.Word(locale, d.theme[0]), d.Word(locale, d.theme[1])}
		if d.rand.IntN(3) == 0 {
			title = append(title, fmt.Sprint(1+d.rand.IntN(9)))
		}
		p.Titles[locale] = strings.Join(title, " ")
		lines := make([]string, largeStickers)
		for i, concepts := range about {
			words := make([]string, len(concepts))
			for j, concept := range concepts {
				if d.rand.IntN(8) == 0 {
					concept = d.concept()
				}
				words[j] = d.Word(locale, concept)
			}
			lines[i] = strings.Join(words, "\n")
		}
		p.Keywords[locale] = lines
	}
}

// id returns an id whose time is the pack's.
func (d *drawing) id(kind string) string {
	var id uuid.UUID
	at := uint64(d.at.UnixMilli())<<16 | 0x7000 | uint64(d.rand.IntN(1<<12))
	random := d.rand.Uint64()&^(3<<62) | 2<<62
	for i := range 8 {
		id[i], id[8+i] = byte(at>>(56-8*i)), byte(random>>(56-8*i))
	}
	return kind + "_" + id.String()
}

func (d *drawing) creator() catalog.Creator {
	return d.creatorOf(int(d.rand.ExpFloat64()*largeCreators/4) % largeCreators)
}

// creatorOf returns a creator by number; low numbers have made more packs.
func (l *Large) creatorOf(number int) catalog.Creator {
	return catalog.Creator{
		ID: fmt.Sprintf("crt_%04d", number), Slug: fmt.Sprintf("studio-%d", number),
		Name: l.Word("en", number) + " Studio", Account: fmt.Sprintf("acc_%04d", number),
	}
}

// offers opens half of the packs in the world, and the others in some regions; some have windows.
func (d *drawing) offers() []catalog.Offer {
	if d.rand.IntN(2) == 0 {
		world := catalog.Offer{Region: catalog.World, Audience: catalog.Everyone}
		if d.rand.IntN(3) > 0 {
			world.Price = &catalog.Price{Amount: 199, Currency: "USD"}
		}
		return []catalog.Offer{world}
	}
	var offers []catalog.Offer
	for i, region := range []string{"ID", "JP", "KR", "MX", "MY", "PH", "SA", "TH", "US", "VN"} {
		if d.rand.IntN(3) > 0 {
			continue
		}
		o := catalog.Offer{Region: region, Audience: catalog.Everyone, Price: &catalog.Price{Amount: int64(100 * (1 + i)), Currency: "USD"}}
		if d.rand.IntN(4) == 0 {
			o.From = d.at.Add(time.Duration(d.rand.IntN(1000)) * time.Hour)
			o.Until = o.From.AddDate(0, d.rand.IntN(24), 1)
		}
		offers = append(offers, o)
	}
	return offers
}
