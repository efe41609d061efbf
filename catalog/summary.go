package catalog

import (
	"time"

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
	Licence      *Licence // nil for none
	Usage        Usage
	Tags         []string
	Animated     bool // whether any sticker moves
	StickerCount int
	Offers       []Offer // in the order of SortOffers, within the licence
	Popularity   int64
	PublishedAt  time.Time // first publication
	UpdatedAt    time.Time // last publication
	Takedown     *Takedown // of a banned pack; nil of any other

	cover     cover
	detail    jsonNames // one
	manifests jsonNames // of release 1, 2, …; none of one never on sale
	ordinal   int32
	sequence  int64
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

// takenDown says why the pack is gone.
func (p *Summary) takenDown() error {
	refusal := ErrPackTakenDown.With("pack", p.ID)
	if p.Takedown == nil {
		return refusal.With("reason", TakedownRights, "note", "")
	}
	return refusal.With("reason", p.Takedown.Reason, "at", p.Takedown.At.Format(time.RFC3339), "note", p.Takedown.Note)
}

// notOffered says where a pack that is not open in a region is, and when it opens there.
func (p *Summary) notOffered(terms Terms, t time.Time) error {
	refusal := ErrPackNotOffered.With("pack", p.ID, "region", terms.Region, "offered_in", p.offeredIn(t))
	if terms.State == OfferAnnounced && terms.OpensAt != nil {
		refusal = refusal.With("opens_at", terms.OpensAt.Format(time.RFC3339))
	}
	return refusal
}

// Cover returns the picture of the first sticker, without what moves: its Detail has all of it.
func (p *Summary) Cover() Picture { return p.cover.picture() }

// Detail returns the name of the private asset that has the pack's Detail.
func (p *Summary) Detail() assets.Name {
	name, _ := p.detail.at(0)
	return name
}

// manifest returns the name of the private asset with the content of a release, or false if it was never
// on sale.
func (p *Summary) manifest(release int) (assets.Name, bool) { return p.manifests.at(release - 1) }

// jsonName returns the name that text is, or no name.
func jsonName(text string) assets.Name {
	name, err := assets.ParseName(text)
	if err != nil {
		return assets.Name{}
	}
	return name
}
