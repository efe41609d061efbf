package check

import (
	"slices"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// Case is one message to be judged.
type Case struct {
	Message *message.Message
	Source  *message.Message // the same message in the source locale; nil where there is none, or it is the source
	Rules   *message.Rules   // plural rules of the message's locale
	Locale  string
	From    string   // the source locale
	Project *Project // what the project says about itself; nil for nothing
}

// Judge checks a message by itself and against its source: placeholders (T), plural forms (P), and what of its
// texts would harm a client (Q10, Q11, Q20); of literal texts the latter alone. The findings have neither file nor
// place; [File.Locate] adds them. An error among them holds the message back.
func Judge(c Case) []Finding {
	j := newJudgement(c)
	if c.Message.Literal {
		patterns, _ := c.Message.Patterns() // no literal text is malformed
		j.harms(patterns)
		return j.findings
	}
	j.delimiters()
	if Failed(j.findings) {
		return j.findings
	}
	patterns := j.patterns()
	if !Failed(j.findings) {
		j.variables(patterns)
		j.plurals(patterns)
		j.harms(patterns)
	}
	return j.findings
}

// harms looks for what of a text would harm a client that shows it.
func (j *judgement) harms(patterns message.Patterns) {
	for _, p := range j.phrases(patterns) {
		tags(j, p)
		controls(j, p)
		mixedWords(j, p)
	}
}

// Failed reports whether findings hold an error.
func Failed(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Severity == Error })
}

// Locate adds file and place to the findings about one of the file's messages.
func (f *File) Locate(findings []Finding) []Finding {
	for i := range findings {
		key := findings[i].Key
		at, ok := f.Places[Part{key, findings[i].Form}]
		if !ok {
			at = f.Places[Part{ID: key}]
		}
		findings[i].File, findings[i].Line, findings[i].Col = f.Name, at.Line, at.Col
	}
	return findings
}

// judgement gathers the findings about one message.
type judgement struct {
	Case
	findings []Finding
}

// silent is a project that says nothing of itself.
var silent = &Project{}

func newJudgement(c Case) judgement {
	if c.Project == nil {
		c.Project = silent
	}
	return judgement{Case: c}
}

// sameLanguage reports whether the message's locale is of the source's language.
func (j *judgement) sameLanguage() bool {
	return writingOf(j.From).language == writingOf(j.Locale).language
}

func (j *judgement) note(check string, severity Severity, form message.Category, facts Facts) *Finding {
	j.findings = append(j.findings, Finding{
		Check: check, Severity: severity, Locale: j.Locale, Key: j.Message.ID, Form: string(form), Word: check, Facts: facts,
	})
	return &j.findings[len(j.findings)-1]
}

// forms lists the categories that the message has, in CLDR's order.
func forms(m *message.Message) []message.Category {
	var have []message.Category
	for _, c := range message.Categories {
		if _, ok := m.Forms[c]; ok {
			have = append(have, c)
		}
	}
	return have
}
