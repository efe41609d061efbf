package purchases

import (
	"context"
	"errors"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

// ErrPassHeld: the holder has the pass; nobody needs two. Facts: pass, order (the earlier one, when they are who buys);
// refund_due when money came with it.
var ErrPassHeld = fault.Define(fault.Conflict, "pass-held")

// passWish looks up a pass.
func (s *Service) passWish(ctx context.Context, r OrderRequest) (wish, error) {
	if r.PayWith.Provider == AppStore { // which sells what has a tier
		return wish{}, ErrProviderNotAvailable.With("provider", AppStore, "available", s.providers(Free, External, Wallet))
	}
	w := wish{kind: PassProduct, terms: catalog.Terms{Pack: r.Pass, Region: r.Region}}
	if err := s.catalog.Region(r.Region); err != nil {
		if w.refused = fault.As(err); w.refused == nil {
			return w, err
		}
		return w, nil
	}
	now, err := s.Now(ctx, r.Ledger)
	if err != nil {
		return w, err
	}
	p, err := s.store.Pass(ctx, r.Pass)
	switch {
	case errors.Is(err, pass.ErrNotFound):
		w.refused = fault.As(err)
	case err != nil:
		return w, err
	default:
		w.terms, w.refused = p.Refused(r.Region, now)
	}
	return w, nil
}

// passOver returns why nobody gets an order's pass any more; nil when they do.
func (o Order) passOver(found State, now time.Time) *fault.Error {
	switch p := found.Pass; {
	case p == nil || p.State == pass.Draft:
		return pass.ErrNotFound.With("pass", o.Pack)
	case p.State == pass.Cancelled:
		return pass.ErrNotOnSale.With("pass", o.Pack, "state", p.State)
	case p.Over(now):
		return pass.ErrNotOnSale.With("pass", o.Pack, "state", catalog.OfferClosed, "closes_at", p.ClosesAt.UTC())
	}
	return nil
}

// passLate says why an order for a pass whose reservation is over can no longer be fulfilled; nil when it can.
func (o Order) passLate(found State, have *fault.Error, now time.Time) *fault.Error {
	if found.Pass == nil {
		return have
	}
	if _, refused := found.Pass.Refused(o.Region, now); refused != nil {
		return refused
	}
	return have
}

// passHeld returns why a holder who has these grants gets no further pass; nil when they do.
func passHeld(id string, held Entitlement) *fault.Error {
	if !held.Entitled {
		return nil
	}
	return ErrPassHeld.With("pass", id, "order", held.Grants[0].Source)
}

// ticket makes a grant of a pass one that admits: its number goes on from that of those before it, and who came before a
// dispute has come.
func (o Order) ticket(g *Grant) {
	g.Ticket = 1
	if n := len(o.Grants); n > 0 {
		last := o.Grants[n-1]
		g.Ticket, g.CheckedInAt, g.Gate = last.Ticket+1, last.CheckedInAt, last.Gate
	}
}

// reasonCancelled is why money of a pass goes back, or is due, that was cancelled.
const reasonCancelled = "pass-cancelled"

// GiveBackCancelled takes back what at most limit orders gave whose passes were cancelled, and returns how many it
// looked at. Coins go back, and what a gateway took that gives back; what the app or Apple took is due.
func (s *Service) GiveBackCancelled(ctx context.Context, limit int) (int, error) {
	over, err := s.store.OfCancelled(ctx, limit)
	if err != nil {
		return 0, err
	}
	var failures []error
	for _, o := range over {
		scope := Scope{Ledger: o.Ledger, Holder: o.Holder, Order: o.ID}
		failures = append(failures, s.store.Transact(ctx, scope, s.giveBackCancelled))
	}
	return len(over), errors.Join(failures...)
}

// giveBackCancelled decides on an order of a pass that was cancelled; somebody may have been quicker.
func (s *Service) giveBackCancelled(found State) (Changes, error) {
	o := found.Order
	if o == nil || o.State != Fulfilled || found.Pass == nil || found.Pass.State != pass.Cancelled {
		return Changes{}, nil
	}
	by := Intent{Ledger: o.Ledger, By: journal.Origin{Actor: "reconciler"}}
	now := s.now()
	var d deed
	var err error
	if o.Refundable() == 0 || o.Provider == Wallet || found.Payment != nil && o.Provider.givesBack() {
		d, err = RefundRequest{Intent: by, Holder: o.Holder, Order: o.ID, Reason: reasonCancelled}.decide(found, now)
	} else {
		d, err = o.due(reasonCancelled, now)
	}
	if err == nil {
		d.count(found)
	}
	return d.Changes, err
}
