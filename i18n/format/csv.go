package format

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// csvColumns are the columns of a table for translators, a row for each form. The form of a message without count is
// empty.
var csvColumns = []string{"id", "form", "source", "text", "description"}

// encodeCSV writes such a table. Placeholders are {{.Name}}; a cell that a spreadsheet would take for a formula begins with
// an apostrophe.
func encodeCSV(f File) ([]byte, error) {
	rows, err := tableOf(f)
	if err != nil {
		return nil, err
	}
	for _, row := range rows[1:] {
		for i := range row {
			row[i] = csvCell(row[i])
		}
	}
	var b bytes.Buffer
	err = csv.NewWriter(&b).WriteAll(rows)
	return b.Bytes(), err
}

// tableOf lists the rows of a file's table.
func tableOf(f File) ([][]string, error) {
	units, err := f.units()
	if err != nil {
		return nil, err
	}
	rows := [][]string{csvColumns}
	for _, u := range units {
		for _, form := range u.forms {
			category := string(form.category)
			if !u.plural {
				category = ""
			}
			rows = append(rows, []string{u.id, category, braced(u.sourceOf(form.category)), braced(form.pattern), u.description})
		}
	}
	return rows, nil
}

func braced(p message.Pattern) string {
	return p.Spell(func(name string) string { return "{{." + name + "}}" })
}

const csvDanger = "=+-@\t\r'"

func csvCell(s string) string {
	if s != "" && strings.IndexByte(csvDanger, s[0]) >= 0 {
		return "'" + s
	}
	return s
}

func csvText(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte(csvDanger, cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}

// decodeCSV reads such a table by the names of its columns; id and text must be there.
func decodeCSV(_ *message.Rules, data []byte) ([]unit, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	header, err := r.Read()
	if err != nil {
		return nil, csvFault(err)
	}
	t := tableReader{cell: csvText}
	err = t.head(header)
	for err == nil {
		var row []string
		row, err = r.Read()
		if errors.Is(err, io.EOF) {
			return t.units, nil
		}
		if err != nil {
			return nil, csvFault(err)
		}
		line, _ := r.FieldPos(0)
		err = t.row(line, row)
	}
	return nil, err
}

// tableReader gathers units row by row.
type tableReader struct {
	header []string
	cell   func(string) string // reads a cell
	units  []unit
}

var errNoTable = &SyntaxError{1, 1, "no columns id and text"}

func (t *tableReader) head(header []string) error {
	t.header = header
	if !slices.Contains(header, "id") || !slices.Contains(header, "text") {
		return errNoTable
	}
	return nil
}

// of is the cell of a row in the column of that name; "" where there is none.
func (t *tableReader) of(row []string, name string) string {
	if i := slices.Index(t.header, name); i >= 0 {
		return t.cell(row[i])
	}
	return ""
}

// row takes the form that a row has.
func (t *tableReader) row(line int, row []string) error {
	category, named := message.Other, t.of(row, "form")
	if named != "" {
		c, ok := categoryOf(named)
		if !ok {
			return &SyntaxError{line, 1, "a form that is no plural category"}
		}
		category = c
	}
	p, err := message.ParsePattern(t.of(row, "text"), "", "")
	if err != nil {
		return &SyntaxError{line, 1, err.Error()}
	}
	id := t.of(row, "id")
	if len(t.units) == 0 || t.units[len(t.units)-1].id != id || named == "" {
		t.units = append(t.units, unit{id: id, description: t.of(row, "description")})
	}
	last := &t.units[len(t.units)-1]
	last.forms = append(last.forms, form{category, p})
	return nil
}

func csvFault(err error) error {
	var at *csv.ParseError
	if errors.As(err, &at) {
		return &SyntaxError{at.Line, at.Column, at.Err.Error()}
	}
	return &SyntaxError{1, 1, err.Error()}
}
