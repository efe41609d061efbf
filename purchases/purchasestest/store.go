// Package purchasestest holds the behaviours that every purchases.Store must have, and a store in
// memory that has them.
package purchasestest

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/journaltest"
	"github.com/hallyu-store/hallyu/purchases"
)

// Store keeps orders and what came of them in memory.
type Store struct {
	Journal *journaltest.Store // what was recorded

	mu        sync.Mutex
	replies   map[[2]string]journal.Reply // by ledger and key
	orders    map[string]purchases.Order  // by id, without grants
	purchases []purchases.Purchase
	refunds   []purchases.Refund
	grants    []purchases.Grant
	transfers []purchases.Transfer
}

// NewStore returns an empty store.
func NewStore() *Store {
	return &Store{
		Journal: journaltest.NewStore(),
		replies: map[[2]string]journal.Reply{}, orders: map[string]purchases.Order{},
	}
}

// Transact implements purchases.Store.
func (s *Store) Transact(ctx context.Context, scope purchases.Scope, decide func(purchases.State) (purchases.Changes, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	changes, err := decide(s.load(scope))
	if err != nil {
		return err
	}
	if err := s.check(changes); err != nil {
		return journal.ErrStoreUnavailable.Because(err)
	}
	s.apply(changes)
	return s.Journal.Append(ctx, changes.Record)
}

func (s *Store) load(scope purchases.Scope) purchases.State {
	var found purchases.State
	if reply, ok := s.replies[[2]string{scope.Ledger.ID(), scope.Key}]; ok && scope.Key != "" {
		return purchases.State{Reply: &reply}
	}
	pack := scope.Pack
	if o, ok := s.find(scope.Ledger, scope.Holder, scope.Order); ok {
		found.Order, pack = &o, o.Pack
	}
	for _, g := range s.grants {
		if g.Ledger == scope.Ledger && g.Holder == scope.Holder && g.Pack == pack {
			found.Grants = append(found.Grants, g)
		}
	}
	if p, ok := s.paidBy(purchases.TransactionScope(scope.Provider, scope.Ledger), scope.Provider, scope.Transaction); ok {
		o := s.orders[p.Order]
		found.Used = &o
	}
	return found
}

// check holds changes to the store's keys.
func (s *Store) check(changes purchases.Changes) error {
	if o := changes.Order; o != nil && s.orders[o.ID].Version != o.Version {
		return errors.New("the order changed meanwhile")
	}
	if p := changes.Purchase; p != nil {
		if _, taken := s.paidBy(p.Scope, p.Provider, p.Transaction); taken {
			return errors.New("the transaction was used before")
		}
	}
	if r := changes.Reply; r != nil {
		if _, taken := s.replies[[2]string{r.Ledger, r.Key}]; taken {
			return errors.New("the key was used before")
		}
	}
	for _, t := range changes.Transfers {
		if err := t.Check(); err != nil {
			return err
		}
		if slices.ContainsFunc(s.transfers, func(other purchases.Transfer) bool { return other.ID == t.ID }) {
			return errors.New("the transfer was made before")
		}
	}
	return s.checkGrants(changes)
}

func (s *Store) checkGrants(changes purchases.Changes) error {
	for _, g := range changes.Granted {
		if slices.ContainsFunc(s.grants, func(other purchases.Grant) bool {
			return other.Kind == purchases.GrantPurchase && other.RevokedAt == nil && g.Kind == other.Kind &&
				other.Ledger == g.Ledger && other.Holder == g.Holder && other.Pack == g.Pack
		}) {
			return errors.New("the holder has a purchase grant of the pack")
		}
	}
	for _, g := range changes.Revoked {
		if i := s.grant(g.ID); i < 0 || s.grants[i].RevokedAt != nil {
			return errors.New("the grant was revoked before")
		}
	}
	return nil
}

func (s *Store) apply(changes purchases.Changes) {
	if changes.Order != nil {
		o := *changes.Order
		o.Version++
		o.Grants = nil
		s.orders[o.ID] = o
	}
	if changes.Purchase != nil {
		s.purchases = append(s.purchases, *changes.Purchase)
	}
	if changes.Refund != nil {
		s.refunds = append(s.refunds, *changes.Refund)
	}
	for _, g := range changes.Revoked {
		s.grants[s.grant(g.ID)] = g
	}
	s.grants = append(s.grants, changes.Granted...)
	s.transfers = append(s.transfers, changes.Transfers...)
	if r := changes.Reply; r != nil {
		s.replies[[2]string{r.Ledger, r.Key}] = *r
	}
}

// Order implements purchases.Store.
func (s *Store) Order(_ context.Context, ledger purchases.Ledger, holder, id string) (purchases.Order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.find(ledger, holder, id)
	if !ok {
		return purchases.Order{}, purchases.ErrOrderNotFound.With("order", id)
	}
	return o, nil
}

// Orders implements purchases.Store.
func (s *Store) Orders(_ context.Context, ledger purchases.Ledger, holder string, page purchases.Page) ([]purchases.Order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Order{}
	for id := range s.orders {
		if o, ok := s.find(ledger, holder, id); ok && (page.After == "" || id < page.After) {
			found = append(found, o)
		}
	}
	slices.SortFunc(found, func(a, b purchases.Order) int { return cmp.Compare(b.ID, a.ID) })
	return found[:min(len(found), page.Limit)], nil
}

// Refunds implements purchases.Store.
func (s *Store) Refunds(_ context.Context, ledger purchases.Ledger, holder, order string) ([]purchases.Refund, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Refund{}
	for _, r := range s.refunds {
		if _, ok := s.find(ledger, holder, order); ok && r.Order == order {
			found = append(found, r)
		}
	}
	return found, nil
}

// Grants implements purchases.Store.
func (s *Store) Grants(_ context.Context, ledger purchases.Ledger, holders, packs []string) ([]purchases.Grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Grant{}
	for _, g := range s.grants {
		if g.Ledger == ledger && slices.Contains(holders, g.Holder) && g.RevokedAt == nil &&
			(len(packs) == 0 || slices.Contains(packs, g.Pack)) {
			found = append(found, g)
		}
	}
	slices.SortStableFunc(found, func(a, b purchases.Grant) int { return cmp.Compare(a.Holder, b.Holder) })
	return found, nil
}

// Expired implements purchases.Store.
func (s *Store) Expired(_ context.Context, now time.Time, limit int) ([]purchases.Order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Order{}
	for _, o := range s.orders {
		if o.State == purchases.Reserved && o.At(now).State == purchases.Expired {
			o.Grants = []purchases.Grant{}
			found = append(found, o)
		}
	}
	slices.SortFunc(found, func(a, b purchases.Order) int {
		return cmp.Or(a.ExpiresAt.Compare(*b.ExpiresAt), cmp.Compare(a.ID, b.ID))
	})
	return found[:min(len(found), limit)], nil
}

// Transfers implements purchases.Store.
func (s *Store) Transfers(_ context.Context, ledger purchases.Ledger, order string) ([]purchases.Transfer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Transfer{}
	for _, t := range s.transfers {
		if t.Ledger == ledger && t.Order == order {
			found = append(found, t)
		}
	}
	return found, nil
}

// Balances implements purchases.Store.
func (s *Store) Balances(_ context.Context, ledger purchases.Ledger) ([]purchases.Balance, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sums := map[[2]string]int64{}
	for _, t := range s.transfers {
		for _, p := range t.Postings {
			if t.Ledger == ledger {
				sums[[2]string{p.Account, p.Asset}] += p.Amount
			}
		}
	}
	found := []purchases.Balance{}
	for name, sum := range sums {
		found = append(found, purchases.Balance{Account: name[0], Asset: name[1], Amount: sum})
	}
	slices.SortFunc(found, func(a, b purchases.Balance) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Asset, b.Asset))
	})
	return found, nil
}

// Imbalance implements purchases.Store.
func (s *Store) Imbalance(context.Context) ([]purchases.Imbalance, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Imbalance{}
	for _, t := range s.transfers {
		if t.Check() != nil {
			found = append(found, purchases.Imbalance{Transfer: t.ID})
		}
	}
	return found, nil
}

// find returns a holder's order with its grants.
func (s *Store) find(ledger purchases.Ledger, holder, id string) (purchases.Order, bool) {
	o, ok := s.orders[id]
	if !ok || o.Ledger != ledger || o.Holder != holder {
		return purchases.Order{}, false
	}
	o.Grants = []purchases.Grant{}
	for _, g := range s.grants {
		if g.Source == id {
			o.Grants = append(o.Grants, g)
		}
	}
	return o, true
}

func (s *Store) paidBy(scope string, provider purchases.Provider, transaction string) (purchases.Purchase, bool) {
	for _, p := range s.purchases {
		if transaction != "" && p.Scope == scope && p.Provider == provider && p.Transaction == transaction {
			return p, true
		}
	}
	return purchases.Purchase{}, false
}

func (s *Store) grant(id string) int {
	return slices.IndexFunc(s.grants, func(g purchases.Grant) bool { return g.ID == id })
}
