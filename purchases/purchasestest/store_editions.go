package purchasestest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

type editionKey struct {
	pack string
	test bool
}

func (s *Store) loadEdition(scope purchases.Scope, pack string, found *purchases.State) {
	e, limited := s.editions[editionKey{pack, scope.Ledger.Test}]
	if !limited {
		return
	}
	e.Freed = slices.Clone(e.Freed)
	found.Edition = &e
	for _, o := range s.orders {
		if o.Held && o.Gift == nil && o.Ledger == scope.Ledger && o.Holder == scope.Holder && o.Pack == pack {
			found.Hold = &o
		}
	}
}

// checkEdition holds changes of an edition to its version, and to its size.
func (s *Store) checkEdition(changes purchases.Changes) error {
	e := changes.Edition
	if e == nil {
		return nil
	}
	if s.editions[editionKey{e.Pack, e.Test}].Version != e.Version {
		return errors.New("the edition changed meanwhile")
	}
	if e.Reserved < 0 || e.Sold()+e.Reserved > e.Stock || e.Issued > e.Stock {
		return errors.New("there are fewer pieces than are taken")
	}
	for _, g := range changes.Granted {
		for _, others := range s.grants {
			if slices.ContainsFunc(others, func(other purchases.Grant) bool {
				return other.Pack == g.Pack && other.Ledger.Test == g.Ledger.Test && other.Serial == g.Serial && other.RevokedAt == nil
			}) {
				return errors.New("another holder has the number")
			}
		}
	}
	return nil
}

func (s *Store) applyEdition(changes purchases.Changes) {
	if e := changes.Edition; e != nil {
		kept := *e
		kept.Version++
		s.editions[editionKey{e.Pack, e.Test}] = kept
	}
}

// Edition implements purchases.Store.
func (s *Store) Edition(_ context.Context, pack string, test bool) (purchases.Edition, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, limited := s.editions[editionKey{pack, test}]
	if !limited {
		return e, purchases.ErrEditionNotFound.With("pack", pack)
	}
	return e, nil
}

// SetStock implements purchases.Store.
func (s *Store) SetStock(ctx context.Context, pack string, stock int64, now time.Time, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, test := range []bool{false, true} {
		if e := s.editions[editionKey{pack, test}]; e.Version > 0 && e.Least() > stock {
			return purchases.ErrStockTaken.With("pack", pack, "stock", stock, "least", e.Least())
		}
	}
	for _, test := range []bool{false, true} {
		e := s.editions[editionKey{pack, test}]
		e.Pack, e.Test, e.Stock, e.UpdatedAt = pack, test, stock, now
		e.Version++
		s.editions[editionKey{pack, test}] = e
	}
	return s.Journal.Append(ctx, record)
}

// LimitedPacks implements purchases.Store.
func (s *Store) LimitedPacks(context.Context) ([]purchases.Edition, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []purchases.Edition{}
	for k, e := range s.editions {
		if !k.test {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b purchases.Edition) int { return strings.Compare(a.Pack, b.Pack) })
	return all, nil
}
