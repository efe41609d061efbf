package pass

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases/tariff"
)

// Bounds of what is said of a pass.
const (
	maxTitle       = 120                  // characters
	maxDescription = 2000                 // characters
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
	d.Check(slices.Contains([]Kind{MeetAndGreet, ChatRoom}, p.Kind), "/kind", "invalid", nil)
	d.Check(len(p.Titles) > 0, "/title", "required", nil)
	d.Check(p.Capacity >= 0 && p.Capacity <= MaxCapacity, "/capacity", "invalid", MaxCapacity)
	d.Fields = append(d.Fields, catalog.SettleTexts(p.Titles, "/title", maxTitle)...)
	d.Fields = append(d.Fields, catalog.SettleTexts(p.Descriptions, "/description", maxDescription)...)
	d.windows(p)
	d.Offers(p.Offers)
	if licence != nil {
		d.licensed(p, licence)
	}
	if len(d.Fields) > 0 {
		return p, ErrInvalid.WithFields(d.Fields...)
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
type defects struct{ tariff.Defects }

func (d *defects) windows(p Pass) {
	d.Check(!p.OpensAt.IsZero(), "/opens_at", "required", nil)
	d.Check(p.OpensAt.Before(p.ClosesAt) && p.ClosesAt.Sub(p.OpensAt) <= longest && p.ClosesAt.Year() < latest, "/closes_at", "term-empty", nil)
	d.Check(p.SaleUntil.IsZero() || p.SaleFrom.Before(p.SaleUntil), "/sale_closes_at", "term-empty", nil)
	d.Check(p.SaleFrom.IsZero() || p.SaleFrom.Before(p.ClosesAt), "/sale_opens_at", "term-empty", nil)
	known := p.Transfer == TransferNone || p.Transfer == TransferOnce || p.Transfer == TransferUntil
	d.Check(known, "/transfer", "invalid", nil)
	d.Check((p.Transfer == TransferUntil) == !p.Until.IsZero(), "/transfer_until", "invalid", nil)
}

// licensed holds a pass to its collab's territory and term.
func (d *defects) licensed(p Pass, licence *catalog.Licence) {
	for i, offer := range p.Offers {
		for j, region := range offer.Regions {
			for _, outside := range licence.Outside([]catalog.Offer{{Region: region}}) {
				outside.Pointer = fmt.Sprintf("/offers/%d/regions/%d", i, j)
				d.Fields = append(d.Fields, outside)
			}
		}
	}
	for _, outside := range licence.Outside([]catalog.Offer{{From: p.OpensAt, Until: p.ClosesAt}}) {
		for part, pointer := range map[string]string{"/from": "/opens_at", "/until": "/closes_at"} {
			if strings.HasSuffix(outside.Pointer, part) {
				outside.Pointer = pointer
				d.Fields = append(d.Fields, outside)
			}
		}
	}
}
