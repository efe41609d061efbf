package purchasestest

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

func ofPool(g purchases.Grant) bool {
	return g.Kind == purchases.GrantSubscription || g.Kind == purchases.GrantMembership
}

// checkNumbers holds grants of pools to their numbers.
func (s *Store) checkNumbers(changes purchases.Changes) error {
	for _, g := range changes.Granted {
		if ofPool(g) && slices.ContainsFunc(s.grants[holderOf(g)], func(other purchases.Grant) bool {
			return ofPool(other) && other.Pack == g.Pack && other.Number == g.Number
		}) {
			return errors.New("the holder has a grant of that number")
		}
	}
	return nil
}

// Plan implements purchases.Store.
func (s *Store) Plan(_ context.Context, id string) (subscription.Plan, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.plans[id]
	if !ok {
		return p, subscription.ErrNotFound.With("subscription", id)
	}
	return p, nil
}

// Plans implements purchases.Store.
func (s *Store) Plans(_ context.Context, after string, limit int) ([]subscription.Plan, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []subscription.Plan{}
	for _, id := range slices.Sorted(maps.Keys(s.plans)) {
		if id > after && len(found) < limit {
			found = append(found, s.plans[id])
		}
	}
	return found, nil
}

// SavePlan implements purchases.Store.
func (s *Store) SavePlan(ctx context.Context, p subscription.Plan, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.plans[p.ID].Version; now != p.Version {
		return subscription.ErrStale.With("subscription", p.ID, "version", now)
	}
	p.Version++
	s.plans[p.ID] = p
	return s.Journal.Append(ctx, record)
}

// RemovePlan implements purchases.Store.
func (s *Store) RemovePlan(ctx context.Context, id string, version int64, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.plans[id]; now.Version != version || now.State != subscription.Draft {
		return subscription.ErrStale.With("subscription", id, "version", now.Version)
	}
	delete(s.plans, id)
	s.pools = slices.DeleteFunc(s.pools, func(e subscription.Entry) bool { return e.Pool == id })
	return s.Journal.Append(ctx, record)
}

// Subscribed implements purchases.Store.
func (s *Store) Subscribed(_ context.Context, pool string, now time.Time) ([]purchases.Ledger, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ledgers := map[string]purchases.Ledger{}
	for _, grants := range s.grants {
		for _, g := range grants {
			if g.Pack == pool && ofPool(g) && g.RevokedAt == nil && (g.ValidUntil == nil || g.ValidUntil.After(now)) {
				ledgers[g.Ledger.ID()] = g.Ledger
			}
		}
	}
	found := []purchases.Ledger{}
	for _, id := range slices.Sorted(maps.Keys(ledgers)) {
		found = append(found, ledgers[id])
	}
	return found, nil
}

// ChangePool implements purchases.Store.
func (s *Store) ChangePool(ctx context.Context, c subscription.PoolChange, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	changed := slices.Clone(s.pools)
	in := map[string]int{} // places of what is in the pool
	for i, e := range changed {
		if e.Pool == c.Pool && e.Until == nil {
			in[e.Pack] = i
		}
	}
	for _, pack := range c.Remove {
		if i, ok := in[pack]; ok {
			changed[i].Until = &c.At
			delete(in, pack)
		}
	}
	for _, pack := range c.Add {
		if _, ok := in[pack]; !ok {
			in[pack] = len(changed)
			changed = append(changed, subscription.Entry{Pool: c.Pool, Pack: pack, Since: c.At})
		}
	}
	if len(in) > subscription.MaxPool && len(c.Add) > 0 {
		return subscription.ErrPoolFull.With("pool", c.Pool, "limit", subscription.MaxPool)
	}
	s.pools = changed
	return s.Journal.Append(ctx, record)
}

// Pooled implements purchases.Store.
func (s *Store) Pooled(_ context.Context, pools, packs []string) ([]subscription.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pooled(func(e subscription.Entry) bool {
		return slices.Contains(pools, e.Pool) && (len(packs) == 0 || slices.Contains(packs, e.Pack))
	}), nil
}

// Pool implements purchases.Store.
func (s *Store) Pool(_ context.Context, pool, after string, limit int) ([]subscription.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.pooled(func(e subscription.Entry) bool { return e.Pool == pool && e.Pack > after })
	return found[:min(len(found), limit)], nil
}

// pooled returns what is in pools now and wanted, by pool and pack.
func (s *Store) pooled(wanted func(subscription.Entry) bool) []subscription.Entry {
	found := []subscription.Entry{}
	for _, e := range s.pools {
		if e.Until == nil && wanted(e) {
			found = append(found, e)
		}
	}
	slices.SortFunc(found, func(a, b subscription.Entry) int {
		return cmp.Or(cmp.Compare(a.Pool, b.Pool), cmp.Compare(a.Pack, b.Pack))
	})
	return found
}
