package check

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// likeness tells of one source with several translations (Q17), and, in languages that have plural forms, several
// sources with one translation (Q18). Both are right more often than not, so they are for information alone.
func (w *whole) likeness(locale string, messages map[string]located, plural bool) []Finding {
	bySource, byTarget := map[string][]string{}, map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(messages)) {
		original, known := w.originals[id]
		if !known || original.Plural() || messages[id].Plural() {
			continue
		}
		source, target := bare(original.Text()), bare(messages[id].Text())
		if source != "" {
			bySource[source] = append(bySource[source], id)
		}
		if target != "" && plural {
			byTarget[target] = append(byTarget[target], id)
		}
	}
	text := func(id string) string { return messages[id].Text() }
	original := func(id string) string { return w.originals[id].Text() }
	all := differing(messages, bySource, text, Finding{Check: "Q17", Severity: Info, Locale: locale, Word: "Q17"})
	return append(all, differing(messages, byTarget, original, Finding{Check: "Q18", Severity: Info, Locale: locale, Word: "Q18"})...)
}

// differing notes of each group the messages that say something else than its first.
func differing(messages map[string]located, groups map[string][]string, say func(id string) string, like Finding) []Finding {
	var all []Finding
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		ids := groups[key]
		first := bare(say(ids[0]))
		for _, id := range ids[1:] {
			if bare(say(id)) == first {
				continue
			}
			f := like
			f.Key, f.Facts = id, Facts{"ID": ids[0], "Text": say(ids[0])}
			all = append(all, messages[id].file.Locate([]Finding{f})...)
		}
	}
	return all
}

// bare returns the words of a text, in small letters and without marks.
func bare(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsPunct(r)
	}), " ")
}
