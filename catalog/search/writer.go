package search

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/hallyu-store/hallyu/i18n"
)

// Writer collects documents for the index that follows another. It is for one goroutine.
type Writer struct {
	base     *Index
	versions []uint32
	holders  []holder
	items    int32
	words    map[i18n.Locale]*collectors
	emoji    *collector
}

// collectors collect the words of one locale.
type collectors struct{ documents, items *collector }

// Writer returns a writer of the index that follows x.
func (x *Index) Writer() *Writer {
	return &Writer{
		base: x, versions: slices.Clone(x.versions),
		words: map[i18n.Locale]*collectors{}, emoji: newCollector(FoldEmoji),
	}
}

// Add takes documents in place of those with their ids, earlier ones of its own among them. It keeps
// nothing of them but their keys.
func (w *Writer) Add(documents []Document) {
	first := len(w.holders)
	for _, d := range documents {
		w.hold(d)
		w.speak(d)
	}
	var group sync.WaitGroup
	for locale, to := range w.words {
		group.Go(func() { to.add(locale, documents, w.holders[first:], int32(first)) })
	}
	group.Go(func() { w.addEmoji(documents, w.holders[first:]) })
	group.Wait()
}

// hold gives a document and its items the next numbers.
func (w *Writer) hold(d Document) {
	if missing := int(d.ID) + 1 - len(w.versions); missing > 0 {
		w.versions = append(w.versions, make([]uint32, missing)...)
	}
	w.versions[d.ID]++
	h := holder{d.ID, w.versions[d.ID], d.Recency, d.Key, w.items, int32(len(d.Items))}
	w.holders, w.items = append(w.holders, h), w.items+h.items
}

// speak makes room for the languages of a document.
func (w *Writer) speak(d Document) {
	w.locale(neutral)
	for locale := range d.Titles {
		w.locale(locale)
	}
	for locale := range d.Keywords {
		w.locale(locale)
	}
}

func (w *Writer) locale(locale i18n.Locale) {
	if w.words[locale] == nil {
		w.words[locale] = &collectors{newCollector(Fold), newCollector(Fold)}
	}
}

// add collects the words of documents in one locale; number is the first one's.
func (c *collectors) add(locale i18n.Locale, documents []Document, holders []holder, number int32) {
	for i, d := range documents {
		if locale == neutral {
			c.documents.add(d.Creator, number+int32(i))
			for _, tag := range d.Tags {
				c.documents.add(tag, number+int32(i))
			}
		} else if title := d.Titles[locale]; title != "" {
			c.documents.addOnce(title, number+int32(i))
		}
		for item := range d.Items {
			var keyword string
			for rest := d.line(locale, item); rest != ""; {
				keyword, rest, _ = strings.Cut(rest, "\n")
				c.items.add(keyword, holders[i].firstItem+int32(item))
			}
		}
	}
}

func (w *Writer) addEmoji(documents []Document, holders []holder) {
	for i, d := range documents {
		for item, named := range d.Items {
			for _, emoji := range named.Emoji {
				w.emoji.add(emoji, holders[i].firstItem+int32(item))
			}
		}
	}
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

// Index returns the index that follows, and ends the writer.
func (w *Writer) Index() *Index {
	next := &Index{segments: slices.Clone(w.base.segments), versions: w.versions, large: w.base.large}
	if len(w.holders) > 0 {
		next.push(join(context.Background(), []part{w.part()}, next.counts, allProcessors()))
	}
	return next
}

// part returns what was collected, and keeps nothing of it.
func (w *Writer) part() part {
	written := part{w.holders, make(map[i18n.Locale]sources, len(w.words)), w.emoji}
	for locale, of := range w.words {
		written.words[locale] = sources{of.documents, of.items}
	}
	w.words, w.emoji = nil, nil
	return written
}
