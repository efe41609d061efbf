package catalog

import (
	"time"
	"unique"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/i18n"
)

// Summary is what a snapshot holds of a pack. It is shared and never changed.
type Summary struct {
	ID           string
	Slug         string
	State        State
	Release      int // number of the release on sale
	Titles       Texts
	SourceLocale i18n.Locale
	Creator      Creator
	Usage        Usage
	Tags         []string
	Cover        Picture // of the first sticker
	Animated     bool    // whether any sticker moves
	StickerCount int
	Offers       []Offer // in the order of SortOffers
	Popularity   int64
	PublishedAt  time.Time // first publication
	UpdatedAt    time.Time // last publication
	Detail       assets.Name
	Manifests    []string // of release 1, 2, …; "" of one never on sale

	ordinal  int32
	sequence int64
}

// Title returns the pack's title for a reader whose chain is given: in the reader's languages, then
// the pack's source locale, English, any.
func (p *Summary) Title(chain []i18n.Locale) Text {
	return p.Titles.In(fallback(chain, p.SourceLocale))
}

// termsIn says how the pack stands in a region at the moment t.
func (p *Summary) termsIn(region string, t time.Time) Terms {
	terms := termsAt(offersOf(p.Offers, region), t)
	if p.State != StateOnSale && terms.State != OfferNotOffered {
		terms.State = OfferClosed
	}
	terms.Pack, terms.Release, terms.Region = p.ID, p.Release, region
	return terms
}

// offeredIn returns the regions whose own offers are open at the moment t, World among them.
func (p *Summary) offeredIn(t time.Time) []string {
	regions := []string{}
	if p.State != StateOnSale {
		return regions
	}
	for _, offer := range p.Offers {
		if offer.holds(t) {
			regions = append(regions, offer.Region)
		}
	}
	return regions
}

// notOffered says where a pack that is not open in a region is, and when it opens there.
func (p *Summary) notOffered(terms Terms, t time.Time) error {
	refusal := ErrPackNotOffered.With("pack", p.ID, "region", terms.Region, "offered_in", p.offeredIn(t))
	if terms.State == OfferAnnounced {
		refusal = refusal.With("opens_at", terms.OpensAt.Format(time.RFC3339))
	}
	return refusal
}

// summarize returns the summary of what was published.
func summarize(p Published, ordinal int32) *Summary {
	return &Summary{
		ID: p.Pack, Slug: p.Slug, State: p.State, Release: p.Release, Titles: internTexts(p.Titles),
		SourceLocale: intern(p.SourceLocale), Creator: internCreator(p.Creator), Usage: p.Usage,
		Tags: internAll(p.Tags), Cover: p.Cover, Animated: p.Animated, StickerCount: len(p.Stickers),
		Offers: internOffers(p.Offers), Popularity: p.Popularity, PublishedAt: p.PublishedAt,
		UpdatedAt: p.UpdatedAt, Detail: jsonName(p.Detail), Manifests: p.Manifests,
		ordinal: ordinal, sequence: p.Sequence,
	}
}

// jsonName returns the name that text is, or no name.
func jsonName(text string) assets.Name {
	name, err := assets.ParseName(text)
	if err != nil {
		return assets.Name{}
	}
	return name
}

// intern returns a string equal to s that all equal strings share.
func intern[S ~string](s S) S { return unique.Make(s).Value() }

func internAll(all []string) []string {
	shared := make([]string, len(all))
	for i, s := range all {
		shared[i] = intern(s)
	}
	return shared
}

func internTexts(byLocale map[i18n.Locale]string) Texts {
	texts := TextsOf(byLocale)
	for i := range texts {
		texts[i].Locale = intern(texts[i].Locale)
	}
	return texts
}

func internCreator(c Creator) Creator {
	return Creator{intern(c.ID), intern(c.Slug), intern(c.Name), intern(c.Account)}
}

func internOffers(offers []Offer) []Offer {
	shared := make([]Offer, len(offers))
	for i, o := range offers {
		o.Region, o.Wave, o.Audience = intern(o.Region), intern(o.Wave), intern(o.Audience)
		shared[i] = o
	}
	return shared
}
