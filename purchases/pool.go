package purchases

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

// Pools keeps which packs may be used by those who have a grant of a pool: a subscription's, or a fan club's. There is no
// row for a pack and a holder.
type Pools interface {
	// ChangePool puts packs into a pool and takes others out of it; what is so already stays as it is. More than
	// subscription.MaxPool packs in it are subscription.ErrPoolFull.
	ChangePool(ctx context.Context, c subscription.PoolChange, record journal.Record) error

	// Pooled returns these packs (none means every pack) that are in one of these pools now, by pool and pack.
	Pooled(ctx context.Context, pools, packs []string) ([]subscription.Entry, error)

	// Pool returns at most limit packs that are in a pool now, in the order of their ids, those after one.
	Pool(ctx context.Context, pool, after string, limit int) ([]subscription.Entry, error)
}

// pools reports whether a grant is of all the packs of a pool.
func (k GrantKind) pools() bool { return k == GrantSubscription || k == GrantMembership }

// Pool returns at most limit packs that are in a pool now, in the order of their ids, those after one.
func (s *Service) Pool(ctx context.Context, pool, after string, limit int) ([]subscription.Entry, error) {
	return s.store.Pool(ctx, pool, after, limit)
}

// poolEvent is what an event says of a pool that changed.
type poolEvent struct {
	Pool    string   `json:"pool"`
	Added   []string `json:"added"`
	Removed []string `json:"removed"`
}

// ChangePool puts packs into a pool and takes others out of it: from now on they may be used, or not any more. The apps
// are told whose users have a grant of it. It returns what changed. Fault: subscription.ErrPoolFull.
func (s *Service) ChangePool(ctx context.Context, by journal.Origin, c subscription.PoolChange) (subscription.PoolChange, error) {
	c, err := s.poolNews(ctx, c)
	if err != nil || len(c.Add)+len(c.Remove) == 0 {
		return c, err
	}
	ledgers, err := s.store.Subscribed(ctx, c.Pool, c.At)
	if err != nil {
		return c, err
	}
	facts := poolEvent{c.Pool, c.Add, c.Remove}
	record := journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(by, "pool.change", c.Pool, nil, facts, c.At)}}
	for _, ledger := range ledgers {
		record.Events = append(record.Events, journal.NewEvent(ledger.ID(), "pool.changed", c.Pool, facts, c.At))
	}
	return c, s.store.ChangePool(ctx, c, record)
}

// poolNews returns what of a change is not so already. A pack that is to come and to go stays out.
func (s *Service) poolNews(ctx context.Context, c subscription.PoolChange) (subscription.PoolChange, error) {
	news := subscription.PoolChange{Pool: c.Pool, Add: []string{}, Remove: []string{}, At: s.now()}
	named := slices.Concat(c.Add, c.Remove)
	if len(named) == 0 {
		return news, nil
	}
	found, err := s.store.Pooled(ctx, []string{c.Pool}, named)
	in := map[string]bool{}
	for _, e := range found {
		in[e.Pack] = true
	}
	for _, pack := range slices.Compact(slices.Sorted(slices.Values(named))) {
		goes := slices.Contains(c.Remove, pack)
		switch {
		case goes && in[pack]:
			news.Remove = append(news.Remove, pack)
		case !goes && !in[pack]:
			news.Add = append(news.Add, pack)
		}
	}
	return news, err
}

// pooled are the grants of pools that are active, with the packs that are in these.
type pooled struct {
	grants []Grant
	packs  map[string][]string // by pool
}

// pooled finds what holders may use by the pools that they have a grant of, among packs (none means every pack).
func (s *Service) pooled(ctx context.Context, grants []Grant, packs []string, now time.Time) (pooled, error) {
	var p pooled
	var pools []string
	for _, g := range grants {
		if g.Kind.pools() && g.ActiveAt(now) {
			p.grants = append(p.grants, g)
			pools = append(pools, g.Pack)
		}
	}
	if len(pools) == 0 {
		return p, nil
	}
	slices.Sort(pools)
	found, err := s.store.Pooled(ctx, slices.Compact(pools), packs)
	p.packs = map[string][]string{}
	for _, e := range found {
		p.packs[e.Pool] = append(p.packs[e.Pool], e.Pack)
	}
	return p, err
}

// join returns a holder's grants with those of packs, one for each pack of each pool, oldest first.
func (p pooled) join(holder string, held []Grant) []Grant {
	if len(p.grants) == 0 {
		return held
	}
	all := slices.Clone(held)
	for _, g := range p.grants {
		if g.Holder != holder {
			continue
		}
		for _, pack := range p.packs[g.Pack] {
			one := g
			one.Pool, one.Pack = g.Pack, pack
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b Grant) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// byFirstGrant is the order of entitlements: what was granted first first, and of what was granted at once by pack.
func byFirstGrant(a, b Entitlement) int {
	return cmp.Or(cmp.Compare(a.Grants[0].ID, b.Grants[0].ID), cmp.Compare(a.Pack, b.Pack))
}
