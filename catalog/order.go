package catalog

import (
	"cmp"
	"slices"
	"sort"
)

// Key is the place of a pack in an order. A page ends with the key of its last row, and the next
// begins after it, so pages neither skip nor repeat while packs come and go.
type Key struct {
	Text string // folded title in the order of titles, else ""
	Num  int64  // moment or popularity, the highest first
	ID   string // pack id, the latest first
}

// row is the place of one pack in an order.
type row struct {
	text string
	num  int64
	pack int32 // ordinal
}

// rows is an order of packs: by text, then num descending, then id descending.
type rows []row

// key returns the key of r.
func (s *Snapshot) key(r row) Key { return Key{r.text, r.num, s.packs[r.pack].ID} }

// compare orders a row against another.
func (s *Snapshot) compare(a, b row) int {
	return cmp.Or(
		cmp.Compare(a.text, b.text),
		cmp.Compare(b.num, a.num),
		cmp.Compare(s.packs[b.pack].ID, s.packs[a.pack].ID),
	)
}

// after returns the rows behind the key; all when it is nil.
func (s *Snapshot) after(order rows, key *Key) rows {
	if key == nil {
		return order
	}
	at := sort.Search(len(order), func(i int) bool {
		k := s.key(order[i])
		return cmp.Or(
			cmp.Compare(k.Text, key.Text),
			cmp.Compare(key.Num, k.Num),
			cmp.Compare(key.ID, k.ID),
		) > 0
	})
	return order[at:]
}

// patch returns order without the packs in gone and with the rows of fresh. It changes neither.
func (s *Snapshot) patch(order rows, gone ordinals, fresh rows) rows {
	slices.SortFunc(fresh, s.compare)
	next := make(rows, 0, len(order)+len(fresh))
	for _, r := range fresh {
		at, _ := slices.BinarySearchFunc(order, r, s.compare)
		next = append(gone.without(next, order[:at]), r)
		order = order[at:]
	}
	return gone.without(next, order)
}

// ordinals is a set of packs.
type ordinals []bool

// add returns the set with a pack more; it may change o.
func (o ordinals) add(pack int32) ordinals {
	if missing := int(pack) + 1 - len(o); missing > 0 {
		o = append(o, make(ordinals, missing)...)
	}
	o[pack] = true
	return o
}

// has reports whether the pack is in the set.
func (o ordinals) has(pack int32) bool { return int(pack) < len(o) && o[pack] }

// without appends the rows of packs that are not in the set.
func (o ordinals) without(to, order rows) rows {
	if len(o) == 0 {
		return append(to, order...)
	}
	for _, r := range order {
		if !o.has(r.pack) {
			to = append(to, r)
		}
	}
	return to
}

// merge yields the rows of two orders as one, and whether each came from b, until yield returns
// false.
func (s *Snapshot) merge(a, b rows, yield func(r row, second bool) bool) {
	for len(a) > 0 || len(b) > 0 {
		from, second := &a, false
		if len(a) == 0 || len(b) > 0 && s.compare(b[0], a[0]) < 0 {
			from, second = &b, true
		}
		if !yield((*from)[0], second) {
			return
		}
		*from = (*from)[1:]
	}
}
