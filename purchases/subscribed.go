package purchases

import (
	"context"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/purchases/subscription"
)

// HeldSubscription is a subscription that a holder has, or has paid ahead for.
type HeldSubscription struct {
	Plan   subscription.Plan
	Active bool    // at that moment
	Grants []Grant // one for each period that is not over, in order
}

// Until is the end of the last period.
func (h HeldSubscription) Until() *time.Time { return h.Grants[len(h.Grants)-1].ValidUntil }

// HeldSubscriptions returns the subscriptions that a holder has, or has paid ahead for, in the order of their ids. Fault:
// ErrHolderInvalid.
func (s *Service) HeldSubscriptions(ctx context.Context, ledger Ledger, holder string) ([]HeldSubscription, error) {
	if err := CheckHolder(holder); err != nil {
		return nil, err
	}
	now, err := s.Now(ctx, ledger)
	if err != nil {
		return nil, err
	}
	grants, err := s.store.Grants(ctx, ledger, []string{holder}, nil)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(grants, func(a, b Grant) int { return a.ValidFrom.Compare(b.ValidFrom) })
	byPlan := map[string]*HeldSubscription{}
	var ids []string
	for _, g := range grants {
		if g.Kind != GrantSubscription || !now.Before(*g.ValidUntil) {
			continue
		}
		if byPlan[g.Pack] == nil {
			byPlan[g.Pack] = &HeldSubscription{}
			ids = append(ids, g.Pack)
		}
		h := byPlan[g.Pack]
		h.Active, h.Grants = h.Active || g.ActiveAt(now), append(h.Grants, g)
	}
	slices.Sort(ids)
	held := make([]HeldSubscription, len(ids))
	for i, id := range ids {
		held[i] = *byPlan[id]
		if held[i].Plan, err = s.store.Plan(ctx, id); err != nil {
			return nil, err
		}
	}
	return held, nil
}
