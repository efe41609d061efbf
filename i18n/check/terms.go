package check

import (
	"slices"
	"strings"
	"unicode"
)

// Term is an entry of a project's glossary: a word of the source locale, and what it is called in others.
type Term struct {
	Source    string              `yaml:"term"`
	Targets   map[string][]string `yaml:"in,omitempty,flow"`    // by locale; any one of them will do
	Forbidden map[string][]string `yaml:"never,omitempty,flow"` // by locale
	Note      string              `yaml:"note,omitempty"`
	Sensitive bool                `yaml:"case,omitempty"` // capital letters matter
}

// terms holds texts to the glossary (Q16). Scripts that do not part words are searched letter by letter,
// others word by word.
func terms(j *judgement, p *phrase) {
	if !p.translated() {
		return
	}
	for i := range j.Project.Glossary {
		term := &j.Project.Glossary[i]
		if !term.stands(p.source, term.Source, true) {
			continue
		}
		for _, never := range term.Forbidden[j.Locale] {
			if term.stands(p.text, never, p.writes.spaces) {
				j.advise("Q16", p, Facts{"Term": term.Source, "Text": never}).as("never")
			}
		}
		wanted := term.Targets[j.Locale]
		if len(wanted) > 0 && !term.any(p, wanted) {
			j.advise("Q16", p, Facts{"Term": term.Source, "Text": strings.Join(wanted, ", ")})
		}
	}
}

// Terms returns the entries of the glossary whose word stands in a source text.
func (p *Project) Terms(source string) []Term {
	return slices.DeleteFunc(slices.Clone(p.Glossary), func(t Term) bool { return !t.stands(source, t.Source, true) })
}

func (t *Term) any(p *phrase, wanted []string) bool {
	for _, w := range wanted {
		if t.stands(p.text, w, p.writes.spaces) {
			return true
		}
	}
	return false
}

// stands reports whether a text has a term: at the beginning of a word, so that endings may follow, or
// anywhere when words are not parted.
func (t *Term) stands(text, term string, parted bool) bool {
	if !t.Sensitive {
		text, term = strings.ToLower(text), strings.ToLower(term)
	}
	for rest, at := text, 0; ; {
		i := strings.Index(rest, term)
		if i < 0 || term == "" {
			return false
		}
		at += i
		if !parted || at == 0 || !unicode.IsLetter(lastRune(text[:at])) {
			return true
		}
		at += len(term)
		rest = text[at:]
	}
}

func lastRune(s string) rune {
	runes := []rune(s)
	return runes[len(runes)-1]
}
