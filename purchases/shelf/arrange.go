package shelf

import (
	"slices"

	"github.com/hallyu-store/hallyu/fault"
)

// Change is what a holder wants otherwise. Packs are ids.
type Change struct {
	Order []string // nil leaves the order; packs that are not named come behind
	Hide  []string
	Show  []string
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
