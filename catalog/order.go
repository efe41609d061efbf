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

// compare orders keys.
func (k Key) compare(other Key) int {
	return cmp.Or(
		cmp.Compare(k.Text, other.Text), cmp.Compare(other.Num, k.Num), cmp.Compare(other.ID, k.ID),
	)
}

// row is the place of one pack in an order.
type row struct {
	num  int64
	pack int32 // ordinal
}

// rows is an order of packs: by num descending, then id descending.
type rows []row

// compare orders a row against another.
func (s *Snapshot) compare(a, b row) int {
	if a.num != b.num {
		return cmp.Compare(b.num, a.num)
	}
	return cmp.Compare(s.packs[b.pack].ID, s.packs[a.pack].ID)
}

// after returns the rows behind the key; all when it is nil.
func (s *Snapshot) after(order rows, key *Key) rows {
	if key == nil {
		return order
	}
	return order[sort.Search(len(order), func(i int) bool { return s.rowKey(order[i]).compare(*key) > 0 }):]
}

func (s *Snapshot) rowKey(r row) Key { return Key{Num: r.num, ID: s.packs[r.pack].ID} }

// patch returns order without the packs in gone and with the rows of fresh. It does not change order.
func (s *Snapshot) patch(order rows, gone ordinals, fresh rows) rows {
	slices.SortFunc(fresh, s.compare)
	next := make(rows, 0, len(order)+len(fresh))
	for _, r := range order {
		if gone.has(r.pack) {
			continue
		}
		for len(fresh) > 0 && s.compare(fresh[0], r) < 0 {
			next, fresh = append(next, fresh[0]), fresh[1:]
		}
		next = append(next, r)
	}
	return append(next, fresh...)
}

// merge yields the packs of two orders as one, of each only those in wanted, until yield returns false.
func (s *Snapshot) merge(a, b rows, inA, inB ordinals, yield func(row) bool) {
	a, b = skip(a, inA), skip(b, inB)
	for len(a) > 0 || len(b) > 0 {
		if len(a) == 0 || len(b) > 0 && s.compare(b[0], a[0]) < 0 {
			a, b, inA, inB = b, a, inB, inA
		}
		if !yield(a[0]) {
			return
		}
		a = skip(a[1:], inA)
	}
}

// skip returns the rows from the first one whose pack is in wanted.
func skip(order rows, wanted ordinals) rows {
	for i, r := range order {
		if wanted.has(r.pack) {
			return order[i:]
		}
	}
	return nil
}
