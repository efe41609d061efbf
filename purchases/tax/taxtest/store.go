// Package taxtest holds stores of rates to what tax.Store promises, with one that keeps them in memory.
package taxtest

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

// Store keeps rates in memory. It is safe for concurrent use.
type Store struct {
	mu     sync.Mutex
	rates  []tax.Rate
	Audits []journal.AuditEntry
}

var _ tax.Store = (*Store)(nil)

// TaxRates implements tax.Store.
func (s *Store) TaxRates(context.Context) ([]tax.Rate, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(slices.Values(s.rates), func(a, b tax.Rate) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), a.From.Compare(b.From))
	}), nil
}

// SaveTaxRate implements tax.Store.
func (s *Store) SaveTaxRate(_ context.Context, r tax.Rate, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := tax.Fits(s.rates, r); err != nil {
		return err
	}
	s.drop(r)
	r.Version++
	s.rates, s.Audits = append(s.rates, r), append(s.Audits, record.Audit...)
	return nil
}

// RemoveTaxRate implements tax.Store.
func (s *Store) RemoveTaxRate(_ context.Context, r tax.Rate, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := tax.Stands(s.rates, r); err != nil {
		return err
	}
	s.drop(r)
	s.Audits = append(s.Audits, record.Audit...)
	return nil
}

func (s *Store) drop(r tax.Rate) {
	s.rates = slices.DeleteFunc(s.rates, func(known tax.Rate) bool { return known.ID == r.ID })
}
