package tax

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// Table is all rates at a moment. It is never changed.
type Table struct {
	Revision string // equal where all rates are; "" when there is none
	byRegion map[string][]Rate
}

// NewTable returns a table of rates.
func NewTable(rates []Rate) *Table {
	t := &Table{byRegion: map[string][]Rate{}}
	if len(rates) == 0 {
		return t
	}
	digest := sha256.New()
	for _, r := range sorted(rates) {
		t.byRegion[r.Region] = append(t.byRegion[r.Region], r)
		fmt.Fprintln(digest, r.ID, r.Version)
	}
	t.Revision = hex.EncodeToString(digest.Sum(nil)[:8])
	return t
}

// sorted returns rates by region and moment.
func sorted(rates []Rate) []Rate {
	return slices.SortedFunc(slices.Values(rates), func(a, b Rate) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), a.From.Compare(b.From), cmp.Compare(a.ID, b.ID))
	})
}

// Any reports whether a region has rates, of whatever time.
func (t *Table) Any(region string) bool { return len(t.byRegion[region]) > 0 }

// At returns the rate that holds in a region at a moment; nil when none does.
func (t *Table) At(region string, at time.Time) *Rate {
	for _, r := range t.byRegion[region] {
		if r.holds(at) {
			return &r
		}
	}
	return nil
}

// Turn returns the next moment after another at which a rate begins or ends, wherever; zero when there is none.
func (t *Table) Turn(after time.Time) time.Time {
	var next time.Time
	for _, rates := range t.byRegion {
		for _, r := range rates {
			for _, turn := range []time.Time{r.From, r.Until} {
				if turn.After(after) && (next.IsZero() || turn.Before(next)) {
					next = turn
				}
			}
		}
	}
	return next
}

// overlap returns the rate of some that holds when another does; nil when none does. The rate itself is not among them.
func overlap(rates []Rate, r Rate) *Rate {
	for _, other := range rates {
		if other.ID != r.ID && other.overlaps(r) {
			return &other
		}
	}
	return nil
}

// Fits returns ErrNotFound, ErrStale or ErrOverlap unless a rate may be written beside those that there are: a new one,
// or the next version of one. Stores ask it in the transaction that writes.
func Fits(rates []Rate, r Rate) error {
	if err := Stands(rates, r); r.Version > 0 && err != nil {
		return err
	}
	if other := overlap(rates, r); other != nil {
		return ErrOverlap.With("tax", other.ID, "region", other.Region, "from", other.From)
	}
	return nil
}

// Stands returns ErrNotFound or ErrStale unless a rate is still at its version.
func Stands(rates []Rate, r Rate) error {
	i := slices.IndexFunc(rates, func(known Rate) bool { return known.ID == r.ID })
	switch {
	case i < 0:
		return ErrNotFound.With("tax", r.ID)
	case rates[i].Version != r.Version:
		return ErrStale.With("tax", r.ID, "version", rates[i].Version)
	}
	return nil
}
