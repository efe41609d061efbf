package search

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
)

// needle is a folded query.
type needle struct {
	whole string
	emoji string   // as an emoji is looked for
	words []string // of whole
	grams []gram   // that every match has
}

// newNeedle folds a query.
func newNeedle(text string) needle {
	text = head(text, maxQuery)
	q := needle{whole: Fold(text), emoji: FoldEmoji(strings.TrimSpace(text))}
	q.words = strings.Fields(q.whole)
	for _, word := range q.words {
		pairs := len(q.grams)
		eachGram(word, func(g gram) {
			if g.second != 0 {
				q.grams = append(q.grams, g)
			}
		})
		if len(q.grams) == pairs {
			eachGram(word, func(g gram) { q.grams = append(q.grams, g) })
		}
	}
	return q
}

// within reports whether the term holds every word of the query, and does not begin with it.
func (q needle) within(term string) bool {
	for _, word := range q.words {
		if !strings.Contains(term, word) {
			return false
		}
	}
	return !strings.HasPrefix(term, q.whole)
}

// ways are how a term may match, the best first.
var ways = []func(*dictionary, needle) []int32{(*dictionary).exact, (*dictionary).prefix, (*dictionary).part}

// Find returns what matches the query: in the reader's languages before others; there, what is the
// query before what begins with it before what holds it; then the latest.
func (x *Index) Find(q Query) Results {
	needle := newNeedle(q.Text)
	if needle.whole == "" && needle.emoji == "" || q.Limit <= 0 {
		return Results{}
	}
	admitted := map[int32]bool{}
	documents, items := newHits(x, q, admitted), newHits(x, q, admitted)
	for _, own := range []bool{true, false} {
		for rank, way := range ways {
			look := look{needle: needle, way: way, locales: q.Locales, own: own, emoji: own && rank == 0}
			documents.look(look, false)
			items.look(look, true)
		}
	}
	results := Results{Items: items.all}
	for _, hit := range documents.all {
		results.Documents = append(results.Documents, hit.Document)
	}
	return results
}

// look is one way to look into dictionaries: in those of the reader's languages, or in the others.
type look struct {
	needle  needle
	way     func(*dictionary, needle) []int32
	locales []i18n.Locale
	own     bool
	emoji   bool // whether the query may be an emoji
}

// into returns the postings of all terms that match.
func (l look) into(dictionaries map[i18n.Locale]*dictionary, emoji *dictionary) []postings {
	var found []postings
	collect := func(d *dictionary, q needle) {
		for _, term := range l.way(d, q) {
			found = append(found, d.postingsOf(term))
		}
	}
	for locale, d := range dictionaries {
		mine := locale == neutral || slices.Contains(l.locales, locale)
		if mine == l.own && l.needle.whole != "" {
			collect(d, l.needle)
		}
	}
	if l.emoji && emoji != nil {
		collect(emoji, needle{whole: l.needle.emoji})
	}
	return found
}

// owner says what a number in a dictionary is: of which document, by number, and which item.
type owner func(number int32) (document int32, item int)

func (s *segment) document(number int32) (int32, int) { return number, 0 }

func (s *segment) item(number int32) (int32, int) {
	document := s.itemOwner[number]
	return document, int(number - s.firstItem[document])
}
