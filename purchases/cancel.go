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

// Cancel frees what a reserved order holds. An order that was cancelled or has expired is answered
// as it is. Faults: ErrHolderInvalid, ErrOrderNotFound, ErrOrderState (it was paid for),
// ErrKeyInFlight, ErrKeyReused.
func (s *Service) Cancel(ctx context.Context, c Cancellation) (Order, error) {
	if err := CheckHolder(c.Holder); err != nil {
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

func (o Order) cancel(now time.Time) (deed, error) {
	if o.State == Cancelled || o.State == Expired {
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
	var failures []error
	done := 0
	for _, o := range over {
		scope := Scope{Ledger: o.Ledger, Holder: o.Holder, Order: o.ID}
		err := s.store.Transact(ctx, scope, s.expire)
		if err != nil {
			failures = append(failures, err) // the others go on
			continue
		}
		done++
	}
	return done, errors.Join(failures...)
}

// expire decides on a reservation whose time has passed; somebody may have been quicker.
func (s *Service) expire(found State) (Changes, error) {
	now := s.now()
	if found.Order == nil || found.Order.State != Reserved || found.Order.At(now).State != Expired {
		return Changes{}, nil
	}
	o, err := found.Order.after(expire, now)
	return o.deed().Changes, err
}
