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
			rows = append(rows, []string{
				csvCell(u.id), category, csvCell(braced(u.sourceOf(form.category))), csvCell(braced(form.pattern)), csvCell(u.description),
			})
		}
	}
	var b bytes.Buffer
	err = csv.NewWriter(&b).WriteAll(rows)
	return b.Bytes(), err
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
	var units []unit
	cell := func(row []string, name string) string {
		if i := slices.Index(header, name); i >= 0 {
			return csvText(row[i])
		}
		return ""
	}
	if !slices.Contains(header, "id") || !slices.Contains(header, "text") {
		return nil, &SyntaxError{1, 1, "no columns id and text"}
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return units, nil
		}
		if err != nil {
			return nil, csvFault(err)
		}
		line, _ := r.FieldPos(0)
		category := message.Other
		if name := cell(row, "form"); name != "" {
			c, ok := categoryOf(name)
			if !ok {
				return nil, &SyntaxError{line, 1, "a form that is no plural category"}
			}
			category = c
		}
		p, err := message.ParsePattern(cell(row, "text"), "", "")
		if err != nil {
			return nil, &SyntaxError{line, 1, err.Error()}
		}
		id := cell(row, "id")
		if len(units) == 0 || units[len(units)-1].id != id || category == message.Other && cell(row, "form") == "" {
			units = append(units, unit{id: id, description: cell(row, "description")})
		}
		last := &units[len(units)-1]
		last.forms = append(last.forms, form{category, p})
	}
}

func csvFault(err error) error {
	var at *csv.ParseError
	if errors.As(err, &at) {
		return &SyntaxError{at.Line, at.Column, at.Err.Error()}
	}
	return &SyntaxError{1, 1, err.Error()}
}
