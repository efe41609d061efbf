package search

import (
	"slices"
	"strings"
)

// maxGrams bounds the grams that a query is looked for by; what is found is compared in any case.
const maxGrams = 16

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
		q.grams = append(q.grams, gramsOf(word)...)
	}
	slices.Sort(q.grams)
	q.grams = slices.Compact(q.grams)
	q.grams = q.grams[:min(len(q.grams), maxGrams)]
	return q
}

// gramsOf returns the pairs of a word; if it is one character, that.
func gramsOf(word string) []gram {
	var pairs, singles []gram
	eachGram(word, func(g gram) {
		if g.single() {
			singles = append(singles, g)
		} else {
			pairs = append(pairs, g)
		}
	})
	if len(pairs) == 0 {
		return singles
	}
	return pairs
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

// Find returns what matches the query: in the reader's languages before others; there, what is the
// query before what begins with it before what holds it; then the latest.
func (x *Index) Find(q Query) Results {
	needle := newNeedle(q.Text)
	if needle.whole == "" && needle.emoji == "" || q.Limit <= 0 {
		return Results{}
	}
	documents, items := &hits{index: x, limit: q.Limit, admit: q.Admit}, &hits{index: x, limit: q.Limit, admit: q.Admit}
	for _, own := range []bool{true, false} {
		sights := x.sights(q, needle, own)
		for _, way := range []way{sight.exact, sight.prefix, sight.part} {
			documents.look(sights.documents, way)
			items.look(sights.items, way)
		}
	}
	results := Results{}
	for _, hit := range documents.all {
		results.Documents = append(results.Documents, hit.of.id)
	}
	for _, hit := range items.all {
		results.Items = append(results.Items, ItemRef{hit.of.id, hit.item})
	}
	return results
}

// look looks one way into dictionaries, and ends the rank.
func (h *hits) look(sights []sight, look way) {
	if h.room() == 0 {
		return
	}
	for _, s := range sights {
		look(s, h)
	}
	h.settle()
}

// sight is a query in the view of one dictionary that may have matches.
type sight struct {
	*dictionary
	segment *segment
	of      owner
	needle  needle
	place   int    // in the order of text, of the first term that is not before the query
	common  common // terms that have all grams of the query
}

// sights are those of all dictionaries that belong to one rank.
type sights struct{ documents, items []sight }

// sights returns the dictionaries of the reader's own languages, or the others.
func (x *Index) sights(q Query, needle needle, own bool) sights {
	var all sights
	for _, s := range x.segments {
		for locale, lexicon := range s.words {
			mine := locale == neutral || slices.Contains(q.Locales, locale)
			if mine == own && needle.whole != "" {
				all.documents = lexicon.documents.sight(all.documents, s, s.document, needle)
				all.items = lexicon.items.sight(all.items, s, s.item, needle)
			}
		}
		if own && needle.emoji != "" {
			all.items = s.emoji.sight(all.items, s, s.item, emojiNeedle(needle))
		}
	}
	return all
}

// emojiNeedle is the query as an emoji, which is found whole or not at all.
func emojiNeedle(q needle) needle { return needle{whole: q.emoji} }

// sight appends the view of one dictionary, if it has all grams of the query: whatever matches does.
func (d *dictionary) sight(to []sight, s *segment, of owner, q needle) []sight {
	common, found := d.grams.all(q.grams)
	if !found {
		return to
	}
	return append(to, sight{d, s, of, q, d.from(q.whole), common})
}

// way is how a term may match.
type way func(sight, *hits)

// exact finds what the query is.
func (s sight) exact(h *hits) {
	if s.place < s.len() && s.at(s.place) == s.needle.whole {
		h.take(s.segment, s.postings(s.place), s.of)
	}
}

// prefix finds what begins with the query, and is longer. The first term that comes too late tells which
// others do.
func (s sight) prefix(h *hits) {
	if s.needle.words == nil {
		return
	}
	late := uint32(s.len())
	for _, term := range s.beginning(s.needle.whole, s.place) {
		if term < late && len(s.term(term)) > len(s.needle.whole) && !h.take(s.segment, s.postingsOf(term), s.of) {
			late = term
		}
	}
}

// part finds what holds every word of the query, and does not begin with it.
func (s sight) part(h *hits) {
	for {
		term, more := s.common.next()
		if !more {
			return
		}
		if s.needle.within(s.term(term)) && !h.take(s.segment, s.postingsOf(term), s.of) {
			return
		}
	}
}
