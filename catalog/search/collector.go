package search

import (
	"cmp"
	"slices"
	"strings"
)

// collector collects terms and the numbers of what has them; numbers come in ascending order.
type collector struct {
	fold  func(string) string
	words map[string]int // term by the word before it was folded: words recur
	terms map[string]int
	lists []collected
}

// collected is one term with its numbers.
type collected struct {
	term    string
	last    int32
	numbers []byte
}

func newCollector(fold func(string) string) *collector {
	return &collector{fold: fold, words: map[string]int{}, terms: map[string]int{}}
}

// add records that what has the number has the word.
func (c *collector) add(word string, number int32) { c.put(c.term(word), number) }

// addKnown is add for a word that is expected to come again.
func (c *collector) addKnown(word string, number int32) {
	term, known := c.words[word]
	if !known {
		term = c.term(word)
		c.words[strings.Clone(word)] = term
	}
	c.put(term, number)
}

func (c *collector) put(term int, number int32) {
	if l := &c.lists[term]; number != l.last {
		l.numbers = appendNumber(l.numbers, l.last, number)
		l.last = number
	}
}

// term returns the place of a word's term, which it makes if need be.
func (c *collector) term(word string) int {
	folded := c.fold(word)
	at, known := c.terms[folded]
	if !known {
		at = len(c.lists)
		folded = strings.Clone(folded) // not a part of a longer text, which it would keep
		c.terms[folded] = at
		c.lists = append(c.lists, collected{term: folded, last: -1})
	}
	return at
}

// sort ends the collecting and puts the terms in the order of their text.
func (c *collector) sort() {
	c.words, c.terms = nil, nil
	slices.SortFunc(c.lists, func(a, b collected) int { return cmp.Compare(a.term, b.term) })
}

// len, at and postings make a sorted collector a source of a dictionary.
func (c *collector) len() int { return len(c.lists) }

func (c *collector) at(i int) string { return c.lists[i].term }

func (c *collector) postings(i int) postings { return postings{rest: c.lists[i].numbers, number: -1} }
