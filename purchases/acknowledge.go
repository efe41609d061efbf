package purchases

import (
	"context"
	"fmt"
	"time"
)

// Acknowledger is a Gateway that gives the money back by itself unless it is told in time that what was
// paid for was given.
type Acknowledger interface {
	// Acknowledge tells it so. What it was told once may be told again. Errors are those of Gateway.
	Acknowledge(ctx context.Context, o Order, p Payment) error
}

// Acknowledgement is whether a gateway was told that what was paid for was given.
type Acknowledgement struct {
	By   time.Time // when it gives the money back otherwise; zero when it does not
	Told bool
}

// joined adds what a gateway says to what is known.
func (a Acknowledgement) joined(said Acknowledgement) Acknowledgement {
	if a.By.IsZero() {
		a.By = said.By
	}
	a.Told = a.Told || said.Told
	return a
}

// Due reports whether the gateway of an order in that state is still to be told.
func (a Acknowledgement) Due(o Order) bool { return o.State == Fulfilled && !a.By.IsZero() && !a.Told }

// acknowledge tells an order's gateway that what was paid for was given, if it is still to be told. What it
// does not answer is told again by the reconciler.
func (s *Service) acknowledge(ctx context.Context, order string) error {
	story, err := s.store.Story(ctx, order)
	if err != nil || story.Payment == nil || !story.Payment.Acknowledgement.Due(story.Order) {
		return err
	}
	o, p := story.Order, *story.Payment
	gateway, ok := s.gateway(o.Provider).(Acknowledger)
	if !ok {
		return ErrProviderNotAvailable.With("provider", o.Provider)
	}
	if err := gateway.Acknowledge(ctx, o, p); err != nil {
		return fmt.Errorf("purchases: order %s is not acknowledged, its money goes back at %s: %w", o.ID, p.Acknowledgement.By.Format(time.RFC3339), err)
	}
	return s.learn(ctx, o, Standing{Payment: p.ID, Acknowledgement: Acknowledgement{Told: true}}, fail)
}
