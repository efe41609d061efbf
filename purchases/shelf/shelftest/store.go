package shelftest

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/shelf"
)

// Store keeps shelves in memory.
type Store struct {
	mu         sync.Mutex
	shelves    map[purchases.Owner]shelf.Shelf
	favourites map[purchases.Owner]map[string]shelf.Favourite
	recents    map[purchases.Owner][]shelf.Recent
	ids        map[string]int64
	counts     map[count]int64
}

type count struct {
	ledger purchases.Ledger
	day    int64
	pack   string
}

// NewStore returns an empty store.
func NewStore() *Store {
	return &Store{
		shelves: map[purchases.Owner]shelf.Shelf{}, favourites: map[purchases.Owner]map[string]shelf.Favourite{},
		recents: map[purchases.Owner][]shelf.Recent{}, ids: map[string]int64{}, counts: map[count]int64{},
	}
}

// Shelf implements shelf.Store.
func (s *Store) Shelf(_ context.Context, of purchases.Owner) (shelf.Shelf, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shelves[of], nil
}

// Arrange implements shelf.Store.
func (s *Store) Arrange(_ context.Context, of purchases.Owner, change func(*shelf.Shelf) bool) (shelf.Shelf, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	after := s.shelves[of]
	if !change(&after) {
		return after, nil
	}
	after = next(after)
	after.Arranged = after.Version
	s.shelves[of] = after
	return after, nil
}

func next(own shelf.Shelf) shelf.Shelf {
	own.ID = cmp.Or(own.ID, shelf.NewID())
	own.Version++
	return own
}

// Keep implements shelf.Store.
func (s *Store) Keep(_ context.Context, of purchases.Owner, f shelf.Favourite, keptRemovals int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	known, ok := s.favourites[of][f.Sticker]
	if there := ok && !known.Removed; there != f.Removed {
		return nil
	}
	own := next(s.shelves[of])
	f.Version = own.Version
	if s.favourites[of] == nil {
		s.favourites[of] = map[string]shelf.Favourite{}
	}
	s.favourites[of][f.Sticker] = f
	if f.Removed && own.Version%int64(keptRemovals) == 0 {
		removed := s.sorted(of, func(f shelf.Favourite) bool { return f.Removed })
		for i, old := range removed {
			if i < len(removed)-keptRemovals {
				delete(s.favourites[of], old.Sticker)
				own.Floor = old.Version
			}
		}
	}
	s.shelves[of] = own
	return nil
}

// sorted are favourites by version.
func (s *Store) sorted(of purchases.Owner, which func(shelf.Favourite) bool) []shelf.Favourite {
	var all []shelf.Favourite
	for _, f := range s.favourites[of] {
		if which(f) {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b shelf.Favourite) int { return cmp.Compare(a.Version, b.Version) })
	return all
}

// Favourites implements shelf.Store.
func (s *Store) Favourites(_ context.Context, of purchases.Owner, below int64, limit int) ([]shelf.Favourite, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.sorted(of, func(f shelf.Favourite) bool { return !f.Removed && (below <= 0 || f.Version < below) })
	slices.Reverse(all)
	return all[:min(len(all), limit)], nil
}

// Changed implements shelf.Store.
func (s *Store) Changed(_ context.Context, of purchases.Owner, after int64, limit int) (shelf.Shelf, []shelf.Favourite, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.sorted(of, func(f shelf.Favourite) bool { return f.Version > after })
	return s.shelves[of], all[:min(len(all), limit)], nil
}

// Recents implements shelf.Store.
func (s *Store) Recents(_ context.Context, of purchases.Owner) ([]shelf.Recent, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.recents[of]), nil
}

// Send implements shelf.Store.
func (s *Store) Send(_ context.Context, sends []shelf.Send, keep int) (counted int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range sends {
		if _, told := s.ids[one.Key()]; told {
			continue
		}
		counted++
		day := shelf.Day(one.At)
		s.ids[one.Key()] = day
		s.counts[count{one.Of.Ledger, day, one.Pack}]++
		s.recents[one.Of] = shelf.Merge(s.recents[one.Of], []shelf.Send{one}, keep)
	}
	return counted, nil
}

// Forget implements shelf.Store.
func (s *Store) Forget(_ context.Context, before int64, limit int) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	forgotten := 0
	for id, day := range s.ids {
		if day < before && forgotten < limit {
			delete(s.ids, id)
			forgotten++
		}
	}
	return forgotten, nil
}

// Usage implements shelf.Store.
func (s *Store) Usage(_ context.Context, of purchases.Ledger, from, until int64, behind shelf.Usage, limit int) ([]shelf.Usage, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []shelf.Usage
	for c, n := range s.counts {
		u := shelf.Usage{Day: c.day, Pack: c.pack, Sends: n}
		if c.ledger == of && c.day >= from && c.day < until && place(u, behind) > 0 {
			all = append(all, u)
		}
	}
	slices.SortFunc(all, place)
	return all[:min(len(all), limit)], nil
}

func place(a, b shelf.Usage) int {
	return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Pack, b.Pack))
}
