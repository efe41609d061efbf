package sqlstore

import (
	"encoding/json"
	"fmt"
	"time"
)

// mapped turns rows into domain values.
func mapped[Row, Value any](rows []Row, value func(Row) Value) []Value {
	values := make([]Value, len(rows))
	for i, r := range rows {
		values[i] = value(r)
	}
	return values
}

// orNull stores "" as NULL, so that it takes no part in unique keys and references.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// orEmpty is orNull read backwards.
func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// utc copies a moment that may be missing.
func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}

// toJSON writes a value of our own as JSON text, so failing is a defect.
func toJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("sqlstore: " + err.Error())
	}
	return string(b)
}

// fromJSON reads what toJSON wrote.
func fromJSON[T any](text string) (T, error) {
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return v, fmt.Errorf("sqlstore: stored JSON: %w", err)
	}
	return v, nil
}
