package pass

import (
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases/tariff"
)

// Terms says how the sale of a pass stands in a region at a moment.
func (p Pass) Terms(region string, now time.Time) catalog.Terms {
	t := catalog.Terms{Pack: p.ID, Region: region, State: catalog.OfferNotOffered}
	offer := tariff.In(p.Offers, region)
	if offer == nil || p.State == Draft {
		return t
	}
	until := p.saleUntil()
	t.State, t.Price, t.ClosesAt = catalog.OfferOpen, offer.Price, &until
	if !p.SaleFrom.IsZero() {
		t.OpensAt = &p.SaleFrom
	}
	switch {
	case p.State != OnSale || !now.Before(until):
		t.State = catalog.OfferClosed
	case now.Before(p.SaleFrom):
		t.State = catalog.OfferAnnounced
	}
	return t
}

// OfferedIn returns the regions that the pass is offered in, in order.
func (p Pass) OfferedIn() []string { return tariff.Regions(p.Offers) }

// Refused returns why a pass is not sold in a region at a moment, with its terms; nil when it is. Faults: ErrNotFound,
// ErrNotOffered, ErrNotOnSale.
func (p Pass) Refused(region string, now time.Time) (catalog.Terms, *fault.Error) {
	t := p.Terms(region, now)
	switch {
	case p.State == Draft || p.State == "":
		return t, ErrNotFound.With("pass", p.ID)
	case p.State == Cancelled:
		return t, ErrNotOnSale.With("pass", p.ID, "state", p.State)
	case t.State == catalog.OfferNotOffered:
		return t, ErrNotOffered.With("pass", p.ID, "region", region, "offered_in", p.OfferedIn())
	case t.State == catalog.OfferAnnounced:
		return t, ErrNotOnSale.With("pass", p.ID, "state", t.State, "opens_at", t.OpensAt.UTC())
	case t.State == catalog.OfferClosed:
		return t, ErrNotOnSale.With("pass", p.ID, "state", t.State, "closes_at", t.ClosesAt.UTC())
	}
	return t, nil
}

// NextTurn returns the next moment after now at which its sale begins or ends; zero when there is none.
func (p Pass) NextTurn(now time.Time) time.Time {
	if p.State == OnSale {
		for _, turn := range []time.Time{p.SaleFrom, p.saleUntil()} {
			if turn.After(now) {
				return turn
			}
		}
	}
	return time.Time{}
}
