package search

import (
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// foldRunes folds a text character by character, or reports that its characters depend on each other:
// marks, and the parts of Hangul syllables. Most titles and keywords do not, and folding them so costs
// a tenth.
func foldRunes(text string) (string, bool) {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		if r < utf8.RuneSelf {
			b.WriteRune(unicode.ToLower(r))
			continue
		}
		if standsAsItIs(r) {
			b.WriteRune(r)
			continue
		}
		folded, alone := foldRune(r)
		if !alone {
			return "", false
		}
		b.WriteString(folded)
	}
	return b.String(), true
}

// standsAsItIs reports whether folding leaves a character alone, whatever stands beside it.
func standsAsItIs(r rune) bool {
	switch {
	case r >= 0xAC00 && r <= 0xD7A3: // Hangul syllables; a part that would join is not among these
		return true
	case r >= 0x4E00 && r <= 0x9FA5: // Han
		return true
	case r >= 0x3041 && r <= 0x3096, r >= 0x30A1 && r <= 0x30FA, r == 0x30FC: // kana
		return true
	}
	return false
}

// foldCache has what single characters of the first plane fold to: nil of those not asked for yet.
var foldCache [0x3000]atomic.Pointer[foldedRune]

type foldedRune struct {
	text  string
	alone bool // whether it may be folded without its neighbours
}

// foldRune folds one character, and reports whether that is right whatever stands beside it.
func foldRune(r rune) (string, bool) {
	if int(r) >= len(foldCache) {
		return "", false
	}
	if known := foldCache[r].Load(); known != nil {
		return known.text, known.alone
	}
	folded := &foldedRune{foldAny(string(r)), aloneIn(r)}
	foldCache[r].Store(folded)
	return folded.text, folded.alone
}

// aloneIn reports whether a character neither joins nor moves past another.
func aloneIn(r rune) bool {
	properties := norm.NFKD.PropertiesString(string(r))
	return !unicode.Is(unicode.M, r) && !unicode.IsSpace(r) && properties.CCC() == 0 &&
		!(r >= 0x1100 && r <= 0x11FF) && (properties.Decomposition() == nil || dropsMarks(firstRune(properties.Decomposition())))
}

func firstRune(text []byte) rune {
	r, _ := utf8.DecodeRune(text)
	return r
}
