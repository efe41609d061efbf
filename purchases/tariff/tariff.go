// Package tariff is what things cost by region that are not packs: passes, bundles and subscriptions.
package tariff

import (
	"fmt"
	"slices"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
)

// MaxOffers is how many offers a thing may have.
const MaxOffers = 250

// Offer is what a thing costs in some regions.
type Offer struct {
	Regions []string       `json:"regions"`         // ISO 3166-1 alpha-2, or catalog.World for those that no offer names
	Price   *catalog.Price `json:"price,omitempty"` // nil when free
}

// In returns the region's own offer, or that for the rest of the world; nil when there is none.
func In(offers []Offer, region string) *Offer {
	for _, wanted := range []string{region, catalog.World} {
		for i := range offers {
			if slices.Contains(offers[i].Regions, wanted) {
				return &offers[i]
			}
		}
	}
	return nil
}

// Regions returns the regions that offers name, in order.
func Regions(offers []Offer) []string {
	regions := []string{}
	for _, offer := range offers {
		regions = append(regions, offer.Regions...)
	}
	slices.Sort(regions)
	return regions
}

// Defects are what is wrong with a thing, by JSON pointer.
type Defects struct{ Fields []fault.Field }

// Check notes a defect unless all is fine. limit is what would be, nil when there is nothing to say.
func (d *Defects) Check(fine bool, pointer, code string, limit any) {
	if !fine {
		f := fault.Field{Pointer: pointer, Code: code}
		if limit != nil {
			f.Facts = map[string]any{"limit": limit}
		}
		d.Fields = append(d.Fields, f)
	}
}

// Offers notes what is wrong with offers: regions and currencies that nobody knows, one region twice, prices that are none.
func (d *Defects) Offers(offers []Offer) {
	d.Check(len(offers) <= MaxOffers, "/offers", "too-many", MaxOffers)
	seen := map[string]bool{}
	for i, offer := range offers[:min(len(offers), MaxOffers)] {
		at := fmt.Sprintf("/offers/%d", i)
		d.Regions(offer.Regions, at, seen)
		d.Price(offer.Price, at)
	}
}

// Regions notes what is wrong with the regions of the offer at a place: none, those that nobody knows, and those that
// another offer named already, which are seen.
func (d *Defects) Regions(regions []string, at string, seen map[string]bool) {
	d.Check(len(regions) > 0, at+"/regions", "required", nil)
	for i, region := range regions {
		pointer := fmt.Sprintf("%s/regions/%d", at, i)
		d.Check(packfile.ValidRegion(region), pointer, "region-unknown", nil)
		d.Check(!seen[region], pointer, "region-duplicate", nil)
		seen[region] = true
	}
}

// Price notes what is wrong with the price of the offer at a place, if it has one.
func (d *Defects) Price(price *catalog.Price, at string) {
	if price != nil {
		d.Check(price.Amount > 0 && price.Amount <= catalog.MaxPrice, at+"/price/amount", "price-amount", int64(catalog.MaxPrice))
		d.Check(packfile.ValidCurrency(price.Currency), at+"/price/currency", "currency-unknown", nil)
	}
}
