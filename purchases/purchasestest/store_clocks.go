package purchasestest

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// Ahead implements purchases.Store.
func (s *Store) Ahead(_ context.Context, ledger purchases.Ledger) (time.Duration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clocks[ledger], nil
}

// SetAhead implements purchases.Store.
func (s *Store) SetAhead(ctx context.Context, ledger purchases.Ledger, ahead time.Duration, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clocks[ledger] = max(s.clocks[ledger], ahead)
	return s.Journal.Append(ctx, record)
}

// Moved implements purchases.Store.
func (s *Store) Moved(context.Context) (map[purchases.Ledger]time.Duration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.clocks), nil
}

// ExpiredIn implements purchases.Store.
func (s *Store) ExpiredIn(ctx context.Context, ledger purchases.Ledger, now time.Time, limit int) ([]purchases.Order, error) {
	all, err := s.Expired(ctx, now, 1<<30)
	all = slices.DeleteFunc(all, func(o purchases.Order) bool { return o.Ledger != ledger })
	return all[:min(len(all), limit)], err
}
