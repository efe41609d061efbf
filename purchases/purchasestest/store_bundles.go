package purchasestest

import (
	"context"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/bundle"
)

func (s *Store) loadBundle(found *purchases.State) {
	if o := found.Order; o != nil && o.Kind == purchases.BundleProduct {
		if b, ok := s.bundles[o.Pack]; ok {
			found.Bundle = &b
		}
	}
}

// Bundle implements purchases.Store.
func (s *Store) Bundle(_ context.Context, id string) (bundle.Bundle, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := s.bundles[id]
	if !ok {
		return b, bundle.ErrNotFound.With("bundle", id)
	}
	return b, nil
}

// Bundles implements purchases.Store.
func (s *Store) Bundles(_ context.Context, after string, limit int) ([]bundle.Bundle, error) {
	all := s.bundlesWhere(func(b bundle.Bundle) bool { return b.ID > after })
	return all[:min(len(all), limit)], nil
}

// BundlesOnSale implements purchases.Store.
func (s *Store) BundlesOnSale(context.Context) ([]bundle.Bundle, error) {
	return s.bundlesWhere(func(b bundle.Bundle) bool { return b.State == bundle.OnSale }), nil
}

func (s *Store) bundlesWhere(wanted func(bundle.Bundle) bool) []bundle.Bundle {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []bundle.Bundle{}
	for _, id := range slices.Sorted(maps.Keys(s.bundles)) {
		if b := s.bundles[id]; wanted(b) {
			found = append(found, b)
		}
	}
	return found
}

// SaveBundle implements purchases.Store.
func (s *Store) SaveBundle(ctx context.Context, b bundle.Bundle, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.bundles[b.ID].Version; now != b.Version {
		return bundle.ErrStale.With("bundle", b.ID, "version", now)
	}
	b.Version++
	s.bundles[b.ID] = b
	return s.Journal.Append(ctx, record)
}

// RemoveBundle implements purchases.Store.
func (s *Store) RemoveBundle(ctx context.Context, id string, version int64, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.bundles[id]; now.Version != version || now.State != bundle.Draft {
		return bundle.ErrStale.With("bundle", id, "version", now.Version)
	}
	delete(s.bundles, id)
	return s.Journal.Append(ctx, record)
}
