package cldr

import (
	"strings"
	"sync"
)

// joints are the patterns of a list: of two, of the start, of the middle, of the end.
type joints struct{ and, or [4]string }

var jointTable = sync.OnceValue(func() map[string]joints {
	table := map[string]joints{}
	for _, cells := range rows("lists.tsv") {
		table[cells[0]] = joints{and: [4]string(cells[1:5]), or: [4]string(cells[5:9])}
	}
	return table
})

// FormatList joins words as the locale does, all of them meant: "A, B, and C" in en, "A, B dan C" in id. The patterns
// are CLDR's of the types standard and or (UTS #35 part 2, list patterns).
func FormatList(locale string, words []string) string {
	return joined(nearest(jointTable(), locale).and, words)
}

// FormatChoice joins words as the locale does, any one of them meant: "A, B, or C" in en.
func FormatChoice(locale string, words []string) string {
	return joined(nearest(jointTable(), locale).or, words)
}

func joined(patterns [4]string, words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	case 2:
		return join(patterns[0], words[0], words[1])
	default:
		text := join(patterns[3], words[n-2], words[n-1])
		for i := n - 3; i > 0; i-- {
			text = join(patterns[2], words[i], text)
		}
		return join(patterns[1], words[0], text)
	}
}

// join puts two texts into a pattern at once, so that a text with braces stays as it is.
func join(pattern, first, second string) string {
	return strings.NewReplacer("{0}", first, "{1}", second).Replace(pattern)
}
