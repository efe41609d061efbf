package purchases

import (
	"context"
	"errors"
	"time"
)

// Cancellation gives up a reserved order.
type Cancellation struct {
	Intent
	Holder string
	Order  string // order id
}

// Cancel frees what a reserved order holds, and gives up the payment of one that is pending. An order
// that was cancelled, has expired or failed is answered as it is. Faults: ErrHolderInvalid,
// ErrOrderNotFound, ErrOrderState (it was paid for), ErrKeyInFlight, ErrKeyReused, those of Gateway.
func (s *Service) Cancel(ctx context.Context, c Cancellation) (Order, error) {
	if err := CheckHolder(c.Holder); err != nil {
		return Order{}, err
	}
	if err := s.stop(ctx, c); err != nil {
		return Order{}, err
	}
	scope := Scope{Holder: c.Holder, Order: c.Order}
	outcome, err := s.perform(ctx, c.Intent, scope, func(found State, now time.Time) (deed, error) {
		if found.Order == nil {
			return deed{}, ErrOrderNotFound.With("order", c.Order)
		}
		return found.Order.At(now).cancel(now)
	})
	if err != nil {
		return Order{}, err
	}
	return *outcome.Order, nil
}

// stop has a gateway give up the payment of an order that waits for it. What else there is to say of
// the order is said by those who decide on it.
func (s *Service) stop(ctx context.Context, c Cancellation) error {
	story, err := s.store.Story(ctx, c.Order)
	o, p := story.Order, story.Payment
	if err != nil || p == nil || o.State != PaymentPending || o.Holder != c.Holder || o.Ledger != c.Ledger {
		return nil
	}
	g := s.gateway(o.Provider)
	if g == nil {
		return ErrProviderNotAvailable.With("provider", o.Provider)
	}
	st := Standing{Payment: p.ID}
	if st.Payment == "" {
		st, err = g.Begin(ctx, o)
	}
	if err == nil {
		st, err = g.Stop(ctx, o, st.Payment)
	}
	if err != nil {
		return err
	}
	return s.learn(ctx, o, st, cancel)
}

func (o Order) cancel(now time.Time) (deed, error) {
	if o.State == Cancelled || o.State == Expired || o.State == Failed {
		return deed{outcome: Outcome{Order: &o}}, nil
	}
	o, err := o.after(cancel, now)
	return o.deed(), err
}

// Sweep writes down that reservations are over whose time has passed, at most limit of them, and
// returns how many. Reads and decisions see that without it; it is for those who follow events.
func (s *Service) Sweep(ctx context.Context, limit int) (int, error) {
	over, err := s.store.Expired(ctx, s.now(), limit)
	if err != nil {
		return 0, err
	}
	done, failed := s.expireAll(ctx, over, s.now)
	moved, err := s.sweepMoved(ctx, limit)
	return done + moved, errors.Join(failed, err)
}

// expireAll writes down that reservations are over by a clock, and returns of how many.
func (s *Service) expireAll(ctx context.Context, over []Order, now func() time.Time) (int, error) {
	var failures []error
	done := 0
	for _, o := range over {
		scope := Scope{Ledger: o.Ledger, Holder: o.Holder, Order: o.ID}
		err := s.store.Transact(ctx, scope, func(found State) (Changes, error) { return expired(found, now()) })
		if err != nil {
			failures = append(failures, err) // the others go on
			continue
		}
		done++
	}
	return done, errors.Join(failures...)
}

// expired decides on a reservation whose time has passed; somebody may have been quicker.
func expired(found State, now time.Time) (Changes, error) {
	if found.Order == nil || found.Order.State != Reserved || found.Order.At(now).State != Expired {
		return Changes{}, nil
	}
	o, err := found.Order.after(expire, now)
	changes := o.deed().Changes
	changes.count(found)
	return changes, err
}
