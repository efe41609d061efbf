package purchases

import (
	"context"
	"errors"

	"github.com/hallyu-store/hallyu/journal"
)

// Reconcile asks gateways about at most limit payments whose end is not known, gives up those whose
// time is over, gives back what is owed, and returns how many orders it looked at. What a gateway does
// not answer is asked again later, and stops nothing else.
func (s *Service) Reconcile(ctx context.Context, limit int) (int, error) {
	open, err := s.store.Unsettled(ctx, s.now(), limit)
	if err != nil {
		return 0, err
	}
	var failures []error
	for _, o := range open {
		if err := s.reconcile(ctx, o.ID); err != nil {
			failures = append(failures, err, s.postpone(ctx, o))
		}
	}
	return len(open), errors.Join(failures...)
}

func (s *Service) reconcile(ctx context.Context, id string) error {
	story, err := s.store.Story(ctx, id)
	if err != nil || story.Payment == nil {
		return err
	}
	o, g := story.Order, s.gateway(story.Payment.Provider)
	if g == nil {
		return ErrProviderNotAvailable.With("provider", story.Payment.Provider)
	}
	if err := s.look(ctx, o, *story.Payment, g); err != nil {
		return err
	}
	story, err = s.store.Story(ctx, id)
	if err != nil {
		return err
	}
	if err := s.giveBackAll(ctx, story); err != nil {
		return err
	}
	return s.settleDue(ctx, story)
}

// giveBackAll has the gateway carry out the refunds that it was not asked for yet.
func (s *Service) giveBackAll(ctx context.Context, story Story) error {
	for _, r := range story.Refunds {
		if r.State == RefundPending && r.Transaction == "" {
			if err := s.giveBack(ctx, story.Order, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// look asks how a payment stands; one whose time is over is given up.
func (s *Service) look(ctx context.Context, o Order, p Payment, g Gateway) error {
	ending := fail
	var st Standing
	now, err := s.Now(ctx, o.Ledger)
	if err != nil {
		return err
	}
	over := o.State == PaymentPending && !now.Before(*o.ExpiresAt)
	switch {
	case p.ID == "" && o.State == PaymentPending: // its beginning was not heard of
		st, err = g.Begin(ctx, o)
		if err == nil && over {
			st, err = g.Stop(ctx, o, st.Payment)
		}
	case over:
		st, err = g.Stop(ctx, o, p.ID)
	default:
		st, err = g.Look(ctx, o, p.ID)
	}
	if over {
		ending = expire
	}
	if refusalOf(err) != nil && p.ID == "" && over { // there never was a payment
		st, err = Standing{Ended: true}, nil
	}
	if err != nil {
		return err
	}
	err = s.learn(ctx, o, st, ending)
	if err == nil {
		err = s.postpone(ctx, o)
	}
	return err
}

// postpone puts off when a payment is asked about again, unless it was settled meanwhile.
func (s *Service) postpone(ctx context.Context, o Order) error {
	now := s.now()
	scope := Scope{Ledger: o.Ledger, Holder: o.Holder, Order: o.ID}
	return s.store.Transact(ctx, scope, func(found State) (Changes, error) {
		p := found.Payment
		if p == nil || p.CheckAt == nil || p.CheckAt.After(now) {
			return Changes{}, nil
		}
		later := p.askAgain(*found.Order, now)
		return Changes{Payment: &later}, nil
	})
}

// settleDue gives back what a gateway took and nothing was given for. What failed once is for people to
// look at.
func (s *Service) settleDue(ctx context.Context, story Story) error {
	o := story.Order
	if o.State != RefundDue || o.Refundable() == 0 || !o.Provider.givesBack() || hasRefund(story.Refunds, RefundFailed) {
		return nil
	}
	_, err := s.Refund(ctx, RefundRequest{
		Intent: Intent{Ledger: o.Ledger, By: journal.Origin{Actor: "reconciler"}}, Holder: o.Holder, Order: o.ID, Reason: o.Reason,
	})
	if errors.Is(err, ErrOrderState) {
		return nil // somebody was quicker
	}
	return err
}

// giveBack has the gateway give back what a refund says.
func (s *Service) giveBack(ctx context.Context, o Order, r Refund) error {
	g := s.gateway(o.Provider)
	if g == nil {
		return ErrProviderNotAvailable.With("provider", o.Provider)
	}
	ret, err := g.GiveBack(ctx, o, o.Transaction, r)
	if refusalOf(err) != nil {
		ret, err = Return{Refund: r.ID, Amount: r.Amount.Amount, State: RefundFailed}, nil
	}
	if err != nil {
		return err
	}
	return s.learn(ctx, o, Standing{Payment: o.Transaction, Returns: []Return{ret}}, fail)
}
