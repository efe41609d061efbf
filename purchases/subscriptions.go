package purchases

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

// Subscriptions keeps what is sold by the period.
type Subscriptions interface {
	// Plan returns a subscription in whatever state, or subscription.ErrNotFound.
	Plan(ctx context.Context, id string) (subscription.Plan, error)

	// Plans returns at most limit subscriptions in the order of their ids, those after one.
	Plans(ctx context.Context, after string, limit int) ([]subscription.Plan, error)

	// SavePlan adds a subscription whose Version is 0, or changes the one that is still at that Version; else it is
	// subscription.ErrStale.
	SavePlan(ctx context.Context, p subscription.Plan, record journal.Record) error

	// RemovePlan takes away a draft that is still at a version, with its pool; else it is subscription.ErrStale.
	RemovePlan(ctx context.Context, id string, version int64, record journal.Record) error

	// Subscribed returns the ledgers in which somebody has a grant of a pool that was not revoked and is not over at a
	// moment, in order.
	Subscribed(ctx context.Context, pool string, now time.Time) ([]Ledger, error)
}

// Subscription returns a subscription in whatever state. Fault: subscription.ErrNotFound.
func (s *Service) Subscription(ctx context.Context, id string) (subscription.Plan, error) {
	return s.store.Plan(ctx, id)
}

// Subscriptions returns at most limit subscriptions in the order of their ids, which is that in which they were made,
// those after one.
func (s *Service) Subscriptions(ctx context.Context, after string, limit int) ([]subscription.Plan, error) {
	return s.store.Plans(ctx, after, limit)
}

// SaveSubscription makes a subscription, a draft that has no ID, or changes one: Version is the one that it was read at.
// Periods that were sold stay as they were sold.
//
// Faults: subscription.ErrInvalid, subscription.ErrNotFound, subscription.ErrStale, subscription.ErrState.
func (s *Service) SaveSubscription(ctx context.Context, by journal.Origin, p subscription.Plan) (subscription.Plan, error) {
	if p.ID == "" {
		p.State, p.Version = subscription.Draft, 0
	}
	if err := p.Settle(); err != nil {
		return p, err
	}
	p.UpdatedAt = s.now()
	what, before := "subscription.make", any(nil)
	if p.ID == "" {
		p.ID, p.CreatedAt = journal.NewID(subscription.IDPrefix), p.UpdatedAt
	} else {
		known, err := s.store.Plan(ctx, p.ID)
		switch {
		case err != nil:
			return p, err
		case known.Version != p.Version:
			return p, subscription.ErrStale.With("subscription", p.ID, "version", known.Version)
		case known.State != p.State && !known.State.May(p.State):
			return p, subscription.ErrState.With("subscription", p.ID, "state", known.State)
		}
		what, before = "subscription.change", planEntry(known)
	}
	entry := journal.NewAuditEntry(by, what, p.ID, before, planEntry(p), p.UpdatedAt)
	err := s.store.SavePlan(ctx, p, journal.Record{Audit: []journal.AuditEntry{entry}})
	p.Version++
	return p, err
}

// planEntry is a subscription as the audit log has it.
func planEntry(p subscription.Plan) any {
	return struct {
		subscription.Plan
		State subscription.State `json:"state"`
	}{p, p.State}
}

// RemoveSubscription takes a draft away. Version is the one that it was read at; 0 is any. Faults:
// subscription.ErrNotFound, subscription.ErrStale, subscription.ErrState.
func (s *Service) RemoveSubscription(ctx context.Context, by journal.Origin, id string, version int64) error {
	p, err := s.store.Plan(ctx, id)
	switch {
	case err != nil:
		return err
	case version != 0 && version != p.Version:
		return subscription.ErrStale.With("subscription", id, "version", p.Version)
	case p.State != subscription.Draft:
		return subscription.ErrState.With("subscription", id, "state", p.State)
	}
	entry := journal.NewAuditEntry(by, "subscription.remove", id, planEntry(p), nil, s.now())
	return s.store.RemovePlan(ctx, id, p.Version, journal.Record{Audit: []journal.AuditEntry{entry}})
}
