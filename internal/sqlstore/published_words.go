package sqlstore

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
)

// wordsFormat is the first byte of packed words. Another one means another format.
const wordsFormat = 1

// errWords: the packed words of a row are damaged, or a newer program's.
var errWords = errors.New("sqlstore: stored words cannot be read")

// packWords writes the cover, the titles, the stickers and the keywords one behind the other: strings after their
// length, lists after their length and one, 0 for none, all numbers as varints.
func packWords(p catalog.Published) []byte {
	w := wordWriter{wordsFormat}
	w.picture(p.Cover)
	w.texts(p.Titles)
	w.stickers(p.Stickers)
	w.keywords(p.Keywords)
	return w
}

// unpackWords reads what packWords wrote into p. The texts share one memory.
func unpackWords(packed []byte, p *catalog.Published) error {
	if len(packed) == 0 || packed[0] != wordsFormat {
		return errWords
	}
	r := wordReader{rest: string(packed[1:])}
	p.Cover, p.Titles, p.Stickers, p.Keywords = r.picture(), r.texts(), r.stickers(), r.keywords()
	if r.failed || r.rest != "" {
		return errWords
	}
	return nil
}

func (w *wordWriter) stickers(stickers []catalog.PublishedSticker) {
	w.length(len(stickers), stickers == nil)
	for _, s := range stickers {
		w.text(s.ID)
		w.text(s.Shortcode)
		w.list(s.Emoji)
	}
}

func (w *wordWriter) keywords(keywords map[i18n.Locale][]string) {
	w.length(len(keywords), keywords == nil)
	for _, locale := range slices.Sorted(maps.Keys(keywords)) {
		w.text(string(locale))
		w.list(keywords[locale])
	}
}

func (r *wordReader) stickers() []catalog.PublishedSticker {
	n, some := r.length()
	if !some {
		return nil
	}
	stickers := make([]catalog.PublishedSticker, n)
	for i := range stickers {
		stickers[i] = catalog.PublishedSticker{ID: r.text(), Shortcode: r.text(), Emoji: r.list()}
	}
	return stickers
}

func (w *wordWriter) texts(texts map[i18n.Locale]string) {
	w.length(len(texts), texts == nil)
	for _, locale := range slices.Sorted(maps.Keys(texts)) {
		w.text(string(locale))
		w.text(texts[locale])
	}
}

func (r *wordReader) texts() map[i18n.Locale]string {
	n, some := r.length()
	if !some {
		return nil
	}
	texts := make(map[i18n.Locale]string, n)
	for range n {
		locale := i18n.Locale(r.text())
		texts[locale] = r.text()
	}
	return texts
}

func (r *wordReader) keywords() map[i18n.Locale][]string {
	n, some := r.length()
	if !some {
		return nil
	}
	keywords := make(map[i18n.Locale][]string, n)
	for range n {
		locale := i18n.Locale(r.text())
		keywords[locale] = r.list()
	}
	return keywords
}

// wordWriter appends to packed words.
type wordWriter []byte

func (w *wordWriter) number(n int) { *w = binary.AppendUvarint(*w, uint64(n)) }

func (w *wordWriter) text(s string) {
	w.number(len(s))
	*w = append(*w, s...)
}

func (w *wordWriter) length(n int, none bool) {
	if none {
		n = -1
	}
	w.number(n + 1)
}

func (w *wordWriter) list(texts []string) {
	w.length(len(texts), texts == nil)
	for _, text := range texts {
		w.text(text)
	}
}

// wordReader reads packed words; after a fault it reads nothing more.
type wordReader struct {
	rest   string
	failed bool
}

// fail ends the reading.
func (r *wordReader) fail() { r.failed, r.rest = true, "" }

func (r *wordReader) number() int {
	var n uint64
	for i := 0; i < len(r.rest) && i < binary.MaxVarintLen64; i++ {
		n |= uint64(r.rest[i]&0x7F) << (7 * i)
		if r.rest[i] < 0x80 {
			r.rest = r.rest[i+1:]
			return int(n)
		}
	}
	r.fail()
	return 0
}

func (r *wordReader) text() string {
	n := r.number()
	if n < 0 || n > len(r.rest) {
		r.fail()
		return ""
	}
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}

// length reads the length of a list, or false for none. No list is longer than what is left to read.
func (r *wordReader) length() (int, bool) {
	n := r.number() - 1
	if n > len(r.rest) {
		r.fail()
	}
	return n, n >= 0 && !r.failed
}

func (r *wordReader) list() []string {
	n, some := r.length()
	if !some {
		return nil
	}
	texts := make([]string, n)
	for i := range texts {
		texts[i] = r.text()
	}
	return texts
}
