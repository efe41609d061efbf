package message

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"text/template"
	"time"

	"pgregory.net/rapid"
)

func TestParsePattern(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                  "plain",
		"Hi {{.Name}}!":          "Hi <Name>!",
		"{{ .Name }}{{.Count}}":  "<Name><Count>",
		"}} is text, so is { }":  "}} is text, so is { }",
		"{{.Name}} and {{.Name}": "T01",
		"{{.Name":                "T01",
		"{{Name}}":               "T02",
		"{{.이름}}":                "T02",
		"{{.}}":                  "T02",
		"{{}}":                   "T02",
		"{{.A.B}}":               "T02",
		"{{if .X}}y{{end}}":      "T02",
		"{{printf \"%d\" .X}}":   "T02",
		"{{.X | len}}":           "T02",
		"{{- .X -}}":             "T02",
		"{{/* c */}}":            "T02",
		"{{.1}}":                 "T02",
	} {
		p, err := ParsePattern(text, "", "")
		var bad *PatternError
		if errors.As(err, &bad) {
			if bad.Check != want {
				t.Errorf("%q: %s, want %s", text, bad.Check, want)
			}
			continue
		}
		if got := p.Spell(func(name string) string { return "<" + name + ">" }); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestOwnDelimiters(t *testing.T) {
	p, err := ParsePattern("{{.Kept}} <<.Name>>", "<<", ">>")
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Execute(Arguments{Values: map[string]any{"Name": "Dal"}})
	if err != nil || got != "{{.Kept}} Dal" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestArguments(t *testing.T) {
	moment := time.Date(2026, 9, 20, 9, 30, 0, 0, time.FixedZone("KST", 9*60*60))
	type role string
	for want, value := range map[string]any{
		"Dal": "Dal", "3": 3, "-4": int64(-4), "2.5": 2.5, "7": json.Number("7"), "a, b": []string{"a", "b"},
		"x, y": []role{"x", "y"}, "2026-09-20 00:30 UTC": moment, "2": 1500 * time.Millisecond, "true": true, "": []string{},
	} {
		p, _ := ParsePattern("{{.X}}", "", "")
		got, err := p.Execute(Arguments{Values: map[string]any{"X": value}})
		if err != nil || got != want {
			t.Errorf("%v: %q, %v, want %q", value, got, err, want)
		}
	}
}

func TestMissingAndIsolatedArguments(t *testing.T) {
	p, _ := ParsePattern("{{.A}} {{.B}}", "", "")
	_, err := p.Execute(Arguments{Values: map[string]any{"A": 1, "B": nil}})
	var missing *MissingError
	if !errors.As(err, &missing) || missing.Name != "B" {
		t.Errorf("%v, want B missing", err)
	}
	if got, _ := p.Execute(Arguments{Values: map[string]any{"A": 1}, Lenient: true}); got != "1 …" {
		t.Errorf("%q", got)
	}
	if got, _ := p.Execute(Arguments{Values: map[string]any{"A": 1, "B": "x"}, Isolate: true}); got != "\u20681\u2069 \u2068x\u2069" {
		t.Errorf("%q", got)
	}
}

// TestPatternsAgreeWithTemplates holds what is allowed to mean what it means in text/template.
func TestPatternsAgreeWithTemplates(t *testing.T) {
	piece := rapid.OneOf(rapid.StringMatching(`[a-z ]{0,5}`), rapid.Just("{{.Name}}"), rapid.Just("{{ .Count}}"), rapid.Just("{"), rapid.Just("}"))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces"), "")
		values := map[string]any{"Name": "Dal & Momo", "Count": 3}
		pattern, err := ParsePattern(text, "", "")
		reference, referenceErr := template.New("").Parse(text)
		if err != nil {
			return // stricter is allowed
		}
		if referenceErr != nil {
			t.Fatalf("%q: only text/template refuses it: %v", text, referenceErr)
		}
		var want strings.Builder
		_ = reference.Execute(&want, values)
		got, err := pattern.Execute(Arguments{Values: values})
		if err != nil || got != want.String() {
			t.Fatalf("%q: %q, %v, want %q", text, got, err, want.String())
		}
	})
}

func FuzzParsePattern(f *testing.F) {
	for _, text := range []string{"Hi {{.Name}}", "{{", "}}{{.", "{{.A}}{{.A}}", "{{ .é }}"} {
		f.Add(text, "", "")
	}
	f.Add("<<.Name>>", "<<", ">>")
	f.Fuzz(func(t *testing.T, text, left, right string) {
		p, err := ParsePattern(text, left, right)
		if err != nil {
			return
		}
		_, err = p.Execute(Arguments{Lenient: true})
		if err != nil {
			t.Fatal(err)
		}
	})
}
