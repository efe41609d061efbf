package purchases

import (
	"context"
	"errors"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Confirmation says that the app took the money for an order.
type Confirmation struct {
	Intent
	Holder      string
	Order       string         // order id
	Transaction string         // the app's id of the payment
	Settled     *catalog.Price // what was taken; nil for the order's price
}

// Confirm fulfils a reserved order. When its time is over, it is fulfilled as long as the pack can
// still be had. Confirming again with the same money answers with the order as it is.
//
// Money that nothing can be given for is recorded as due back, as with Place: on the order itself,
// or, when that one is done with, on a new one.
//
// Faults: those of Place but ErrPaymentRequired, and ErrOrderNotFound (then nothing is recorded, as
// it is not known what for), ErrOrderState.
func (s *Service) Confirm(ctx context.Context, c Confirmation) (Order, error) {
	if err := c.check(); err != nil {
		return Order{}, err
	}
	scope := Scope{Holder: c.Holder, Order: c.Order, Provider: External, Transaction: c.Transaction}
	outcome, err := s.perform(ctx, c.Intent, scope, func(found State, now time.Time) (deed, error) {
		return s.confirm(c, found, now)
	})
	if err != nil {
		return Order{}, err
	}
	return *outcome.Order, nil
}

func (c Confirmation) check() error {
	if err := CheckHolder(c.Holder); err != nil {
		return err
	}
	if err := checkTransaction(c.Transaction); err != nil {
		return err
	}
	if err := declined(c.Ledger, c.Transaction); err != nil {
		return err
	}
	return checkSettled(c.Settled)
}

// confirm decides on a confirmation.
func (s *Service) confirm(c Confirmation, found State, now time.Time) (deed, error) {
	if found.Order == nil {
		return deed{}, ErrOrderNotFound.With("order", c.Order)
	}
	o := found.Order.At(now)
	if found.Used != nil {
		return confirmed(c, o, *found.Used)
	}
	with := PayWith{Provider: External, Transaction: c.Transaction, Settled: c.Settled}
	have := o.unavailable(found, now)
	switch o.State {
	case Reserved:
		return o.pay(found, with, have, now)
	case Expired:
		refused, err := s.late(o, found, have, now)
		if err != nil {
			return deed{}, err
		}
		return o.pay(found, with, refused, now)
	case Cancelled:
		return o.pay(found, with, ErrOrderState.With("order", o.ID, "state", o.State), now)
	}
	if have == nil {
		have = ErrOrderState.With("order", o.ID, "state", o.State)
	}
	return o.anew(now).pay(found, with, have, now)
}

// late says why an order whose reservation is over can no longer be fulfilled; nil when it can.
func (s *Service) late(o Order, found State, have *fault.Error, now time.Time) (*fault.Error, error) {
	switch {
	case o.TopUp != nil: // coins are sold as they were asked for
		return nil, nil
	case o.Kind == SubscriptionProduct: // and so are periods: there is no end of them
		return have, nil
	case o.Kind == PassProduct:
		return o.passLate(found, have, now), nil
	case o.Kind == BundleProduct:
		return s.bundleLate(o, found, have, now)
	}
	_, refused, err := s.terms(o.Pack, o.Region)
	if refused != nil && errors.Is(refused, ErrAudience) { // it was for them when they ordered
		refused = nil
	}
	if refused == nil && err == nil {
		refused, err = s.sendable(o.Pack, o.Gift)
	}
	if refused == nil {
		refused = have
	}
	return refused, err
}

// confirmed answers a confirmation whose transaction was used before: with the order, when it is the
// same money again.
func confirmed(c Confirmation, o, usedFor Order) (deed, error) {
	settled, err := settledFor(c.Settled, o.Price)
	if err != nil {
		return deed{}, err
	}
	same := settled == o.Settled || settled != nil && o.Settled != nil && *settled == *o.Settled
	if usedFor.ID != o.ID || !same || o.State == RefundDue {
		return deed{}, used(usedFor, o.Ledger, o.Holder)
	}
	return deed{outcome: Outcome{Order: &o}}, nil
}

// anew returns a further order of the same, for money that came twice.
func (o Order) anew(now time.Time) Order {
	gift := o.Gift.unsent()
	if o.Kind == PassProduct { // who it was handed to has nothing to do with this money
		gift = nil
	}
	return Order{
		ID: journal.NewID("ord"), Ledger: o.Ledger, Holder: o.Holder, Kind: o.Kind, Pack: o.Pack, Release: o.Release,
		Region: o.Region, Locale: o.Locale, Price: o.Price, Tax: o.Tax, TopUp: o.TopUp, Period: o.Period, Lines: o.Lines, Gift: gift, Grants: []Grant{}, CreatedAt: now, UpdatedAt: now,
	}
}
