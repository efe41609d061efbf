package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
)

// needle is a folded query.
type needle struct {
	whole string
	emoji string   // as an emoji is looked for
	words []string // of whole
	grams []gram   // that every match has
}

// newNeedle folds a query.
func newNeedle(text string) needle {
	text = head(text, maxQuery)
	q := needle{whole: Fold(text), emoji: FoldEmoji(strings.TrimSpace(text))}
	q.words = strings.Fields(q.whole)
	for _, word := range q.words {
		pairs := len(q.grams)
		eachGram(word, func(g gram) {
			if g.second != 0 {
				q.grams = append(q.grams, g)
			}
		})
		if len(q.grams) == pairs {
			eachGram(word, func(g gram) { q.grams = append(q.grams, g) })
		}
	}
	return q
}

// within reports whether the term holds every word of the query, and does not begin with it.
func (q needle) within(term string) bool {
	for _, word := range q.words {
		if !strings.Contains(term, word) {
			return false
		}
	}
	return !strings.HasPrefix(term, q.whole)
}

// ways are how a term may match, the best first.
var ways = []func(*dictionary, needle) []int32{(*dictionary).exact, (*dictionary).prefix, (*dictionary).part}

// Find returns what matches the query: in the reader's languages before others; there, what is the
// query before what begins with it before what holds it; then the latest.
func (x *Index) Find(q Query) Results {
	needle := newNeedle(q.Text)
	documents, items := newHits(q), newHits(q)
	if needle.whole == "" && needle.emoji == "" || q.Limit <= 0 {
		return Results{}
	}
	for _, own := range []bool{true, false} {
		for rank, way := range ways {
			for _, s := range x.segments {
				search := searcher{index: x, segment: s, needle: needle, way: way, query: q}
				search.in(s.documents, own, documents, s.document)
				search.in(s.items, own, items, s.item)
				if own && rank == 0 {
					search.needle.whole = needle.emoji
					search.collect(s.emoji, items, s.item)
				}
			}
			documents.settle()
			items.settle()
		}
	}
	results := Results{Items: items.all}
	for _, hit := range documents.all {
		results.Documents = append(results.Documents, hit.Document)
	}
	return results
}

// searcher looks one way into one segment.
type searcher struct {
	index   *Index
	segment *segment
	needle  needle
	way     func(*dictionary, needle) []int32
	query   Query
}

// owner says what a number in a dictionary is: of which document, by number, and which item.
type owner func(number int32) (document int32, item int)

func (s *segment) document(number int32) (int32, int) { return number, 0 }

func (s *segment) item(number int32) (int32, int) {
	document := s.itemOwner[number]
	return document, int(number - s.firstItem[document])
}

// in looks into the dictionaries of the reader's languages, or of the others.
func (s searcher) in(dictionaries map[i18n.Locale]*dictionary, own bool, into *hits, of owner) {
	if into.full() || s.needle.whole == "" {
		return
	}
	for locale, d := range dictionaries {
		mine := locale == neutral || slices.Contains(s.query.Locales, locale)
		if mine == own {
			s.collect(d, into, of)
		}
	}
}

// collect adds what has a matching term. Numbers ascend from the latest, so of each term the first
// that are admitted will do.
func (s searcher) collect(d *dictionary, into *hits, of owner) {
	if into.full() {
		return
	}
	for _, term := range s.way(d, s.needle) {
		room := into.limit
		d.each(term, func(number int32) bool {
			document, item := of(number)
			id := s.segment.ids[document]
			if s.index.versions[id] != s.segment.versions[document] || !into.admits(id) {
				return true
			}
			into.add(ItemRef{id, item}, s.segment.recency[document])
			room--
			return room > 0
		})
	}
}

// hits collects what was found, rank by rank.
type hits struct {
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

func newHits(q Query) *hits {
	return &hits{limit: q.Limit, admit: q.Admit, admitted: map[int32]bool{}, seen: map[ItemRef]bool{}}
}

func (h *hits) full() bool { return len(h.all) >= h.limit }

func (h *hits) admits(id int32) bool {
	admitted, asked := h.admitted[id]
	if !asked {
		admitted = h.admit == nil || h.admit(id)
		h.admitted[id] = admitted
	}
	return admitted
}

func (h *hits) add(ref ItemRef, recency int64) {
	if !h.seen[ref] {
		h.seen[ref] = true
		h.fresh = append(h.fresh, hit{ref, recency})
	}
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
