package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// maxQuery bounds what of a text is looked at, in characters.
const maxQuery = 200

// letters are those that are written in more than one way and looked for as one: Arabic alef with
// its signs, ya and alef maksura, ta marbuta and ha.
var letters = map[rune]rune{'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ى': 'ي', 'ة': 'ه', 'đ': 'd', 'ı': 'i', 'ł': 'l', 'ø': 'o'}

const tatweel = 'ـ'

// Fold brings a text into the form in which it is looked for: compatible forms and cases as one,
// without the marks of Latin, Greek, Cyrillic, Arabic and Hebrew, which writers leave out; those of
// Thai, of Indic scripts and of kana stay, for they make other words. Space is single.
func Fold(text string) string {
	if folded, done := foldRunes(text); done {
		return singleSpaced(folded)
	}
	return foldAny(text)
}

// foldAny folds a text whose characters may depend on each other.
func foldAny(text string) string {
	decomposed := norm.NFKD.String(cases.Fold().String(norm.NFKC.String(text)))
	var b strings.Builder
	b.Grow(len(decomposed))
	var base rune // the last character that is no mark
	for _, r := range decomposed {
		if unicode.Is(unicode.Mn, r) && dropsMarks(base) || ignorable(r) {
			continue
		}
		if !unicode.Is(unicode.Mn, r) {
			base = r
		}
		if plain, varies := letters[r]; varies {
			r = plain
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(singleSpaced(b.String()))
}

// singleSpaced returns the words of a text with one space between them.
func singleSpaced(text string) string {
	if !strings.ContainsFunc(text, unicode.IsSpace) {
		return text
	}
	return strings.Join(strings.Fields(text), " ")
}

// dropsMarks reports whether marks over the character are left out.
func dropsMarks(base rune) bool {
	return unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Arabic, unicode.Hebrew)
}

// ignorable reports whether a character says nothing to a search.
func ignorable(r rune) bool {
	return r == tatweel || unicode.Is(unicode.Cf, r) || r >= 0xFE00 && r <= 0xFE0F
}

// FoldEmoji brings an emoji into the form in which it is looked for: without the selector of emoji
// presentation and without the colour of skin.
func FoldEmoji(emoji string) string {
	return strings.Map(func(r rune) rune {
		if r == 0xFE0F || r == 0xFE0E || r >= 0x1F3FB && r <= 0x1F3FF {
			return -1
		}
		return r
	}, emoji)
}

// head returns at most n characters of a text, and only valid ones.
func head(text string, n int) string {
	count := 0
	for i := range text {
		if count == n {
			return strings.ToValidUTF8(text[:i], "")
		}
		count++
	}
	return strings.ToValidUTF8(text, "")
}
