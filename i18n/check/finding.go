// Package check judges locale files: what a translator should know at once, with file, line, key and, where
// possible, what to do. The ids of the checks are those of docs/translators.md: F for files, T for
// placeholders, P for plural forms, Q for texts, B for all of a project together.
package check

import "slices"

// Severity says what a finding does: an error of a file keeps its last good version, an error of a message
// holds back that message alone; warnings and information block nothing.
type Severity string

// The severities.
const (
	Error Severity = "error"
	Warn  Severity = "warn"
	Info  Severity = "info"
)

// Finding is one thing that is wrong with a locale file.
type Finding struct {
	Check    string   `json:"check"` // "F03"
	Severity Severity `json:"severity"`
	Locale   string   `json:"locale"`
	File     string   `json:"file"`          // path within the checked folder
	Line     int      `json:"line"`          // from 1; 0 when it concerns no line
	Col      int      `json:"col"`           // in bytes, from 1; 0 when unknown
	Key      string   `json:"key"`           // id of the message, or ""
	Form     string   `json:"form"`          // plural category, or ""
	Message  string   `json:"message"`       // in the reader's language; "" until it is worded
	Fix      string   `json:"fix,omitempty"` // what to write instead, or ""
	Rewrites bool     `json:"-"`             // Fix is the form's whole text as it should be

	Word  string `json:"-"` // what the finding is worded by: its check, and after a dash which of its cases
	Facts Facts  `json:"-"` // what the words put in
}

// Facts are what a finding's words name, by the names that they use.
type Facts map[string]any

// as says which case of the check a finding is; "" stands for the only one.
func (f *Finding) as(word string) *Finding {
	if word != "" {
		f.Word = f.Check + "-" + word
	}
	return f
}

// Say gives a text of the program's own words in some language, with facts put in.
type Say func(id string, facts map[string]any) string

// Words returns the id of the text that says what the finding is, among the program's own words.
func (f *Finding) Words() string { return "check." + f.Word }

// Word returns findings with their messages.
func Word(findings []Finding, say Say) []Finding {
	worded := slices.Clone(findings)
	for i := range worded {
		worded[i].Message = say(worded[i].Words(), worded[i].Facts)
	}
	return worded
}
