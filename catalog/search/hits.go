package search

import "slices"

// hits collects the best of what is found, rank by rank.
type hits struct {
	index *Index
	limit int
	admit func(id int32) bool
	all   []hit // of the ranks before, the best first
	fresh []hit // of the rank in hand, the best first; as many as there is room for
}

// hit is something found.
type hit struct {
	of   holder
	item int
}

// before reports whether a stands before b within a rank: the latest first.
func (a hit) before(b hit) bool {
	if order := a.of.after(b.of); order != 0 {
		return order < 0
	}
	return a.item < b.item
}

// room returns how many hits the rank in hand may have.
func (h *hits) room() int { return h.limit - len(h.all) }

// take adds what has a term, and reports whether any of it came in time: when even the latest did not,
// no term whose latest holder is older can add anything.
func (h *hits) take(s *segment, p postings, of owner) bool {
	inTime := false
	for p.next() {
		document, item := of(p.number)
		found := hit{s.holders[document], item}
		full := len(h.fresh) == h.room()
		if full && !found.before(h.fresh[len(h.fresh)-1]) {
			return inTime
		}
		inTime = true
		if h.index.counts(found.of) && (h.admit == nil || h.admit(found.of.id)) {
			h.add(found)
		}
	}
	return inTime
}

// add puts a hit in its place, unless it is there already.
func (h *hits) add(found hit) {
	same := func(other hit) bool { return other.of.id == found.of.id && other.item == found.item }
	if slices.ContainsFunc(h.all, same) {
		return
	}
	at, again := slices.BinarySearchFunc(h.fresh, found, func(other, found hit) int {
		switch {
		case other.before(found):
			return -1
		case found.before(other):
			return 1
		}
		return 0
	})
	if again {
		return
	}
	if len(h.fresh) == h.room() {
		h.fresh = h.fresh[:len(h.fresh)-1]
	}
	h.fresh = slices.Insert(h.fresh, at, found)
}

// settle puts what was found in this rank behind what was found before.
func (h *hits) settle() {
	h.all = append(h.all, h.fresh...)
	h.fresh = h.fresh[:0]
}
