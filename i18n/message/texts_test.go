package message

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func texts(t *testing.T, locale string, messages ...*Message) *Texts {
	t.Helper()
	rules, err := RulesOf(locale)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]*Message{}
	for _, m := range messages {
		byID[m.ID] = m
	}
	return NewTexts(rules, byID)
}

func TestRead(t *testing.T) {
	messages, err := Read(map[string]any{
		"b": "plain",
		"a": map[string]any{"c": map[string]any{"one": "1", "other": "n", "description": "d"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []*Message{
		{ID: "a.c", Description: "d", Forms: map[Category]string{One: "1", Other: "n"}},
		{ID: "b", Forms: map[Category]string{Other: "plain"}},
	}
	if !cmp.Equal(want, messages) {
		t.Errorf("%+v", messages)
	}
	if _, err := Read(map[string]any{"a": 1}); err == nil {
		t.Error("a number passed for a message")
	}
}

func TestRender(t *testing.T) {
	made := texts(t, "en",
		&Message{ID: "plain", Forms: map[Category]string{Other: "Hi"}},
		&Message{ID: "literal", Forms: map[Category]string{Other: "{{.X}}"}, Literal: true},
		&Message{ID: "name", Forms: map[Category]string{Other: "Hi {{.Name}}"}},
		&Message{ID: "count", Forms: map[Category]string{One: "{{.Count}} thing", Other: "{{.Count}} things"}},
		&Message{ID: "partial", Forms: map[Category]string{Few: "few", Other: "{{.Count}} of them"}},
	)
	for _, c := range []struct {
		id   string
		args Arguments
		want string
	}{
		{"plain", Arguments{}, "Hi"},
		{"literal", Arguments{}, "{{.X}}"},
		{"name", Arguments{Values: map[string]any{"Name": "Momo"}}, "Hi Momo"},
		{"count", Arguments{Count: 1}, "1 thing"},
		{"count", Arguments{Count: 2}, "2 things"},
		{"partial", Arguments{Count: 1}, "1 of them"},
	} {
		got, err := made.Render(c.id, c.args)
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.id, got, err, c.want)
		}
	}
	_, err := made.Render("name", Arguments{})
	var missing *MissingError
	if !errors.As(err, &missing) {
		t.Errorf("%v, want a missing argument", err)
	}
	if _, err := made.Render("nothing", Arguments{}); err == nil {
		t.Error("an unknown id rendered")
	}
}

func TestDigestTellsTextsApart(t *testing.T) {
	one := texts(t, "en", &Message{ID: "a", Forms: map[Category]string{Other: "xy"}})
	same := texts(t, "en", &Message{ID: "a", Forms: map[Category]string{Other: "xy"}})
	shifted := texts(t, "en", &Message{ID: "a", Forms: map[Category]string{One: "x", Other: "y"}})
	if !bytes.Equal(one.Digest(), same.Digest()) || bytes.Equal(one.Digest(), shifted.Digest()) {
		t.Error("digests do not follow the texts")
	}
}
