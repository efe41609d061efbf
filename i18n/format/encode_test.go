package format

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/i18n/message"
)

var update = flag.Bool("update", false, "write golden files anew")

func rulesOf(t testing.TB, locale string) *message.Rules {
	t.Helper()
	rules, err := message.RulesOf(locale)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// sample has a message of each kind, and what each syntax must escape.
func sample(t *testing.T) File {
	t.Helper()
	return File{Locale: "es", Rules: rulesOf(t, "es"), Messages: []*message.Message{
		{ID: "get", Forms: map[message.Category]string{message.Other: "Conseguir <b>{{.Title}}</b> & más"}, Description: "On the button"},
		{ID: "left", Forms: map[message.Category]string{message.Other: "Queda «<.Name>»"}, LeftDelim: "<", RightDelim: ">"},
		{ID: "signs/all of them", Forms: map[message.Category]string{message.Other: "@ 100 % it's \\ {.Name} # \"?\"  \t"}},
		{ID: "stickers", Forms: map[message.Category]string{message.One: "{{.Count}} sticker", message.Other: "{{.Count}} stickers de {{.Name}}, 5 %"}},
		{ID: "title", Forms: map[message.Category]string{message.Other: "{{no placeholder}} \"quoted\"\n"}, Literal: true},
	}, SourceLocale: "en", Source: map[string]*message.Message{
		"get":      {ID: "get", Forms: map[message.Category]string{message.Other: "Get <b>{{.Title}}</b> & more"}},
		"stickers": {ID: "stickers", Forms: map[message.Category]string{message.One: "One of {{.Name}}, 5%", message.Other: "{{.Count}} of {{.Name}}, 5%"}},
		"title":    {ID: "title", Forms: map[message.Category]string{message.Other: "A title\n"}, Literal: true},
	}}
}

func TestEncode(t *testing.T) {
	for _, name := range Available() {
		data, mediaType, err := Encode(name, sample(t))
		if err != nil {
			t.Fatal(err)
		}
		golden := "testdata/es." + name
		if *update {
			err = os.WriteFile(golden, data, 0o644)
			if err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(data)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if mediaType == jsonType && !json.Valid(data) {
			t.Errorf("%s: %s, valid: %v", name, mediaType, json.Valid(data))
		}
	}
}

func TestEncodeNothing(t *testing.T) {
	for _, name := range []string{"docx", ""} {
		if _, _, err := Encode(name, File{}); !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range Available() {
		if data, _, err := Encode(name, File{}); err != nil || len(data) == 0 && name != "go-i18n.toml" {
			t.Errorf("%s of nothing: %q, %v", name, data, err)
		}
	}
}
