package search

import (
	"cmp"
	"slices"
	"strings"
)

// source is terms in the order of their text, which may recur, with the numbers that what has them has in the dictionary
// that is made.
type source interface {
	len() int
	at(i int) string
	numbersOf(i int, to []int32) []int32 // appends
}

// terms become a source once it is known what their numbers will be.
type terms interface {
	renumbered(renumber []int32) source
}

// gone stands for a number that is not carried over.
const gone int32 = -1

// input is a source that is read from the first term to the last.
type input struct {
	source
	next int // place of the first term not taken yet
}

// renumbering is terms that will be read, with their new numbers.
type renumbering struct {
	terms
	renumber []int32
}

// combine makes one dictionary of several sources; without index only whole terms and beginnings are
// found.
func combine(all []renumbering, index bool) *dictionary {
	c := &combiner{inputs: make([]input, len(all))}
	for i, r := range all {
		c.inputs[i].source = r.renumbered(r.renumber)
	}
	for c.term() {
	}
	d := c.arrange()
	if index {
		d.grams = newGrams(d)
	}
	return d
}

// combiner collects terms in the order of their text.
type combiner struct {
	inputs  []input
	text    strings.Builder
	entries []entry
	numbers []byte
	scratch []int32 // numbers of the term in hand
}

// entry is a collected term.
type entry struct {
	first      int32 // its lowest number
	textEnd    uint32
	numbersEnd uint32
}

// term takes the next term from all sources that have it, and reports whether there was one.
func (c *combiner) term() bool {
	var term string
	found := false
	for i := range c.inputs {
		in := &c.inputs[i]
		if in.next < in.len() && (!found || in.at(in.next) < term) {
			term, found = in.at(in.next), true
		}
	}
	if !found {
		return false
	}
	c.scratch = c.scratch[:0]
	for i := range c.inputs {
		in := &c.inputs[i]
		for in.next < in.len() && in.at(in.next) == term {
			c.scratch = in.numbersOf(in.next, c.scratch)
			in.next++
		}
	}
	c.write(term)
	return true
}

// write adds the term in hand, if anything has it.
func (c *combiner) write(term string) {
	if len(c.scratch) == 0 || term == "" {
		return
	}
	slices.Sort(c.scratch)
	before := int32(-1)
	for _, number := range c.scratch {
		if number != before {
			c.numbers = appendNumber(c.numbers, before, number)
			before = number
		}
	}
	c.text.WriteString(term)
	c.entries = append(c.entries, entry{c.scratch[0], uint32(c.text.Len()), uint32(len(c.numbers))})
}

// arrange makes the dictionary, with terms in the order of their lowest number.
func (c *combiner) arrange() *dictionary {
	order := make([]uint32, len(c.entries))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(c.entries[a].first, c.entries[b].first), cmp.Compare(a, b))
	})
	d := &dictionary{
		ends: make([]uint32, len(order)), sorted: make([]uint32, len(order)),
		starts: make([]uint32, 1, len(order)+1), numbers: make([]byte, 0, len(c.numbers)),
	}
	collected := c.text.String()
	var text strings.Builder
	text.Grow(len(collected))
	for number, i := range order {
		var before entry
		if i > 0 {
			before = c.entries[i-1]
		}
		text.WriteString(collected[before.textEnd:c.entries[i].textEnd])
		d.numbers = append(d.numbers, c.numbers[before.numbersEnd:c.entries[i].numbersEnd]...)
		d.ends[number], d.sorted[i] = uint32(text.Len()), uint32(number)
		d.starts = append(d.starts, uint32(len(d.numbers)))
	}
	d.text = text.String()
	return d
}
