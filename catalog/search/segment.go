package search

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/hallyu-store/hallyu/i18n"
)

// neutral stands for the words that belong to no language: names, tags and shortcodes.
const neutral i18n.Locale = ""

// segment is an index of some documents. Documents and items are numbered with the latest first. It is
// never changed.
type segment struct {
	holders   []holder // documents, by number
	itemOwner []int32  // number of the document, by number of the item
	words     map[i18n.Locale]lexicon
	emoji     *dictionary
}

// holder is what a segment keeps of a document beside its words.
type holder struct {
	id        int32
	version   uint32
	recency   int64
	key       string
	firstItem int32 // number of its first item
	items     int32
}

// after orders holders: the latest first.
func (h holder) after(other holder) int {
	return cmp.Or(cmp.Compare(other.recency, h.recency), cmp.Compare(other.key, h.key))
}

// lexicon is the words of one locale: those of documents, and those of items.
type lexicon struct{ documents, items *dictionary }

// size returns the number of documents, those that do not count any more among them.
func (s *segment) size() int { return len(s.holders) }

// part is documents with their words, numbered in an order of their own, of which segments are made.
type part struct {
	holders []holder
	words   map[i18n.Locale]sources
	emoji   terms
}

// sources is what a lexicon is made of.
type sources struct{ documents, items terms }

// part returns the segment as one that another is made of.
func (s *segment) part() part {
	words := make(map[i18n.Locale]sources, len(s.words))
	for locale, lexicon := range s.words {
		words[locale] = sources{lexicon.documents, lexicon.items}
	}
	return part{s.holders, words, s.emoji}
}

// join makes one segment of the documents that count, on at most so many processors. What it is made
// of is let go locale by locale. When ctx ends before, the segment is not whole.
func join(ctx context.Context, parts []part, counts func(holder) bool, processors int) *segment {
	s := &segment{words: map[i18n.Locale]lexicon{}}
	documents, items := s.number(parts, counts)
	var mu sync.Mutex
	var group sync.WaitGroup
	turn := make(chan struct{}, max(1, processors))
	work := func(make func()) {
		turn <- struct{}{}
		group.Go(func() {
			if ctx.Err() == nil {
				make()
			}
			<-turn
		})
	}
	for _, locale := range localesOf(parts) {
		ofDocuments := inputs(parts, documents, func(p part) terms { return p.words[locale].documents })
		ofItems := inputs(parts, items, func(p part) terms { return p.words[locale].items })
		for _, p := range parts {
			delete(p.words, locale)
		}
		work(func() {
			made := lexicon{combine(ofDocuments, true), combine(ofItems, true)}
			mu.Lock()
			defer mu.Unlock()
			s.words[locale] = made
		})
	}
	work(func() { s.emoji = combine(inputs(parts, items, func(p part) terms { return p.emoji }), false) })
	group.Wait()
	return s
}

// number gives the documents that count and their items new numbers, and returns for each part what its
// numbers are now.
func (s *segment) number(parts []part, counts func(holder) bool) (documents, items [][]int32) {
	type place struct{ part, number int }
	var order []place
	for i, p := range parts {
		documents, items = append(documents, none(len(p.holders))), append(items, none(p.itemCount()))
		for number, h := range p.holders {
			if counts(h) {
				order = append(order, place{i, number})
			}
		}
	}
	slices.SortFunc(order, func(a, b place) int {
		return parts[a.part].holders[a.number].after(parts[b.part].holders[b.number])
	})
	for number, from := range order {
		h := parts[from.part].holders[from.number]
		documents[from.part][from.number] = int32(number)
		for item := range h.items {
			items[from.part][h.firstItem+item] = int32(len(s.itemOwner))
			s.itemOwner = append(s.itemOwner, int32(number))
		}
		h.firstItem = int32(len(s.itemOwner)) - h.items
		s.holders = append(s.holders, h)
	}
	return documents, items
}

// itemCount returns the number of items of all documents.
func (p part) itemCount() int {
	count := 0
	for _, h := range p.holders {
		count += int(h.items)
	}
	return count
}

// none returns n numbers that are gone.
func none(n int) []int32 {
	numbers := make([]int32, n)
	for i := range numbers {
		numbers[i] = gone
	}
	return numbers
}

// localesOf returns the locales of all parts, in order.
func localesOf(parts []part) []i18n.Locale {
	var locales []i18n.Locale
	for _, p := range parts {
		for locale := range p.words {
			locales = append(locales, locale)
		}
	}
	slices.Sort(locales)
	return slices.Compact(locales)
}

// inputs returns the terms of each part that has them.
func inputs(parts []part, renumber [][]int32, of func(part) terms) []renumbering {
	var all []renumbering
	for i, p := range parts {
		if t := of(p); t != nil {
			all = append(all, renumbering{t, renumber[i]})
		}
	}
	return all
}

// allProcessors is how many processors the program may use.
func allProcessors() int { return runtime.GOMAXPROCS(0) }

// owner says what a number in a dictionary is: of which document, by number, and which item.
type owner func(number int32) (document int32, item int)

func (s *segment) document(number int32) (int32, int) { return number, 0 }

func (s *segment) item(number int32) (int32, int) {
	document := s.itemOwner[number]
	return document, int(number - s.holders[document].firstItem)
}
