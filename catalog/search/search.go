// Package search finds packs and stickers by their words, in any script.
package search

import "github.com/hallyu-store/hallyu/i18n"

// Document is one pack as search sees it.
type Document struct {
	ID       int32                  // a later document of the same id replaces an earlier one
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
	Text    string
	Locales []i18n.Locale        // the reader's, the best first: their words come before others
	Limit   int                  // of documents, and of items
	Admit   func(id int32) bool  // whether the document may be found at all
	Newest  func(id int32) int64 // the higher, the earlier among equals
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

// Index is immutable.
type Index struct{}

// New returns an empty index.
func New() *Index { return &Index{} }

// With returns an index in which the documents stand in place of those with their ids.
func (x *Index) With(documents []Document) *Index { return x }

// Find returns what matches.
func (x *Index) Find(q Query) Results { return Results{} }

// Fold stub.
func Fold(s string) string { return s }
