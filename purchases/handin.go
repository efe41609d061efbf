package purchases

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// Faults of payments that the app hands in.
var (
	// ErrTransactionForeign: what was handed in pays for another order. Facts: order, provider.
	ErrTransactionForeign = fault.Define(fault.Conflict, "transaction-of-another-order")
	// ErrProductOther: another product was bought than the order is for. Facts: order, product, wanted;
	// refund_due, as money came with it.
	ErrProductOther = fault.Define(fault.Conflict, "transaction-of-another-product")
)

// Witness is a Gateway that gives the payer's device its word of a payment, which the app hands in: signed, or a
// token that it is asked about.
type Witness interface {
	// Read tells how the payment of an order stands by that word. Faults: ErrTransactionForeign, those of
	// Gateway, and the provider's own for a word that is not its.
	Read(ctx context.Context, o Order, signed string) (Standing, error)
}

// Evidence is a provider's word that an order was paid.
type Evidence struct {
	Intent
	Holder   string
	Order    string // order id
	Provider Provider
	Word     string // as the payer's device got it
}

// HandIn fulfils an order whose money a provider took, by the provider's word of it. To hand in the
// same again answers with the order as it is, and so does a word that no money was taken yet. Money that nothing can be given for is recorded as due back.
//
// Faults: ErrHolderInvalid, ErrOrderNotFound, ErrProviderNotAvailable (the order's is none that gives such a
// word), ErrTransactionForeign (nor is it the one that gave this), ErrProductOther, ErrOrderState and those of Place about what cannot be had (with refund_due),
// ErrTransactionUsed, those of Witness, ErrKeyInFlight, ErrKeyReused.
func (s *Service) HandIn(ctx context.Context, e Evidence) (Order, error) {
	if err := CheckHolder(e.Holder); err != nil {
		return Order{}, err
	}
	o, err := s.store.Order(ctx, e.Ledger, e.Holder, e.Order)
	if err != nil {
		return Order{}, err
	}
	witness, ok := s.gateway(o.Provider).(Witness)
	if !ok {
		return Order{}, ErrProviderNotAvailable.With("provider", o.Provider, "available", s.providers())
	}
	if o.Provider != e.Provider {
		return Order{}, ErrTransactionForeign.With("order", o.ID, "provider", e.Provider)
	}
	st, err := witness.Read(ctx, o, e.Word)
	if err != nil {
		return Order{}, err
	}
	scope := Scope{Holder: e.Holder, Order: e.Order, Provider: o.Provider, Transaction: st.Payment}
	outcome, err := s.perform(ctx, e.Intent, scope, func(found State, now time.Time) (deed, error) {
		return s.handIn(e, st, found, now)
	})
	if err != nil {
		return Order{}, err
	}
	if err := s.learn(ctx, o, st, fail); err != nil { // what else it says: that the money went back since
		return Order{}, err
	}
	_ = s.acknowledge(ctx, o.ID) // what is not told now is told by the reconciler
	return *outcome.Order, nil
}

// handIn takes in the first that a standing says of an order: that its money was taken.
func (s *Service) handIn(e Evidence, st Standing, found State, now time.Time) (deed, error) {
	if found.Order == nil || found.Payment == nil {
		return deed{}, ErrOrderNotFound.With("order", e.Order)
	}
	if found.Used != nil && found.Used.ID != found.Order.ID {
		return deed{}, used(*found.Used, e.Ledger, e.Holder)
	}
	d, err := s.next(&lesson{State: found, Standing: st, ending: fail, now: now})
	if d.outcome.Order == nil && d.outcome.Refusal == nil {
		o := *found.Order
		if d.Order != nil {
			o = *d.Order
		}
		d.outcome = Outcome{Order: &o}
	}
	return d, err
}
