package sqlstore

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
)

// wordsFormat is the first byte of packed words. Another one means another format.
const wordsFormat = 1

// errWords: the packed words of a row are damaged, or a newer program's.
var errWords = errors.New("sqlstore: stored words cannot be read")

// packWords writes stickers and keywords one behind the other: strings after their length, lists after
// their length and one, 0 for none, all as varints.
func packWords(stickers []catalog.PublishedSticker, keywords map[i18n.Locale][]string) []byte {
	w := wordWriter{wordsFormat}
	w.length(len(stickers), stickers == nil)
	for _, s := range stickers {
		w.text(s.ID)
		w.text(s.Shortcode)
		w.list(s.Emoji)
	}
	w.length(len(keywords), keywords == nil)
	locales := make([]i18n.Locale, 0, len(keywords))
	for locale := range keywords {
		locales = append(locales, locale)
	}
	slices.Sort(locales)
	for _, locale := range locales {
		w.text(string(locale))
		w.list(keywords[locale])
	}
	return w
}

// unpackWords reads what packWords wrote. The texts share one memory.
func unpackWords(packed []byte) ([]catalog.PublishedSticker, map[i18n.Locale][]string, error) {
	if len(packed) == 0 || packed[0] != wordsFormat {
		return nil, nil, errWords
	}
	r := wordReader{rest: string(packed[1:])}
	var stickers []catalog.PublishedSticker
	if n, some := r.length(); some {
		stickers = make([]catalog.PublishedSticker, n)
		for i := range stickers {
			stickers[i] = catalog.PublishedSticker{ID: r.text(), Shortcode: r.text(), Emoji: r.list()}
		}
	}
	var keywords map[i18n.Locale][]string
	if n, some := r.length(); some {
		keywords = make(map[i18n.Locale][]string, n)
		for range n {
			locale := i18n.Locale(r.text())
			keywords[locale] = r.list()
		}
	}
	if r.failed || r.rest != "" {
		return nil, nil, errWords
	}
	return stickers, keywords, nil
}

// wordWriter appends to packed words.
type wordWriter []byte

func (w *wordWriter) text(s string) {
	*w = binary.AppendUvarint(*w, uint64(len(s)))
	*w = append(*w, s...)
}

func (w *wordWriter) length(n int, none bool) {
	if none {
		n = -1
	}
	*w = binary.AppendUvarint(*w, uint64(n+1))
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

// number reads a number that is at most what is left to read, as all lengths are.
func (r *wordReader) number() int {
	var n uint64
	for i := 0; i < len(r.rest) && i < binary.MaxVarintLen32; i++ {
		n |= uint64(r.rest[i]&0x7F) << (7 * i)
		if r.rest[i] < 0x80 {
			r.rest = r.rest[i+1:]
			if n <= uint64(len(r.rest))+1 {
				return int(n)
			}
			break
		}
	}
	r.failed, r.rest = true, ""
	return 0
}

func (r *wordReader) text() string {
	n := r.number()
	if n > len(r.rest) {
		r.failed, r.rest = true, ""
		return ""
	}
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}

// length reads the length of a list, or false for none.
func (r *wordReader) length() (int, bool) {
	n := r.number()
	return n - 1, n > 0
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
