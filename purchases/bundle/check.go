package bundle

import (
	"fmt"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases/tariff"
)

// Bounds of what is said of a bundle.
const (
	maxTitle       = 120  // characters
	maxDescription = 2000 // characters
)

// Settle brings a bundle into its one form and returns it, or ErrInvalid with all that is wrong with it.
func (b Bundle) Settle() (Bundle, error) {
	for _, t := range []*time.Time{&b.SaleFrom, &b.SaleUntil} {
		if !t.IsZero() {
			*t = t.UTC().Truncate(time.Second)
		}
	}
	d := defects{}
	d.Check(len(b.Titles) > 0, "/title", "required", nil)
	d.Fields = append(d.Fields, catalog.SettleTexts(b.Titles, "/title", maxTitle)...)
	d.Fields = append(d.Fields, catalog.SettleTexts(b.Descriptions, "/description", maxDescription)...)
	d.Check(b.SaleUntil.IsZero() || b.SaleFrom.Before(b.SaleUntil), "/sale_closes_at", "term-empty", nil)
	d.packs(b.Packs)
	d.offers(b.Offers)
	if len(d.Fields) > 0 {
		return b, ErrInvalid.WithFields(d.Fields...)
	}
	return b, nil
}

// defects are what is wrong with a bundle.
type defects struct{ tariff.Defects }

func (d *defects) packs(packs []string) {
	d.Check(len(packs) >= MinPacks, "/packs", "too-few", MinPacks)
	d.Check(len(packs) <= MaxPacks, "/packs", "too-many", MaxPacks)
	seen := map[string]bool{}
	for i, pack := range packs {
		d.Check(!seen[pack], fmt.Sprintf("/packs/%d", i), "pack-duplicate", nil)
		seen[pack] = true
	}
}

func (d *defects) offers(offers []Offer) {
	d.Check(len(offers) <= tariff.MaxOffers, "/offers", "too-many", tariff.MaxOffers)
	seen := map[string]bool{}
	for i, offer := range offers[:min(len(offers), tariff.MaxOffers)] {
		at := fmt.Sprintf("/offers/%d", i)
		d.Regions(offer.Regions, at, seen)
		d.Check((offer.Price == nil) != (offer.Tier == ""), at+"/price", "required", nil) // one, which is not nothing
		d.Price(offer.Price, at)
	}
}
