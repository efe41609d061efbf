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

func sample(t *testing.T) File {
	t.Helper()
	rules, err := message.RulesOf("es")
	if err != nil {
		t.Fatal(err)
	}
	return File{Locale: "es", Rules: rules, Messages: []*message.Message{
		{ID: "get", Forms: map[message.Category]string{message.Other: "Conseguir <b>{{.Title}}</b> & más"}},
		{ID: "left", Forms: map[message.Category]string{message.Other: "Queda «<.Name>»"}, LeftDelim: "<", RightDelim: ">"},
		{ID: "stickers", Forms: map[message.Category]string{message.One: "{{.Count}} sticker", message.Other: "{{.Count}} stickers"}},
		{ID: "title", Forms: map[message.Category]string{message.Other: "{{no placeholder}} \"quoted\"\n"}, Literal: true},
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
		if mediaType != jsonType || !json.Valid(data) {
			t.Errorf("%s: %s, valid: %v", name, mediaType, json.Valid(data))
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	for name, want := range map[string]error{"po": ErrUnavailable, "docx": ErrUnknown, "": ErrUnknown} {
		if _, _, err := Encode(name, File{}); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	for _, name := range Available() {
		if data, _, err := Encode(name, File{}); err != nil || string(data) != "{}\n" {
			t.Errorf("%s of nothing: %q, %v", name, data, err)
		}
	}
}
