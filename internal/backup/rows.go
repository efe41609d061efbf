package backup

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
)

// raw are bytes that no JSON string holds.
type raw struct {
	Base64 string `json:"base64"`
}

// encodeRow writes a row as one line. Times are RFC 3339 in UTC, to the nanosecond; bytes, and text
// that is not UTF-8, are {"base64":…}.
func encodeRow(values []any) ([]byte, error) {
	out := make([]any, len(values))
	for i, value := range values {
		switch v := value.(type) {
		case time.Time:
			out[i] = v.UTC().Format(time.RFC3339Nano)
		case []byte:
			out[i] = raw{base64.StdEncoding.EncodeToString(v)}
		case string:
			out[i] = v
			if !utf8.ValidString(v) {
				out[i] = raw{base64.StdEncoding.EncodeToString([]byte(v))}
			}
		default:
			out[i] = v
		}
	}
	var line bytes.Buffer
	encoder := json.NewEncoder(&line) // ends the line
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(out)
	return line.Bytes(), err
}

// decodeRow reads what encodeRow wrote.
func decodeRow(line []byte, columns []sqlstore.Column) ([]any, error) {
	var cells []json.RawMessage
	if err := json.Unmarshal(line, &cells); err != nil {
		return nil, err
	}
	if len(cells) != len(columns) {
		return nil, fmt.Errorf("%d values for %d columns", len(cells), len(columns))
	}
	values := make([]any, len(cells))
	for i, cell := range cells {
		value, err := decodeCell(cell, columns[i].Kind)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", columns[i].Name, err)
		}
		values[i] = value
	}
	return values, nil
}

func decodeCell(cell json.RawMessage, kind sqlstore.Kind) (any, error) {
	if string(cell) == "null" {
		return nil, nil
	}
	switch kind {
	case sqlstore.Integer:
		return decode[int64](cell)
	case sqlstore.Boolean:
		return decode[bool](cell)
	case sqlstore.Moment:
		return decode[time.Time](cell)
	case sqlstore.Bytes:
		return decodeRaw(cell)
	case sqlstore.Text:
		if cell[0] == '{' {
			b, err := decodeRaw(cell)
			return string(b), err
		}
		return decode[string](cell)
	}
	return nil, fmt.Errorf("kind %q is not known", kind)
}

func decode[T any](cell json.RawMessage) (T, error) {
	var v T
	err := json.Unmarshal(cell, &v)
	return v, err
}

func decodeRaw(cell json.RawMessage) ([]byte, error) {
	r, err := decode[raw](cell)
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(r.Base64)
}
