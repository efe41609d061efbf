package web

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/fault"
)

func TestCheckJSON(t *testing.T) {
	for body, want := range map[string]string{
		`{}`:                        "",
		` [1, -0.5e9, true, null] `: "",
		`{"a": "\ud83d\ude00 😀 \\u0000 \ufffd �", "b": {"a": 1}}`: "",
		`{"a": [{"b/~": "x\u0000"}]}`:                             "text-control /a/0/b~1~0",
		`{"a": "\ud800"}`:                                         "text-control /a",
		`{"a": "\udc00\ud800"}`:                                   "text-control /a",
		`{"a": "\ud800\\udc00"}`:                                  "text-control /a",
		`{"a": "\ud800x"}`:                                        "text-control /a",
		`{"\u0000": 1}`:                                           "text-control ",
		`{"a": {"b": 1, "b": 2}}`:                                 "field-duplicate /a/b",
		`{"a": 1, "\u0061": 2}`:                                   "field-duplicate /a",
		"\"\xff\"":                                                "body-malformed",
		strings.Repeat("[", 5000):                                 "body-malformed",
		`{"a": `:                                                  "", // its parser says so
		`not JSON`:                                                "",
	} {
		if got := spelt(CheckJSON([]byte(body))); got != want {
			t.Errorf("%.60s: %q, want %q", body, got, want)
		}
	}
}

// spelt is what CheckJSON found, in short.
func spelt(err error) string {
	f := fault.As(err)
	switch {
	case f == nil:
		return ""
	case len(f.Fields()) == 0:
		return f.Code()
	}
	return f.Fields()[0].Code + " " + f.Fields()[0].Pointer
}

// What CheckJSON lets pass can be written and read again without change, and PostgreSQL can keep it.
func FuzzCheckJSON(f *testing.F) {
	for _, seed := range []string{`{"a":"\ud83d\ude00"}`, `["\ud83d","\u0000"]`, `{"a":1,"a":2}`, "\xff", `[[[[`, `"\\ud800"`, `1e999`, "{\"a\":\x00}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		err := CheckJSON(body)
		if err != nil {
			if !errors.Is(err, ErrBodyMalformed) && !errors.Is(err, ErrRequestInvalid) {
				t.Fatalf("%v is no fault of bodies", err)
			}
			return
		}
		var value any
		if json.Unmarshal(body, &value) != nil {
			return
		}
		again, err := json.Marshal(value)
		if err != nil || !utf8.Valid(again) || strings.Contains(strings.ReplaceAll(string(again), `\\`, ""), `\u0000`) {
			t.Errorf("%q was let pass and reads %q, %v", body, again, err)
		}
	})
}
