// Package purchasestest holds the behaviours that every purchases.Store must have, and a store in
// memory that has them.
package purchasestest

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/journaltest"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/bundle"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/pass"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

// Store keeps orders and what came of them in memory.
type Store struct {
	Journal *journaltest.Store // what was recorded

	mu        sync.Mutex
	replies   map[[2]string]journal.Reply     // by ledger and key
	orders    map[string]purchases.Order      // by id, without grants
	paid      map[[3]string]string            // id of the order, by scope, provider and transaction
	payments  map[string]purchases.Payment    // by order
	refunds   map[string][]purchases.Refund   // by order
	grants    map[[2]string][]purchases.Grant // by ledger and holder
	transfers map[string][]purchases.Transfer // by order

	wallets  map[[2]string]coin.Wallet // by ledger and holder; with every lot there ever was
	uses     map[string][]coin.Use     // by order
	packages map[string]coin.Package
	rates    []coin.Rate

	editions map[editionKey]purchases.Edition
	codes    map[string]code // by hash
	clocks   map[purchases.Ledger]time.Duration
	batches  map[string]purchases.CodeBatch
	passes   map[string]pass.Pass
	plans    map[string]subscription.Plan
	pools    []subscription.Entry
	bundles  map[string]bundle.Bundle

	approvals []purchases.Approval   // oldest first
	given     []purchases.StaffGrant // oldest first, their grants as they were at first
}

// NewStore returns an empty store.
func NewStore() *Store {
	return &Store{
		Journal: journaltest.NewStore(),
		replies: map[[2]string]journal.Reply{}, orders: map[string]purchases.Order{},
		paid: map[[3]string]string{}, payments: map[string]purchases.Payment{}, refunds: map[string][]purchases.Refund{},
		grants: map[[2]string][]purchases.Grant{}, transfers: map[string][]purchases.Transfer{},
		wallets: map[[2]string]coin.Wallet{}, uses: map[string][]coin.Use{}, packages: map[string]coin.Package{},
		editions: map[editionKey]purchases.Edition{}, codes: map[string]code{}, clocks: map[purchases.Ledger]time.Duration{},
		batches: map[string]purchases.CodeBatch{}, passes: map[string]pass.Pass{}, plans: map[string]subscription.Plan{}, bundles: map[string]bundle.Bundle{},
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
	err = errors.Join(s.check(changes), s.checkCoins(scope, changes), s.checkEdition(changes), s.checkCode(changes), s.checkIn(changes), s.checkNumbers(changes), s.checkApproval(changes), s.checkGiven(changes))
	if err != nil {
		return journal.ErrStoreUnavailable.Because(err)
	}
	s.apply(changes)
	s.applyCoins(scope, changes)
	s.applyEdition(changes)
	s.applyCode(changes)
	s.applyApproval(changes)
	s.applyGiven(changes)
	return s.Journal.Append(ctx, changes.Record)
}

// Look implements purchases.Store.
func (s *Store) Look(ctx context.Context, scope purchases.Scope, judge func(purchases.State) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	found := s.load(scope)
	s.mu.Unlock()
	return judge(found)
}

func (s *Store) load(scope purchases.Scope) purchases.State {
	var found purchases.State
	if reply, ok := s.replies[[2]string{scope.Ledger.ID(), scope.Key}]; ok && scope.Key != "" {
		return purchases.State{Reply: &reply}
	}
	holder, pack, packs := cmp.Or(scope.Recipient, scope.Holder), scope.Pack, strings.Fields(scope.Packs)
	if o, ok := s.find(scope.Ledger, scope.Holder, scope.Order); ok {
		found.Order, holder, pack, packs = &o, o.Beneficiary(), o.Pack, o.Packs()
		s.loadPayment(o.ID, &found)
	}
	pack = cmp.Or(s.loadCode(scope, &found), pack)
	s.loadApproval(scope, &found)
	found.Waiting = s.waiting(scope.Ledger, holder, pack)
	for _, g := range s.grants[[2]string{scope.Ledger.ID(), holder}] {
		if g.Pack == pack || slices.Contains(packs, g.Pack) {
			found.Grants = append(found.Grants, g)
		}
	}
	within := purchases.TransactionScope(scope.Provider, scope.Ledger)
	if id, ok := s.paid[[3]string{within, string(scope.Provider), scope.Transaction}]; ok {
		o := s.orders[id]
		found.Used = &o
	}
	s.loadCoins(scope, &found)
	s.loadEdition(scope, pack, &found)
	s.loadPass(scope, pack, &found)
	s.loadGiven(scope, &found)
	s.loadBundle(&found)
	return found
}

func (s *Store) loadPayment(order string, found *purchases.State) {
	if p, ok := s.payments[order]; ok {
		found.Payment, found.Refunds = &p, slices.Clone(s.refunds[order])
	}
}

// check holds changes to the store's keys.
func (s *Store) check(changes purchases.Changes) error {
	if o := changes.Order; o != nil && s.orders[o.ID].Version != o.Version {
		return errors.New("the order changed meanwhile")
	}
	if err := s.checkGift(changes.Order); err != nil {
		return err
	}
	if p := changes.Payment; p != nil && s.payments[p.Order].Version != p.Version {
		return errors.New("the payment changed meanwhile")
	}
	if p := changes.Purchase; p != nil {
		if _, taken := s.paid[moneyOf(*p)]; taken {
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
		if slices.ContainsFunc(s.transfers[t.Order], func(other purchases.Transfer) bool { return other.ID == t.ID }) {
			return errors.New("the transfer was made before")
		}
	}
	return s.checkGrants(changes)
}

func (s *Store) checkGrants(changes purchases.Changes) error {
	for _, g := range changes.Granted {
		if slices.ContainsFunc(s.grants[holderOf(g)], func(other purchases.Grant) bool {
			return bought(other) && other.RevokedAt == nil && bought(g) && other.Pack == g.Pack
		}) {
			return errors.New("the holder has a grant of the pack that was bought")
		}
	}
	for _, g := range changes.Revoked {
		if old := s.grant(g); old == nil || old.RevokedAt != nil {
			return errors.New("the grant was revoked before")
		}
	}
	return nil
}

func bought(g purchases.Grant) bool {
	return g.Kind == purchases.GrantPurchase || g.Kind == purchases.GrantGift
}

func (s *Store) apply(changes purchases.Changes) {
	if changes.Order != nil {
		o := *changes.Order
		o.Version++
		o.Grants = nil
		s.orders[o.ID] = o
	}
	if p := changes.Purchase; p != nil && p.Transaction != "" {
		s.paid[moneyOf(*p)] = p.Order
	}
	if r := changes.Refund; r != nil {
		s.refunds[r.Order] = append(s.refunds[r.Order], *r)
	}
	if r := changes.Returned; r != nil {
		all := s.refunds[r.Order]
		all[slices.IndexFunc(all, func(old purchases.Refund) bool { return old.ID == r.ID })] = *r
	}
	if p := changes.Payment; p != nil {
		stored := *p
		stored.Version++
		s.payments[p.Order] = stored
	}
	for _, g := range changes.Revoked {
		*s.grant(g) = g
	}
	for _, g := range changes.CheckedIn {
		*s.grant(g) = g
	}
	for _, g := range changes.Granted {
		s.grants[holderOf(g)] = append(s.grants[holderOf(g)], g)
	}
	for _, t := range changes.Transfers {
		s.transfers[t.Order] = append(s.transfers[t.Order], t)
	}
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
	if _, ok := s.find(ledger, holder, order); !ok {
		return []purchases.Refund{}, nil
	}
	return slices.Clone(s.refunds[order]), nil
}

// Grants implements purchases.Store.
func (s *Store) Grants(_ context.Context, ledger purchases.Ledger, holders, packs []string) ([]purchases.Grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Grant{}
	holders = slices.Clone(holders)
	slices.Sort(holders)
	for _, holder := range slices.Compact(holders) {
		for _, g := range s.grants[[2]string{ledger.ID(), holder}] {
			if g.RevokedAt == nil && (len(packs) == 0 || ofPool(g) || slices.Contains(packs, g.Pack)) {
				found = append(found, g)
			}
		}
	}
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

// Unsettled implements purchases.Store.
func (s *Store) Unsettled(_ context.Context, now time.Time, limit int) ([]purchases.Order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var due []purchases.Payment
	for _, p := range s.payments {
		if p.CheckAt != nil && !p.CheckAt.After(now) {
			due = append(due, p)
		}
	}
	slices.SortFunc(due, func(a, b purchases.Payment) int {
		return cmp.Or(a.CheckAt.Compare(*b.CheckAt), cmp.Compare(a.Order, b.Order))
	})
	found := []purchases.Order{}
	for _, p := range due[:min(len(due), limit)] {
		o := s.orders[p.Order]
		o.Grants = []purchases.Grant{}
		found = append(found, o)
	}
	return found, nil
}

// Story implements purchases.Store.
func (s *Store) Story(_ context.Context, id string) (purchases.Story, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.orders[id]
	if !ok {
		return purchases.Story{}, purchases.ErrOrderNotFound.With("order", id)
	}
	o, _ = s.find(o.Ledger, o.Holder, id)
	story := purchases.Story{Order: o, Refunds: slices.Clone(s.refunds[id]), Transfers: slices.Clone(s.transfers[id])}
	if p, ok := s.payments[id]; ok {
		story.Payment = &p
	}
	return story, nil
}

// Find implements purchases.Store.
func (s *Store) Find(_ context.Context, word string, limit int) ([]purchases.Order, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Order{}
	for id, o := range s.orders {
		if word == "" || id == word || o.Holder == word || o.Transaction == word || s.payments[id].ID == word || s.payments[id].Number == word {
			o, _ = s.find(o.Ledger, o.Holder, id)
			found = append(found, o)
		}
	}
	slices.SortFunc(found, func(a, b purchases.Order) int { return cmp.Compare(b.ID, a.ID) })
	return found[:min(len(found), limit)], nil
}

// Transfers implements purchases.Store.
func (s *Store) Transfers(_ context.Context, ledger purchases.Ledger, order string) ([]purchases.Transfer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []purchases.Transfer{}
	for _, t := range s.transfers[order] {
		if t.Ledger == ledger {
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
	for id, transfers := range s.transfers {
		if s.orders[id].Ledger != ledger {
			continue
		}
		for _, t := range transfers {
			for _, p := range t.Postings {
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
	for _, transfers := range s.transfers {
		for _, t := range transfers {
			if t.Check() != nil {
				found = append(found, purchases.Imbalance{Transfer: t.ID})
			}
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
	for _, g := range s.grants[[2]string{ledger.ID(), o.Beneficiary()}] {
		if g.Source == id {
			o.Grants = append(o.Grants, g)
		}
	}
	return o, true
}

func (s *Store) grant(g purchases.Grant) *purchases.Grant {
	held := s.grants[holderOf(g)]
	i := slices.IndexFunc(held, func(other purchases.Grant) bool { return g.ID == other.ID })
	if i < 0 {
		return nil
	}
	return &held[i]
}

func holderOf(g purchases.Grant) [2]string { return [2]string{g.Ledger.ID(), g.Holder} }

func moneyOf(p purchases.Purchase) [3]string {
	return [3]string{p.Scope, string(p.Provider), p.Transaction}
}
