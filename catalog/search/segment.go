package search

import (
	"cmp"
	"slices"
	"strings"

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
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(documents[b].Recency, documents[a].Recency), cmp.Compare(documents[b].ID, documents[a].ID))
	})
	b := &segmentBuilder{
		segment:   &segment{},
		documents: map[i18n.Locale]*dictionaryBuilder{}, items: map[i18n.Locale]*dictionaryBuilder{},
		emoji: newDictionaryBuilder(), folded: map[string]string{},
	}
	for _, i := range order {
		b.add(documents[i], versions[i])
	}
	b.finish()
	return b.segment
}

// segmentBuilder collects the words of documents, the latest first.
type segmentBuilder struct {
	segment   *segment
	documents map[i18n.Locale]*dictionaryBuilder
	items     map[i18n.Locale]*dictionaryBuilder
	emoji     *dictionaryBuilder
	folded    map[string]string // words that were folded before: keywords recur
}

func (b *segmentBuilder) add(d Document, version uint32) {
	s := b.segment
	number := int32(len(s.ids))
	s.ids, s.versions, s.recency = append(s.ids, d.ID), append(s.versions, version), append(s.recency, d.Recency)
	s.kept = append(s.kept, d)
	s.firstItem = append(s.firstItem, int32(len(s.itemOwner)))
	for locale, title := range d.Titles {
		b.dictionary(b.documents, locale).add(Fold(title), number)
	}
	names := b.dictionary(b.documents, neutral)
	for _, name := range append([]string{d.Creator}, d.Tags...) {
		names.add(b.fold(name), number)
	}
	for i, item := range d.Items {
		b.addItem(d, i, item, number)
	}
}

// addItem collects the words of one item.
func (b *segmentBuilder) addItem(d Document, i int, item Item, owner int32) {
	number := int32(len(b.segment.itemOwner))
	b.segment.itemOwner = append(b.segment.itemOwner, owner)
	b.dictionary(b.items, neutral).add(Fold(item.Shortcode), number)
	for _, emoji := range item.Emoji {
		b.emoji.add(FoldEmoji(emoji), number)
	}
	for locale, lines := range d.Keywords {
		if i >= len(lines) || lines[i] == "" {
			continue
		}
		words := b.dictionary(b.items, locale)
		for keyword := range strings.SplitSeq(lines[i], "\n") {
			words.add(b.fold(keyword), number)
		}
	}
}

// fold folds a word that is likely to recur.
func (b *segmentBuilder) fold(word string) string {
	folded, known := b.folded[word]
	if !known {
		folded = Fold(word)
		b.folded[word] = folded
	}
	return folded
}

func (b *segmentBuilder) dictionary(of map[i18n.Locale]*dictionaryBuilder, locale i18n.Locale) *dictionaryBuilder {
	if of[locale] == nil {
		of[locale] = newDictionaryBuilder()
	}
	return of[locale]
}

// finish makes the dictionaries, and forgets what the segment was made of if it is large.
func (b *segmentBuilder) finish() {
	s := b.segment
	s.documents, s.items = built(b.documents), built(b.items)
	s.emoji = b.emoji.build(false)
	if s.size() > mergeLimit {
		s.kept = nil
	}
}

func built(builders map[i18n.Locale]*dictionaryBuilder) map[i18n.Locale]*dictionary {
	dictionaries := make(map[i18n.Locale]*dictionary, len(builders))
	for locale, b := range builders {
		dictionaries[locale] = b.build(true)
	}
	return dictionaries
}
