package translation

import (
	"slices"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// countedLike gives the count the name that the source has for it: formats such as i18next's have one of their own. Where
// the source names none, or two, and where forms are no patterns, they stay as they are.
func countedLike(source *message.Message, forms Forms) Forms {
	if source == nil || source.Literal {
		return forms
	}
	names := slices.DeleteFunc(slices.Clone(source.Variables()), func(name string) bool { return !message.IsCount(name) })
	if len(names) != 1 {
		return forms
	}
	left, right := message.Delimiters(source.LeftDelim, source.RightDelim)
	out := Forms{}
	for c, text := range forms {
		out[c] = text
		pattern, err := message.ParsePattern(text, left, right)
		if err != nil || !slices.ContainsFunc(pattern.Variables(), func(name string) bool { return message.IsCount(name) && name != names[0] }) {
			continue
		}
		parts := slices.Clone(pattern.Parts())
		for i := range parts {
			if message.IsCount(parts[i].Variable) {
				parts[i].Variable = names[0]
			}
		}
		out[c] = message.NewPattern(parts...).Spell(func(name string) string { return left + "." + name + right })
	}
	return out
}
