package format

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// words are what goes wrong in files: quotes, escapes, comments, marks of other syntaxes, scripts, space.
var words = []string{
	"a", "Hi", "'", "''", `"`, `"""`, "'''", `\`, `\n`, "\n", "\n\n", " ", "  ", "\t", "#", " # c", ":", ": ", "- ", "---", "...", "? ", "{", "}", "[", "]", ",",
	"=", "&a", "*a", "!t", "|", ">", "%", "@", "`", "yes", "null", "~", "1", "1.5", "0x1", "2024-01-01", "é", "가", "ไทย", "שלום", "مرحبا", "👨‍👩‍👧", "🇰🇷", "\u200f",
	"\u2028", "\u0085", "\ufeff", "\r\n", "\r", "<<", "{{.Count}}", "\u007f", "\u0001", "\ufffe", "𝕏", "\U000e0001",
}

func drawText(t *rapid.T) string {
	if rapid.IntRange(0, 5).Draw(t, "free") == 0 {
		return rapid.String().Filter(func(s string) bool { return s != "" }).Draw(t, "text")
	}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 6).Draw(t, "words"), "")
}

func drawForms(t *rapid.T) forms {
	if rapid.Bool().Draw(t, "single") {
		return other(drawText(t))
	}
	all := forms{}
	for _, c := range message.Categories {
		if rapid.IntRange(0, 2).Draw(t, "form") == 0 {
			all[c] = drawText(t)
		}
	}
	if len(all) == 0 {
		all[message.Many] = drawText(t)
	}
	return all
}

// author writes random files by hand, in many styles.
type author struct {
	t   *rapid.T
	b   strings.Builder
	eol string
	ids []string // of the messages written so far
}

func (a *author) pick(options ...string) string { return rapid.SampledFrom(options).Draw(a.t, "style") }

func (a *author) chance(n int) bool { return rapid.IntRange(0, n).Draw(a.t, "chance") == 0 }

var keys = []string{"a", "b", "hello", "inbox", "x-y", "a.b", "group", "ids", "1", "한", "with space", "yes", "no-entry", "tail"}

func (a *author) comment(indent string) {
	for a.chance(3) {
		a.b.WriteString(indent + a.pick("# note", "# 'quoted", `# "x" = {`, "#", "# a: b") + a.eol)
	}
	if a.chance(4) {
		a.b.WriteString(a.eol)
	}
}

func (a *author) trail() string { return a.pick("", "", "", " # end", "  #", " ") + a.eol }

func (a *author) keys() []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(keys), 0, 5, rapid.ID).Draw(a.t, "keys")
}

func (a *author) formKeys() []string {
	names := []string{"one", "other"}
	names = append(names, rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"zero", "two", "few", "many", "description", "hash", "leftDelim"}), 0, 3, rapid.ID).Draw(a.t, "fields")...)
	return rapid.Permutation(names).Draw(a.t, "order")
}

func (a *author) tomlText() string {
	text := strings.ReplaceAll(drawText(a.t), "\r", "")
	where := where{eol: a.eol, like: a.pick(`"`, "'", `"""`, "'''", "\"\"\"\n", "'''\n")}
	return tomlText(text, where)
}

func (a *author) tomlKey(key string) string {
	if tomlBare.MatchString(key) && !a.chance(3) {
		return key
	}
	return a.pick("'"+key+"'", `"`+key+`"`)
}

func (a *author) tomlInline() string {
	parts := []string{}
	for _, f := range a.formKeys() {
		parts = append(parts, a.tomlKey(f)+a.pick("=", " = ")+strings.ReplaceAll(tomlBasic(drawText(a.t)), "\r", ""))
	}
	pad := a.pick("", " ")
	return "{" + pad + strings.Join(parts, a.pick(",", ", ", " , ")) + pad + "}"
}

func (a *author) tables() string {
	for _, key := range a.keys() {
		a.comment("")
		name := a.tomlKey(key)
		switch indent := a.pick("", "", "  "); {
		case a.chance(3):
			a.b.WriteString(indent + name + " = " + a.tomlInline() + a.trail())
		case a.chance(3):
			for _, f := range a.formKeys() {
				a.b.WriteString(indent + name + a.pick(".", " . ") + f + " = " + a.tomlText() + a.trail())
			}
		default:
			a.b.WriteString(indent + name + a.pick("=", " = ", "\t=  ") + a.tomlText() + a.trail())
		}
		a.ids = append(a.ids, key)
	}
	for i, key := range a.keys() {
		a.comment("")
		table := fmt.Sprintf("t%d", i)
		if a.chance(1) {
			a.b.WriteString("[" + table + "]" + a.trail())
			for _, f := range a.formKeys() {
				a.comment("")
				a.b.WriteString(a.tomlKey(f) + " = " + a.tomlText() + a.trail())
			}
			a.ids = append(a.ids, table)
			continue
		}
		a.b.WriteString("[ " + table + a.pick(".", " . ") + a.tomlKey(key) + " ]" + a.trail())
		a.b.WriteString("leaf = " + a.tomlText() + a.trail())
		a.ids = append(a.ids, table+"."+key+".leaf")
	}
	return a.b.String()
}

func (a *author) json() string {
	if a.chance(5) {
		var items []string
		for _, id := range a.keys() {
			items = append(items, fmt.Sprintf(`{"id": %s, "translation": %s}`, jsonText(id), a.jsonValue()))
			a.ids = append(a.ids, id)
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	return a.jsonMap(a.pick("", "  ", "\t"), "", "", 0) + a.pick("", a.eol)
}

func (a *author) jsonValue() string {
	if a.chance(1) {
		return jsonText(drawText(a.t))
	}
	var parts []string
	for _, f := range []string{"one", "many", "other"} {
		parts = append(parts, fmt.Sprintf("%q:%s", f, jsonText(drawText(a.t))))
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func (a *author) jsonMap(step, indent, prefix string, depth int) string {
	var parts []string
	for _, key := range a.keys() {
		value := a.jsonValue()
		if depth < 2 && a.chance(3) {
			value = a.jsonMap(step, indent+step, prefix+key+".", depth+1)
		} else {
			a.ids = append(a.ids, prefix+key)
		}
		parts = append(parts, jsonText(key)+a.pick(":", ": ")+value)
	}
	if step == "" || len(parts) == 0 {
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return "{" + a.eol + indent + step + strings.Join(parts, ","+a.eol+indent+step) + a.eol + indent + "}"
}

func (a *author) yamlText(indent string) string {
	text := strings.ReplaceAll(drawText(a.t), "\r", "")
	return yamlText(text, where{eol: a.eol, indent: indent, step: "  ", like: a.pick("x", "x", `"`, "'", "|", ">")})
}

func (a *author) yamlLine(indent, key string) {
	text := a.yamlText(indent)
	trail := a.eol
	if !strings.ContainsAny(text[:1], "|>") {
		trail = a.trail()
	}
	a.b.WriteString(indent + yamlDialect{}.key(key, a.pick("x", "'", `"`)) + a.pick(": ", ":  ", " : ") + a.pick("", "", "", "&anchor ", "!!str ") + text + trail)
}

func (a *author) yaml() string {
	a.b.WriteString(a.pick("", "", "# head"+a.eol, "---"+a.eol, "%YAML 1.2"+a.eol+"---"+a.eol))
	a.yamlMap("", "", 0)
	return a.b.String()
}

func (a *author) yamlMap(indent, prefix string, depth int) {
	for _, key := range append(a.keys(), "last") {
		a.comment(indent)
		name := yamlDialect{}.key(key, "x")
		switch {
		case depth < 2 && a.chance(4):
			a.b.WriteString(indent + name + ":" + a.trail())
			a.yamlMap(indent+"  ", prefix+key+".", depth+1)
			continue
		case a.chance(3):
			a.b.WriteString(indent + name + ":" + a.trail())
			for _, f := range a.formKeys() {
				a.yamlLine(indent+"    ", f)
			}
		case a.chance(4):
			a.b.WriteString(indent + name + ": {one: " + yamlDouble(drawText(a.t)) + ", other: 'x' }" + a.trail())
		default:
			a.yamlLine(indent, key)
		}
		a.ids = append(a.ids, prefix+key)
	}
}

// draw writes a file that can be read, and names the messages in it.
func draw(t *rapid.T, name string) (string, []string) {
	a := &author{t: t, eol: rapid.SampledFrom([]string{"\n", "\n", "\r\n"}).Draw(t, "eol")}
	data := map[string]func() string{"a.toml": a.tables, "a.json": a.json, "a.yaml": a.yaml}[name]()
	if rapid.IntRange(0, 3).Draw(t, "cut") == 0 {
		data = strings.TrimRight(data, "\r\n ")
	}
	if _, err := Parse(name, []byte(data)); err != nil {
		t.Skip(err)
	}
	return data, a.ids
}

var syntaxes = []string{"a.toml", "a.json", "a.yaml"}
