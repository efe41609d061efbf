package format

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// spell writes a tree on one line: enough to compare trees of three syntaxes.
func spell(n *Node) string {
	switch n.Kind {
	case Map:
		var parts []string
		for _, f := range n.Fields {
			parts = append(parts, fmt.Sprintf("%s@%d:%s", f.Key, f.Line, spell(f.Value)))
		}
		return "{" + strings.Join(parts, " ") + "}"
	case List:
		var parts []string
		for _, item := range n.Items {
			parts = append(parts, spell(item))
		}
		return "[" + strings.Join(parts, " ") + "]"
	case Text:
		return fmt.Sprintf("%q", n.Text)
	case Null:
		return "null"
	}
	return n.Text
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"a.json", "{\n \"a\": \"x\",\n \"b\": {\"one\": \"1\", \"other\": \"n\"},\n \"a\": 1, \"c\": null, \"d\": [true]}",
			`{a@2:"x" b@3:{one@3:"1" other@3:"n"} a@4:1 c@4:null d@4:[true]}`},
		{"a.toml", "# words\na = \"x\"\n\n[b]\none = \"1\"\nother = '''\nx = 1\n'''\nlast = 2\n[c.\"d e\"]\nf = \"é\"\n",
			`{a@2:"x" b@4:{one@5:"1" other@6:"x = 1\n" last@9:2} c@10:{d e@10:{f@11:"é"}}}`},
		{"a.yaml", "a: x\nb:\n  one: \"1\"\n  other: n\nyes: 2\n1: no\nc: ~\n",
			`{a@1:"x" b@2:{one@3:"1" other@4:"n"} yes@5:2 1@6:"no" c@7:null}`},
		{"a.yml", "base: &b {x: '1', y: '2'}\nuse:\n  <<: *b\n  y: '3'\nalias: *b\n",
			`{base@1:{x@1:"1" y@1:"2"} use@2:{y@4:"3" x@1:"1"} alias@5:{x@1:"1" y@1:"2"}}`},
		{"a.toml", "a = \"......................\" # ......................\nb.c = '......................'\n", `{a@1:"......................" b@2:{c@2:"......................"}}`},
		{"a.json", " \n", "{}"},
		{"a.toml", "", "{}"},
		{"a.yaml", "# nothing\n", "{}"},
		{"a.json", `[{"id": "a", "translation": "x"}]`, `[{id@1:"a" translation@1:"x"}]`},
	} {
		n, err := Parse(c.name, []byte(c.data))
		if err != nil {
			t.Errorf("%s %q: %v", c.name, c.data, err)
			continue
		}
		if got := spell(n); got != c.want {
			t.Errorf("%s %q:\n got %s\nwant %s", c.name, c.data, got, c.want)
		}
	}
}

func TestSyntaxErrorsHavePlaces(t *testing.T) {
	deep := strings.Repeat("[", MaxDepth+2)
	for _, c := range []struct{ name, data, want string }{
		{"a.json", "{\n\"a\": \"x\",\n}", "3:1"},
		{"a.json", "{\"a\": \"x\"", "1:10"},
		{"a.json", "{\"a\": \"x\"} {}", "1:12"},
		{"a.json", deep, "1:18"},
		{"a.toml", "a = \"x\"\nb = ", "2:"},
		{"a.toml", "a = 1\na = 2", "2:"},
		{"a.toml", "x = 1\n" + strings.Repeat("a.", 100_000) + "b = 1", "2:1"},
		{"a.toml", "x = {" + strings.Repeat("\"a\".", 100_000) + "b = 1}", "1:1"},
		{"a.yaml", "a: x\n b: y\n", "2:"},
		{"a.yaml", "a: x\n---\nb: y\n", "2:1"},
		{"a.txt", "a", "0:0"},
		{"a.yaml", bomb(), ""},
	} {
		_, err := Parse(c.name, []byte(c.data))
		var at *SyntaxError
		if !errors.As(err, &at) || !strings.HasPrefix(at.Error(), c.want) {
			t.Errorf("%s %.40q: %v, want it at %s", c.name, c.data, err, c.want)
		}
	}
}

// bomb is YAML that grows to a billion values.
func bomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 10; i++ {
		ref := fmt.Sprintf("*a%d", i-1)
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(ref+", ", 10), ", "))
	}
	return b.String()
}

func FuzzParse(f *testing.F) {
	for _, data := range []string{`{"a": {"b": "c"}}`, "[a]\nb = '''\nc'''\n", "a: &x [1, *x]\n", "\"a\".b = 1", "? a\n: b", "{\"a\":1}x"} {
		for _, name := range []string{"a.json", "a.toml", "a.yaml"} {
			f.Add(name, []byte(data))
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		n, err := Parse(name, data)
		var at *SyntaxError
		if err != nil && !errors.As(err, &at) || err == nil && n == nil {
			t.Fatalf("%v, %v", n, err)
		}
	})
}
