package i18n_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// typedProject has one message for each kind, "<kind>", that is its argument X alone, in four locales.
func typedProject(t *testing.T) *i18n.Project {
	t.Helper()
	settings := &check.Project{Messages: map[string]check.Reference{}, Arguments: map[string]message.Kind{"Count": message.Number}}
	messages := map[i18n.Locale][]*i18n.Message{}
	for _, locale := range []i18n.Locale{"en", "es", "th", "ar"} {
		for _, kind := range message.Kinds {
			settings.Messages[string(kind)] = check.Reference{Arguments: map[string]message.Kind{"X": kind}}
			messages[locale] = append(messages[locale], &i18n.Message{ID: string(kind), Forms: map[i18n.Category]string{"other": "{{.X}}"}})
		}
	}
	count := map[i18n.Category]string{"one": "{{.Count}} sticker", "other": "{{.Count}} stickers"}
	messages["en"] = append(messages["en"], &i18n.Message{ID: "count", Forms: count})
	p, err := i18n.NewProject(i18n.Content{Name: "app", Source: "en", Messages: messages, Settings: settings})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestArgumentsAreWrittenAsDeclared takes values as they come in JSON. Expected are what ICU writes.
func TestArgumentsAreWrittenAsDeclared(t *testing.T) {
	p := typedProject(t)
	for _, c := range []struct {
		locale     i18n.Locale
		kind       message.Kind
		value      string
		want, fail string
	}{
		{"en", "number", `1234.5`, "1,234.5", ""},
		{"en", "number", `"1234.50"`, "1,234.50", ""},
		{"es", "number", `1234.5`, "1234,5", ""},
		{"es", "number", `12345.5`, "12.345,5", ""},
		{"ar-EG", "number", `1234.5`, "١٬٢٣٤٫٥", ""},
		{"ar", "number", `1234.5`, "1,234.5", ""},
		{"th-u-nu-thai", "number", `1234`, "๑,๒๓๔", ""},
		{"en", "percent", `0.125`, "12.5%", ""},
		{"es", "percent", `0.125`, "12,5\u00a0%", ""},
		{"en", "price", `{"amount":250,"currency":"USD"}`, "$2.50", ""},
		{"es", "price", `{"amount":250,"currency":"USD"}`, "2,50\u00a0US$", ""},
		{"en", "date", `"2026-11-23"`, "Nov 23, 2026", ""},
		{"es", "date", `"2026-11-23"`, "23 nov 2026", ""},
		{"th", "date long", `"2026-11-23"`, "23 พฤศจิกายน 2569", ""},
		{"th-u-ca-gregory", "date short", `"2026-11-23"`, "23/11/26", ""},
		{"en", "date full", `"2026-11-23T23:30:00-09:00"`, "Monday, November 23, 2026", ""},
		{"es", "time", `"2026-11-23T09:30:00+09:00"`, "9:30", ""},
		{"es", "datetime", `"2026-11-23T09:30:00+09:00"`, "23 nov 2026, 9:30", ""},
		{"en", "list", `["A","B",3]`, "A, B, and 3", ""},
		{"es", "list or", `["A","B","C"]`, "A, B o C", ""},
		{"ko", "list", `["A","B"]`, "A and B", ""}, // in the language of the text that stands in

		{"en", "number", `"many"`, "many", i18n.ArgumentInvalid},
		{"en", "price", `{"amount":2.5,"currency":"USD"}`, "map[amount:2.5 currency:USD]", i18n.ArgumentInvalid},
		{"en", "price", `{"amount":1e300,"currency":"USD"}`, "map[amount:1e+300 currency:USD]", i18n.ArgumentInvalid},
		{"en", "price", `{"amount":1,"currency":"<b>"}`, "map[amount:1 currency:<b>]", i18n.ArgumentInvalid},
		{"en", "date", `"tomorrow"`, "tomorrow", i18n.ArgumentInvalid},
		{"en", "list", `"A"`, "A", i18n.ArgumentInvalid},
		{"en", "list", `[{"a":1}]`, "map[a:1]", i18n.ArgumentInvalid},
		{"en", "date", `null`, "…", i18n.ArgumentMissing},
	} {
		var value any
		err := json.Unmarshal([]byte(c.value), &value)
		if err != nil {
			t.Fatal(err)
		}
		got := p.Localize(c.locale, i18n.Request{ID: string(c.kind), Args: map[string]any{"X": value}})
		text := strings.ReplaceAll(got.Text, "\u202f", " ")
		if text != c.want || got.Error != c.fail || c.fail != "" && got.Argument != "X" {
			t.Errorf("%s %s of %s: %+q %s %s, want %+q %s", c.locale, c.kind, c.value, text, got.Error, got.Argument, c.want, c.fail)
		}
	}
}

func TestCountsAreWrittenAsDeclared(t *testing.T) {
	p := typedProject(t)
	for count, want := range map[any]string{1: "1 sticker", 12345: "12,345 stickers", "1.0": "1.0 stickers"} {
		if got := p.Localize("en", i18n.Request{ID: "count", Count: count}); got.Text != want {
			t.Errorf("%v: %q, want %q", count, got.Text, want)
		}
	}
}

// TestFilesSayWhatArgumentsAre looks at the formats that can.
func TestFilesSayWhatArgumentsAre(t *testing.T) {
	p := typedProject(t)
	for format, texts := range map[string][]string{
		"icu.json":     {`"{X, number}"`, `"{X, number, percent}"`, `"{X, date, long}"`, `"price": "{X}"`, `"{X, time, short}"`},
		"i18next.json": {`"{{X, number}}"`, `"{{X, list(type: disjunction)}}"`, `"price": "{{X}}"`, `"{{count, number}} stickers"`},
		"arb":          {`"X":{"type":"DateTime","format":"yMMMMd"}`, `"X":{"type":"num","format":"decimalPattern"}`},
		"flat.json":    {`"number": "{{.X}}"`},
	} {
		file, err := p.File("en", format)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if !strings.Contains(string(file.Data), text) {
				t.Errorf("%s lacks %s:\n%s", format, text, file.Data)
			}
		}
	}
}
