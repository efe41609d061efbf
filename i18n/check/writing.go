package check

import (
	"slices"
	"sync"
	"unicode"

	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// writing is how a locale is written, as far as checks ask.
type writing struct {
	language string
	region   string
	script   string                // ISO 15924
	letters  []*unicode.RangeTable // of its scripts
	spaces   bool                  // words stand apart
	cases    bool                  // letters are capital and small
	rtl      bool
}

// unknown is how locales are taken to be written that are none.
var unknown = &writing{script: "Latn", letters: scripts["Latn"], spaces: true, cases: true}

var writings sync.Map // locale → *writing; locales are those that have plural rules

// writingOf returns how a locale is written.
func writingOf(locale string) *writing {
	if known, ok := writings.Load(locale); ok {
		return known.(*writing)
	}
	tag, err := cldr.Parse(locale)
	if err != nil {
		return unknown
	}
	tag = cldr.Canonical(tag)
	script := cldr.Script(tag)
	w := &writing{
		language: tag.Language, region: tag.Region, script: script, letters: scripts[script],
		spaces: !slices.Contains([]string{"Thai", "Laoo", "Khmr", "Mymr", "Jpan", "Hans", "Hant", "Hani"}, script),
		cases:  slices.Contains([]string{"Latn", "Cyrl", "Grek", "Armn"}, script),
		rtl:    cldr.Direction(locale) == "rtl",
	}
	writings.Store(locale, w)
	return w
}

// scripts are the letters of each script of ISO 15924 that Unicode names otherwise or that has several;
// Latin letters are in none but its own.
var scripts = map[string][]*unicode.RangeTable{
	"Latn": {unicode.Latin}, "Cyrl": {unicode.Cyrillic}, "Grek": {unicode.Greek}, "Armn": {unicode.Armenian},
	"Geor": {unicode.Georgian}, "Hebr": {unicode.Hebrew}, "Arab": {unicode.Arabic}, "Syrc": {unicode.Syriac},
	"Thaa": {unicode.Thaana}, "Deva": {unicode.Devanagari}, "Beng": {unicode.Bengali}, "Guru": {unicode.Gurmukhi},
	"Gujr": {unicode.Gujarati}, "Orya": {unicode.Oriya}, "Taml": {unicode.Tamil}, "Telu": {unicode.Telugu},
	"Knda": {unicode.Kannada}, "Mlym": {unicode.Malayalam}, "Sinh": {unicode.Sinhala}, "Thai": {unicode.Thai},
	"Laoo": {unicode.Lao}, "Tibt": {unicode.Tibetan}, "Mymr": {unicode.Myanmar}, "Ethi": {unicode.Ethiopic},
	"Khmr": {unicode.Khmer}, "Mong": {unicode.Mongolian}, "Kore": {unicode.Hangul, unicode.Han},
	"Hang": {unicode.Hangul}, "Jpan": {unicode.Hiragana, unicode.Katakana, unicode.Han},
	"Hani": {unicode.Han}, "Hans": {unicode.Han}, "Hant": {unicode.Han, unicode.Bopomofo},
	"Tfng": {unicode.Tifinagh}, "Cans": {unicode.Canadian_Aboriginal}, "Cher": {unicode.Cherokee},
	"Olck": {unicode.Ol_Chiki}, "Yiii": {unicode.Yi},
}

// confusable are the scripts whose letters look alike.
var confusable = []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek}

// ascii reports whether a text has nothing but ASCII.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
