package format

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// naughty are npm's naughty strings, or a few where they are not installed.
func naughty(t *testing.T) []string {
	list := []string{"it's", `"`, `\`, `\n`, "100%", "%1$s", "%%", "@", "?x", "'{'", "{{", "}", "#", "<b>&amp;</b>", "]]>", " a  b ", "\n", "\r", "a\r\nb", "=1+1", "'", "''", "-u0041-", "--"}
	data, err := os.ReadFile("../../internal/e2e/node_modules/big-list-of-naughty-strings/blns.json")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		return list
	}
	var more []string
	err = json.Unmarshal(data, &more)
	if err != nil {
		t.Fatal(err)
	}
	return append(list, more...)
}

// sayable reports whether a format can hold a text: XML holds few control characters, and a table no braces of its own.
func sayable(format, text string) bool {
	switch format {
	case "csv", "flat.json":
		return !strings.ContainsAny(text, "{\r")
	case "i18next.json":
		return !strings.ContainsAny(text, "{}\r")
	case "xlsx": // XML, whose cells have no room for an escape of the format itself
		return !strings.ContainsAny(text, "{\r") && strings.Map(xmlRune, text) == text && !strings.Contains(text, "_x") && strings.TrimSpace(text) == text
	case "xliff12", "xliff20", "stringsdict":
		return strings.Map(xmlRune, text) == text
	}
	return true
}

// drawn is a file as the editor may hold it: patterns of texts that are hard to write, and placeholders.
func drawn(t *rapid.T, format string, texts []string) File {
	locale := rapid.SampledFrom([]string{"en", "ko", "ar", "ru", "es", "fil", "vi", "pt-PT"}).Draw(t, "locale")
	rules, err := message.RulesOf(locale)
	if err != nil {
		t.Fatal(err)
	}
	text := rapid.OneOf(rapid.SampledFrom(texts), rapid.StringOf(rapid.SampledFrom([]rune("a '\"{}#%$@<>&\\\n1|?=-é한")))).
		Filter(func(s string) bool { return sayable(format, s) })
	pattern := func() message.Pattern {
		var parts []message.Part
		for range rapid.IntRange(0, 3).Draw(t, "parts") {
			name := rapid.SampledFrom([]string{"", "Count", "count", "Name", "a_1"}).Draw(t, "name")
			if format == "i18next.json" && name == "count" {
				name = "Count" // i18next has one name for both
			}
			parts = append(parts, message.Part{Text: text.Draw(t, "text"), Variable: name})
		}
		return message.NewPattern(append(parts, message.Part{Text: "."})...)
	}
	f := File{Locale: locale, Rules: rules}
	ids := rapid.SliceOfNDistinct(text.Filter(func(s string) bool { return s != "" && !strings.ContainsAny(s, "\x00\r") }), 0, 4, rapid.ID[string]).Draw(t, "ids")
	slices.Sort(ids)
	for _, id := range ids {
		forms := map[message.Category]message.Pattern{message.Other: pattern()}
		if rapid.Bool().Draw(t, "plural") {
			for _, c := range rules.Categories() {
				forms[c] = pattern()
			}
		}
		f.Messages = append(f.Messages, message.Compose(id, forms))
	}
	return f
}

// said is what a file says: its patterns by id and category.
func said(t interface{ Fatal(...any) }, f File, keep func(*message.Message) bool) map[string]map[message.Category][]message.Part {
	all := map[string]map[message.Category][]message.Part{}
	for _, m := range f.Messages {
		if !keep(m) {
			continue
		}
		patterns, err := m.Patterns()
		if err != nil {
			t.Fatal(err)
		}
		all[m.ID] = map[message.Category][]message.Part{}
		for c := range m.Forms {
			all[m.ID][c] = patterns.Of(c).Parts()
		}
	}
	return all
}

func TestDecodeReadsWhatEncodeWrites(t *testing.T) {
	texts := naughty(t)
	for _, format := range Decodable() {
		t.Run(format, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				f := drawn(t, format, texts)
				data, _, err := Encode(format, f)
				if err != nil {
					t.Fatal(err)
				}
				got, err := Decode(format, f.Locale, data)
				if err != nil {
					t.Fatalf("%v\n%s", err, data)
				}
				held := func(m *message.Message) bool { // Apple's two kinds of files share the work
					return format != "strings" && format != "stringsdict" || m.Plural() == (format == "stringsdict")
				}
				if diff := cmp.Diff(said(t, f, held), said(t, got, held)); diff != "" {
					t.Fatalf("%s\n%s", diff, data)
				}
			})
		})
	}
}

func TestDescriptionsComeBack(t *testing.T) {
	for _, format := range Decodable() {
		m := &message.Message{ID: "a", Description: "Shown to 1 Person,\non top", Forms: map[message.Category]string{message.Other: "{{.Name}}"}}
		data, _, err := Encode(format, File{Locale: "ko", Rules: rulesOf(t, "ko"), Messages: []*message.Message{m}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(format, "ko", data)
		if err != nil || format != "stringsdict" && len(got.Messages) != 1 {
			t.Fatalf("%s: %v", format, err)
		}
		if format != "icu.json" && format != "stringsdict" && format != "flat.json" && format != "i18next.json" && got.Messages[0].Description != m.Description {
			t.Errorf("%s: %q", format, got.Messages[0].Description)
		}
	}
}

func TestDecodeForeign(t *testing.T) {
	for _, c := range []struct{ format, locale, data, id, category, want string }{
		{"po", "ru", "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n\"\n\n#, python-format\nmsgid \"%(n)d file\"\nmsgid_plural \"x\"\nmsgstr[0] \"1\"\nmsgstr[1] \"\"\n\"2\"\nmsgstr[2] \"3\"\n", "%(n)d file", "many", "3"},
		{"po", "ko", "#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n#~ msgid \"old\"\nmsgid \"c\"\nmsgstr \"d\\101\"\nmsgid \"e\"\nmsgstr \"\"", "c", "other", "dA"},
		{"icu.json", "en", `{"a": "You have {n, plural, one {# cat} other {# cats}} now, {0}"}`, "a", "one", "You have {{.Count}} cat now, {{.Arg0}}"},
		{"android.xml", "en", "<resources><string name='a'>\n  Hi  \"  %1$s \" you\\u0021 %2$d%%\n</string></resources>", "a", "other", "Hi   {{.Arg1}}  you! {{.Arg2}}%"},
		{"android.xml", "en", "<resources><plurals name='a'><item quantity='one'>%1$d</item></plurals></resources>", "a", "one", "{{.Count}}"},
		{"strings", "en", "/* hi */\n\"a\" = \"50% \\U00e9\\\"\";\n", "a", "other", "50% é\""},
		{"csv", "en", "\ufeffid,text\na,'=x\n", "a", "other", "=x"},
		{"flat.json", "en", `{"a": {"b": "Hi {{.Name}}"}}`, "a.b", "other", "Hi {{.Name}}"},
		{"i18next.json", "en", `{"a": {"b_one": "{{count}} cat", "b_other": "{{- count, number}} cats of {{owner}}"}}`, "a.b", "other", "{{.Count}} cats of {{.owner}}"},
		{"i18next.json", "en", `{"number_one": "The first"}`, "number_one", "other", "The first"},
	} {
		f, err := Decode(c.format, c.locale, []byte(c.data))
		if err != nil || len(f.Messages) != 1 || f.Messages[0].ID != c.id || f.Messages[0].Forms[message.Category(c.category)] != c.want {
			t.Errorf("%s %s: %v, %v", c.format, c.data, err, f.Messages)
			for _, m := range f.Messages {
				t.Logf("%q %q", m.ID, m.Forms)
			}
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	bomb := "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
	for _, c := range []struct{ format, data string }{
		{"android.xml", bomb + "<resources><string name=\"a\">&b;</string></resources>"},
		{"xliff12", bomb + "<xliff/>"},
		{"xliff20", "<xliff>&b;</xliff>"},
		{"xliff12", strings.Repeat("<group>", 100_000)},
		{"xliff12", ""},
		{"xliff12", "<xliff><trans-unit id=\"a\"><target>a<g>b</g></target></trans-unit></xliff>"},
		{"stringsdict", "<!DOCTYPE plist SYSTEM \"file:///etc/passwd\" [<!ENTITY % x SYSTEM \"http://h/\">]><plist/>"},
		{"po", "msgid \"a"},
		{"po", "msgstr \"\\q\""},
		{"po", "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=9;\"\n\nmsgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\n"},
		{"po", "\"a\""},
		{"po", "msgctxt \"a\"\nmsgid \"x\"\nmsgstr \"b\"\nmsgctxt \"a\"\nmsgid \"y\"\nmsgstr \"c\"\n"},
		{"icu.json", `{"a": "{x, select, other {y}}"}`},
		{"icu.json", `{"a": "{x, plural, =0 {no} other {y}}"}`},
		{"icu.json", `{"a": "{x, plural, other {{y, plural, other {z}}}}"}`},
		{"icu.json", `{"a": "` + strings.Repeat("{x, plural, other {", 50_000) + `"}`},
		{"icu.json", `{"a": "}"}`},
		{"icu.json", `{"a": 1}`},
		{"arb", `{"a": "{"}`},
		{"strings", "\"a\" = b;"},
		{"csv", "key,value\na,b\n"},
		{"csv", "id,text\na,\"{{if .X}}\"\n"},
		{"xcstrings", `{"strings": []}`},
		{"flat.json", `["a"]`},
		{"flat.json", `{"a": 1}`},
		{"flat.json", `{"a": "b", "a": "c"}`},
		{"flat.json", `{"a.b": "x", "a": {"b": "y"}}`},
		{"flat.json", `{"a": "{{if .X}}"}`},
		{"flat.json", strings.Repeat(`{"a":`, 17) + `"b"` + strings.Repeat("}", 17)},
		{"i18next.json", `{"a": ["b"]}`},
		{"xlsx", "id,text\na,b\n"},
		{"xlsx", "PK\x03\x04"},
		{"csv", "id,text\n" + strings.Repeat("a", MaxSize)},
	} {
		_, err := Decode(c.format, "en", []byte(c.data))
		var at *SyntaxError
		if !errors.As(err, &at) {
			t.Errorf("%s %.80q: %v", c.format, c.data, err)
		}
	}
	if _, err := Decode("docx", "en", nil); !errors.Is(err, ErrUnknown) {
		t.Error(err)
	}
	if _, err := Decode("po", "tlh", nil); !errors.Is(err, message.ErrNoRules) {
		t.Error(err)
	}
}

// TestDecodeLarge would not end where the effort grew with the square of the size.
func TestDecodeLarge(t *testing.T) {
	for format, data := range map[string]string{
		"icu.json":    `{"a": "` + strings.Repeat("''", 300_000) + `"}`,
		"po":          "msgid \"a\"\nmsgstr \"\"\n" + strings.Repeat("\"x\"\n", 300_000),
		"android.xml": "<resources><string name=\"a\">" + strings.Repeat("a<!---->", 100_000) + "</string></resources>",
		"strings":     "\"a\" = \"" + strings.Repeat("\\n", 300_000) + "\";",
		"xliff12":     "<xliff><trans-unit id=\"a\"><target>" + strings.Repeat("a<!---->", 100_000) + "</target></trans-unit></xliff>",
	} {
		f, err := Decode(format, "en", []byte(data))
		if err != nil || len(f.Messages) != 1 {
			t.Errorf("%s: %v", format, err)
		}
	}
}

// FuzzDecode feeds every decoder; what one of them reads, it reads again from what is written of it.
func FuzzDecode(f *testing.F) {
	for i, format := range Decodable() {
		data, _, err := Encode(format, File{Locale: "ru", Rules: rulesOf(f, "ru"), Messages: []*message.Message{
			{ID: "a", Description: "d", Forms: map[message.Category]string{message.One: "{{.Count}} '", message.Other: "{{.Name}} %"}},
			{ID: "b", Forms: map[message.Category]string{message.Other: "{{.Name}} \\"}},
		}})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), data)
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		format := Decodable()[int(which)%len(Decodable())]
		file, err := Decode(format, "ru", data)
		var at *SyntaxError
		if err != nil {
			if !errors.As(err, &at) {
				t.Fatal(err)
			}
			return
		}
		if _, _, err = Encode(format, file); err != nil {
			t.Fatal(err)
		}
	})
}
