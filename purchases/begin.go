package purchases

import (
	"context"
	"time"
)

// begin waits for a gateway to take an order's money.
func (o Order) begin(now time.Time) (deed, error) {
	o, err := o.after(begin, now)
	until := now.Add(ReserveFor)
	o.ExpiresAt = &until
	d := o.deed()
	p := Payment{Order: o.ID, Provider: o.Provider}.askAgain(o, now)
	d.Payment = &p
	return d, err
}

// asked returns an order with its payment, which its gateway is asked for unless it was before. Other
// orders are returned as they are.
func (s *Service) asked(ctx context.Context, o Order) (Order, error) {
	if o.State != PaymentPending {
		return o, nil
	}
	story, err := s.store.Story(ctx, o.ID)
	if err != nil {
		return o, err
	}
	o.Payment = story.Payment
	if o.Payment == nil || o.Payment.ID != "" || story.Order.State != PaymentPending {
		return o, nil
	}
	g := s.gateway(o.Provider)
	if g == nil {
		return o, ErrProviderNotAvailable.With("provider", o.Provider)
	}
	st, err := g.Begin(ctx, story.Order)
	if refused := refusalOf(err); refused != nil {
		return o, s.refuse(ctx, o, refused)
	}
	if err != nil {
		return o, err
	}
	if err := s.learn(ctx, o, st, fail); err != nil {
		return o, err
	}
	joined := o.Payment.joined(st)
	o.Payment = &joined
	return o, nil
}

// refuse closes an order that its gateway does not take money for, and returns why.
func (s *Service) refuse(ctx context.Context, o Order, refused error) error {
	if err := s.learn(ctx, o, Standing{Ended: true}, fail); err != nil {
		return err
	}
	return refused
}

// Action returns what the app's client does next to pay an order, or nil.
func (s *Service) Action(o Order) *Action {
	g := s.gateway(o.Provider)
	if o.State != PaymentPending || o.Payment == nil || o.Payment.Secret == "" || g == nil {
		return nil
	}
	a := g.Action(*o.Payment, o.Ledger.Test)
	return &a
}
