// Package check judges locale files: what a translator should know at once, with file, line, key and, where
// possible, what to do. The ids of the checks are those of docs/translators.md: F for files, T for
// placeholders, P for plural forms.
package check

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
	Message  string   `json:"message"`       // in English
	Fix      string   `json:"fix,omitempty"` // what to write instead, or ""
}
