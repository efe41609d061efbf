package purchases

import (
	"context"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// Learn takes in what a gateway says of the payment of an order. What it says is the whole of it, not
// what changed: said late, twice or in another order it comes to the same. Standings of orders that are
// not the provider's, or not of these books, are ErrOrderNotFound.
func (s *Service) Learn(ctx context.Context, p Provider, test bool, order string, st Standing) error {
	story, err := s.store.Story(ctx, order)
	if err != nil {
		return err
	}
	if story.Payment == nil || story.Payment.Provider != p || story.Order.Ledger.Test != test {
		return ErrOrderNotFound.With("order", order)
	}
	return s.learn(ctx, story.Order, st, fail)
}

// maxLessons bounds what is learnt of one standing: each lesson is one transaction.
const maxLessons = 200

// learn takes a standing in, lesson by lesson. ending is what a payment's end means for its order.
func (s *Service) learn(ctx context.Context, o Order, st Standing, ending move) error {
	scope := Scope{Ledger: o.Ledger, Holder: o.Holder, Order: o.ID, Provider: o.Provider, Transaction: st.Payment}
	var elsewhere *Order // another order that the same money is known to be for
	now, err := s.clock(ctx, o.Ledger)
	if err != nil {
		return err
	}
	for range maxLessons {
		more := false
		err := s.store.Transact(ctx, scope, func(found State) (Changes, error) {
			if found.Order == nil || found.Payment == nil {
				return Changes{}, ErrOrderNotFound.With("order", o.ID)
			}
			if elsewhere = nil; found.Used != nil && found.Used.ID != o.ID {
				elsewhere = found.Used
			}
			l := lesson{State: found, Standing: st, ending: ending, now: now()}
			d, err := s.next(&l)
			more = l.learnt
			d.count(found)
			return d.Changes, err
		})
		if err == nil && elsewhere != nil {
			return s.learn(ctx, *elsewhere, st, ending)
		}
		if err != nil || !more {
			return err
		}
	}
	return nil // the reconciler goes on
}

// lesson is what there is to learn of a standing in a state.
type lesson struct {
	State
	Standing
	ending move
	now    time.Time
	learnt bool // something was, so there may be more
}

// next takes in the first thing that is new.
func (s *Service) next(l *lesson) (deed, error) {
	o, known := *l.Order, *l.State.Payment
	if why := l.another(o); why != nil {
		return l.stray(o, why)
	}
	whole := known.joined(l.Standing)
	var d deed
	var err error
	l.learnt = true
	switch ret := l.newReturn(o); {
	case whole.Taken != nil && o.Settled == nil:
		known.ID, known.Taken, known.Declined = whole.ID, whole.Taken, ""
		d, err = s.take(o, known, l)
	case whole.Ended && !known.Ended && o.Settled == nil:
		known.Ended = true
		d, err = o.end(l.ending, l.now)
	case ret != nil:
		d, err = l.returned(o, *ret)
	case whole.contested() != known.contested() && o.Settled != nil:
		was := known
		known.Dispute, known.Disputed, known.Said = whole.Dispute, whole.Disputed, whole.Said
		d, err = l.disputed(o, was, known)
	default:
		l.learnt = false
		if known.ID == whole.ID && known.Secret == whole.Secret && known.Declined == whole.Declined && known.Said.Equal(whole.Said) {
			return deed{}, nil
		}
		known = whole
	}
	if err != nil {
		return deed{}, err
	}
	known.CheckAt, known.Checked = d.checkAt(o, l.State, known, l.now), 0
	d.Payment = &known
	return d, nil
}

// take puts money that a gateway took to its order.
func (s *Service) take(o Order, p Payment, l *lesson) (deed, error) {
	with := PayWith{Provider: o.Provider, Transaction: p.ID, Settled: p.Taken}
	have := o.unavailable(l.State, l.now)
	switch o.State {
	case PaymentPending:
		return o.pay(l.State, with, have, l.now)
	case Expired, Failed:
		refused, err := s.late(o, have)
		if err != nil {
			return deed{}, err
		}
		return o.pay(l.State, with, refused, l.now)
	}
	return o.pay(l.State, with, ErrOrderState.With("order", o.ID, "state", o.State), l.now)
}

// end closes an order whose payment was given up.
func (o Order) end(ending move, now time.Time) (deed, error) {
	if o.State != PaymentPending {
		return deed{}, nil
	}
	o, err := o.after(ending, now)
	return o.deed(), err
}

// another returns why a standing is not about the payment that an order waits for; nil when it is.
func (l *lesson) another(o Order) *fault.Error {
	known, told := *l.State.Payment, l.Standing
	switch {
	case known.ID != "" && told.Payment != "" && known.ID != told.Payment:
		return ErrOrderState.With("order", o.ID, "state", o.State)
	case known.ID == "" && known.Product != "" && told.Product != "" && known.Product != told.Product:
		return ErrProductOther.With("order", o.ID, "product", told.Product, "wanted", known.Product)
	}
	return nil
}

// stray is about another payment than the order's: when money was taken by it, that is due back, on an
// order of its own.
func (l *lesson) stray(o Order, why *fault.Error) (deed, error) {
	if l.Taken == nil || l.Used != nil {
		return deed{}, nil
	}
	another := o.anew(l.now)
	with := PayWith{Provider: o.Provider, Transaction: l.Standing.Payment, Settled: l.Taken}
	d, err := another.pay(l.State, with, why, l.now)
	d.Payment = &Payment{Order: another.ID, Provider: o.Provider, ID: l.Standing.Payment, Taken: l.Taken}
	if o.Provider.givesBack() {
		d.Payment.CheckAt = &l.now
	}
	return d, err
}

// checkAt is when to ask the gateway about an order again that a deed was done to.
func (d deed) checkAt(o Order, found State, p Payment, now time.Time) *time.Time {
	if d.Order != nil {
		o = *d.Order
	}
	refunds := slices.Clone(found.Refunds)
	for _, r := range []*Refund{d.Refund, d.Returned} {
		if r != nil {
			refunds = append(slices.DeleteFunc(refunds, func(old Refund) bool { return old.ID == r.ID }), *r)
		}
	}
	switch {
	case o.State == RefundDue && o.Refundable() > 0 && o.Provider.givesBack() && !hasRefund(refunds, RefundFailed):
		return &now
	case o.State == PaymentPending, hasRefund(refunds, RefundPending), p.Dispute == DisputeOpen:
		return p.askAgain(o, now).CheckAt
	}
	return nil
}

func hasRefund(refunds []Refund, state RefundState) bool {
	return slices.ContainsFunc(refunds, func(r Refund) bool { return r.State == state })
}

// refusalOf returns the fault that an error is, unless it says that the outcome is not known.
func refusalOf(err error) *fault.Error {
	f := fault.As(err)
	if f == nil || f.Kind() == fault.Unavailable {
		return nil
	}
	return f
}
