// Package sheet writes tables for spreadsheets: as CSV (RFC 4180) and as XLSX workbooks. The same tables make the same
// bytes.
package sheet

import (
	"encoding/csv"
	"io"
	"strings"
)

// The media types of what this package writes.
const (
	CSV  = "text/csv; charset=utf-8; header=present"
	XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// Cell is what a table holds: a text, or a number written in digits, with a sign and a point where it has them.
type Cell struct {
	text   string
	number bool
}

// Text is a cell with a text. Nothing in it is taken for a formula.
func Text(text string) Cell { return Cell{text: text} }

// Number is a cell with a number.
func Number(decimal string) Cell { return Cell{decimal, true} }

// harmless returns a text that no program takes for a formula when it reads it out of a CSV file: what would begin one
// has an apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection).
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}

// CSVWriter writes rows as they come.
type CSVWriter struct{ w *csv.Writer }

// NewCSV returns a writer of CSV. Lines end with CR LF, as the standard has it.
func NewCSV(w io.Writer) *CSVWriter {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	return &CSVWriter{c}
}

// Row writes a row.
func (w *CSVWriter) Row(cells ...Cell) error {
	record := make([]string, len(cells))
	for i, c := range cells {
		record[i] = c.text
		if !c.number {
			record[i] = harmless(c.text)
		}
	}
	return w.w.Write(record)
}

// Flush writes what is held back.
func (w *CSVWriter) Flush() error {
	w.w.Flush()
	return w.w.Error()
}
