package check

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// files makes a file system of names and contents in turn.
func files(pairs ...string) fstest.MapFS {
	tree := fstest.MapFS{}
	for i := 0; i+1 < len(pairs); i += 2 {
		tree[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return tree
}

// list writes findings one a line, without their words.
func list(findings []Finding) string {
	var lines []string
	for _, f := range findings {
		if strings.HasPrefix(f.Check, "Q") || strings.HasPrefix(f.Check, "B") { // TestTexts and TestWhole are about those
			continue
		}
		lines = append(lines, strings.TrimRight(fmt.Sprintf("%s %s %s:%d:%d %s %s", f.Check, f.Severity, f.File, f.Line, f.Col, f.Key, f.Form), " "))
	}
	return strings.Join(lines, "\n")
}

// source is an English file that the others are held to.
const source = `{
"hello": "Hello {{.Name}}",
"bye": "Bye",
"stickers": {"one": "{{.Count}} sticker", "other": "{{.Count}} stickers"},
"own": {"other": "<<.Name>>", "leftDelim": "<<", "rightDelim": ">>"}
}`

func TestChecks(t *testing.T) {
	long := strings.Repeat("x", MaxMessage+1)
	for _, c := range []struct{ name, file, data, want string }{
		{"F01", "ko.json", "{\"bye\":\n \"bad \xff\"}", "F01 error a/active.ko.json:2:7"},
		{"F02", "ko.json", "\ufeff{\"bye\": \"안녕\"}", "F02 warn a/active.ko.json:1:1"},
		{"F03", "ko.json", "{\"bye\": \"안녕\",\n}", "F03 error a/active.ko.json:2:1"},
		{"F03 toml", "ko.toml", "bye = \"안녕\nx", "F03 error a/active.ko.toml:1:14"},
		{"F03 yaml", "ko.yaml", "bye: x\n  hello: y\n", "F03 error a/active.ko.yaml:2:0"},
		{"F03 value", "ko.json", "\"bye\"", "F03 error a/active.ko.json:1:1"},
		{"F04", "english.json", `{"bye": "x"}`, "F04 error a/active.english.json:0:0"},
		{"F04 und", "und.json", `{"bye": "x"}`, "F04 error a/active.und.json:0:0"},
		{"F05", "ko_KR.json", `{"bye": "안녕"}`, "F05 warn a/active.ko_KR.json:0:0"},
		{"F05 iw", "iw.json", `{"bye": "שלום"}`, "F05 warn a/active.iw.json:0:0"},
		{"F05 v1", "de-de.all.json", `{"bye": "Tschüs"}`, "F05 warn a/active.de-de.all.json:0:0"},
		{"F06", "tlh.json", `{"bye": "x"}`, "F06 error a/active.tlh.json:0:0"},
		{"F07", "ko.json", "{\"bye\": \"x\",\n\"bye\": \"y\"}", "F07 error a/active.ko.json:2:1 bye"},
		{"F07 toml", "ko.toml", "bye = \"x\"\nbye = \"y\"", "F07 error a/active.ko.toml:2:11"},
		{"F07 yaml", "ko.yaml", "bye: x\nbye: y\n", "F07 error a/active.ko.yaml:2:1 bye"},
		{"F07 form", "ko.json", `{"bye": {"other": "x", "other": "y"}}`, "F07 error a/active.ko.json:1:24 bye"},
		{"F08", "ko.json", "{\"a.b\": \"x\",\n\"a\": {\"b\": \"y\"}}", "F08 error a/active.ko.json:2:7 a.b"},
		{"F08 list", "ko.json", "[{\"id\": \"bye\", \"translation\": \"x\"},\n{\"id\": \"bye\", \"translation\": \"y\"}]", "F08 error a/active.ko.json:2:1 bye"},
		{"F09", "ko.json", `{"a": {"description": "x", "b": "y"}}`, "F09 error a/active.ko.json:1:8 a.description"},
		{"F09 id", "ko.toml", "[language]\nid = \"인도네시아어\"\nko = \"한국어\"", "F09 error a/active.ko.toml:2:1 language.id"},
		{"F10", "ko.json", `{"other": "x"}`, "F10 error a/active.ko.json:1:2"},
		{"F10 id", "ko.json", `{"id": "title", "description": "d"}`, "F10 error a/active.ko.json:1:2"},
		{"F11", "ko.json", `{"bye": {"id": "zzz", "other": "x"}}`, "F11 error a/active.ko.json:1:2 bye"},
		{"F12", "ko.json", "{\"bye\": 1,\n\"hello\": null,\n\"x\": [\"y\"]}", "F12 error a/active.ko.json:1:2 bye\nF12 error a/active.ko.json:2:1 hello\nF12 error a/active.ko.json:3:1 x"},
		{"F12 yaml", "ko.yaml", "bye: true\n", "F12 error a/active.ko.yaml:1:1 bye"},
		{"F12 list", "ko.json", `["x"]`, "F12 error a/active.ko.json:1:2 [0]"},
		{"F13", "ko.json", `{"": "x", "a$": "y"}`, "F13 error a/active.ko.json:1:2\nF13 error a/active.ko.json:1:11 a$"},
		{"F13 long", "ko.json", `{"` + strings.Repeat("a", 201) + `": "x"}`, "F13 error a/active.ko.json:1:2 " + strings.Repeat("a", 201)},
		{"F13 list", "ko.json", `[{"translation": "x"}]`, "F13 error a/active.ko.json:1:2"},
		{"F14", "ko.json", `{"bye": {"Other": "x", "other": "y"}}`, "F14 error a/active.ko.json:1:24 bye"},
		{"F15", "ko.json", `[{"id": "bye", "translation": "x", "modified": false}]`, "F15 warn a/active.ko.json:1:36 bye"},
		{"F16", "ko.json", `{"bye": "` + long + `"}`, "F16 error a/active.ko.json:1:9 bye"},
		{"F16 deep", "ko.json", strings.Repeat(`{"a":`, 18) + `""` + strings.Repeat("}", 18), "F16 error a/active.ko.json:1:86"},
		{"F16 file", "ko.json", strings.Repeat(" ", MaxFile+1), "F16 error a/active.ko.json:0:0"},
		{"F17", "ko.json", `{}`, "F17 warn a/active.ko.json:0:0"},

		{"T01", "ko.json", `{"hello": "{{.Name"}`, "T01 error a/active.ko.json:1:11 hello other"},
		{"T02", "ko.json", `{"hello": "{{if .Name}}x{{end}}"}`, "T02 error a/active.ko.json:1:11 hello other"},
		{"T03", "ko.json", `{"hello": "{{.Nmae}} {{.Name}}"}`, "T03 error a/active.ko.json:1:11 hello other"},
		{"T04", "ko.json", `{"hello": "안녕"}`, "T04 error a/active.ko.json:1:11 hello other"},
		{"T05", "ru.json", `{"stickers": {"one": "{{.Count}} стикер", "few": "стикера", "many": "{{.Count}} стикеров", "other": "{{.Count}} стикера"}}`, "T05 warn a/active.ru.json:1:56 stickers few"},
		{"T06", "ko.json", `{"hello": "{.Name} {{.Name}}"}`, "T06 error a/active.ko.json:1:11 hello other"},
		{"T06 bare", "ko.json", `{"hello": "{{Name}}"}`, "T06 error a/active.ko.json:1:11 hello other"},
		{"T06 wide", "ko.json", `{"hello": "｛｛.Name｝｝ {{.Name}}"}`, "T06 error a/active.ko.json:1:11 hello other"},
		{"T06 split", "ko.json", `{"hello": "{ {.Name}} {{.Name}}"}`, "T06 error a/active.ko.json:1:11 hello other"},
		{"T06 script", "ko.json", `{"hello": "{{.이름}}"}`, "T06 error a/active.ko.json:1:11 hello other"},
		{"T07", "ko.json", `{"bye": "안녕 %s"}`, "T07 warn a/active.ko.json:1:9 bye other"},
		{"T07 icu", "ko.json", `{"bye": "안녕 {name}"}`, "T07 warn a/active.ko.json:1:9 bye other"},
		{"T08", "ko.json", `{"own": {"other": "<<.Name>>", "leftDelim": "<<"}}`, "T08 error a/active.ko.json:1:2 own"},
		{"T08 other", "ko.json", `{"own": "{{.Name}}"}`, "T08 error a/active.ko.json:1:2 own"},
		{"T09", "ko.json", `{"hello": "{{.Name}} {{.Name}}"}`, "T09 warn a/active.ko.json:1:11 hello other"},

		{"P01", "ru.json", `{"stickers": {"one": "{{.Count}} стикер", "other": "{{.Count}} стикера"}}`, "P01 error a/active.ru.json:1:2 stickers"},
		{"P02", "es.json", `{"stickers": {"one": "{{.Count}} sticker", "other": "{{.Count}} stickers"}}`, "P02 warn a/active.es.json:1:2 stickers"},
		{"P03", "ko.json", `{"stickers": {"one": "{{.Count}}개", "other": "{{.Count}}개"}}`, "P03 warn a/active.ko.json:1:22 stickers one"},
		{"P04", "ko.json", `{"stickers": {"one": "{{.Count}}개"}}`, "P04 error a/active.ko.json:1:2 stickers"},
		{"P05", "fil.json", `{"stickers": {"one": "Isang sticker", "other": "{{.Count}} na sticker"}}`, "P05 error a/active.fil.json:1:22 stickers one"},
		{"P07", "de.json", `{"stickers": "{{.Count}} Sticker"}`, "P01 error a/active.de.json:1:2 stickers\nP07 warn a/active.de.json:1:2 stickers"},
		{"P08", "de.json", `{"bye": {"one": "Tschüs", "other": "Tschüs"}}`, "P08 warn a/active.de.json:1:2 bye"},
		{"P09", "vi.json", `{"stickers": "{{.Count}} nhãn dán"}`, "P09 info a/active.vi.json:1:2 stickers"},

		{"fine v1", "ko.json", `[{"id": "bye", "translation": "안녕"}, {"id": "stickers", "translation": {"other": "{{.Count}}개"}}]`, ""},
		{"fine nested", "ko.yaml", "bye: 안녕\nstickers:\n  other: \"{{.Count}}개\"\nown: {leftDelim: <<, rightDelim: '>>', other: <<.Name>>}\n", ""},
		{"fine braces", "ko.json", `{"bye": "a } b { c"}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			findings, err := Dir(files("a/active.en.json", source, "a/active."+c.file, c.data), nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := list(findings); got != c.want {
				t.Errorf("%.120s\n got: %s\nwant: %s", c.data, got, c.want)
			}
		})
	}
}

func TestDirLooksAtMessageFilesAlone(t *testing.T) {
	findings, err := Dir(files("a/active.en.json", source, "a/active.en.json~", "{", "a/.active.ko.json.swp", "{", "a/README.md", "{",
		"a/translate.ko.toml", "=", "a/4913", "", "b/messages.json", "{}", "top.json", "{"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := list(findings); got != "F04 error b/messages.json:0:0" {
		t.Error(got)
	}
}

func TestOneIDInTwoFiles(t *testing.T) {
	findings, err := Dir(files("a/active.en.json", `{"bye": "Bye"}`, "a/active.en.toml", `bye = "Bye"`), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := list(findings); got != "F08 error a/active.en.toml:1:1 bye" {
		t.Error(got)
	}
}

func TestSourceOf(t *testing.T) {
	for _, c := range []struct {
		said    string
		locales string
		want    string
	}{{"", "en ko", "en"}, {"ko", "en ko", "ko"}, {"", "ko ja", "ja"}, {"", "", ""}} {
		if got := SourceOf(c.said, strings.Fields(c.locales)); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func fineID(id string) bool {
	word, _ := badID(id)
	return word == ""
}

func FuzzReadFile(f *testing.F) {
	for _, data := range []string{source, "[a]\nother = \"x\"", "a: {one: x, other: y}\n", `[{"id":"a","translation":{"one":"x"}}]`, "\ufeff{}", `{"a":{"b":"c"},"a.b":"d"}`} {
		for _, name := range []string{"a/active.en.json", "a/active.ko.toml", "a/active.ru.yaml"} {
			f.Add(name, []byte(data))
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		file := ReadFile(name, data)
		ids := map[string]bool{}
		for _, m := range file.Messages {
			if ids[m.ID] || !fineID(m.ID) {
				t.Fatalf("message %q is there twice, or should not be", m.ID)
			}
			ids[m.ID] = true
		}
		if len(file.Held) > 0 && !Failed(file.Findings) {
			t.Fatal("a message is held back without a reason")
		}
		Whole([]File{file}, Project{})
	})
}
