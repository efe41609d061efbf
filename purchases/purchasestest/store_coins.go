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
	"github.com/hallyu-store/hallyu/purchases/coin"
)

func walletOf(scope purchases.Scope) [2]string { return [2]string{scope.Ledger.ID(), scope.Holder} }

func (s *Store) loadCoins(scope purchases.Scope, found *purchases.State) {
	o := found.Order
	if !scope.Wallet && (o == nil || o.TopUp == nil && o.Coins == nil) {
		return
	}
	if o != nil {
		found.Uses = slices.Clone(s.uses[o.ID])
	}
	w := s.wallets[walletOf(scope)]
	w.Lots = slices.Clone(w.Lots)
	w.Lots = slices.DeleteFunc(w.Lots, func(l coin.Lot) bool {
		used := slices.ContainsFunc(found.Uses, func(u coin.Use) bool { return u.Lot == l.ID })
		return l.Remaining == 0 && !used && (o == nil || l.Order != o.ID)
	})
	found.Wallet = &w
}

// checkCoins holds changes of a wallet to its version.
func (s *Store) checkCoins(scope purchases.Scope, changes purchases.Changes) error {
	if w := changes.Wallet; w != nil && s.wallets[walletOf(scope)].Version != w.Version {
		return errors.New("the wallet changed meanwhile")
	}
	for _, l := range changes.Lots {
		if l.Remaining < 0 || l.Ended < 0 {
			return errors.New("a lot has less than nothing")
		}
	}
	return nil
}

func (s *Store) applyCoins(scope purchases.Scope, changes purchases.Changes) {
	if changes.Wallet != nil {
		w := s.wallets[walletOf(scope)]
		w.Owed = changes.Wallet.Owed
		w.Version++
		for _, l := range changes.Lots {
			i := slices.IndexFunc(w.Lots, func(old coin.Lot) bool { return old.ID == l.ID })
			if l.Version++; i < 0 {
				w.Lots = append(w.Lots, l)
				continue
			}
			w.Lots[i] = l
		}
		s.wallets[walletOf(scope)] = w
	}
	for _, u := range changes.Uses {
		all := s.uses[u.Order]
		i := slices.IndexFunc(all, func(old coin.Use) bool { return old.Line == u.Line })
		if u.Version++; i < 0 {
			s.uses[u.Order] = append(all, u)
			continue
		}
		all[i] = u
	}
}

// Wallet implements purchases.Store.
func (s *Store) Wallet(_ context.Context, ledger purchases.Ledger, holder string) (coin.Wallet, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found purchases.State
	s.loadCoins(purchases.Scope{Ledger: ledger, Holder: holder, Wallet: true}, &found)
	return *found.Wallet, nil
}

// Ended implements purchases.Store.
func (s *Store) Ended(_ context.Context, now time.Time, limit int) ([]purchases.Owner, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	type ended struct {
		purchases.Owner
		lot string
		at  time.Time
	}
	var all []ended
	for owner, w := range s.wallets {
		for _, l := range w.Lots {
			if l.Remaining > 0 && l.Ends != nil && !now.Before(*l.Ends) {
				whose := purchases.Owner{Ledger: purchases.ParseLedger(owner[0]), Holder: owner[1]}
				all = append(all, ended{whose, l.ID, *l.Ends})
			}
		}
	}
	slices.SortFunc(all, func(a, b ended) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.lot, b.lot)) })
	found := []purchases.Owner{}
	for _, e := range all[:min(len(all), limit)] {
		found = append(found, e.Owner)
	}
	return found, nil
}

// Packages implements purchases.Store.
func (s *Store) Packages(context.Context) ([]coin.Package, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.packages), func(a, b coin.Package) int {
		return cmp.Or(cmp.Compare(a.Paid+a.Bonus, b.Paid+b.Bonus), cmp.Compare(a.Package, b.Package))
	}), nil
}

// Package implements purchases.Store.
func (s *Store) Package(_ context.Context, name string) (coin.Package, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.packages[name]
	if !ok {
		return p, coin.ErrPackageNotFound.With("package", name)
	}
	return p, nil
}

// SetPackage implements purchases.Store.
func (s *Store) SetPackage(ctx context.Context, p coin.Package, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.packages[p.Package].Version; now != p.Version {
		return coin.ErrPackageStale.With("package", p.Package, "version", now)
	}
	p.Version++
	s.packages[p.Package] = p
	return s.Journal.Append(ctx, record)
}

// Rates implements purchases.Store.
func (s *Store) Rates(context.Context) ([]coin.Rate, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(slices.Values(s.rates), func(a, b coin.Rate) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), b.From.Compare(a.From))
	}), nil
}

// Rate implements purchases.Store.
func (s *Store) Rate(ctx context.Context, currency string, now time.Time) (coin.Rate, error) {
	rates, _ := s.Rates(ctx)
	for _, r := range rates {
		if r.Currency == currency && !now.Before(r.From) {
			return r, nil
		}
	}
	return coin.Rate{}, coin.ErrNoRate.With("currency", currency)
}

// AddRate implements purchases.Store.
func (s *Store) AddRate(ctx context.Context, rate coin.Rate, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rates = slices.DeleteFunc(s.rates, func(r coin.Rate) bool { return r.Currency == rate.Currency && r.From.Equal(rate.From) })
	s.rates = append(s.rates, rate)
	return s.Journal.Append(ctx, record)
}
