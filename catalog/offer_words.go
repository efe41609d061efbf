package catalog

import (
	"context"
	"slices"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// Wanted says how far the words of a pack must be in a region's languages before an offer opens there.
type Wanted string

// What an offer may want.
const (
	AnyWords      Wanted = ""
	CompleteWords Wanted = "complete" // every word is there
	ReviewedWords Wanted = "reviewed" // and somebody approved each
)

func (w Wanted) valid() bool { return w == AnyWords || w == CompleteWords || w == ReviewedWords }

// waits reports whether the offer does not open because of the pack's words.
func (o Offer) waits() bool { return o.Words != AnyWords && !o.Worded }

// Lack is how much a pack's words lack in one language before an offer opens.
type Lack struct {
	Region     string // of the offer
	Locale     i18n.Locale
	Missing    int // words
	Unreviewed int // words that are there and were not approved; 0 where the offer wants no review
}

// wordStanding is how far the words of a pack are, by locale.
type wordStanding struct {
	source i18n.Locale
	counts map[i18n.Locale]translation.Progress
	total  int
}

func wordStandingOf(pack string, source i18n.Locale, words Words, revisions []translation.Revision) wordStanding {
	latest := map[i18n.Locale]map[string]translation.Revision{}
	for _, r := range revisions {
		if latest[r.Locale] == nil {
			latest[r.Locale] = map[string]translation.Revision{}
		}
		if latest[r.Locale][r.Message].Number < r.Number {
			latest[r.Locale][r.Message] = r
		}
	}
	s := wordStanding{source: source, counts: map[i18n.Locale]translation.Progress{}, total: len(words[source])}
	for _, count := range translation.CountPack(source, WordList(pack, words), latest) {
		s.counts[count.Locale] = count
	}
	return s
}

// lack is what readers of a locale lack: in it, or in one of those that stand in for it. ok reports whether it is
// nothing.
func (s wordStanding) lack(locale i18n.Locale, wanted Wanted) (least Lack, ok bool) {
	for i, l := range i18n.Chain(locale) {
		count := s.counts[l]
		one := Lack{Locale: locale, Missing: s.total}
		if count.Total > 0 {
			one.Missing = count.States[translation.Untranslated]
		}
		if wanted == ReviewedWords {
			one.Unreviewed = s.total - one.Missing - count.States[translation.Reviewed]
		}
		if l == s.source || one.Missing+one.Unreviewed == 0 {
			return Lack{}, true
		}
		if i == 0 || one.Missing+one.Unreviewed < least.Missing+least.Unreviewed {
			least = one
		}
	}
	return least, false
}

// lacks lists what keeps an offer from opening, language by language; nothing of one that waits for no words.
func (s *Service) lacks(o Offer, words wordStanding) []Lack {
	if !o.waits() {
		return nil
	}
	var all []Lack
	for _, locale := range s.languages(o.Region) {
		if lack, ok := words.lack(locale, o.Words); !ok {
			lack.Region = o.Region
			all = append(all, lack)
		}
	}
	return all
}

// worded returns offers of which those that the words are enough for now no longer wait, and whether that are
// others than before. What has opened stays open, whatever becomes of the words.
func (s *Service) worded(offers []Offer, words wordStanding) ([]Offer, bool) {
	changed := false
	for i, o := range offers {
		if !o.waits() || len(s.lacks(o, words)) > 0 {
			continue
		}
		if !changed {
			offers, changed = slices.Clone(offers), true
		}
		offers[i].Worded = true
	}
	return offers, changed
}

// waiting reports whether any offer does not open because of words.
func waiting(offers []Offer) bool { return slices.ContainsFunc(offers, Offer.waits) }

// keepWorded says of offers that they wait no longer where one for the region that wanted as much did not.
func keepWorded(offers, known []Offer) {
	for i := range offers {
		o := &offers[i]
		o.Worded = slices.ContainsFunc(known, func(k Offer) bool { return k.Region == o.Region && k.Words == o.Words && k.Worded })
	}
}

// wordedOffers are the offers of a pack that is about to say these words, and whether they are others than before.
func (s *Service) wordedOffers(ctx context.Context, pack string, source i18n.Locale, words Words, offers []Offer) ([]Offer, bool, error) {
	if !waiting(offers) {
		return offers, false, nil
	}
	revisions, err := s.store.WordRevisions(ctx, pack, s.now())
	if err != nil {
		return offers, false, err
	}
	offers, changed := s.worded(offers, wordStandingOf(pack, source, words, revisions))
	return offers, changed, nil
}

// Lacks lists what keeps offers of a pack from opening: words, by region and language. Of a pack that is not on sale
// its draft is asked.
func (s *Service) Lacks(ctx context.Context, d Draft) ([]Lack, error) {
	if !waiting(d.Offers) {
		return nil, nil
	}
	words := d.Words
	if d.Pack.State == StateOnSale {
		live, err := s.store.LiveWords(ctx, d.Pack.ID)
		if err != nil {
			return nil, err
		}
		words = live
	}
	revisions, err := s.store.WordRevisions(ctx, d.Pack.ID, s.now())
	if err != nil {
		return nil, err
	}
	standing := wordStandingOf(d.Pack.ID, d.Pack.SourceLocale, words, revisions)
	var all []Lack
	for _, o := range d.Offers {
		all = append(all, s.lacks(o, standing)...)
	}
	return all, nil
}
