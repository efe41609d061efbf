package search

import (
	"encoding/binary"
	"sort"
	"strings"
)

// dictionary finds terms, which are whole titles, names and keywords, and for each the numbers of
// what has it. A term's own number is its place in the order of the lowest number that has it: a
// reader who has found enough knows that all terms behind one that comes too late do so too.
type dictionary struct {
	text    string   // of all terms, one behind the other
	ends    []uint32 // where each term ends in text
	sorted  []uint32 // the terms in the order of their text
	numbers []byte   // of all terms: ascending, each as the varint of its distance to the one before
	starts  []uint32 // where each term's numbers begin; one more than terms
	grams   grams
}

// term returns the text of a term.
func (d *dictionary) term(number uint32) string {
	if number == 0 {
		return d.text[:d.ends[0]]
	}
	return d.text[d.ends[number-1]:d.ends[number]]
}

// len and at give the terms in the order of their text.
func (d *dictionary) len() int { return len(d.sorted) }

func (d *dictionary) at(i int) string { return d.term(d.sorted[i]) }

// renumbered returns the terms with new numbers.
func (d *dictionary) renumbered(renumber []int32) source { return moved{d, renumber} }

// moved is a dictionary as a source of its successor.
type moved struct {
	*dictionary
	renumber []int32
}

func (m moved) numbersOf(i int, to []int32) []int32 {
	for p := m.postings(i); p.next(); {
		if number := m.renumber[p.number]; number != gone {
			to = append(to, number)
		}
	}
	return to
}

// postings returns the numbers of a term, by its place in the order of text.
func (d *dictionary) postings(i int) postings { return d.postingsOf(d.sorted[i]) }

// postingsOf returns the numbers of a term, to be read from the first.
func (d *dictionary) postingsOf(term uint32) postings {
	return postings{rest: d.numbers[d.starts[term]:d.starts[term+1]], number: -1}
}

// from returns the place in sorted of the first term that is not before text.
func (d *dictionary) from(text string) int {
	return sort.Search(len(d.sorted), func(i int) bool { return d.at(i) >= text })
}

// beginning returns the terms that begin with prefix, in the order of their text; at is the place of
// the first.
func (d *dictionary) beginning(prefix string, at int) []uint32 {
	rest := d.sorted[at:]
	return rest[:sort.Search(len(rest), func(i int) bool { return !strings.HasPrefix(d.term(rest[i]), prefix) })]
}

// postings reads the numbers of a term in ascending order.
type postings struct {
	rest   []byte
	number int32
}

// next goes on to the next number, and reports whether there is one.
func (p *postings) next() bool {
	if len(p.rest) == 0 {
		return false
	}
	if distance := p.rest[0]; distance < 0x80 {
		p.number, p.rest = p.number+int32(distance), p.rest[1:]
		return true
	}
	distance, n := binary.Uvarint(p.rest)
	p.number, p.rest = p.number+int32(distance), p.rest[n:]
	return true
}

// appendNumber writes a number behind the one before.
func appendNumber(numbers []byte, before, number int32) []byte {
	return binary.AppendUvarint(numbers, uint64(number-before))
}
