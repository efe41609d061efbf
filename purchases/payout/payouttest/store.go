// Package payouttest holds the behaviours that every payout.Store must have, and a store in memory that has them.
package payouttest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/journaltest"
	"github.com/hallyu-store/hallyu/purchases/payout"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

// Store keeps creators' money in memory, and reads what was sold from a store of orders in memory.
type Store struct {
	Journal *journaltest.Store
	Sales   *purchasestest.Store

	mu        sync.Mutex
	owners    []payout.Owner
	contracts []payout.Contract
	revision  int64
	closed    []payout.Closed
	payouts   []payout.Payout
	profiles  map[string]payout.Profile
}

// NewStore returns an empty store.
func NewStore() *Store {
	sales := purchasestest.NewStore()
	return &Store{Journal: sales.Journal, Sales: sales, profiles: map[string]payout.Profile{}}
}

// Own says whose a pack is from a moment on.
func (s *Store) Own(o payout.Owner) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.owners = append(s.owners, o)
}

// Movements implements payout.Store.
func (s *Store) Movements(ctx context.Context, r payout.Range, take func(payout.Movement) error) error {
	owners, err := s.Owners(ctx, r.Creators)
	if err != nil {
		return err
	}
	for _, story := range s.Sales.All() {
		theirs := slices.ContainsFunc(owners, func(o payout.Owner) bool { return o.Pack == story.Order.Pack })
		if story.Order.Ledger.Test || len(r.Creators) > 0 && !theirs {
			continue
		}
		moved := movementsOf(story.Order, story.Transfers, r)
		for _, m := range moved {
			if moved[len(moved)-1].At.Before(r.Since) {
				break
			}
			err = take(m)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// Owners implements payout.Store.
func (s *Store) Owners(_ context.Context, creators []string) ([]payout.Owner, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	theirs := map[string]bool{}
	for _, o := range s.owners {
		theirs[o.Pack] = theirs[o.Pack] || creators == nil || slices.Contains(creators, o.Creator)
	}
	found := []payout.Owner{}
	for _, o := range s.owners {
		if theirs[o.Pack] {
			found = append(found, o)
		}
	}
	slices.SortFunc(found, func(a, b payout.Owner) int { return cmp.Or(cmp.Compare(a.Pack, b.Pack), a.Since.Compare(b.Since)) })
	return found, nil
}

// Contracts implements payout.Store.
func (s *Store) Contracts(context.Context) ([]payout.Contract, int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.Clone(s.contracts)
	slices.SortFunc(all, func(a, b payout.Contract) int {
		return cmp.Or(cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Party, b.Party), a.From.Compare(b.From))
	})
	return all, s.revision, nil
}

// SaveContract implements payout.Store.
func (s *Store) SaveContract(ctx context.Context, c payout.Contract, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.Version > 0 {
		if err := s.changeable(c); err != nil {
			return err
		}
	}
	if err := s.unclosed(c); err != nil {
		return err
	}
	for _, other := range s.contracts {
		if other.ID != c.ID && other.Scope == c.Scope && other.Party == c.Party && other.From.Equal(c.From) {
			return payout.ErrContractTaken.With("contract", c.ID)
		}
	}
	s.contracts = slices.DeleteFunc(s.contracts, func(other payout.Contract) bool { return other.ID == c.ID })
	c.Version++
	s.contracts = append(s.contracts, c)
	s.revision++
	return s.Journal.Append(ctx, record)
}

// RemoveContract implements payout.Store.
func (s *Store) RemoveContract(ctx context.Context, c payout.Contract, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.changeable(c); err != nil {
		return err
	}
	s.contracts = slices.DeleteFunc(s.contracts, func(other payout.Contract) bool { return other.ID == c.ID })
	s.revision++
	return s.Journal.Append(ctx, record)
}

func (s *Store) changeable(c payout.Contract) error {
	i := slices.IndexFunc(s.contracts, func(other payout.Contract) bool { return other.ID == c.ID })
	switch {
	case i < 0:
		return payout.ErrContractNotFound.With("contract", c.ID)
	case s.contracts[i].Version != c.Version:
		return payout.ErrContractStale.With("contract", c.ID, "version", s.contracts[i].Version)
	}
	return s.unclosed(s.contracts[i])
}

func (s *Store) unclosed(c payout.Contract) error {
	for _, closed := range s.closed {
		if (c.Scope != payout.ForCreator || closed.Creator == c.Party) && c.From.Before(closed.Period.Until()) {
			return payout.ErrContractInForce.With("from", c.From)
		}
	}
	return nil
}

// Closed implements payout.Store.
func (s *Store) Closed(_ context.Context, creator string, period payout.Period) (*payout.Closed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.closed {
		if c.Creator == creator && c.Period == period {
			return &c, nil
		}
	}
	return nil, nil
}

// LastClosed implements payout.Store.
func (s *Store) LastClosed(_ context.Context, creators []string) (map[string]payout.Closed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	latest := map[string]payout.Closed{}
	for _, c := range s.closed {
		before, known := latest[c.Creator]
		if (creators == nil || slices.Contains(creators, c.Creator)) && (!known || before.Period.Before(c.Period)) {
			latest[c.Creator] = c
		}
	}
	return latest, nil
}

// Close implements payout.Store.
func (s *Store) Close(ctx context.Context, revision int64, c payout.Closed, payouts []payout.Payout, record journal.Record) error {
	known, _ := s.Closed(ctx, c.Creator, c.Period)
	s.mu.Lock()
	defer s.mu.Unlock()
	if revision != s.revision {
		return payout.ErrContractsChanged
	}
	if known != nil {
		return nil
	}
	s.closed = append(s.closed, c)
	s.payouts = append(s.payouts, payouts...)
	return s.Journal.Append(ctx, record)
}

// ListPayouts implements payout.Store.
func (s *Store) ListPayouts(_ context.Context, creator string, state payout.PayoutState, after string, limit int) ([]payout.Payout, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []payout.Payout{}
	for _, p := range s.payouts {
		if (creator == "" || p.Creator == creator) && (state == "" || p.State == state) && p.ID > after {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b payout.Payout) int { return strings.Compare(a.ID, b.ID) })
	return found[:min(limit, len(found))], nil
}

// Payout implements payout.Store.
func (s *Store) Payout(_ context.Context, id string) (payout.Payout, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.payouts {
		if p.ID == id {
			return p, nil
		}
	}
	return payout.Payout{}, payout.ErrPayoutNotFound.With("payout", id)
}

// Pay implements payout.Store.
func (s *Store) Pay(ctx context.Context, p payout.Payout, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, before := range s.payouts {
		if before.ID == p.ID && before.State == payout.Due {
			s.payouts[i] = p
			return s.Journal.Append(ctx, record)
		}
		if before.ID == p.ID {
			return payout.ErrPayoutPaid.With("payout", p.ID, "reference", before.Reference)
		}
	}
	return payout.ErrPayoutNotFound.With("payout", p.ID)
}

// Profile implements payout.Store.
func (s *Store) Profile(_ context.Context, creator string) (payout.Profile, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.profiles[creator]
	p.Creator = creator
	return p, nil
}

// SaveProfile implements payout.Store.
func (s *Store) SaveProfile(ctx context.Context, p payout.Profile, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.profiles[p.Creator].Version; now != p.Version {
		return payout.ErrProfileStale.With("creator", p.Creator, "version", now)
	}
	p.Version++
	s.profiles[p.Creator] = p
	return s.Journal.Append(ctx, record)
}

// Furniture knows creators and collabs by their ids and slugs.
type Furniture struct {
	All     []catalog.Creator
	Collabs []catalog.Collab
}

// Creator implements payout.Furniture.
func (f Furniture) Creator(_ context.Context, idOrSlug string) (catalog.Creator, error) {
	for _, c := range f.All {
		if c.ID == idOrSlug || c.Slug == idOrSlug {
			return c, nil
		}
	}
	return catalog.Creator{}, catalog.ErrCreatorNotFound.With("creator", idOrSlug)
}

// Creators implements payout.Furniture.
func (f Furniture) Creators(_ context.Context, account, after string, limit int) ([]catalog.Creator, error) {
	found := []catalog.Creator{}
	for _, c := range f.All {
		if c.Slug > after && (account == "" || c.Account == account) && len(found) < limit {
			found = append(found, c)
		}
	}
	return found, nil
}

// Collab implements payout.Furniture.
func (f Furniture) Collab(_ context.Context, idOrSlug string) (catalog.Collab, error) {
	for _, c := range f.Collabs {
		if c.ID == idOrSlug || c.Slug == idOrSlug {
			return c, nil
		}
	}
	return catalog.Collab{}, catalog.ErrCollabNotFound.With("collab", idOrSlug)
}
