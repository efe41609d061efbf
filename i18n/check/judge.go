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
}

// Judge checks a message by itself and against its source: placeholders (T) and plural forms (P). The
// findings have neither file nor place; [File.Locate] adds them. An error among them holds the message back.
func Judge(c Case) []Finding {
	j := judgement{Case: c}
	if c.Message.Literal {
		return nil
	}
	j.delimiters()
	if Failed(j.findings) {
		return j.findings
	}
	patterns := j.patterns()
	if !Failed(j.findings) {
		j.variables(patterns)
		j.plurals(patterns)
	}
	return j.findings
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

func (j *judgement) note(check string, severity Severity, form message.Category, text string) *Finding {
	j.findings = append(j.findings, Finding{
		Check: check, Severity: severity, Locale: j.Locale, Key: j.Message.ID, Form: string(form), Message: text,
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
