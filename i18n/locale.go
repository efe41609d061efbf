package i18n

import (
	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
)

// Faults about locales.
var (
	// ErrLocaleMalformed: the text is no well-formed tag of BCP 47. Fact: locale.
	ErrLocaleMalformed = fault.Define(fault.NotFound, "locale-malformed")
	// ErrLocaleNotFound: the tag is well-formed, but nothing is written in it. Fact: locale.
	ErrLocaleNotFound = fault.Define(fault.NotFound, "locale-not-found")
)

// Locale is a canonical BCP 47 tag, such as "ko", "pt-BR" or "zh-Hant-TW". Get one from [ParseLocale]; a
// constant must be canonical as written. The zero value is no locale.
type Locale string

// ParseLocale reads a well-formed tag of BCP 47 and makes it canonical: letters in the usual case, replaced
// languages renewed (iw is he, in is id, tl is fil, no is nb), the script added where the region implies
// another than the usual (zh-TW is zh-Hant-TW). It does not ask whether the language exists. The error is
// [ErrLocaleMalformed].
func ParseLocale(tag string) (Locale, error) {
	t, err := cldr.Parse(tag)
	if err != nil {
		return "", ErrLocaleMalformed.With("locale", tag)
	}
	return Locale(cldr.Canonical(t).String()), nil
}

// Tag returns the locale as golang.org/x/text knows it; language.Und for what that does not know.
func (l Locale) Tag() language.Tag { return language.Make(string(l)) }

// Tags returns the locales as golang.org/x/text knows them.
func Tags(locales []Locale) []language.Tag {
	tags := make([]language.Tag, len(locales))
	for i, locale := range locales {
		tags[i] = locale.Tag()
	}
	return tags
}

// Direction returns "rtl" for locales that are written from right to left, else "ltr".
func (l Locale) Direction() string {
	if l == Mirrored {
		return "rtl"
	}
	return cldr.Direction(string(l))
}

// NativeName returns the locale's name in its own language.
func (l Locale) NativeName() string {
	if name, ok := pseudoNames[l]; ok {
		return name
	}
	return cldr.NativeName(string(l))
}

// NameIn returns the locale's name in a reader's language, English where CLDR has no other, or the tag itself.
func (l Locale) NameIn(reader Locale) string {
	if name, ok := pseudoNames[l]; ok {
		return name
	}
	return cldr.LocaleName(string(reader), string(l))
}

// Chain lists the locales whose texts may stand in for one another, nearest first, beginning with the locale
// itself: its parents by CLDR (es-MX, es-419, es), never in another script (zh-Hant-HK, zh-Hant; not zh).
func Chain(locale Locale) []Locale {
	t, err := cldr.Parse(string(locale))
	if err != nil {
		return []Locale{locale}
	}
	var chain []Locale
	for ok := true; ok; t, ok = cldr.Parent(t) {
		chain = append(chain, Locale(t.String()))
	}
	return chain
}

// plainer returns the locale without a script that its language has anyway, so that zh-Hans and zh, or
// sr-Cyrl and sr, are found as one.
func plainer(locale Locale) Locale {
	t, err := cldr.Parse(string(locale))
	if err != nil {
		return locale
	}
	bare := t
	bare.Script = ""
	if t.Script != "" && cldr.Script(bare) == t.Script && cldr.Script(cldr.Tag{Language: t.Language}) == t.Script {
		t.Script = ""
	}
	return Locale(t.String())
}
