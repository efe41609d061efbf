package interop

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

// spokenIn are scripts that speak for a language, the telling ones first: Japanese has Han, too.
var spokenIn = []struct {
	script *unicode.RangeTable
	locale i18n.Locale
}{
	{unicode.Hangul, "ko"}, {unicode.Hiragana, "ja"}, {unicode.Katakana, "ja"}, {unicode.Han, "zh"}, {unicode.Thai, "th"},
	{unicode.Arabic, "ar"}, {unicode.Hebrew, "he"}, {unicode.Devanagari, "hi"}, {unicode.Greek, "el"}, {unicode.Cyrillic, "ru"},
}

// languageOf guesses the language of a text by its script: English where nothing speaks against it.
func languageOf(text string) i18n.Locale {
	for _, s := range spokenIn {
		if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(s.script, r) }) {
			return s.locale
		}
	}
	return "en"
}

// pictures returns the names of the folder's pictures as people count: 2.png before 10.png.
func pictures(folder packfile.Folder) []string {
	var names []string
	for name, data := range folder {
		if isPicture(data) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, byNumber)
	return names
}

// byNumber compares texts by their parts, digits by the number they make.
func byNumber(a, b string) int {
	for a != "" && b != "" {
		headA, restA := part(a)
		headB, restB := part(b)
		if digit(headA[0]) && digit(headB[0]) {
			numberA, numberB := strings.TrimLeft(headA, "0"), strings.TrimLeft(headB, "0")
			if order := cmp.Or(len(numberA)-len(numberB), cmp.Compare(numberA, numberB), len(headA)-len(headB)); order != 0 {
				return order
			}
		} else if order := cmp.Compare(headA, headB); order != 0 {
			return order
		}
		a, b = restA, restB
	}
	return len(a) - len(b)
}

// part cuts the digits, or what is none, from the front of a text that is not empty.
func part(s string) (head, rest string) {
	n := 1
	for n < len(s) && digit(s[n]) == digit(s[0]) {
		n++
	}
	return s[:n], s[n:]
}

func digit(c byte) bool { return c >= '0' && c <= '9' }
