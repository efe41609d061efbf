package i18n

import (
	"slices"
	"sync"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// origin is a locale that texts come from.
type origin struct {
	locale Locale
	texts  *message.Texts
}

// table is the messages of one locale resolved through its fallbacks. It does not change, so that a project and the one
// before it share those of the locales that say the same.
type table struct {
	locale  Locale
	origins []origin // nearest first
	source  *message.Texts
	entries *entries

	complete func() float64
}

// flatten returns the table of a locale: that of the project before, which may be nil, where it is the same.
func (p *Project) flatten(locale Locale, previous *Project) *table {
	t := &table{locale: locale, source: p.texts[p.source]}
	for _, l := range p.negotiator.Fallbacks(locale) {
		t.origins = append(t.origins, origin{l, p.texts[l]})
	}
	if previous != nil {
		if was := previous.tables[locale]; was != nil && was.source == t.source && slices.Equal(was.origins, t.origins) {
			return was
		}
	}
	t.entries = newEntries(len(t.source.Messages()))
	for i := range slices.Backward(t.origins) {
		for _, m := range t.origins[i].texts.Messages() {
			plain, fixed := m.Plain()
			t.entries.put(entry{plain, fixed, m, &t.origins[i]})
		}
	}
	t.complete = sync.OnceValue(t.share)
	return t
}

// share is how much of the source the locale has, itself or by a parent in its own language: 0 to 1.
func (t *table) share() float64 {
	own := Chain(t.locale)
	total, done := 0, 0
	for id := range t.source.Messages() {
		total++
		if l := t.entries.find(id).origin.locale; l == t.locale || slices.Contains(own, l) {
			done++
		}
	}
	if total == 0 {
		return 1
	}
	return float64(done) / float64(total)
}

// tabulate makes the tables of all locales, sharing with the project before, which may be nil.
func (p *Project) tabulate(previous *Project) {
	p.tables = make(map[Locale]*table, len(p.texts))
	for l := range p.texts {
		p.tables[l] = p.flatten(l, previous)
	}
}
