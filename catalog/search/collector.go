package search

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// collector collects terms and the numbers of what has them; numbers come in ascending order. It writes
// down, number by number, which terms there are: a list for each term would be a step to another place of
// memory for each of a hundred million words.
type collector struct {
	fold  func(string) string
	words map[string]uint32 // term by the word before it was folded: words recur
	terms map[string]uint32
	texts []string // of terms; 0 is no term
	log   []byte   // terms as varints; 0 goes on to the next number
	last  int32    // the number that log has come to
}

func newCollector(fold func(string) string) *collector {
	return &collector{fold: fold, words: map[string]uint32{}, terms: map[string]uint32{"": 0}, texts: []string{""}}
}

// addOnce records that what has the number has the word, which is not expected to come again: it is a
// term of its own, even if there is one of the same text.
func (c *collector) addOnce(word string, number int32) {
	c.texts = append(c.texts, strings.Clone(c.fold(word)))
	c.put(uint32(len(c.texts)-1), number)
}

// add records that what has the number has the word.
func (c *collector) add(word string, number int32) {
	term, known := c.words[word]
	if !known {
		term = c.term(word)
		c.words[strings.Clone(word)] = term
	}
	c.put(term, number)
}

func (c *collector) put(term uint32, number int32) {
	if term == 0 {
		return
	}
	for ; c.last < number; c.last++ {
		c.log = append(c.log, 0)
	}
	c.log = binary.AppendUvarint(c.log, uint64(term))
}

// term returns the term of a word, which it makes if need be.
func (c *collector) term(word string) uint32 {
	folded := c.fold(word)
	term, known := c.terms[folded]
	if !known {
		term = uint32(len(c.texts))
		folded = strings.Clone(folded) // not a part of a longer text, which it would keep
		c.terms[folded] = term
		c.texts = append(c.texts, folded)
	}
	return term
}

// renumbered returns the terms with new numbers, and ends the collector.
func (c *collector) renumbered(renumber []int32) source {
	c.words, c.terms = nil, nil
	starts := make([]uint32, len(c.texts)+1)
	c.each(renumber, func(term uint32, _ int32) { starts[term]++ })
	total := uint32(0)
	for term, count := range starts {
		starts[term], total = total, total+count
	}
	numbers, next := make([]int32, total), slices.Clone(starts)
	c.each(renumber, func(term uint32, number int32) {
		numbers[next[term]] = number
		next[term]++
	})
	c.log = nil
	sorted := make([]uint32, len(c.texts)-1)
	for i := range sorted {
		sorted[i] = uint32(i + 1)
	}
	slices.SortFunc(sorted, func(a, b uint32) int { return cmp.Compare(c.texts[a], c.texts[b]) })
	return &scattered{c.texts, sorted, starts, numbers}
}

// each visits the terms of all numbers that are not gone, with the new numbers.
func (c *collector) each(renumber []int32, visit func(term uint32, number int32)) {
	at, rest := 0, c.log
	for len(rest) > 0 {
		term, n := uint64(rest[0]), 1
		if term >= 0x80 {
			term, n = binary.Uvarint(rest)
		}
		rest = rest[n:]
		if term == 0 {
			at++
		} else if number := renumber[at]; number != gone {
			visit(uint32(term), number)
		}
	}
}

// scattered is collected terms with the numbers of each.
type scattered struct {
	texts   []string
	sorted  []uint32 // terms in the order of their text
	starts  []uint32 // where the numbers of each term begin
	numbers []int32
}

// len, at and numbersOf make it a source of a dictionary.
func (s *scattered) len() int { return len(s.sorted) }

func (s *scattered) at(i int) string { return s.texts[s.sorted[i]] }

func (s *scattered) numbersOf(i int, to []int32) []int32 {
	term := s.sorted[i]
	return append(to, s.numbers[s.starts[term]:s.starts[term+1]]...)
}
