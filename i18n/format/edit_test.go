package format

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v3"

	"github.com/hallyu-store/hallyu/i18n/message"
)

type forms = map[message.Category]string

func other(text string) forms { return forms{message.Other: text} }

func TestSet(t *testing.T) {
	plural := forms{message.One: "1", message.Few: "f", message.Other: "m"}
	for _, c := range []struct {
		name, data, id string
		forms          forms
		want           string
	}{
		{"a.toml", "a = \"x\" # c\r\nb = 'y'\r\n", "b", other("z"), "a = \"x\" # c\r\nb = 'z'\r\n"},
		{"a.toml", "b = 'y'", "b", other("it's"), "b = \"it's\""},
		{"a.toml", "\ufeffb = 'y'", "b", other("z"), "\ufeffb = 'z'"},
		{"a.toml", "a = '''\nx\ny'''\n", "a", other("p\nq"), "a = '''\np\nq'''\n"},
		{"a.toml", "a = \"\"\"\nx\ny\"\"\"\n", "a", other(`p"""q"`), "a = \"\"\"\np\"\"\\\"q\\\"\"\"\"\n"},
		{"a.toml", "[a]\n# few\none   =  'x'\nother = \"y\" # last\n\n[b]\nother = 'z'\n", "a", plural,
			"[a]\n# few\none   =  '1'\nfew   =  'f'\nother = \"m\" # last\n\n[b]\nother = 'z'\n"},
		{"a.toml", "a = {one = \"x\", other = \"y\"}\n", "a", plural, "a = {one = \"1\", few = \"f\", other = \"m\"}\n"},
		{"a.toml", "a.one = \"x\"\na.other = \"y\"\n", "a", plural, "a.one = \"1\"\na.few = \"f\"\na.other = \"m\"\n"},
		{"a.toml", "a = \"x\" # c\nb = \"y\"\n", "a", plural, "a = { one = \"1\", few = \"f\", other = \"m\" } # c\nb = \"y\"\n"},
		{"a.toml", "[a]\ndescription = \"d\"\nhash = \"h\"\none = \"x\"\nother = \"y\"\n", "a", other("m"), "[a]\ndescription = \"d\"\nhash = \"h\"\nother = \"m\"\n"},
		{"a.toml", "[g]\nx = \"1\"\n\n# about\n[g.h]\ny = \"2\"\n", "g.h.y", nil, "[g]\nx = \"1\"\n"},
		{"a.toml", "[g]\nx = \"1\"\n\n[g.h]\ny = \"2\"\n", "g.z", other("3"), "[g]\nx = \"1\"\nz = \"3\"\n\n[g.h]\ny = \"2\"\n"},
		{"a.toml", "[g]\nx = \"1\"\n", "h.z", other("3"), "[g]\nx = \"1\"\n\n[h]\nz = \"3\"\n"},
		{"a.toml", "[x]\nother = \"1\"\n", "z", other("3"), "[x]\nother = \"1\"\n\n[z]\nother = \"3\"\n"},
		{"a.toml", "x = \"1\"\n", "z", other("3"), "x = \"1\"\nz = \"3\"\n"},
		{"a.toml", "x = \"1\"\n", "z", plural, "x = \"1\"\nz = { one = \"1\", few = \"f\", other = \"m\" }\n"},
		{"a.toml", "", "a.b", other("3"), "\"a.b\" = \"3\"\n"},
		{"a.toml", "\"a.b\" = \"x\"\n[c]\n\"d.e\" = \"y\"\n", "c.d.e", other("3"), "\"a.b\" = \"x\"\n[c]\n\"d.e\" = \"3\"\n"},

		{"a.json", "{\r\n\t\"a\": \"x\",\r\n\t\"b\" : \"y\"\r\n}", "b", other("<é\">"), "{\r\n\t\"a\": \"x\",\r\n\t\"b\" : \"<é\\\">\"\r\n}"},
		{"a.json", "{\"a\":{\"one\":\"x\",\"other\":\"y\"}}", "a", plural, "{\"a\":{\"one\":\"1\",\"few\":\"f\",\"other\":\"m\"}}"},
		{"a.json", "{\n  \"a\": \"x\",\n  \"b\": \"y\"\n}\n", "a", plural,
			"{\n  \"a\": {\n    \"one\": \"1\",\n    \"few\": \"f\",\n    \"other\": \"m\"\n  },\n  \"b\": \"y\"\n}\n"},
		{"a.json", "{\n  \"a\": \"x\"\n}\n", "c", other("z"), "{\n  \"a\": \"x\",\n  \"c\": \"z\"\n}\n"},
		{"a.json", "{\n  \"a\": {\n    \"b\": \"x\"\n  }\n}\n", "a.c.d", other("z"), "{\n  \"a\": {\n    \"b\": \"x\",\n    \"c\": {\n      \"d\": \"z\"\n    }\n  }\n}\n"},
		{"a.json", "{\n  \"a\": \"x\",\n  \"b\": {\"c\": \"y\"}\n}\n", "b.c", nil, "{\n  \"a\": \"x\"\n}\n"},
		{"a.json", "", "a", other("z"), "{\n  \"a\": \"z\"\n}\n"},
		{"a.json", "{}\n", "a", other("z"), "{\n  \"a\": \"z\"\n}\n"},
		{"a.json", "[\n  {\n    \"id\": \"a\",\n    \"translation\": \"x\"\n  }\n]\n", "a", other("z"), "[\n  {\n    \"id\": \"a\",\n    \"translation\": \"z\"\n  }\n]\n"},
		{"a.json", "[\n  {\n    \"id\": \"a\",\n    \"translation\": \"x\"\n  }\n]\n", "b", other("z"),
			"[\n  {\n    \"id\": \"a\",\n    \"translation\": \"x\"\n  },\n  {\n    \"id\": \"b\",\n    \"translation\": \"z\"\n  }\n]\n"},

		{"a.yaml", "# c\na: x # d\nb: \"y\"\n", "a", other("z"), "# c\na: z # d\nb: \"y\"\n"},
		{"a.yaml", "# c\na: x # d\nb: \"y\"\n", "a", other("z: y"), "# c\na: \"z: y\" # d\nb: \"y\"\n"},
		{"a.yaml", "a: 'x'\nb: |\n  p\n  q\nc: d\n", "b", other("r\n\ns"), "a: 'x'\nb: |-\n  r\n\n  s\nc: d\n"},
		{"a.yaml", "a: >-\n  p\n  q\nc: d\n", "a", other("r\ns"), "a: >-\n  r\n\n  s\nc: d\n"},
		{"a.yaml", "a: x # d\nb: y\n", "a", plural, "a: # d\n  one: 1\n  few: f\n  other: m\nb: y\n"},
		{"a.yaml", "a: {one: x, other: y}\n", "a", plural, "a: {one: \"1\", few: f, other: m}\n"},
		{"a.yaml", "a:\n    one: x\n    other: y\nb: c\n", "a", other("m"), "a:\n    other: m\nb: c\n"},
		{"a.yaml", "a:\n    one: x\n    other: y\nb: c\n", "d.e", other("m"), "a:\n    one: x\n    other: y\nb: c\nd.e: m\n"},
		{"a.yaml", "g:\n    a: x\n\n# own\nh:\n  i: x\n\nb: c\n", "h.i", nil, "g:\n    a: x\n\nb: c\n"},
		{"a.yaml", "g:\n    a: x\nb: c\n", "g.d", plural, "g:\n    a: x\n    d:\n        one: \"1\"\n        few: f\n        other: m\nb: c\n"},
		{"a.yaml", "- id: a\n  translation: x\n- id: b\n  translation:\n    one: y\n    other: z\n", "b", plural,
			"- id: a\n  translation: x\n- id: b\n  translation:\n    one: \"1\"\n    few: f\n    other: m\n"},
		{"a.yaml", "- id: a\n  translation: x\n", "b", other("z"), "- id: a\n  translation: x\n- id: b\n  translation: z\n"},
		{"a.yaml", "# nothing\n", "b", other("z"), "# nothing\nb: z\n"},
	} {
		got, err := Set(c.name, []byte(c.data), c.id, c.forms)
		want := strings.ReplaceAll(c.want, "one: 1\n", "one: \"1\"\n")
		if err != nil || string(got) != want {
			t.Errorf("%s %q, %s:\n got %q, %v\nwant %q", c.name, c.data, c.id, got, err, want)
		}
		if read := readByGoI18n(t, c.name, got)[c.id]; !maps.Equal(read, c.forms) {
			t.Errorf("%s %q: go-i18n reads %v, want %v", c.name, got, read, c.forms)
		}
	}
}

// readByGoI18n reads a file as goi18n does.
func readByGoI18n(t *testing.T, name string, data []byte) map[string]forms {
	t.Helper()
	unmarshalers := map[string]goi18n.UnmarshalFunc{"toml": toml.Unmarshal, "yaml": yaml.Unmarshal}
	file, err := goi18n.ParseMessageFileBytes(bytes.TrimPrefix(data, byteOrderMark), "active.en"+filepath.Ext(name), unmarshalers)
	if err != nil {
		t.Fatalf("%s: %v: %q", name, err, data)
	}
	all := map[string]forms{}
	for _, m := range file.Messages {
		all[m.ID] = texts(forms{
			message.Zero: m.Zero, message.One: m.One, message.Two: m.Two,
			message.Few: m.Few, message.Many: m.Many, message.Other: m.Other,
		})
	}
	return all
}

func TestSetLeavesWhatItCannotChange(t *testing.T) {
	for _, c := range []struct{ name, data, id string }{
		{"a.json", `{"a": "x", "a": "y"}`, "a"},
		{"a.json", `{"a.b": "x", "a": {"b": "y"}}`, "a.b"},
		{"a.json", `{"a": {"one": "x", "One": "y"}}`, "a"},
		{"a.json", `{"other": "x"}`, "a"},
		{"a.json", `{"a": ["x"]}`, "a"},
		{"a.json", `"x"`, "a"},
		{"a.json", `{}`, ""},
		{"a.yaml", "a: &x {one: p, other: q}\nb: *x\n", "b"},
		{"a.yaml", "a: &x p\nb: *x\n", "a"},
	} {
		got, err := Set(c.name, []byte(c.data), c.id, forms{message.One: "1", message.Other: "new"})
		if !errors.Is(err, ErrUneditable) {
			t.Errorf("%s %q: %q, %v", c.name, c.data, got, err)
		}
	}
	var at *SyntaxError
	for name, data := range map[string]string{"a.json": "{", "a.toml": "a = ", "a.yaml": "a: b: c", "a.yml": "a: \xff", "a.txt": ""} {
		_, err := Set(name, []byte(data), "a", other("x"))
		if !errors.As(err, &at) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSetInTheStoresFiles gives messages of the program's own words other texts, and takes them back.
func TestSetInTheStoresFiles(t *testing.T) {
	files, err := filepath.Glob("../locales/store/active.*.toml")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		root, err := Parse(file, data)
		if err != nil {
			t.Fatal(err)
		}
		pieces, err := tomlDialect{}.pieces(data)
		if err != nil {
			t.Fatal(err)
		}
		for i, id := range messageIDs(root, "") {
			m, ok := find(root, id)
			if !ok || m == nil {
				t.Fatalf("%s: %s is not found", file, id)
			}
			for c, text := range m.texts() {
				at := pieces.follow(append(slices.Clip(m.at), string(c)))
				if m.leaf != nil {
					at = pieces.follow(m.at)
				}
				if got := tomlText(text, where{like: string(data[at.piece.from:at.piece.to])}); got != string(data[at.piece.from:at.piece.to]) {
					t.Fatalf("%s: %s, %s would be written %s", file, id, c, got)
				}
			}
			if i%1000 == 7 { // each costs several parses of the file
				testSetAndBack(t, file, data, id, m.texts())
			}
		}
	}
}

func testSetAndBack(t *testing.T, file string, data []byte, id string, own forms) {
	same, err := Set(file, data, id, own)
	if err != nil || string(same) != string(data) {
		t.Fatalf("%s: %s with its own text: %v", file, id, err)
	}
	wanted := maps.Clone(own)
	wanted[message.Other] = "\"new\" # " + own[message.Other]
	changed, err := Set(file, data, id, wanted)
	if err != nil || differingLines(string(data), string(changed)) != 1 {
		t.Fatalf("%s: %s: %v, %d lines differ", file, id, err, differingLines(string(data), string(changed)))
	}
	back, err := Set(file, changed, id, own)
	if err != nil || string(back) != string(data) {
		t.Fatalf("%s: %s is not taken back: %v", file, id, err)
	}
}

func messageIDs(n *Node, prefix string) (all []string) {
	for _, f := range n.Fields {
		if f.Value.Kind == Map && !f.Value.IsMessage() {
			all = append(all, messageIDs(f.Value, prefix+f.Key+".")...)
			continue
		}
		all = append(all, prefix+f.Key)
	}
	return all
}

func differingLines(a, b string) int {
	before, after := strings.Split(a, "\n"), strings.Split(b, "\n")
	if len(before) != len(after) {
		return -1
	}
	n := 0
	for i := range before {
		if before[i] != after[i] {
			n++
		}
	}
	return n
}
