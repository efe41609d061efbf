package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// endings are the marks that end a sentence, by what they say; marks of all scripts that say the same are one.
var endings = []struct{ name, marks string }{
	{".", ".。．｡।۔։።។᠃"},
	{"?", "?？؟⸮՞፧"},
	{"!", "!！՜"},
	{":", ":：፡"},
	{"…", "…⋯"},
	{",", ",，、،"},
	{";", ";；؛"},
}

// greekQuestion is how Greek writes a question mark: a semicolon.
const greekQuestion = ";"

// ending compares what the last mark says with the source's (Q04). Thai ends sentences without a mark, and so
// does a text that ends with what is put in.
func ending(j *judgement, p *phrase) {
	if !p.translated() || p.writes.language == "th" {
		return
	}
	here, there := p.writes.ending(p.text), mark(p.source)
	switch {
	case here == there:
	case there == "?" && p.writes.language == "ja" && asks(p.text):
	case there == "." && strings.HasSuffix(p.text, placeholder), here == "." && strings.HasSuffix(p.source, placeholder):
	default:
		j.advise("Q04", p, Facts{"Here": quoted(here), "Source": quoted(there)})
	}
}

// asks reports whether a Japanese sentence is a question that ends with a full stop.
func asks(s string) bool { return strings.HasSuffix(strings.TrimSpace(s), "か。") }

// ending returns what a text ends with, as the language means it.
func (w *writing) ending(s string) string {
	end := mark(s)
	if w.language == "el" && end == greekQuestion {
		return "?"
	}
	return end
}

// mark returns the class of the mark that a text ends with, or "". Closing quotes and brackets behind it
// count for nothing.
func mark(s string) string {
	s = strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.In(r, unicode.Pe, unicode.Pf, unicode.Pi) || r == '"' || r == '\''
	})
	if strings.HasSuffix(s, "...") {
		return "…"
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	for _, e := range endings {
		if s != "" && strings.ContainsRune(e.marks, last) {
			return e.name
		}
	}
	return ""
}

// quoted writes a mark for a reader, or a dash for none.
func quoted(mark string) string {
	if mark == "" {
		return "–"
	}
	return mark
}

// pairs are the brackets and quotes that come in twos, whichever of them opens.
var pairs = []string{"()", "[]", "{}", "（）", "［］", "「」", "『』", "【】", "《》", "«»", "‹›", "“”„"}

// brackets finds brackets and quotes that do not come in twos, where the source's do (Q07).
func brackets(j *judgement, p *phrase) {
	if odd := unbalanced(p.text); odd != "" && unbalanced(p.source) == "" {
		j.advise("Q07", p, Facts{"Text": odd})
	}
}

// unbalanced returns the first pair of which a text has one without the other, or "".
func unbalanced(s string) string {
	if ascii(s) && !strings.ContainsAny(s, "()[]{}") {
		return ""
	}
	for _, pair := range pairs {
		if !strings.ContainsAny(s, pair) {
			continue
		}
		first, _ := utf8.DecodeRuneInString(pair)
		total := strings.Count(s, string(first))
		for _, other := range pair[utf8.RuneLen(first):] {
			total += strings.Count(s, string(other))
		}
		opening := strings.Count(s, string(first))
		if total%2 != 0 || bracket(first) && opening*2 != total {
			return pair
		}
	}
	return ""
}

// bracket reports whether a mark of a pair always opens; quotes open here and close there (»so« in Danish).
func bracket(r rune) bool { return unicode.Is(unicode.Ps, r) && r != '„' }

// repeated finds a word that is there twice in a row and is not in the source (Q15). Languages that repeat
// words on purpose are left out.
func repeated(j *judgement, p *phrase) {
	if !p.writes.spaces || slices.Contains([]string{"id", "ms", "fil", "jv", "su", "vi"}, p.writes.language) {
		return
	}
	if word := twice(p.text); word != "" && twice(p.source) == "" {
		j.advise("Q15", p, Facts{"Text": word})
	}
}

// twice returns the first word that follows itself, or "".
func twice(s string) string {
	before := ""
	for word := range strings.FieldsSeq(s) {
		if word == before && utf8.RuneCountInString(word) > 1 && !strings.ContainsFunc(word, isNoLetter) {
			return word
		}
		before = word
	}
	return ""
}

func isNoLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }

// firstCase compares whether the first letters are capital (Q23). German writes nouns with a capital.
func firstCase(j *judgement, p *phrase) {
	if !p.translated() || !p.writes.cases {
		return
	}
	here, _ := utf8.DecodeRuneInString(p.text)
	there, _ := utf8.DecodeRuneInString(p.source)
	if !unicode.IsLetter(here) || !unicode.IsLetter(there) || !cased(here) || !cased(there) {
		return
	}
	if unicode.IsUpper(here) == unicode.IsUpper(there) || p.writes.language == "de" && unicode.IsUpper(here) || technical(p.source) {
		return
	}
	j.advise("Q23", p, Facts{"Here": string(here), "Source": string(there)})
}

// technical reports whether a text begins with a name as programs have them: leftDelim, pack.yaml, go-i18n.
func technical(s string) bool {
	first, _, _ := strings.Cut(s, " ")
	name := strings.TrimRightFunc(first, unicode.IsPunct)
	return strings.ContainsAny(name, "._-0123456789") || strings.ContainsFunc(name[min(1, len(name)):], unicode.IsUpper)
}

func cased(r rune) bool { return unicode.IsUpper(r) || unicode.IsLower(r) }
