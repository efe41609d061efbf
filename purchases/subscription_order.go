package purchases

import (
	"context"
	"errors"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

// Faults of orders for subscriptions.
var (
	// ErrTrialUsed: the holder has, or had, the subscription, and a trial is for those who never had it. Facts:
	// subscription.
	ErrTrialUsed = fault.Define(fault.Conflict, "trial-used")
	// ErrPaidAhead: the holder's subscription runs for longer than anybody pays ahead. Facts: subscription, until;
	// refund_due when money came with it.
	ErrPaidAhead = fault.Define(fault.Conflict, "subscription-paid-ahead")
)

// maxAhead is how long a subscription may run already when another period of it is ordered.
const maxAhead = 3 * 366 * 24 * time.Hour

// subscriptionWish looks up a subscription. A holder who pays with Free asks for the trial, where there is one and a
// period costs something.
func (s *Service) subscriptionWish(ctx context.Context, r OrderRequest) (wish, error) {
	if r.PayWith.Provider == AppStore || r.PayWith.Provider == GooglePlay { // whose subscriptions renew themselves
		return wish{}, ErrProviderNotAvailable.With("provider", r.PayWith.Provider, "available", s.providers(Free, External, Wallet, Stripe))
	}
	w := wish{kind: SubscriptionProduct, terms: catalog.Terms{Pack: r.Subscription, Region: r.Region}}
	if err := s.catalog.Region(r.Region); err != nil {
		if w.refused = fault.As(err); w.refused == nil {
			return w, err
		}
		return w, nil
	}
	p, err := s.store.Plan(ctx, r.Subscription)
	switch {
	case errors.Is(err, subscription.ErrNotFound):
		w.refused = fault.As(err)
	case err != nil:
		return w, err
	default:
		w.terms, w.refused = p.Refused(r.Region)
		w.period = p.Period
	}
	if r.PayWith.Provider == Free && p.Trial != "" && w.terms.Price != nil {
		w.terms.Price, w.period, w.trial = nil, p.Trial, true
	}
	return w, nil
}

// subscriptionRefused returns why a holder who has, or had, these grants gets no further period of a subscription; nil
// when they do.
func (o Order) subscriptionRefused(held []Grant, now time.Time) *fault.Error {
	if len(o.Grants) > 0 { // it is given again what it had
		return nil
	}
	if until := runsUntil(held, now); until.Sub(now) > maxAhead {
		return ErrPaidAhead.With("subscription", o.Pack, "until", until)
	}
	return nil
}

// runsUntil is when the last of the grants ends that were not revoked; now, when all have.
func runsUntil(held []Grant, now time.Time) time.Time {
	until := now
	for _, g := range held {
		if g.RevokedAt == nil && g.ValidUntil != nil && g.ValidUntil.After(until) {
			until = *g.ValidUntil
		}
	}
	return until
}

// term makes a grant one of a period of a subscription, of a holder who has, or had, others. It begins where the last of
// them ends, so that no day is lost, or now. What is given again after a dispute has the days that it had, unless they
// are paid for by now.
func (o Order) term(g *Grant, held []Grant, now time.Time) {
	g.Kind, g.Number = GrantSubscription, int64(len(held))+1
	if n := len(o.Grants); n > 0 && o.Grants[n-1].clear(held) {
		was := o.Grants[n-1]
		g.ValidFrom, g.ValidUntil, g.Anchor = was.ValidFrom, was.ValidUntil, was.Anchor
		return
	}
	g.ValidFrom = runsUntil(held, now)
	anchor := 0
	for _, before := range held {
		if before.RevokedAt == nil && before.ValidUntil != nil && before.ValidUntil.Equal(g.ValidFrom) {
			anchor = before.Anchor
		}
	}
	until, anchor := o.Period.After(g.ValidFrom, anchor)
	g.ValidUntil, g.Anchor = &until, anchor
}

// clear reports whether none of the grants that were not revoked has a day of this one's.
func (g Grant) clear(held []Grant) bool {
	for _, other := range held {
		if other.RevokedAt == nil && other.ValidFrom.Before(*g.ValidUntil) && g.ValidFrom.Before(*other.ValidUntil) {
			return false
		}
	}
	return true
}

// subscriptionEvent is what an event says of a period of a subscription.
type subscriptionEvent struct {
	Subscription string     `json:"subscription"`
	Holder       string     `json:"holder"`
	Order        string     `json:"order"`
	Grant        string     `json:"grant"`
	ValidFrom    time.Time  `json:"valid_from"`
	ValidUntil   *time.Time `json:"valid_until"`
}

// periodEvents tell of periods that a decision gave or took.
func (d *deed) periodEvents(typ string, grants []Grant, now time.Time) {
	for _, g := range grants {
		if g.Kind == GrantSubscription {
			d.Record.Events = append(d.Record.Events, journal.NewEvent(g.Ledger.ID(), typ, g.Source, subscriptionEvent{
				g.Pack, g.Holder, g.Source, g.ID, g.ValidFrom, g.ValidUntil,
			}, now).Of(g.Holder, ""))
		}
	}
}
