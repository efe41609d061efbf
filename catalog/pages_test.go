package catalog_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
)

// walker walks the pages of a list while packs come and go between them.
type walker struct {
	t       *rapid.T
	s       *catalog.Snapshot
	staying []catalog.Published // on sale all the time
	guests  []catalog.Published // on sale at times
}

// newWalker opens a catalog with some of the guests in it.
func newWalker(t *rapid.T) *walker {
	w := &walker{t: t}
	var first []catalog.Published
	for i := range rapid.IntRange(0, 30).Draw(t, "packs") {
		p := publication(i)
		p.Popularity = int64(rapid.IntRange(0, 3).Draw(t, "popularity"))
		p.PublishedAt = p.PublishedAt.AddDate(0, 0, rapid.IntRange(0, 2).Draw(t, "days"))
		p.Titles = map[i18n.Locale]string{"ko": rapid.SampledFrom([]string{"달", "Moon", "moon"}).Draw(t, "title")}
		if rapid.Bool().Draw(t, "own offer") {
			p.Offers = append(p.Offers, catalog.Offer{Region: "KR"})
		}
		if rapid.Bool().Draw(t, "stays") {
			w.staying, first = append(w.staying, p), append(first, p)
			continue
		}
		w.guests = append(w.guests, p)
		if rapid.Bool().Draw(t, "is there") {
			first = append(first, p)
		}
	}
	w.s = build(start, first...)
	return w
}

// change publishes or withdraws some guests, and publishes again what stays.
func (w *walker) change() {
	for range rapid.IntRange(0, 3).Draw(w.t, "changes") {
		all := slices.Concat(w.guests, w.staying)
		n := rapid.IntRange(0, len(all)-1).Draw(w.t, "which")
		p := all[n]
		p.Sequence = w.s.Sequence() + 1
		p.Release++
		if n < len(w.guests) {
			p.State = rapid.SampledFrom([]catalog.State{catalog.StateOnSale, catalog.StateStopped, catalog.StateBanned}).Draw(w.t, "state")
		}
		w.s = catalog.Build(w.s, catalog.Changes{Sequence: p.Sequence, Packs: []catalog.Published{p}}, speech, start)
	}
}

// walk returns the ids on all pages of a snapshot that changes after each of them.
func (w *walker) walk(q catalog.Query, change func()) (ids []string) {
	for {
		front, err := w.s.Storefront("KR", "ko")
		if err != nil {
			w.t.Fatal(err)
		}
		page, err := front.Packs(q)
		if err != nil || len(page.Packs) > q.Limit || page.Next != nil && len(page.Packs) < q.Limit {
			w.t.Fatalf("%d packs of %d, %v", len(page.Packs), q.Limit, err)
		}
		for _, l := range page.Packs {
			ids = append(ids, l.ID)
		}
		if page.Next == nil {
			return ids
		}
		if len(ids) > len(w.staying)+len(w.guests) {
			w.t.Fatalf("no end: %v", ids)
		}
		q.After = page.Next
		change()
	}
}

// TestPagesWhilePacksComeAndGo: whoever walks a list sees each pack that was there all the time once, no
// pack twice, and all in the order that they have among each other.
func TestPagesWhilePacksComeAndGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWalker(t)
		q := catalog.Query{
			Sort:  rapid.SampledFrom([]catalog.Sort{catalog.SortNew, catalog.SortPopular, catalog.SortTitle}).Draw(t, "sort"),
			Limit: rapid.IntRange(1, 5).Draw(t, "limit"),
		}
		seen := w.walk(q, w.change)
		w.s, q.Limit = build(start, slices.Concat(w.staying, w.guests)...), catalog.MaxLimit
		order := w.walk(q, func() {})
		for _, p := range w.staying {
			if !slices.Contains(seen, p.Pack) {
				t.Fatalf("%s was not listed", p.Pack)
			}
		}
		at := -1
		for _, id := range seen {
			next := slices.Index(order, id)
			if next <= at {
				t.Fatalf("%s, number %d, was listed after number %d", id, next, at)
			}
			at = next
		}
	})
}
