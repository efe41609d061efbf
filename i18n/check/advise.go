package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// placeholder stands for a variable in the texts that the checks of texts look at: U+FFFC, which Unicode has
// for what is put into a text.
const placeholder = "\uFFFC"

// phrase is one form of a message as a reader meets it, beside the source's form that it translates.
type phrase struct {
	form   message.Category
	raw    string // as the file has it
	text   string // with [placeholder] for its variables
	source string // the same of the source; "" in the source locale itself
	writes *writing
}

// translated reports whether there is a source to compare with.
func (p *phrase) translated() bool { return p.source != "" }

// Advise looks at what a message says: the checks of texts (Q) that are no error. They hold nothing back, so
// they are not part of [Judge], which runs whenever a file is loaded. Messages that have errors get no advice.
func Advise(c Case) []Finding {
	j := newJudgement(c)
	patterns, err := c.Message.Patterns()
	if err != nil {
		return nil
	}
	for _, p := range j.phrases(patterns) {
		for _, check := range advice {
			check(&j, p)
		}
	}
	j.signs(patterns)
	j.stale()
	return j.findings
}

// signs notes a sign beside an argument that is written with its own (T10): "{{.Share}} %" of a percentage.
func (j *judgement) signs(patterns message.Patterns) {
	if j.Project == nil || !j.Project.Declares() {
		return
	}
	kinds := j.Project.Kinds(j.Message.ID)
	for _, c := range forms(j.Message) {
		before := message.Part{}
		for _, part := range patterns.Of(c).Parts() {
			after := strings.TrimSpace(part.Text)
			if r, _ := utf8.DecodeRuneInString(after); brings(kinds[before.Variable], r) {
				j.note("T10", Warn, c, Facts{"Name": braced(before.Variable), "Text": string(r)})
			}
			if r, _ := utf8.DecodeLastRuneInString(after); brings(kinds[part.Variable], r) {
				j.note("T10", Warn, c, Facts{"Name": braced(part.Variable), "Text": string(r)})
			}
			before = part
		}
	}
}

// brings reports whether values of a kind are written with such a sign.
func brings(kind message.Kind, sign rune) bool {
	switch kind {
	case message.Price:
		return unicode.Is(unicode.Sc, sign) || strings.ContainsRune("원円元", sign)
	case message.Percent:
		return strings.ContainsRune("%٪％", sign)
	}
	return false
}

// advice are the checks of one form, in the order of their ids.
var advice = []func(j *judgement, p *phrase){
	unchanged, whitespace, lines, ending, doubleSpace, dots, brackets, numbers, addresses,
	unnormalized, kashida, tooLong, repeated, terms, emoji, foreignScript, variantHan, frenchSpace, firstCase,
	isolated, outOfProportion,
}

// phrases pairs the forms with the source's: each with the one of its name, else with Other.
func (j *judgement) phrases(patterns message.Patterns) []*phrase {
	var source message.Patterns
	if j.Source != nil {
		source, _ = j.Source.Patterns()
	}
	writes := writingOf(j.Locale)
	var all []*phrase
	for _, c := range forms(j.Message) {
		p := &phrase{form: c, raw: j.Message.Forms[c], text: plain(patterns.Of(c)), writes: writes}
		if source.Has(c) {
			p.source = plain(source.Of(c))
		} else {
			p.source = plain(source.Of(message.Other))
		}
		all = append(all, p)
	}
	return all
}

// plain writes a pattern with [placeholder] for its variables.
func plain(p message.Pattern) string { return p.Spell(func(string) string { return placeholder }) }

// advise notes a warning about a form.
func (j *judgement) advise(check string, p *phrase, facts Facts) *Finding {
	return j.note(check, Warn, p.form, facts)
}

// rewrite notes a warning whose mending is known: the whole text as it should be.
func (j *judgement) rewrite(check string, p *phrase, mended string, facts Facts) {
	f := j.advise(check, p, facts)
	f.Fix, f.Rewrites = mended, true
}

// stale notes a translation that was made from another source (Q24).
func (j *judgement) stale() {
	if j.Source != nil && j.Message.Hash != "" && j.Message.Hash != j.Source.SourceHash() {
		j.note("Q24", Warn, "", nil)
	}
}

// missing lists what is in want and not in have, as often as it is missing.
func missing(want, have []string) []string {
	have = slices.Clone(have)
	var lost []string
	for _, w := range want {
		if i := slices.Index(have, w); i >= 0 {
			have = slices.Delete(have, i, i+1)
			continue
		}
		lost = append(lost, w)
	}
	return lost
}

// fewListed is how many of the things that are wrong a finding names.
const fewListed = 8

// listed writes a few things for a reader.
func listed(things []string) string {
	if len(things) > fewListed {
		return strings.Join(things[:fewListed], " ") + " …"
	}
	return strings.Join(things, " ")
}
