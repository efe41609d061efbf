package assignment

import (
	"unicode"

	"github.com/rivo/uniseg"

	"github.com/hallyu-store/hallyu/i18n"
)

// size is how much there is to be translated.
type size struct{ words, characters int }

// measure counts the texts of a source, its variables left out. Words are those of UAX #29; where a script does not
// part them, as in Thai, Japanese and Chinese, each letter counts as one (runs of katakana are one).
func measure(m *i18n.Message) size {
	var n size
	patterns, err := m.Patterns()
	for category, text := range m.Forms {
		if err == nil {
			text = patterns.Of(category).Spell(func(string) string { return " " })
		}
		n.words += wordsIn(text)
		n.characters += uniseg.GraphemeClusterCount(text)
	}
	return n
}

func wordsIn(text string) int {
	n, state := 0, -1
	var word string
	for text != "" {
		word, text, state = uniseg.FirstWordInString(text, state)
		for _, r := range word {
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				n++
				break
			}
		}
	}
	return n
}
