package search

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/hallyu-store/hallyu/i18n"
)

// neutral stands for the words that belong to no language: names, tags and shortcodes.
const neutral i18n.Locale = ""

// segment is an index of some documents. Documents and items are numbered with the latest first.
type segment struct {
	ids       []int32    // of documents, by number
	versions  []uint32   // of documents, by number
	recency   []int64    // of documents, by number
	itemOwner []int32    // number of the document, by number of the item
	firstItem []int32    // number of the first item, by number of the document
	kept      []Document // what it was made of, while it may still be merged

	documents map[i18n.Locale]*dictionary
	items     map[i18n.Locale]*dictionary
	emoji     *dictionary
}

// size returns the number of documents.
func (s *segment) size() int { return len(s.ids) }

// newSegment indexes documents, each with its version.
func newSegment(documents []Document, versions []uint32) *segment {
	order := make([]int, len(documents))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(documents[b].Recency, documents[a].Recency), cmp.Compare(documents[b].ID, documents[a].ID))
	})
	s := &segment{documents: map[i18n.Locale]*dictionary{}, items: map[i18n.Locale]*dictionary{}}
	for _, i := range order {
		s.number(documents[i], versions[i])
	}
	s.indexAll()
	if s.size() > mergeLimit {
		s.kept = nil
	}
	return s
}

// number gives a document and its items the next numbers.
func (s *segment) number(d Document, version uint32) {
	owner := int32(len(s.ids))
	s.ids, s.versions, s.recency = append(s.ids, d.ID), append(s.versions, version), append(s.recency, d.Recency)
	s.kept = append(s.kept, d)
	s.firstItem = append(s.firstItem, int32(len(s.itemOwner)))
	for range d.Items {
		s.itemOwner = append(s.itemOwner, owner)
	}
}

// indexAll makes the dictionaries. Those of one locale know nothing of the others, so they are made
// at the same time.
func (s *segment) indexAll() {
	locales := map[i18n.Locale]bool{neutral: true}
	for _, d := range s.kept {
		for locale := range d.Titles {
			locales[locale] = true
		}
		for locale := range d.Keywords {
			locales[locale] = true
		}
	}
	var mu sync.Mutex
	var group sync.WaitGroup
	for locale := range locales {
		group.Go(func() {
			documents, items := s.words(locale)
			mu.Lock()
			defer mu.Unlock()
			s.documents[locale], s.items[locale] = documents, items
		})
	}
	group.Go(s.indexEmoji)
	group.Wait()
}

// words makes the dictionaries of one locale.
func (s *segment) words(locale i18n.Locale) (documents, items *dictionary) {
	ofDocuments, ofItems := newDictionaryBuilder(Fold), newDictionaryBuilder(Fold)
	for number, d := range s.kept {
		for _, name := range d.names(locale) {
			ofDocuments.add(name, int32(number))
		}
		for i := range d.Items {
			var keyword string
			for rest := d.line(locale, i); rest != ""; {
				keyword, rest, _ = strings.Cut(rest, "\n")
				ofItems.add(keyword, s.firstItem[number]+int32(i))
			}
		}
	}
	return ofDocuments.build(true), ofItems.build(true)
}

// indexEmoji makes the dictionary of emoji.
func (s *segment) indexEmoji() {
	emoji := newDictionaryBuilder(FoldEmoji)
	for number, d := range s.kept {
		for i, item := range d.Items {
			for _, one := range item.Emoji {
				emoji.add(one, s.firstItem[number]+int32(i))
			}
		}
	}
	s.emoji = emoji.build(false)
}

// names returns what the document is called in a locale.
func (d Document) names(locale i18n.Locale) []string {
	if locale == neutral {
		return append([]string{d.Creator}, d.Tags...)
	}
	return []string{d.Titles[locale]}
}

// line returns the keywords of an item in a locale, one a line.
func (d Document) line(locale i18n.Locale, item int) string {
	if locale == neutral {
		return d.Items[item].Shortcode
	}
	lines := d.Keywords[locale]
	if item >= len(lines) {
		return ""
	}
	return lines[item]
}
