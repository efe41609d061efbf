package message

import (
	"regexp"
	"strings"
	"unicode"
)

// kept are the parts of a text that a pseudo-locale leaves as they are: tags, entities and addresses.
var kept = regexp.MustCompile(`<[^>]*>|&#?\w+;|https?://\S+|mailto:\S+`)

// accented are letters that look like those of ASCII and are not.
var accented = pairedLetters(
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
	"åƀçđéƒǧĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇĐÉƑǦĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ",
)

func pairedLetters(plain, strange string) *strings.Replacer {
	var pairs []string
	other := []rune(strange)
	for i, letter := range plain {
		pairs = append(pairs, string(letter), string(other[i]))
	}
	return strings.NewReplacer(pairs...)
}

// stretch is how much longer a pseudo-locale's texts are: European languages need about so much more than English.
const stretch = 0.35

// Accented writes a pattern so that a reader of English still reads it, and sees what no translation reaches: letters
// with marks, more than a third longer, between ⟦ and ⟧, of which a cut text lacks the last.
func (p Pattern) Accented() Pattern {
	letters := 0
	accents := p.words(func(text string) string {
		for _, r := range text {
			if unicode.IsLetter(r) {
				letters++
			}
		}
		return accented.Replace(text)
	})
	tail := strings.Repeat("·", int(float64(letters)*stretch+0.999)) + "⟧"
	return NewPattern(append(append([]Part{{Text: "⟦"}}, accents.parts...), Part{Text: tail})...)
}

// Mirrored writes a pattern whose words run from right to left, by U+202E and U+202C about each: a page that is not
// made for Arabic shows it.
func (p Pattern) Mirrored() Pattern {
	return p.words(func(text string) string {
		var b strings.Builder
		inside := false
		for _, r := range text {
			if letter := unicode.IsLetter(r); letter != inside {
				b.WriteString(map[bool]string{true: "\u202e", false: "\u202c"}[letter])
				inside = letter
			}
			b.WriteRune(r)
		}
		if inside {
			b.WriteString("\u202c")
		}
		return b.String()
	})
}

// words rewrites what of a pattern a translator would.
func (p Pattern) words(rewrite func(string) string) Pattern {
	parts := make([]Part, len(p.parts))
	for i, part := range p.parts {
		var b strings.Builder
		rest := part.Text
		for _, at := range kept.FindAllStringIndex(part.Text, -1) {
			start := len(part.Text) - len(rest)
			b.WriteString(rewrite(part.Text[start:at[0]]))
			b.WriteString(part.Text[at[0]:at[1]])
			rest = part.Text[at[1]:]
		}
		b.WriteString(rewrite(rest))
		parts[i] = Part{b.String(), part.Variable}
	}
	return NewPattern(parts...)
}
