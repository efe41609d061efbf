// Package receipttest holds the behaviours that every receipt.Store must have, and a store in memory that has them.
package receipttest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
	"github.com/hallyu-store/hallyu/purchases/receipt"
)

// Store keeps documents in memory, beside a store of orders in memory.
type Store struct {
	Sales *purchasestest.Store

	mu        sync.Mutex
	position  int64
	documents []receipt.Document // in the order in which they were issued
}

// NewStore returns an empty store.
func NewStore() *Store { return &Store{Sales: purchasestest.NewStore()} }

// Position implements receipt.Store.
func (s *Store) Position(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.position, nil
}

// Ends implements receipt.Store.
func (s *Store) Ends(_ context.Context, series []receipt.Series) (map[receipt.Series]receipt.End, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ends := map[receipt.Series]receipt.End{}
	for _, d := range s.documents {
		if slices.Contains(series, d.Series) {
			ends[d.Series] = receipt.End{Sequence: d.Sequence, Hash: d.Hash}
		}
	}
	return ends, nil
}

// Series implements receipt.Store.
func (s *Store) Series(context.Context) ([]receipt.Series, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := map[receipt.Series]bool{}
	for _, d := range s.documents {
		seen[d.Series] = true
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b receipt.Series) int {
		return cmp.Or(cmp.Compare(a.Ledger.ID(), b.Ledger.ID()), cmp.Compare(a.Year, b.Year))
	}), nil
}

// Accounts implements receipt.Store.
func (s *Store) Accounts(_ context.Context, orders []string) (map[string]receipt.Account, error) {
	accounts := map[string]receipt.Account{}
	for _, story := range s.Sales.All() {
		if slices.Contains(orders, story.Order.ID) {
			accounts[story.Order.ID] = receipt.Account{Order: story.Order, Transfers: story.Transfers}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.documents {
		if a, ok := accounts[d.Order]; ok {
			a.Issued = append(a.Issued, d)
			accounts[d.Order] = a
		}
	}
	return accounts, nil
}

// Issue implements receipt.Store.
func (s *Store) Issue(_ context.Context, from, to int64, documents []receipt.Document) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.position != from {
		return receipt.ErrMoved
	}
	s.position = to
	for _, d := range documents {
		d, err := receipt.Read(receipt.Document{Series: d.Series, Sequence: d.Sequence, Body: d.Body, Previous: d.Previous, Hash: d.Hash})
		if err != nil {
			return err
		}
		s.documents = append(s.documents, d)
	}
	return nil
}

// paid are all documents with who paid.
func (s *Store) paid() []receipt.Document {
	holders := map[string]string{}
	for _, story := range s.Sales.All() {
		holders[story.Order.ID] = story.Order.Holder
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.Clone(s.documents)
	for i := range all {
		all[i].Holder = holders[all[i].Order]
	}
	return all
}

// OfHolder implements receipt.Store.
func (s *Store) OfHolder(_ context.Context, of purchases.Owner, page purchases.Page) ([]receipt.Document, error) {
	all := slices.DeleteFunc(s.paid(), func(d receipt.Document) bool {
		return d.Ledger != of.Ledger || d.Holder != of.Holder || page.After != "" && d.ID >= page.After
	})
	slices.SortFunc(all, func(a, b receipt.Document) int { return cmp.Compare(b.ID, a.ID) })
	return all[:min(len(all), page.Limit)], nil
}

// Document implements receipt.Store.
func (s *Store) Document(_ context.Context, id string) (receipt.Document, error) {
	all := s.paid()
	i := slices.IndexFunc(all, func(d receipt.Document) bool { return d.ID == id })
	if i < 0 {
		return receipt.Document{}, receipt.ErrNotFound.With("receipt", id)
	}
	return all[i], nil
}

// Find implements receipt.Store.
func (s *Store) Find(_ context.Context, q receipt.Query, limit int) ([]receipt.Document, error) {
	before := func(a, b receipt.Place) int {
		return cmp.Or(cmp.Compare(a.Ledger, b.Ledger), cmp.Compare(a.Year, b.Year), cmp.Compare(a.Sequence, b.Sequence))
	}
	all := slices.DeleteFunc(s.paid(), func(d receipt.Document) bool {
		return d.Ledger.Test != q.Test || q.App != "" && d.Ledger.App != q.App || q.Year != 0 && d.Year != q.Year ||
			before(d.Place(), q.After) <= 0
	})
	slices.SortFunc(all, func(a, b receipt.Document) int { return before(a.Place(), b.Place()) })
	return all[:min(len(all), limit)], nil
}
