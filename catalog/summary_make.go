package catalog

import (
	"maps"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
)

// summarizer makes summaries. What many packs have alike they share: names with those of snapshots
// before, the rest among those made at once.
type summarizer struct {
	names     layered[string, string]
	fresh     map[string]string
	prices    map[Price]*Price
	languages map[string][]i18n.Locale
}

func newSummarizer(names layered[string, string]) *summarizer {
	return &summarizer{names, map[string]string{}, map[Price]*Price{}, map[string][]i18n.Locale{}}
}

// summarize returns the summary of what was published.
func (m *summarizer) summarize(p Published, ordinal int32) *Summary {
	return &Summary{
		ID: p.Pack, Slug: p.Slug, State: share(m, p.State), Release: p.Release,
		Titles: m.texts(p.Titles), SourceLocale: share(m, p.SourceLocale), Creator: m.creator(p.Creator),
		Usage: share(m, p.Usage), Tags: m.shareAll(p.Tags), cover: coverOf(p.Cover), Animated: p.Animated,
		StickerCount: len(p.Stickers), Offers: m.offers(p.Licence.bound(p.Offers)), Licence: p.Licence, Popularity: p.Popularity,
		PublishedAt: p.PublishedAt, UpdatedAt: p.UpdatedAt,
		detail: jsonNamesOf([]string{p.Detail}), manifests: jsonNamesOf(p.Manifests),
		ordinal: ordinal, sequence: p.Sequence, Takedown: p.Takedown,
	}
}

// share returns a string equal to s that all summaries share.
func share[S ~string](m *summarizer, s S) S {
	if known, found := m.names.get(string(s)); found {
		return S(known)
	}
	known, found := m.fresh[string(s)]
	if !found {
		known = strings.Clone(string(s))
		m.fresh[known] = known
	}
	return S(known)
}

func (m *summarizer) shareAll(all []string) []string {
	shared := make([]string, len(all))
	for i, s := range all {
		shared[i] = share(m, s)
	}
	return shared
}

func (m *summarizer) creator(c Creator) Creator {
	return Creator{share(m, c.ID), share(m, c.Slug), share(m, c.Name), share(m, c.Account)}
}

// texts returns titles; packs in the same languages share the list of them.
func (m *summarizer) texts(byLocale map[i18n.Locale]string) Texts {
	locales := slices.Sorted(maps.Keys(byLocale))
	var key strings.Builder
	for _, locale := range locales {
		key.WriteString(string(locale) + " ")
	}
	shared, known := m.languages[key.String()]
	if !known {
		for i := range locales {
			locales[i] = share(m, locales[i])
		}
		shared = locales
		m.languages[key.String()] = shared
	}
	return textsOf(byLocale, shared)
}

func (m *summarizer) offers(offers []Offer) []Offer {
	shared := make([]Offer, len(offers))
	for i, o := range offers {
		o.Region, o.Wave, o.Audience, o.Tier = share(m, o.Region), share(m, o.Wave), share(m, o.Audience), share(m, o.Tier)
		o.Price = m.price(o.Price)
		shared[i] = o
	}
	return shared
}

func (m *summarizer) price(p *Price) *Price {
	if p == nil {
		return nil
	}
	price := Price{p.Amount, share(m, p.Currency)}
	if m.prices[price] == nil {
		m.prices[price] = &price
	}
	return m.prices[price]
}
