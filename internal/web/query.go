package web

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/fault"
)

// Query reads the query parameters of a plain route and collects what is wrong with them, so that a
// caller hears of every fault at once.
type Query struct {
	values url.Values
	fields []fault.Field
}

// NewQuery reads a request's query.
func NewQuery(c echo.Context) *Query { return &Query{values: c.QueryParams()} }

// Err is ErrRequestInvalid with every finding, or nil.
func (q *Query) Err() error {
	if len(q.fields) == 0 {
		return nil
	}
	return ErrRequestInvalid.WithFields(q.fields...)
}

// Reject notes a finding about a parameter.
func (q *Query) Reject(name, code string, facts map[string]any) {
	q.fields = append(q.fields, fault.Field{Pointer: name, Code: code, Facts: facts})
}

// Text is a parameter of at most limit characters, "" when it is missing.
func (q *Query) Text(name string, limit int) string {
	value := q.values.Get(name)
	if !utf8.ValidString(value) || strings.Contains(value, "\x00") {
		q.Reject(name, "invalid", nil)
		return ""
	}
	if utf8.RuneCountInString(value) > limit {
		q.Reject(name, "too-long", map[string]any{"limit": limit})
		return ""
	}
	return value
}

// Enum is a parameter that is one of a few words; the first is the default.
func (q *Query) Enum(name string, words ...string) string {
	value := q.values.Get(name)
	if value == "" {
		return words[0]
	}
	if !slices.Contains(words, value) {
		named := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return word == "" })
		q.Reject(name, "not-allowed", map[string]any{"allowed": named})
	}
	return value
}

// Int is a whole number from low to high.
func (q *Query) Int(name string, standard, low, high int) int {
	value := q.values.Get(name)
	if value == "" {
		return standard
	}
	number, err := strconv.Atoi(value)
	if err != nil || number < low || number > high {
		q.Reject(name, "out-of-range", map[string]any{"min": low, "max": high})
		return standard
	}
	return number
}

// Bool is true, false, or nil when the parameter is missing.
func (q *Query) Bool(name string) *bool {
	value := q.values.Get(name)
	if value == "" {
		return nil
	}
	if value != "true" && value != "false" {
		q.Reject(name, "not-allowed", map[string]any{"allowed": []string{"true", "false"}})
		return nil
	}
	yes := value == "true"
	return &yes
}

// Limit is the size of a page: 1 to 100, 30 by default.
func (q *Query) Limit() int { return q.Int("limit", 30, 1, 100) }

const maxCursor = 1024

// EncodeCursor makes the opaque cursor for the last row of a page.
func EncodeCursor(key any) *string {
	data, err := json.Marshal(key)
	if err != nil {
		return nil
	}
	cursor := base64.RawURLEncoding.EncodeToString(data)
	return &cursor
}

// DecodeCursor reads a cursor back into key; "" leaves key as it is.
func DecodeCursor(cursor string, key any) error {
	if cursor == "" {
		return nil
	}
	if len(cursor) > maxCursor {
		return ErrCursor
	}
	data, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return ErrCursor
	}
	err = CheckJSON(data)
	if err != nil {
		return ErrCursor.Because(err)
	}
	err = json.Unmarshal(data, key)
	if err != nil {
		return ErrCursor.Because(err)
	}
	return nil
}
