package i18n

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// app is a project in English, Spanish, Mexican Spanish, Korean and Arabic.
func app(t *testing.T) *Project {
	t.Helper()
	r := open(newTree(
		"app/active.en.toml", "title = \"Title\"\nhello = \"Hello {{.Name}}\"\nboth = \"{{.A}} {{.B}}\"\n[stickers]\none = \"{{.Count}} sticker\"\nother = \"{{.Count}} stickers\"\n",
		"app/active.es.json", `{"title": "Título", "stickers": {"one": "{{.Count}} sticker", "many": "{{.Count}} de stickers", "other": "{{.Count}} stickers"}}`,
		"app/active.es-MX.yaml", "hello: Qué onda, {{.Name}}\n",
		"app/active.ko.json", `{"stickers": "스티커 {{.Count}}개", "both": "{{.B}}, {{.A}}"}`,
		"app/active.ar.json", `{"title": "عنوان"}`,
	))
	p, err := r.Current().Project("app")
	if err != nil {
		t.Fatal(err)
	}
	if found := r.Current().Findings(); strings.Contains(checks(found), "error") {
		t.Fatal(found)
	}
	return p
}

func TestLocalize(t *testing.T) {
	p := app(t)
	name := map[string]any{"Name": "Dal"}
	for _, c := range []struct {
		locale  Locale
		request Request
		want    Rendered
	}{
		{"es", Request{ID: "title"}, Rendered{Text: "Título", Locale: "es"}},
		{"es-MX", Request{ID: "title"}, Rendered{Text: "Título", Locale: "es", Fallback: true}},
		{"es-MX", Request{ID: "hello", Args: name}, Rendered{Text: "Qué onda, Dal", Locale: "es-MX"}},
		{"es", Request{ID: "hello", Args: name}, Rendered{Text: "Hello Dal", Locale: "en", Fallback: true}},
		{"ko-KR", Request{ID: "stickers", Count: 1}, Rendered{Text: "스티커 1개", Locale: "ko"}},
		{"uk", Request{ID: "title"}, Rendered{Text: "Title", Locale: "en", Fallback: true}},
		{"en", Request{ID: "stickers", Count: 1}, Rendered{Text: "1 sticker", Locale: "en"}},
		{"en", Request{ID: "stickers", Count: "1.0"}, Rendered{Text: "1.0 stickers", Locale: "en"}},
		{"en", Request{ID: "stickers", Count: json.Number("1")}, Rendered{Text: "1 sticker", Locale: "en"}},
		{"en", Request{ID: "stickers", Count: 2.0}, Rendered{Text: "2 stickers", Locale: "en"}},
		{"en", Request{ID: "stickers", Args: map[string]any{"Count": 1}}, Rendered{Text: "1 sticker", Locale: "en"}},
		{"es", Request{ID: "stickers", Count: 1000000}, Rendered{Text: "1000000 de stickers", Locale: "es"}},
		{"en", Request{ID: "stickers", Count: "lots"}, Rendered{Text: "lots stickers", Locale: "en", Error: CountInvalid}},
		{"en", Request{ID: "nothing"}, Rendered{Text: "nothing", Fallback: true, Error: MessageMissing}},
		{"es-MX", Request{ID: "hello"}, Rendered{Text: "Hello …", Locale: "en", Fallback: true, Error: ArgumentMissing, Argument: "Name"}},
		{"ko", Request{ID: "both", Args: map[string]any{"A": "a"}}, Rendered{Text: "a …", Locale: "en", Fallback: true, Error: ArgumentMissing, Argument: "B"}},
		{"ko", Request{ID: "stickers"}, Rendered{Text: "… stickers", Locale: "en", Fallback: true, Error: ArgumentMissing, Argument: "Count"}},
		{"ar", Request{ID: "hello", Args: name, Isolate: true}, Rendered{Text: "Hello \u2068Dal\u2069", Locale: "en", Fallback: true}},
	} {
		c.want.ID = c.request.ID
		if diff := cmp.Diff(c.want, p.Localize(c.locale, c.request)); diff != "" {
			t.Errorf("%s %+v (-want +got):\n%s", c.locale, c.request, diff)
		}
	}
}

func TestKeysFallBackOneByOne(t *testing.T) {
	r := open(newTree("app/active.en.json", `{"a": "en"}`, "app/active.pt.json", `{"a": "pt"}`, "app/active.pt-BR.json", `{"b": "x"}`))
	if got := text(t, r, "app", "pt-BR", "a"); got != "pt" {
		t.Error(got)
	}
}

func TestResolvedFiles(t *testing.T) {
	p := app(t)
	flat, err := p.File("es-MX", "flat.json")
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "both": "{{.A}} {{.B}}",
  "hello": "Qué onda, {{.Name}}",
  "stickers.one": "{{.Count}} sticker",
  "stickers.many": "{{.Count}} de stickers",
  "stickers.other": "{{.Count}} stickers",
  "title": "Título"
}
`
	if diff := cmp.Diff(want, string(flat.Data)); diff != "" {
		t.Error(diff)
	}
	arabic, err := p.File("ar", "i18next.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []string{"zero", "one", "two", "few", "many", "other"} {
		if !strings.Contains(string(arabic.Data), `"stickers_`+c+`"`) {
			t.Errorf("ar lacks stickers_%s, which i18next looks for", c)
		}
	}
	again, _ := p.File("es-MX", "flat.json")
	if &again.Data[0] != &flat.Data[0] {
		t.Error("the file was made twice")
	}
	other, _ := app(t).File("es-MX", "flat.json")
	if other.Digest != flat.Digest {
		t.Error("equal content gave different bytes")
	}
}

func TestFilesRefused(t *testing.T) {
	p := app(t)
	for _, c := range []struct {
		locale Locale
		format string
		want   error
	}{{"fr", "flat.json", ErrLocaleNotFound}, {"ko-KR", "flat.json", ErrLocaleNotFound}, {"ko", "docx", ErrFormatNotFound}, {"ko", "exe", ErrFormatNotFound}} {
		if _, err := p.File(c.locale, c.format); !errors.Is(err, c.want) {
			t.Errorf("%s.%s: %v, want %v", c.locale, c.format, err, c.want)
		}
	}
	if _, err := p.FileByDigest("00", "flat.json"); !errors.Is(err, ErrFileNotFound) {
		t.Error(err)
	}
	if _, err := new(Bundle).Project("app"); !errors.Is(err, ErrProjectNotFound) {
		t.Error(err)
	}
	if _, err := p.Message("ko", "title"); !errors.Is(err, ErrMessageNotFound) {
		t.Error(err)
	}
	if _, err := Plurals("tlh"); !errors.Is(err, ErrLocaleNotFound) {
		t.Error(err)
	}
	if _, err := ParseLocale("ko_KR"); !errors.Is(err, ErrLocaleMalformed) {
		t.Error(err)
	}
}

func TestManifest(t *testing.T) {
	m, err := app(t).Manifest()
	if err != nil {
		t.Fatal(err)
	}
	if m.Mode != ModeLive || m.Source != "en" || len(m.Release) != 64 || len(m.Locales) != 5 {
		t.Errorf("%+v", m)
	}
	mexican, arabic := m.Locales["es-MX"], m.Locales["ar"]
	if !slices.Equal(mexican.Fallback, []Locale{"es", "en"}) || mexican.Complete != 0.75 || mexican.NativeName != "español de México" {
		t.Errorf("%+v", mexican)
	}
	if arabic.Direction != "rtl" || len(arabic.Plurals) != 6 || arabic.Complete != 0.25 || m.Locales["en"].Complete != 1 {
		t.Errorf("%+v", arabic)
	}
	for name, file := range mexican.Files {
		if len(file.SHA256) != 64 || file.Size == 0 {
			t.Errorf("%s: %+v", name, file)
		}
	}
}

func TestWordProject(t *testing.T) {
	p, err := NewWordProject(Content{Name: PacksProject, Source: "en"}, []Word{
		{Key: "pck_1.title", Locale: "ko", Text: "달토끼 {{.X}}"}, {Key: "pck_1.title", Locale: "en", Text: "Moon Rabbit {{"},
		{Key: "pck_1.title", Locale: "tlh", Text: "x"}, {Key: "pck_1.description", Locale: "en", Text: "A rabbit"},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	file, err := p.File("ko", "flat.json")
	if err != nil {
		t.Fatal(err)
	}
	want := "{\n  \"pck_1.description\": \"A rabbit\",\n  \"pck_1.title\": \"달토끼 {{.X}}\"\n}\n"
	if diff := cmp.Diff(want, string(file.Data)); diff != "" {
		t.Error(diff)
	}
	if got := p.Text("ko-KR", "pck_1.title", nil); got != "달토끼 {{.X}}" {
		t.Error(got)
	}
}

// TestEveryLocaleRendersEverything: whatever a project has, each message renders in each locale.
func TestEveryLocaleRendersEverything(t *testing.T) {
	form := rapid.SampledFrom([]string{"plain", "{{.A}}", "x {{.A}} y", "{{.Count}} things"})
	rapid.Check(t, func(t *rapid.T) {
		c := Content{Name: "app", Source: "en", Messages: map[Locale][]*Message{}}
		for _, l := range []Locale{"en", "ko", "ar", "es-MX", "es"} {
			for _, id := range []string{"a", "b", "c"} {
				if !rapid.Bool().Draw(t, "has") {
					continue
				}
				forms := map[Category]string{message.Other: form.Draw(t, "other")}
				if rapid.Bool().Draw(t, "plural") {
					forms[message.One] = form.Draw(t, "one")
				}
				c.Messages[l] = append(c.Messages[l], &Message{ID: id, Forms: forms})
			}
		}
		p, err := NewProject(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range p.Locales() {
			resolved, err := p.Resolved(l)
			if err != nil {
				t.Fatal(err)
			}
			for id := range resolved {
				count := rapid.IntRange(0, 3000000).Draw(t, "count")
				r := p.Localize(l, Request{ID: id, Args: map[string]any{"A": "x"}, Count: count})
				if r.Error != "" || r.Text == "" || strings.Contains(r.Text, "{{") {
					t.Fatalf("%s %s: %+v", l, id, r)
				}
			}
		}
	})
}

// TestProjectSaysWhatItIs has a project's own file beside its messages, changed while it runs.
func TestProjectSaysWhatItIs(t *testing.T) {
	tree := fstest.MapFS{
		"app/active.en.json": {Data: []byte(`{"a": {"one": "{{.Count}} more", "other": "{{.Count}} more"}}`)},
		"app/active.ko.json": {Data: []byte(`{"a": {"one": "{{.Count}}개", "other": "{{.Count}}개"}}`)},
	}
	r := Open(Config{Layers: []Layer{{Name: "test", Files: tree}}, Log: quiet()})
	if got := checks(r.Current().Findings()); !strings.Contains(got, "P06") {
		t.Fatalf("without the file: %s", got)
	}
	tree["app/project.yaml"] = &fstest.MapFile{Data: []byte("source: ko\nseverity: {P06: 'off', P03: 'off'}\n")}
	if !r.Reload() {
		t.Fatal("the file was not noticed")
	}
	p, err := r.Current().Project("app")
	if err != nil {
		t.Fatal(err)
	}
	if got := checks(r.Current().Findings()); strings.Contains(got, "P0") || p.Source() != "ko" {
		t.Errorf("source %s; %s", p.Source(), got)
	}
	tree["app/project.yaml"] = &fstest.MapFile{Data: []byte("sorce: ko\n")}
	if r.Reload(); !strings.Contains(checks(r.Current().Findings()), "B06 app/project.yaml:1") {
		t.Errorf("a slip in the file: %s", checks(r.Current().Findings()))
	}
}

// TestFilesOfOtherLocalesAreMadeOnce has one locale change: the files of the others are those of before, and the
// changed one's old file is still given.
func TestFilesOfOtherLocalesAreMadeOnce(t *testing.T) {
	tree := fstest.MapFS{
		"app/active.en.json": {Data: []byte(`{"a": "A", "b": "B"}`)},
		"app/active.ko.json": {Data: []byte(`{"a": "가"}`)},
		"app/active.ru.json": {Data: []byte(`{"a": "А"}`)},
	}
	r := Open(Config{Layers: []Layer{{Name: "test", Files: tree}}, Log: quiet()})
	file := func(locale Locale) Encoded {
		t.Helper()
		p, err := r.Current().Project("app")
		if err != nil {
			t.Fatal(err)
		}
		f, err := p.File(locale, "flat.json")
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	ko, ru := file("ko"), file("ru")
	tree["app/active.ru.json"] = &fstest.MapFile{Data: []byte(`{"a": "Я"}`)}
	r.Reload()
	if again := file("ko"); &again.Data[0] != &ko.Data[0] {
		t.Error("a file was made again that nothing has changed")
	}
	if again := file("ru"); again.Digest == ru.Digest || !strings.Contains(string(again.Data), "Я") {
		t.Errorf("the changed locale: %s", again.Data)
	}
	p, err := r.Current().Project("app")
	if err != nil {
		t.Fatal(err)
	}
	if old, err := p.FileByDigest(ru.Digest, "flat.json"); err != nil || &old.Data[0] != &ru.Data[0] {
		t.Errorf("the file of before: %v", err)
	}
	tree["app/active.en.json"] = &fstest.MapFile{Data: []byte(`{"a": "A", "b": "BB"}`)}
	r.Reload()
	if again := file("ko"); !strings.Contains(string(again.Data), "BB") {
		t.Errorf("a changed source: %s", again.Data)
	}
}
