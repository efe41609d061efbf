// Package search finds packs and their stickers by words and emoji, in any script, in memory.
//
// Words of all scripts are looked for the same way: folded, by pairs of characters, and verified. So
// no language needs a tokenizer, and a query may be any part of a word. An [Index] is immutable and
// made of segments; adding documents makes a small segment more, and now and then merges small ones.
package search

import "github.com/hallyu-store/hallyu/i18n"

// Document is one pack as search sees it.
type Document struct {
	ID       int32                  // small and dense; a later document replaces one with its id
	Recency  int64                  // among equals, the higher comes first
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

// Index finds documents. It is immutable and safe for concurrent use.
type Index struct {
	segments []*segment // the largest and oldest first
	versions []uint32   // by document id: which version of it counts
}

// New returns an empty index.
func New() *Index { return &Index{} }

// mergeLimit is the number of documents over which a segment is not merged any more.
const mergeLimit = 2048

// With returns an index in which the documents stand in place of those with their ids.
func (x *Index) With(documents []Document) *Index {
	next := &Index{segments: append([]*segment{}, x.segments...)}
	next.versions = append([]uint32{}, x.versions...)
	versions := make([]uint32, len(documents))
	for i, d := range documents {
		for int(d.ID) >= len(next.versions) {
			next.versions = append(next.versions, 0)
		}
		next.versions[d.ID]++
		versions[i] = next.versions[d.ID]
	}
	next.push(newSegment(documents, versions))
	return next
}

// push adds a segment, and merges it with those before it that are not much larger.
func (x *Index) push(s *segment) {
	for len(x.segments) > 0 {
		last := x.segments[len(x.segments)-1]
		if last.size() > 2*s.size() || last.size()+s.size() > mergeLimit {
			break
		}
		x.segments = x.segments[:len(x.segments)-1]
		s = x.merge(last, s)
	}
	x.segments = append(x.segments, s)
}

// merge makes one segment of what counts in two.
func (x *Index) merge(parts ...*segment) *segment {
	var documents []Document
	var versions []uint32
	for _, part := range parts {
		for i, d := range part.kept {
			if x.versions[d.ID] == part.versions[i] {
				documents = append(documents, d)
				versions = append(versions, part.versions[i])
			}
		}
	}
	return newSegment(documents, versions)
}
