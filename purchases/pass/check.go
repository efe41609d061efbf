package pass

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
)

// Bounds of what is said of a pass.
const (
	maxTitle       = 120  // characters
	maxDescription = 2000 // characters
	maxOffers      = 250
	longest        = 400 * 24 * time.Hour // that a pass admits
)

// latest is the year that no window reaches.
const latest = 2200

// Settle brings a pass into its one form and returns it, or ErrInvalid with all that is wrong with it. licence is what
// its collab allows; nil for none.
func (p Pass) Settle(licence *catalog.Licence) (Pass, error) {
	for _, t := range []*time.Time{&p.OpensAt, &p.ClosesAt, &p.SaleFrom, &p.SaleUntil, &p.Until} {
		*t = settleTime(*t)
	}
	if p.Transfer == "" {
		p.Transfer = TransferNone
	}
	d := defects{}
	d.check(slices.Contains([]Kind{MeetAndGreet, ChatRoom}, p.Kind), "/kind", "invalid", nil)
	d.check(len(p.Titles) > 0, "/title", "required", nil)
	d.check(p.Capacity >= 0 && p.Capacity <= MaxCapacity, "/capacity", "invalid", MaxCapacity)
	d.fields = append(d.fields, catalog.SettleTexts(p.Titles, "/title", maxTitle)...)
	d.fields = append(d.fields, catalog.SettleTexts(p.Descriptions, "/description", maxDescription)...)
	d.windows(p)
	d.offers(p.Offers)
	if licence != nil {
		d.licensed(p, licence)
	}
	if len(d.fields) > 0 {
		return p, ErrInvalid.WithFields(d.fields...)
	}
	return p, nil
}

func settleTime(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}

// defects are what is wrong with a pass.
type defects struct{ fields []fault.Field }

func (d *defects) check(fine bool, pointer, code string, limit any) {
	if !fine {
		f := fault.Field{Pointer: pointer, Code: code}
		if limit != nil {
			f.Facts = map[string]any{"limit": limit}
		}
		d.fields = append(d.fields, f)
	}
}

func (d *defects) windows(p Pass) {
	d.check(!p.OpensAt.IsZero(), "/opens_at", "required", nil)
	d.check(p.OpensAt.Before(p.ClosesAt) && p.ClosesAt.Sub(p.OpensAt) <= longest && p.ClosesAt.Year() < latest, "/closes_at", "term-empty", nil)
	d.check(p.SaleUntil.IsZero() || p.SaleFrom.Before(p.SaleUntil), "/sale_closes_at", "term-empty", nil)
	d.check(p.SaleFrom.IsZero() || p.SaleFrom.Before(p.ClosesAt), "/sale_opens_at", "term-empty", nil)
	known := p.Transfer == TransferNone || p.Transfer == TransferOnce || p.Transfer == TransferUntil
	d.check(known, "/transfer", "invalid", nil)
	d.check((p.Transfer == TransferUntil) == !p.Until.IsZero(), "/transfer_until", "invalid", nil)
}

func (d *defects) offers(offers []Offer) {
	d.check(len(offers) <= maxOffers, "/offers", "too-many", maxOffers)
	seen := map[string]bool{}
	for i, offer := range offers[:min(len(offers), maxOffers)] {
		at := fmt.Sprintf("/offers/%d", i)
		d.check(len(offer.Regions) > 0, at+"/regions", "required", nil)
		for j, region := range offer.Regions {
			pointer := fmt.Sprintf("%s/regions/%d", at, j)
			d.check(packfile.ValidRegion(region), pointer, "region-unknown", nil)
			d.check(!seen[region], pointer, "region-duplicate", nil)
			seen[region] = true
		}
		if price := offer.Price; price != nil {
			d.check(price.Amount > 0 && price.Amount <= catalog.MaxPrice, at+"/price/amount", "price-amount", int64(catalog.MaxPrice))
			d.check(packfile.ValidCurrency(price.Currency), at+"/price/currency", "currency-unknown", nil)
		}
	}
}

// licensed holds a pass to its collab's territory and term.
func (d *defects) licensed(p Pass, licence *catalog.Licence) {
	for i, offer := range p.Offers {
		for j, region := range offer.Regions {
			for _, outside := range licence.Outside([]catalog.Offer{{Region: region}}) {
				outside.Pointer = fmt.Sprintf("/offers/%d/regions/%d", i, j)
				d.fields = append(d.fields, outside)
			}
		}
	}
	for _, outside := range licence.Outside([]catalog.Offer{{From: p.OpensAt, Until: p.ClosesAt}}) {
		for part, pointer := range map[string]string{"/from": "/opens_at", "/until": "/closes_at"} {
			if strings.HasSuffix(outside.Pointer, part) {
				outside.Pointer = pointer
				d.fields = append(d.fields, outside)
			}
		}
	}
}
