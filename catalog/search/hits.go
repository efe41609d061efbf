package search

import (
	"cmp"
	"container/heap"
	"slices"
)

// hits collects what was found, rank by rank.
type hits struct {
	index    *Index
	limit    int
	admit    func(id int32) bool
	admitted map[int32]bool // answers of admit
	seen     map[ItemRef]bool
	all      []ItemRef
	fresh    []hit // of the rank in hand
}

// hit is something found in the rank in hand.
type hit struct {
	ref     ItemRef
	recency int64
}

func newHits(x *Index, q Query, admitted map[int32]bool) *hits {
	return &hits{index: x, limit: q.Limit, admit: q.Admit, admitted: admitted, seen: map[ItemRef]bool{}}
}

// look looks one way into all segments, for documents or for items.
func (h *hits) look(l look, items bool) {
	if len(h.all) >= h.limit {
		return
	}
	for _, s := range h.index.segments {
		if items {
			h.merge(s, l.into(s.items, s.emoji), s.item)
		} else {
			h.merge(s, l.into(s.documents, nil), s.document)
		}
	}
	h.settle()
}

// merge adds what the postings of a segment name, the latest first, until there is enough. Numbers
// ascend from the latest, so the first few of all postings together will do.
func (h *hits) merge(s *segment, found []postings, of owner) {
	room := h.limit - len(h.all)
	queue := newQueue(found)
	last := int32(-1)
	for len(queue) > 0 && room > 0 {
		number := queue[0].number
		queue.advance()
		if number == last {
			continue
		}
		last = number
		document, item := of(number)
		id := s.ids[document]
		if h.index.versions[id] == s.versions[document] && h.admits(id) && h.add(ItemRef{id, item}, s.recency[document]) {
			room--
		}
	}
}

func (h *hits) admits(id int32) bool {
	admitted, asked := h.admitted[id]
	if !asked {
		admitted = h.admit == nil || h.admit(id)
		h.admitted[id] = admitted
	}
	return admitted
}

// add adds a hit, and reports whether it is new.
func (h *hits) add(ref ItemRef, recency int64) bool {
	if h.seen[ref] {
		return false
	}
	h.seen[ref] = true
	h.fresh = append(h.fresh, hit{ref, recency})
	return true
}

// settle puts what was found in this rank behind what was found before, the latest first.
func (h *hits) settle() {
	slices.SortFunc(h.fresh, func(a, b hit) int {
		return cmp.Or(
			cmp.Compare(b.recency, a.recency),
			cmp.Compare(b.ref.Document, a.ref.Document),
			cmp.Compare(a.ref.Item, b.ref.Item),
		)
	})
	for _, hit := range h.fresh[:min(len(h.fresh), h.limit-len(h.all))] {
		h.all = append(h.all, hit.ref)
	}
	h.fresh = h.fresh[:0]
}

// queue is postings with the lowest number first.
type queue []postings

// newQueue returns the queue of postings that have any number.
func newQueue(found []postings) queue {
	live := queue(found[:0])
	for _, p := range found {
		if p.next() {
			live = append(live, p)
		}
	}
	heap.Init(&live)
	return live
}

// advance takes the lowest number away.
func (q *queue) advance() {
	if (*q)[0].next() {
		heap.Fix(q, 0)
		return
	}
	heap.Pop(q)
}

// Len, Less, Swap, Push and Pop implement heap.Interface.
func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].number < q[j].number }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(p any)        { *q = append(*q, p.(postings)) }

func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
