package catalog_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/catalog/search"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// plain is a catalog as a list of packs that is read from its beginning to its end for every answer.
type plain struct {
	*catalogtest.Large
	packs []catalog.Published
	terms []terms // of each pack
	now   time.Time
}

// terms are the folded texts that a pack is found by.
type terms struct {
	titles  map[i18n.Locale]string
	neutral []string // creator and tags, which belong to every language
	items   []string // of each sticker: its shortcode and its keywords in all languages, one a line
}

func termsOf(p catalog.Published) terms {
	t := terms{titles: map[i18n.Locale]string{}, neutral: folded(append(p.Tags[:len(p.Tags):len(p.Tags)], p.Creator.Name)...)}
	for locale, title := range p.Titles {
		t.titles[locale] = search.Fold(title)
	}
	for i, sticker := range p.Stickers {
		item := folded(sticker.Shortcode)
		for _, lines := range p.Keywords {
			item = append(item, folded(strings.Split(lines[i], "\n")...)...)
		}
		t.items = append(t.items, strings.Join(item, "\n"))
	}
	return t
}

func folded(texts ...string) []string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = search.Fold(text)
	}
	return all
}

// newPlain returns 2,000 packs, some of which were stopped, at a moment at which windows are open and closed.
func newPlain() plain {
	p := plain{Large: catalogtest.NewLarge(7), now: catalogtest.At.AddDate(0, 0, 40)}
	for number := range 2000 {
		pack := p.Published(number)
		if number%50 == 7 {
			pack.State = catalog.StateStopped
		}
		p.packs, p.terms = append(p.packs, pack), append(p.terms, termsOf(pack))
	}
	return p
}

// build makes a snapshot of the packs: most at once, and the last ones one by one.
func (p plain) build() *catalog.Snapshot {
	speech := catalog.NewSpeech(p.Locales(), i18n.Chain)
	most := len(p.packs) - 20
	s := catalog.Build(catalog.Empty(catalog.Settings{Regions: cldr.Regions()}),
		catalog.Changes{Sequence: int64(most), Packs: p.packs[:most]}, speech, p.now.AddDate(0, 0, -20))
	for i := most; i < len(p.packs); i++ {
		s = catalog.Build(s, catalog.Changes{Sequence: int64(i + 1), Packs: p.packs[i : i+1]}, speech, p.now)
	}
	return s
}

// offered is a pack that is open in a region.
type offered struct {
	catalog.Published
	terms terms
	since time.Time
	free  bool
}

// open returns what is open in a region, the latest id first.
func (p plain) open(region string) (open []offered) {
	for i, pack := range slices.Backward(p.packs) {
		of := region
		if !slices.ContainsFunc(pack.Offers, func(o catalog.Offer) bool { return o.Region == region }) {
			of = catalog.World
		}
		first := true
		for _, o := range pack.Offers {
			if o.Region != of {
				continue
			}
			at := offered{pack, p.terms[i], pack.PublishedAt, o.Price == nil}
			if first && o.From.After(at.since) {
				at.since = o.From
			}
			first = false
			if pack.State == catalog.StateOnSale && !p.now.Before(o.From) && (o.Until.IsZero() || p.now.Before(o.Until)) {
				open = append(open, at)
			}
		}
	}
	return open
}

// list returns the slugs of the open packs that a query asks for, in its order.
func (p plain) list(region string, locale i18n.Locale, q catalog.Query) []string {
	packs := slices.DeleteFunc(p.open(region), func(o offered) bool {
		return q.Tag != "" && !slices.Contains(o.Tags, q.Tag) || q.Creator != "" && o.Creator.Slug != q.Creator ||
			q.Usage != "" && o.Usage != q.Usage || q.Animated != nil && o.Animated != *q.Animated || q.Free != nil && o.free != *q.Free
	})
	slices.SortStableFunc(packs, func(a, b offered) int {
		switch q.Sort {
		case catalog.SortPopular:
			return cmp.Compare(b.Popularity, a.Popularity)
		case catalog.SortTitle:
			return cmp.Compare(a.terms.titles[locale], b.terms.titles[locale])
		}
		return b.since.Compare(a.since)
	})
	names := []string{}
	for _, o := range packs {
		names = append(names, o.Slug)
	}
	return names
}

// listed walks all pages of a query.
func listed(t *testing.T, f catalog.Storefront, q catalog.Query) []string {
	t.Helper()
	names := []string{}
	for q.Limit = 37; ; {
		page, err := f.Packs(q)
		must(t, err)
		names = append(names, slugs(page.Packs)...)
		if page.Next == nil || len(names) > 2000 {
			return names
		}
		q.After = page.Next
	}
}

// found is how a text matches a term, both folded: 0 is not at all, 3 is the whole of it.
func found(term, text string) int {
	switch {
	case term == text:
		return 3
	case strings.HasPrefix(term, text):
		return 2
	}
	for word := range strings.FieldsSeq(text) {
		if !strings.Contains(term, word) {
			return 0
		}
	}
	return 1
}

// anyLine reports whether a text matches a line.
func anyLine(lines, text string) bool {
	if found(lines, text) == 0 {
		return false
	}
	for line := range strings.SplitSeq(lines, "\n") {
		if found(line, text) > 0 {
			return true
		}
	}
	return false
}

// rank is how well a text finds a pack: 0 is not at all, and in the reader's languages it is better.
func (o offered) rank(locales []i18n.Locale, text string) int {
	best := 0
	for locale, title := range o.terms.titles {
		rank := found(title, text)
		if rank > 0 && slices.Contains(locales, locale) {
			rank += 3
		}
		best = max(best, rank)
	}
	for _, term := range o.terms.neutral {
		if rank := found(term, text); rank > 0 {
			best = max(best, 3+rank)
		}
	}
	return best
}

// search returns the slugs of the packs that a text finds, best first, and every sticker that it finds.
func (p plain) search(region string, locales []i18n.Locale, text string) (packs []string, stickers map[string]bool) {
	whole := search.Fold(text)
	byRank := map[int][]offered{}
	stickers = map[string]bool{}
	for _, o := range p.open(region) {
		rank := o.rank(locales, whole)
		byRank[rank] = append(byRank[rank], o)
		for i, item := range o.terms.items {
			if slices.Contains(o.Stickers[i].Emoji, text) || anyLine(item, whole) {
				stickers[fmt.Sprint(o.Slug, " ", i)] = true
			}
		}
	}
	for rank := 6; rank > 0; rank-- {
		for _, o := range byRank[rank] { // the latest first, as they were published in the order of their ids
			packs = append(packs, o.Slug)
		}
	}
	return packs[:min(len(packs), catalog.MaxResults)], stickers
}

// TestLargeCatalog holds what a snapshot of many packs lists and finds to a plain reading of all of them.
func TestLargeCatalog(t *testing.T) {
	p := newPlain()
	s := p.build()
	yes, no := true, false
	for _, region := range []string{"KR", "DE"} {
		for _, locale := range []i18n.Locale{"ko", "ar"} {
			f := storefront(t, s, region, locale)
			for _, q := range []catalog.Query{
				{}, {Sort: catalog.SortPopular}, {Sort: catalog.SortTitle}, {Tag: "tag-0"}, {Creator: "studio-3", Sort: catalog.SortTitle},
				{Free: &yes}, {Free: &no, Sort: catalog.SortPopular}, {Usage: catalog.UsageEmoticon}, {Usage: catalog.UsageSticker, Animated: &yes},
				{Tag: "tag-1", Animated: &no, Free: &no}, {Tag: "none"},
			} {
				if diff := gocmp.Diff(p.list(region, locale, q), listed(t, f, q)); diff != "" {
					t.Errorf("%s/%s %+v: %s", region, locale, q, diff)
				}
			}
		}
		if all := len(p.open(region)); all < 500 {
			t.Errorf("only %d packs are open in %s", all, region)
		}
		p.searches(t, s, region)
	}
}

// searches looks for common and rare words, parts of them, creators, tags, emoji, and what is not there.
func (p plain) searches(t *testing.T, s *catalog.Snapshot, region string) {
	t.Helper()
	last := p.packs[len(p.packs)-1]
	for _, text := range []string{
		p.Word("ko", 0), p.Word("ko", 900), p.Word("ja", 40), p.Word("en", 3), p.Word("th", 12)[3:], strings.ToUpper(p.Word("es", 77)),
		last.Titles["ko"], last.Titles["ar"], last.Creator.Name, last.Slug, last.Stickers[5].Shortcode, "tag-3", "studio", "😀", "none of them",
	} {
		f := storefront(t, s, region, "ko")
		wanted, stickers := p.search(region, f.Chain(), text)
		results := f.Search(text)
		got := slugs(results.Packs)
		if len(wanted)+len(got) > 0 && !slices.Equal(got, wanted) {
			t.Errorf("%s %q: %s", region, text, gocmp.Diff(wanted, got))
		}
		if len(results.Stickers) != min(len(stickers), catalog.MaxResults) {
			t.Errorf("%s %q: %d stickers of %d", region, text, len(results.Stickers), len(stickers))
		}
		for _, hit := range results.Stickers {
			if name := fmt.Sprint(hit.Pack.Slug, " ", hit.Sticker); !stickers[name] {
				t.Errorf("%s %q: found %s", region, text, name)
			}
		}
	}
}
