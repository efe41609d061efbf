package search

import (
	"cmp"
	"slices"
)

// gram is one or two neighbouring characters of a term; of one, the second is 0.
type gram uint64

func gramOf(first, second rune) gram { return gram(first)<<32 | gram(second) }

// single reports whether it is one character.
func (g gram) single() bool { return uint32(g) == 0 }

// grams lists the terms that have each pair of characters, and each single one of scripts in which
// one character is a word.
type grams struct {
	keys   []gram   // in order
	starts []uint32 // where the terms of each begin in terms; one more than keys
	terms  []byte   // ascending, each as the varint of its distance to the one before
}

// newGrams indexes the terms of a dictionary.
func newGrams(d *dictionary) grams {
	type list struct {
		last  int32
		terms []byte
	}
	lists, bytes := map[gram]*list{}, 0
	for term := range uint32(len(d.sorted)) {
		eachGram(d.term(term), func(g gram) {
			l := lists[g]
			if l == nil {
				l = &list{last: -1}
				lists[g] = l
			}
			if l.last != int32(term) {
				bytes -= len(l.terms)
				l.terms, l.last = appendNumber(l.terms, l.last, int32(term)), int32(term)
				bytes += len(l.terms)
			}
		})
	}
	x := grams{keys: make([]gram, 0, len(lists)), starts: make([]uint32, 1, len(lists)+1), terms: make([]byte, 0, bytes)}
	for g := range lists {
		x.keys = append(x.keys, g)
	}
	slices.Sort(x.keys)
	for _, g := range x.keys {
		x.terms = append(x.terms, lists[g].terms...)
		x.starts = append(x.starts, uint32(len(x.terms)))
	}
	return x
}

// of returns the terms that have the gram, to be read from the first, or false when there are none.
func (x grams) of(g gram) (postings, bool) {
	at, found := slices.BinarySearch(x.keys, g)
	if !found {
		return postings{}, false
	}
	return postings{rest: x.terms[x.starts[at]:x.starts[at+1]], number: -1}, true
}

// maxLists is how many grams of a query are intersected; what is left of the rest is compared.
const maxLists = 3

// all returns the terms that have all grams, in order, or false when there are none: of many grams the
// rarest are looked at, so more terms than those may come.
func (x grams) all(wanted []gram) (common, bool) {
	lists := make(common, 0, len(wanted))
	for _, g := range wanted {
		list, found := x.of(g)
		if !found {
			return nil, false
		}
		lists = append(lists, list)
	}
	slices.SortFunc(lists, func(a, b postings) int { return cmp.Compare(len(a.rest), len(b.rest)) })
	return lists[:min(len(lists), maxLists)], true
}

// common is lists of which the numbers are read that stand in all.
type common []postings

// next goes on to the next number that stands in all lists, and reports whether there is one.
func (c common) next() (uint32, bool) {
	if len(c) == 0 || !c[0].next() {
		return 0, false
	}
	for i := 1; i < len(c); i++ {
		for c[i].number < c[0].number {
			if !c[i].next() {
				return 0, false
			}
		}
		if c[i].number > c[0].number { // the first list catches up, and all are compared again
			for c[0].number < c[i].number {
				if !c[0].next() {
					return 0, false
				}
			}
			i = 0
		}
	}
	return uint32(c[0].number), true
}

// eachGram visits the grams of a folded text.
func eachGram(text string, visit func(gram)) {
	var before rune
	for _, r := range text {
		if before != 0 && before != ' ' && r != ' ' {
			visit(gramOf(before, r))
		}
		if isWord(r) {
			visit(gramOf(r, 0))
		}
		before = r
	}
}

// isWord reports whether one character may be a word: whether it is Thai, Hangul, kana or Han.
func isWord(r rune) bool {
	switch {
	case r < 0x0E00:
		return false
	case r <= 0x0E5B, r >= 0x1100 && r <= 0x11FF, r >= 0x2E80 && r <= 0x2FDF, r >= 0x3005 && r <= 0x31FF,
		r >= 0x3400 && r <= 0x4DBF, r >= 0x4E00 && r <= 0x9FFF, r >= 0xA960 && r <= 0xA97F,
		r >= 0xAC00 && r <= 0xD7FF, r >= 0xF900 && r <= 0xFAFF, r >= 0x1B000 && r <= 0x1B16F,
		r >= 0x20000 && r <= 0x323AF:
		return true
	}
	return false
}
