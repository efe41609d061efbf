package search

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
)

// FoldAny is Fold without its short cut.
var FoldAny = foldAny

// NewWithLarge returns an empty index of which segments of that many documents are large.
func NewWithLarge(documents int) *Index { return &Index{large: documents} }

// Size returns the number of segments, and of documents held in them.
func (x *Index) Size() (segments, held int) {
	for _, s := range x.segments {
		held += s.size()
	}
	return len(x.segments), held
}

// Model is what Find finds, told by looking at all words of all documents.
func Model(documents map[int32]Document, q Query) Results {
	ofDocuments, ofItems := map[ItemRef]int{}, map[ItemRef]int{} // rank, the lowest the best
	for _, d := range documents {
		if !q.Admit(d.ID) {
			continue
		}
		note := func(to map[ItemRef]int, item int, locale i18n.Locale, word string) {
			rank, matches := modelRank(q, locale, word)
			ref := ItemRef{d.ID, item}
			if known, again := to[ref]; matches && (!again || rank < known) {
				to[ref] = rank
			}
		}
		for locale, title := range d.Titles {
			note(ofDocuments, 0, locale, title)
		}
		for _, name := range append([]string{d.Creator}, d.Tags...) {
			note(ofDocuments, 0, neutral, name)
		}
		for item, named := range d.Items {
			note(ofItems, item, neutral, named.Shortcode)
			for locale := range d.Keywords {
				for _, keyword := range strings.Split(d.line(locale, item), "\n") {
					note(ofItems, item, locale, keyword)
				}
			}
			if slices.ContainsFunc(named.Emoji, func(e string) bool { return FoldEmoji(e) == FoldEmoji(q.Text) }) {
				ofItems[ItemRef{d.ID, item}] = 0
			}
		}
	}
	results := Results{Items: modelOrder(documents, ofItems, q.Limit)}
	for _, ref := range modelOrder(documents, ofDocuments, q.Limit) {
		results.Documents = append(results.Documents, ref.Document)
	}
	return results
}

// modelRank says how a word matches a query, if it does.
func modelRank(q Query, locale i18n.Locale, word string) (int, bool) {
	rank, word, whole := 0, Fold(word), Fold(q.Text)
	if locale != neutral && !slices.Contains(q.Locales, locale) {
		rank = 3
	}
	if word == "" {
		return 0, false
	}
	if word == whole {
		return rank, true
	}
	if strings.HasPrefix(word, whole) {
		return rank + 1, true
	}
	if len(newNeedle(q.Text).grams) == 0 {
		return 0, false // one letter of an alphabet is looked for at the beginning alone
	}
	for _, part := range strings.Fields(whole) {
		if !strings.Contains(word, part) {
			return 0, false
		}
	}
	return rank + 2, true
}

func modelOrder(documents map[int32]Document, ranks map[ItemRef]int, limit int) []ItemRef {
	var refs []ItemRef
	for ref := range ranks {
		refs = append(refs, ref)
	}
	slices.SortFunc(refs, func(a, b ItemRef) int {
		if ranks[a] != ranks[b] {
			return ranks[a] - ranks[b]
		}
		x, y := documents[a.Document], documents[b.Document]
		if order := (holder{recency: x.Recency, key: x.Key}).after(holder{recency: y.Recency, key: y.Key}); order != 0 {
			return order
		}
		return a.Item - b.Item
	})
	return refs[:min(len(refs), limit)]
}
