package search

import (
	"encoding/binary"
	"slices"
	"sort"
	"strings"
	"unicode"
)

// dictionary finds terms, which are whole titles, names and keywords, and for each the numbers of
// what has it.
type dictionary struct {
	terms   []string // in order
	starts  []uint32 // where each term's numbers begin in numbers; one more than terms
	numbers []byte   // ascending, each as the varint of its distance to the one before
	grams   map[gram][]int32
}

// gram is one or two neighbouring characters of a term.
type gram struct{ first, second rune }

// maxTerms bounds the terms that a query is looked for in, each way, and maxScan those that are
// compared with it. What a query that matches more finds is the best of these.
const (
	maxTerms = 256
	maxScan  = 8192
)

// dictionaryBuilder collects terms; numbers must be added in ascending order.
type dictionaryBuilder struct {
	fold  func(string) string
	terms map[string]*posting
	words map[string]*posting // by the word before it was folded: words recur
}

// posting is the numbers of one term.
type posting struct {
	last    int32
	numbers []byte
}

func newDictionaryBuilder(fold func(string) string) *dictionaryBuilder {
	return &dictionaryBuilder{fold: fold, terms: map[string]*posting{}, words: map[string]*posting{}}
}

// add records that what has the number has the word.
func (b *dictionaryBuilder) add(word string, number int32) {
	p, known := b.words[word]
	if !known {
		p = b.posting(b.fold(word))
		b.words[word] = p
	}
	if number != p.last {
		p.numbers = binary.AppendUvarint(p.numbers, uint64(number-p.last))
		p.last = number
	}
}

// posting returns the posting of a term.
func (b *dictionaryBuilder) posting(term string) *posting {
	p := b.terms[term]
	if p == nil {
		p = &posting{last: -1}
		b.terms[strings.Clone(term)] = p // not a part of a longer text, which it would keep
	}
	return p
}

// build makes the dictionary; without grams only whole terms are found.
func (b *dictionaryBuilder) build(grams bool) *dictionary {
	delete(b.terms, "")
	d := &dictionary{terms: make([]string, 0, len(b.terms)), starts: make([]uint32, 1, len(b.terms)+1)}
	bytes := 0
	for term, p := range b.terms {
		d.terms = append(d.terms, term)
		bytes += len(p.numbers)
	}
	slices.Sort(d.terms)
	d.numbers = make([]byte, 0, bytes)
	for _, term := range d.terms {
		d.numbers = append(d.numbers, b.terms[term].numbers...)
		d.starts = append(d.starts, uint32(len(d.numbers)))
	}
	if grams {
		d.index()
	}
	return d
}

// index lists the terms that have each pair of characters, and each single one of scripts in which
// one character is a word.
func (d *dictionary) index() {
	d.grams = map[gram][]int32{}
	for number, term := range d.terms {
		eachGram(term, func(g gram) {
			list := d.grams[g]
			if len(list) == 0 || list[len(list)-1] != int32(number) {
				d.grams[g] = append(list, int32(number))
			}
		})
	}
}

// eachGram visits the grams of a folded text.
func eachGram(text string, visit func(gram)) {
	var before rune
	for _, r := range text {
		if before != 0 && before != ' ' && r != ' ' {
			visit(gram{before, r})
		}
		if isWord(r) {
			visit(gram{first: r})
		}
		before = r
	}
}

// isWord reports whether one character may be a word.
func isWord(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

// exact returns the terms that are the query.
func (d *dictionary) exact(q needle) []int32 {
	at, found := slices.BinarySearch(d.terms, q.whole)
	if !found {
		return nil
	}
	return []int32{int32(at)}
}

// prefix returns terms that begin with the query, and are longer.
func (d *dictionary) prefix(q needle) []int32 {
	var found []int32
	for at := sort.SearchStrings(d.terms, q.whole); at < len(d.terms) && len(found) < maxTerms; at++ {
		if !strings.HasPrefix(d.terms[at], q.whole) {
			break
		}
		if len(d.terms[at]) > len(q.whole) {
			found = append(found, int32(at))
		}
	}
	return found
}

// part returns terms that hold every word of the query, and do not begin with it: of those with the
// rarest of its grams, the ones that are verified.
func (d *dictionary) part(q needle) []int32 {
	if len(q.grams) == 0 {
		return nil
	}
	rarest := d.grams[q.grams[0]]
	for _, g := range q.grams[1:] {
		if list := d.grams[g]; len(list) < len(rarest) {
			rarest = list
		}
	}
	var found []int32
	for _, term := range rarest[:min(len(rarest), maxScan)] {
		if len(found) == maxTerms {
			break
		}
		if q.within(d.terms[term]) {
			found = append(found, term)
		}
	}
	return found
}

// postingsOf returns the numbers of a term, to be read from the first.
func (d *dictionary) postingsOf(term int32) postings {
	return postings{rest: d.numbers[d.starts[term]:d.starts[term+1]], number: -1}
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
	distance, n := binary.Uvarint(p.rest)
	p.number, p.rest = p.number+int32(distance), p.rest[n:]
	return true
}
