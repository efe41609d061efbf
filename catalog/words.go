package catalog

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
)

// Words are a pack's words: locale, then key, then text. Keys are those of project "packs" without
// the pack's id: WordTitle, WordDescription, AltKey and KeywordsKey of a sticker.
type Words map[i18n.Locale]map[string]string

// Keys of a pack's own words.
const (
	WordTitle       = "title"
	WordDescription = "description"
)

// keywords ends the key of keywords.
const keywords = "keywords"

// AltKey returns the key of a sticker's alt text.
func AltKey(sticker string) string { return sticker + ".alt" }

// KeywordsKey returns the key of a sticker's keywords, which stand one a line.
func KeywordsKey(sticker string) string { return sticker + "." + keywords }

// Set puts a text in its place; an empty one is removed.
func (w Words) Set(locale i18n.Locale, key, text string) {
	if text == "" {
		delete(w[locale], key)
		if len(w[locale]) == 0 {
			delete(w, locale)
		}
		return
	}
	if w[locale] == nil {
		w[locale] = map[string]string{}
	}
	w[locale][key] = text
}

// SetAll replaces what key says in every locale.
func (w Words) SetAll(key string, texts map[i18n.Locale]string) {
	for locale := range w {
		w.Set(locale, key, "")
	}
	for locale, text := range texts {
		w.Set(locale, key, text)
	}
}

// Of returns what key says, by locale.
func (w Words) Of(key string) map[i18n.Locale]string {
	texts := map[i18n.Locale]string{}
	for locale, messages := range w {
		if text, said := messages[key]; said {
			texts[locale] = text
		}
	}
	return texts
}

// Locales returns the locales of w, in order.
func (w Words) Locales() []i18n.Locale { return slices.Sorted(maps.Keys(w)) }

// Clone returns a copy that shares nothing with w.
func (w Words) Clone() Words {
	c := make(Words, len(w))
	for locale, messages := range w {
		c[locale] = maps.Clone(messages)
	}
	return c
}

// keep drops the words of stickers that are not among ids.
func (w Words) keep(ids map[string]bool) {
	for locale, messages := range w {
		maps.DeleteFunc(messages, func(key, _ string) bool {
			sticker, _, ofSticker := strings.Cut(key, ".")
			return ofSticker && !ids[sticker]
		})
		if len(messages) == 0 {
			delete(w, locale)
		}
	}
}

// find returns the first text for key along chain, then in any locale, and the locale it is in.
func (w Words) find(key string, chain []i18n.Locale) Text {
	for _, locale := range chain {
		if text, said := w[locale][key]; said {
			return Text{text, locale}
		}
	}
	for _, locale := range w.Locales() {
		if text, said := w[locale][key]; said {
			return Text{text, locale}
		}
	}
	return Text{}
}

// Text is a text and the locale it is in. Both are empty when there is none.
type Text struct {
	Text   string
	Locale i18n.Locale
}

// WordList returns the words of a pack, by id, as messages of project "packs", by key and locale.
func WordList(pack string, words Words) []i18n.Word {
	list := []i18n.Word{}
	for _, locale := range words.Locales() {
		for key, text := range words[locale] {
			list = append(list, i18n.Word{Key: pack + "." + key, Locale: locale, Text: text})
		}
	}
	slices.SortFunc(list, func(a, b i18n.Word) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Locale, b.Locale))
	})
	return list
}

// WordsOf reads what WordList made; all must be of one pack.
func WordsOf(list []i18n.Word) Words {
	words := Words{}
	for _, word := range list {
		_, key, _ := strings.Cut(word.Key, ".")
		words.Set(word.Locale, key, word.Text)
	}
	return words
}
