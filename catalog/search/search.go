// Package search finds packs and their stickers by words and emoji, in any script, in memory.
//
// Words of all scripts are looked for the same way: folded, by pairs of characters, and verified. So
// no language needs a tokenizer, and a query may be any part of a word. An [Index] is immutable and
// made of segments; adding documents makes a small segment more, and now and then joins small ones.
// What is found is ordered by when its document came, so lists are kept in that order and read no
// further than a page needs.
package search

import "github.com/hallyu-store/hallyu/i18n"

// Document is one pack as search sees it.
type Document struct {
	ID       int32                  // small and dense; a later document replaces one with its id
	Recency  int64                  // among equals, the higher comes first
	Key      string                 // of equal recency, the higher comes first; no two are equal
	Titles   map[i18n.Locale]string // by locale
	Creator  string
	Tags     []string
	Items    []Item                   // stickers, in order
	Keywords map[i18n.Locale][]string // by locale, the keywords of each item, one a line
}

// Item is one sticker of a document.
type Item struct {
	Shortcode string
	Emoji     []string
}

// Query is what to find.
type Query struct {
	Text    string              // of which the first 200 characters count
	Locales []i18n.Locale       // the reader's: their words come before those of others
	Limit   int                 // of documents, and of items
	Admit   func(id int32) bool // whether a document may be found at all
}

// Results is what was found, best first.
type Results struct {
	Documents []int32
	Items     []ItemRef
}

// ItemRef names an item of a document.
type ItemRef struct {
	Document int32
	Item     int
}
