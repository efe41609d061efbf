package bundle

import (
	"fmt"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
)

// Bounds of what is said of a bundle.
const (
	maxTitle       = 120  // characters
	maxDescription = 2000 // characters
	maxOffers      = 250
)

// Settle brings a bundle into its one form and returns it, or ErrInvalid with all that is wrong with it.
func (b Bundle) Settle() (Bundle, error) {
	for _, t := range []*time.Time{&b.SaleFrom, &b.SaleUntil} {
		if !t.IsZero() {
			*t = t.UTC().Truncate(time.Second)
		}
	}
	d := defects{}
	d.check(len(b.Titles) > 0, "/title", "required", nil)
	d.fields = append(d.fields, catalog.SettleTexts(b.Titles, "/title", maxTitle)...)
	d.fields = append(d.fields, catalog.SettleTexts(b.Descriptions, "/description", maxDescription)...)
	d.check(b.SaleUntil.IsZero() || b.SaleFrom.Before(b.SaleUntil), "/sale_closes_at", "term-empty", nil)
	d.packs(b.Packs)
	d.offers(b.Offers)
	if len(d.fields) > 0 {
		return b, ErrInvalid.WithFields(d.fields...)
	}
	return b, nil
}

// defects are what is wrong with a bundle.
type defects struct{ fields []fault.Field }

func (d *defects) check(fine bool, pointer, code string, facts map[string]any) {
	if !fine {
		d.fields = append(d.fields, fault.Field{Pointer: pointer, Code: code, Facts: facts})
	}
}

func (d *defects) packs(packs []string) {
	d.check(len(packs) >= MinPacks, "/packs", "too-few", map[string]any{"limit": MinPacks})
	d.check(len(packs) <= MaxPacks, "/packs", "too-many", map[string]any{"limit": MaxPacks})
	seen := map[string]bool{}
	for i, pack := range packs {
		d.check(!seen[pack], fmt.Sprintf("/packs/%d", i), "pack-duplicate", nil)
		seen[pack] = true
	}
}

func (d *defects) offers(offers []Offer) {
	d.check(len(offers) <= maxOffers, "/offers", "too-many", map[string]any{"limit": maxOffers})
	seen := map[string]bool{}
	for i, offer := range offers {
		at := fmt.Sprintf("/offers/%d", i)
		d.check(len(offer.Regions) > 0, at+"/regions", "required", nil)
		for j, region := range offer.Regions {
			pointer := fmt.Sprintf("%s/regions/%d", at, j)
			d.check(packfile.ValidRegion(region), pointer, "region-unknown", nil)
			d.check(!seen[region], pointer, "region-duplicate", nil)
			seen[region] = true
		}
		d.price(offer, at)
	}
}

// price holds an offer to one price, which is not nothing.
func (d *defects) price(offer Offer, at string) {
	d.check((offer.Price == nil) != (offer.Tier == ""), at+"/price", "required", nil)
	if price := offer.Price; price != nil {
		d.check(price.Amount > 0 && price.Amount <= catalog.MaxPrice, at+"/price/amount", "price-amount", map[string]any{"limit": int64(catalog.MaxPrice)})
		d.check(packfile.ValidCurrency(price.Currency), at+"/price/currency", "currency-unknown", nil)
	}
}
