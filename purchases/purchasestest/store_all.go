package purchasestest

import (
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/purchases"
)

// All returns every order with its transfers, by id.
func (s *Store) All() []purchases.Story {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := []purchases.Story{}
	for _, id := range slices.Sorted(maps.Keys(s.orders)) {
		all = append(all, purchases.Story{Order: s.orders[id], Transfers: slices.Clone(s.transfers[id])})
	}
	return all
}
