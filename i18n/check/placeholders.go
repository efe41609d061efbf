package check

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// delimiters checks that a message's own delimiters come in twos and are its source's (T08).
func (j *judgement) delimiters() {
	m := j.Message
	if (m.LeftDelim == "") != (m.RightDelim == "") {
		j.note("T08", Error, "", nil)
		return
	}
	if j.Source == nil {
		return
	}
	left, right := message.Delimiters(m.LeftDelim, m.RightDelim)
	wantLeft, wantRight := message.Delimiters(j.Source.LeftDelim, j.Source.RightDelim)
	if left != wantLeft || right != wantRight {
		j.note("T08", Error, "", Facts{"Here": left + " " + right, "Source": wantLeft + " " + wantRight}).as("source")
	}
}

// patterns parses the forms and notes what no placeholder is (T01, T02), looks like one (T06) or comes from
// another format (T07).
func (j *judgement) patterns() message.Patterns {
	parsed, _ := j.Message.Patterns()
	for _, c := range forms(j.Message) {
		if parsed.Has(c) {
			j.lookalikes(c, parsed.Of(c).Spell(func(string) string { return "\x00" }))
			continue
		}
		_, err := message.ParsePattern(j.Message.Forms[c], j.Message.LeftDelim, j.Message.RightDelim)
		j.badPattern(c, err)
	}
	return parsed
}

func (j *judgement) badPattern(c message.Category, err error) {
	var bad *message.PatternError
	if !errors.As(err, &bad) {
		j.note("T01", Error, c, Facts{"Text": err.Error()})
		return
	}
	facts := Facts{"Text": bad.Action}
	name := strings.Trim(strings.TrimSpace(bad.Action), ".")
	if bad.Check == "T02" && !strings.ContainsAny(name, " |()$/") && name != "end" && name != "else" && name != "" {
		j.note("T06", Error, c, facts).Fix = braced(name)
		return
	}
	j.note(bad.Check, Error, c, facts)
}

// What is searched in the text between placeholders, each of which is a NUL there.
var (
	lookalike = regexp.MustCompile(`\{\s*\.[A-Za-z_]\w*\s*\}|\{ +\{[^}]*\} *\}|[{｛]?｛[^｝}]*｝[｝}]?`)
	foreign   = regexp.MustCompile(`%(?:\d+\$)?[sd@]|%\{\w+\}|\$\{\w+\}|\$t\(|\{[A-Za-z_]\w*\}`)
)

func (j *judgement) lookalikes(c message.Category, text string) {
	if j.Message.LeftDelim != "" || !strings.ContainsAny(text, "{%$｛") {
		return
	}
	if found := lookalike.FindString(text); found != "" {
		j.note("T06", Error, c, Facts{"Text": found}).Fix = braced(strings.Trim(found, "{}｛｝. "))
		return
	}
	found := foreign.FindString(text)
	if found != "" && (j.Source == nil || !foreign.MatchString(j.Source.Text())) {
		j.note("T07", Warn, c, Facts{"Text": found})
	}
}

// variables compares placeholders with the source's (T03, T04, T05, T09).
func (j *judgement) variables(patterns message.Patterns) {
	if j.Source == nil {
		return
	}
	source, err := j.Source.Patterns()
	if err != nil {
		return
	}
	known := j.Source.Variables()
	for _, c := range forms(j.Message) {
		for _, name := range patterns.Of(c).Variables() {
			if !slices.Contains(known, name) {
				j.note("T03", Error, c, Facts{"Name": braced(name)}).Fix = spell(known)
			}
		}
	}
	count := countVariable(j.Source)
	want := source.Of(message.Other).Variables()
	for _, c := range forms(j.Message) {
		have := patterns.Of(c).Variables()
		switch c {
		case message.Other:
			j.compareOther(have, want, count)
		case message.Few, message.Many:
			if count != "" && !slices.Contains(have, count) {
				j.note("T05", Warn, c, Facts{"Name": braced(count)})
			}
		}
	}
}

// compareOther checks the form that every language has against the source's.
func (j *judgement) compareOther(have, want []string, count string) {
	for i, name := range want {
		switch {
		case slices.Contains(want[:i], name):
		case !slices.Contains(have, name) && name == count && j.Message.Plural():
			j.note("T05", Warn, message.Other, Facts{"Name": braced(name)})
		case !slices.Contains(have, name):
			j.note("T04", Error, message.Other, Facts{"Name": braced(name)}).Fix = braced(name)
		case times(have, name) != times(want, name):
			j.note("T09", Warn, message.Other, Facts{"Name": braced(name), "Here": times(have, name), "Source": times(want, name)})
		}
	}
}

// braced writes a placeholder.
func braced(name string) string { return "{{." + name + "}}" }

// spell writes placeholders one after the other.
func spell(names []string) string {
	var b strings.Builder
	for _, name := range names {
		b.WriteString(" " + braced(name))
	}
	return strings.TrimPrefix(b.String(), " ")
}

func times(names []string, name string) int {
	n := 0
	for _, other := range names {
		if other == name {
			n++
		}
	}
	return n
}

// countVariable guesses which placeholder of a plural source shows the number: a count by its name, else the
// only one that Other has. "" stands for none.
func countVariable(source *message.Message) string {
	if source == nil || !source.Plural() {
		return ""
	}
	patterns, err := source.Patterns()
	if err != nil {
		return ""
	}
	names := slices.Compact(slices.Sorted(slices.Values(patterns.Of(message.Other).Variables())))
	for _, name := range names {
		if message.IsCount(name) {
			return name
		}
	}
	if len(names) == 1 {
		return names[0]
	}
	return ""
}
