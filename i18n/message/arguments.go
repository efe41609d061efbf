package message

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Arguments are what a message is rendered with.
type Arguments struct {
	Values  map[string]any
	Count   any  // chooses the plural form, and is {{.Count}}, {{.count}} and {{.PluralCount}}; nil for none
	Isolate bool // wrap values in U+2068 and U+2069, so that they keep their direction in text of the other one
	Lenient bool // write "…" for what is missing instead of failing
}

// MissingError names an argument that a pattern needs and the caller did not give.
type MissingError struct{ Name string }

// Error names the argument.
func (e *MissingError) Error() string { return "argument " + e.Name + " is missing" }

// IsCount reports whether a variable stands for the count.
func IsCount(name string) bool { return name == "Count" || name == "count" || name == "PluralCount" }

func (a Arguments) lookup(name string) (any, bool) {
	if v, ok := a.Values[name]; ok && v != nil {
		return v, true
	}
	if a.Count != nil && IsCount(name) {
		return a.Count, true
	}
	return nil, false
}

func (a Arguments) append(b []byte, value any, known bool) []byte {
	if !known {
		return append(b, "…"...)
	}
	if !a.Isolate {
		return appendValue(b, value)
	}
	b = append(b, "\u2068"...)
	b = appendValue(b, value)
	return append(b, "\u2069"...)
}

// appendValue writes a value plainly: whole numbers without grouping, moments in UTC, spans in whole seconds
// rounded up, lists with commas.
func appendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return append(b, v...)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return strconv.AppendFloat(b, v, 'f', -1, 64)
	case time.Time:
		return v.UTC().AppendFormat(b, "2006-01-02 15:04 UTC")
	case time.Duration:
		return strconv.AppendInt(b, int64((v+time.Second-1)/time.Second), 10)
	}
	if list := reflect.ValueOf(value); list.Kind() == reflect.Slice {
		return append(b, listed(list)...)
	}
	return fmt.Append(b, value)
}

// listed has memory of its own, so that who writes all else needs none.
func listed(list reflect.Value) string {
	items := make([]string, list.Len())
	for i := range items {
		items[i] = string(appendValue(nil, list.Index(i).Interface()))
	}
	return strings.Join(items, ", ")
}

// Countable reports whether a value can choose a plural form.
func Countable(count any) bool {
	if _, whole := count.(int); whole {
		return true
	}
	return operand(count) != nil
}

// Decimal returns a count's digits as they are shown, such as "-12.50"; ok is false for what is no number.
func Decimal(count any) (digits string, ok bool) {
	digits, ok = operand(count).(string)
	return digits, ok
}

// operand turns a count into what go-i18n takes: a whole number, or a decimal as text with the digits that
// are shown ("1.0" is not 1 in English). nil means that the value is no number.
func operand(count any) any {
	switch v := count.(type) {
	case nil:
		return nil
	case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		return fmt.Sprint(v)
	case float64:
		return numeral(strconv.FormatFloat(v, 'f', -1, 64))
	case float32:
		return numeral(strconv.FormatFloat(float64(v), 'f', -1, 32))
	case json.Number:
		return numeral(v.String())
	case string:
		return numeral(v)
	}
	return nil
}

// maxNumeral is the longest count that is read, in bytes.
const maxNumeral = 32

// numeral lets decimal digits with at most one sign and one point through; exponents are refused, for a
// short one can stand for a number of unbounded length.
func numeral(s string) any {
	digits := strings.TrimPrefix(s, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	notDigits := func(s string) bool { return s == "" || strings.Trim(s, "0123456789") != "" }
	if len(s) > maxNumeral || notDigits(whole) || point && notDigits(fraction) {
		return nil
	}
	return s
}
