// Package shelf keeps what holders make of their packs: the order in which they see them, what they hide, their
// favourite stickers, what they sent lately; and counts what is sent, for charts and payouts.
package shelf

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
)

// Faults of shelves.
var (
	// ErrInvalid: a part of the change names a pack twice, or one that the holder may not use; the fields say which.
	ErrInvalid = fault.Define(fault.Invalid, "shelf-invalid")
	// ErrGone: what changed since then is not known any more; read everything anew.
	ErrGone = fault.Define(fault.Gone, "changes-gone")
)

// Bounds of shelves.
const (
	MaxArranged = 10_000 // packs that are in a holder's own order, or hidden
	maxRecents  = 50
	// Removals of favourites that are remembered for who asks what changed: at least that many.
	keptRemovals = 1000
)

// Shelf is how a holder wants to see their packs. The zero Version is that of who never said.
type Shelf struct {
	ID       string // of this person; "" before the first change
	Version  int64  // counts changes of the shelf and of favourites
	Arranged int64  // Version at which Packs or Hidden changed last
	Floor    int64  // removals up to this Version are forgotten
	Packs    []string
	Hidden   []string
}

// Favourite is a sticker that a holder wants at hand.
type Favourite struct {
	Sticker string
	Pack    string // pack id
	AddedAt time.Time
	Version int64 // of the shelf, when it was added or removed
	Removed bool
}

// Recent is a sticker that a holder sent lately.
type Recent struct {
	Sticker string    `json:"s"`
	Pack    string    `json:"p"`
	At      time.Time `json:"t"`
}

// Change is what a holder wants otherwise. Packs are ids.
type Change struct {
	Order []string // nil leaves the order; packs that are not named come behind
	Hide  []string
	Show  []string
}

// Store keeps shelves. Besides the faults named here, every method may return journal.ErrStoreUnavailable.
type Store interface {
	// Shelf returns a holder's shelf, the zero Shelf for who has none.
	Shelf(ctx context.Context, of purchases.Owner) (Shelf, error)

	// Arrange applies a change to a holder's shelf as it is at that moment and writes it as its next version, unless
	// the change reports that nothing is otherwise. It may be called several times.
	Arrange(ctx context.Context, of purchases.Owner, change func(*Shelf) (otherwise bool)) (Shelf, error)

	// Keep adds or removes a favourite as the next version of the shelf, unless it is there, or is not, already. It
	// forgets removals when there are many more than the number to be kept.
	Keep(ctx context.Context, of purchases.Owner, f Favourite, keptRemovals int) error

	// Favourites returns at most limit favourites whose Version is below one, the latest first; below 0 is all.
	Favourites(ctx context.Context, of purchases.Owner, below int64, limit int) ([]Favourite, error)

	// Changed returns the shelf, and at most limit favourites that were added or removed after a version, in order:
	// both as they were at one moment.
	Changed(ctx context.Context, of purchases.Owner, after int64, limit int) (Shelf, []Favourite, error)

	// Recents returns what a holder sent lately, the latest first.
	Recents(ctx context.Context, of purchases.Owner) ([]Recent, error)

	// Send counts sends whose ids are new, all or none, and puts them to recents, of which it keeps at most keep for
	// each holder. It returns how many were new.
	Send(ctx context.Context, sends []Send, keep int) (counted int, err error)

	// Forget forgets ids of sends of days before one: at most limit. It returns how many.
	Forget(ctx context.Context, before int64, limit int) (int, error)

	// Usage returns what was counted of a ledger from a day until another, by day and pack: at most limit of those
	// behind a place.
	Usage(ctx context.Context, of purchases.Ledger, from, until int64, behind Usage, limit int) ([]Usage, error)
}

// Service answers for holders' shelves.
type Service struct {
	store Store
	now   func() time.Time
}

// NewService returns a service over a store.
func NewService(store Store, now func() time.Time) *Service {
	return &Service{store: store, now: func() time.Time { return now().UTC().Truncate(time.Microsecond) }}
}

// Shelf returns a holder's shelf. Fault: purchases.ErrHolderInvalid.
func (s *Service) Shelf(ctx context.Context, of purchases.Owner) (Shelf, error) {
	err := purchases.CheckHolder(of.Holder)
	if err != nil {
		return Shelf{}, err
	}
	return s.store.Shelf(ctx, of)
}

// Arrange changes a holder's shelf. owned are the packs that they may use. Faults: purchases.ErrHolderInvalid,
// ErrInvalid.
func (s *Service) Arrange(ctx context.Context, of purchases.Owner, c Change, owned []string) (Shelf, error) {
	err := purchases.CheckHolder(of.Holder)
	if err != nil {
		return Shelf{}, err
	}
	err = c.check(owned)
	if err != nil {
		return Shelf{}, err
	}
	return s.store.Arrange(ctx, of, func(shelf *Shelf) bool { return c.apply(shelf, owned) })
}

// check returns ErrInvalid, or nil.
func (c Change) check(owned []string) error {
	var fields []fault.Field
	mine := setOf(owned)
	for name, packs := range map[string][]string{"/order": c.Order, "/hide": c.Hide} {
		seen := map[string]bool{}
		for _, pack := range packs {
			if seen[pack] || !mine[pack] {
				fields = append(fields, fault.Field{Pointer: name, Code: "invalid"})
				break
			}
			seen[pack] = true
		}
	}
	if len(fields) > 0 {
		return ErrInvalid.WithFields(fields...)
	}
	return nil
}

func setOf(packs []string) map[string]bool {
	set := make(map[string]bool, len(packs))
	for _, pack := range packs {
		set[pack] = true
	}
	return set
}

// IsHidden tells of packs whether the holder hides them.
func (s Shelf) IsHidden() func(pack string) bool {
	hidden := setOf(s.Hidden)
	return func(pack string) bool { return hidden[pack] }
}

// apply reports whether the shelf is otherwise afterwards. What the holder may not use any more is left out.
func (c Change) apply(shelf *Shelf, owned []string) bool {
	order := shelf.Packs
	if c.Order != nil {
		order = c.Order
	}
	mine, shown, known := setOf(owned), setOf(c.Show), setOf(shelf.Hidden)
	hidden := slices.Clone(shelf.Hidden)
	for _, pack := range c.Hide {
		if !known[pack] {
			hidden = append(hidden, pack)
		}
	}
	order = slices.DeleteFunc(slices.Clone(order), func(pack string) bool { return !mine[pack] })
	hidden = slices.DeleteFunc(hidden, func(pack string) bool { return !mine[pack] || shown[pack] })
	if slices.Equal(order, shelf.Packs) && slices.Equal(hidden, shelf.Hidden) {
		return false
	}
	shelf.Packs, shelf.Hidden = order, hidden
	return true
}

// Sorted returns packs as the holder wants to see them: those in their own order, then the others as they come.
func (s Shelf) Sorted(packs []string) []string {
	place := map[string]int{}
	for i, pack := range s.Packs {
		place[pack] = i + 1
	}
	sorted := slices.Clone(packs)
	slices.SortStableFunc(sorted, func(a, b string) int {
		return behind(place[a], len(s.Packs)) - behind(place[b], len(s.Packs))
	})
	return sorted
}

func behind(place, all int) int {
	if place == 0 {
		return all + 1
	}
	return place
}

// Favour makes a sticker of a pack a favourite of a holder's. To do so again changes nothing.
func (s *Service) Favour(ctx context.Context, of purchases.Owner, sticker, pack string) error {
	return s.keep(ctx, of, Favourite{Sticker: sticker, Pack: pack})
}

// Unfavour has it be one no more.
func (s *Service) Unfavour(ctx context.Context, of purchases.Owner, sticker string) error {
	return s.keep(ctx, of, Favourite{Sticker: sticker, Removed: true})
}

func (s *Service) keep(ctx context.Context, of purchases.Owner, f Favourite) error {
	err := purchases.CheckHolder(of.Holder)
	if err != nil {
		return err
	}
	f.AddedAt = s.now()
	return s.store.Keep(ctx, of, f, keptRemovals)
}

// Favourites returns a page of a holder's favourites, the latest first, and the version that the next page is below,
// 0 at the end.
func (s *Service) Favourites(ctx context.Context, of purchases.Owner, below int64, limit int) ([]Favourite, int64, error) {
	err := purchases.CheckHolder(of.Holder)
	if err != nil {
		return nil, 0, err
	}
	found, err := s.store.Favourites(ctx, of, below, limit+1)
	if err != nil || len(found) <= limit {
		return found, 0, err
	}
	return found[:limit], found[limit-1].Version, nil
}

// Recents returns what a holder sent lately, the latest first.
func (s *Service) Recents(ctx context.Context, of purchases.Owner) ([]Recent, error) {
	err := purchases.CheckHolder(of.Holder)
	if err != nil {
		return nil, err
	}
	return s.store.Recents(ctx, of)
}

// Place is where a reader of changes stands.
type Place struct {
	Shelf   string `json:"s"` // id, "" when there was none
	Version int64  `json:"v"`
}

// Place returns where a holder's shelf stands now.
func (s *Service) Place(ctx context.Context, of purchases.Owner) (Place, error) {
	shelf, err := s.Shelf(ctx, of)
	return Place{shelf.ID, shelf.Version}, err
}

// Changed returns the shelf and what was added to and removed from favourites since a place, in order, and the place
// to go on from: at most limit. What changed meanwhile is there the next time. Faults: purchases.ErrHolderInvalid,
// ErrGone.
func (s *Service) Changed(ctx context.Context, of purchases.Owner, since Place, limit int) (Shelf, []Favourite, Place, error) {
	err := purchases.CheckHolder(of.Holder)
	if err != nil {
		return Shelf{}, nil, since, err
	}
	shelf, changed, err := s.store.Changed(ctx, of, since.Version, limit)
	if err != nil {
		return shelf, nil, since, err
	}
	another := since.Shelf != "" && since.Shelf != shelf.ID
	if another || since.Version > shelf.Version || since.Version < shelf.Floor {
		return shelf, nil, since, ErrGone
	}
	next := Place{shelf.ID, shelf.Version}
	if len(changed) == limit {
		next.Version = changed[limit-1].Version
	}
	return shelf, changed, next, nil
}

// NewID is the id of a shelf that is made now. Nothing about who it is of is in it.
func NewID() string { return uuid.NewString() }
