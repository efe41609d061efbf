package format

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// tomlDialect writes TOML.
type tomlDialect struct{}

func (tomlDialect) colon() string { return " = " }

func (tomlDialect) scattered() bool { return true }

var tomlBare = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

func (tomlDialect) key(name, like string) string {
	switch {
	case like != "" && like[0] == '\'' && !tomlNeedsEscape(name, "'"):
		return "'" + name + "'"
	case like != "" && like[0] == '"' || !tomlBare.MatchString(name):
		return tomlBasic(name)
	}
	return name
}

func (d tomlDialect) value(s sprout, w where) string {
	if s.under == nil {
		return tomlText(s.text, w)
	}
	members := make([]string, len(s.under))
	for i, below := range s.under {
		members[i] = d.key(below.key, "") + d.colon() + d.value(below, w)
	}
	return "{ " + strings.Join(members, ", ") + " }"
}

// tomlText quotes a text as another one is quoted.
func tomlText(text string, w where) string {
	many := strings.Contains(text, "\n")
	switch {
	case w.safe:
	case strings.HasPrefix(w.like, `"""`):
		return tomlMany(`"""`, strings.ReplaceAll(tomlEscape(text, "\n\t\""), `"""`, `""\"`), w)
	case strings.HasPrefix(w.like, "'''") && !tomlNeedsEscape(strings.ReplaceAll(text, "\n", ""), "'''") && !strings.HasSuffix(text, "'"):
		return tomlMany("'''", text, w)
	case strings.HasPrefix(w.like, "'") && !strings.HasPrefix(w.like, "'''") && !many && !tomlNeedsEscape(text, "'"):
		return "'" + text + "'"
	}
	return tomlBasic(text)
}

// tomlMany writes a text that may have many lines, beginning on a line of its own where the old one did.
func tomlMany(quotes, inner string, w where) string {
	begin := ""
	if after := strings.TrimPrefix(w.like, quotes); strings.HasPrefix(after, "\n") || strings.HasPrefix(after, "\r\n") || strings.HasPrefix(inner, "\n") {
		begin = w.eol
	}
	if body, ends := strings.CutSuffix(inner, `"`); ends && quotes == `"""` {
		inner = body + `\"`
	}
	return quotes + begin + strings.ReplaceAll(inner, "\n", w.eol) + quotes
}

func tomlBasic(text string) string { return `"` + tomlEscape(text, "\t") + `"` }

// tomlNeedsEscape reports whether a text has quotes, or characters that literal texts must not have.
func tomlNeedsEscape(text, quotes string) bool {
	return strings.Contains(text, quotes) || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}

var tomlShort = map[rune]string{'\\': `\\`, '"': `\"`, '\n': `\n`, '\r': `\r`, '\t': `\t`, '\b': `\b`, '\f': `\f`}

// tomlEscape escapes what a basic text must not have, but for what it may keep.
func tomlEscape(text, keep string) string {
	var b strings.Builder
	for _, r := range text {
		short, ok := tomlShort[r]
		switch {
		case strings.ContainsRune(keep, r):
			b.WriteRune(r)
		case ok:
			b.WriteString(short)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// additions lists how TOML takes a message in: in the table that it belongs to, in a table of its own where the
// file has tables, as a key with a text or with an inline table where it has none.
func (tomlDialect) additions(id string, forms map[message.Category]string) (all []func(*edit) bool) {
	keys := strings.Split(id, ".")
	for _, shape := range shapes(forms) {
		if shape.under == nil {
			all = append(all, func(e *edit) bool { return e.addToTable(id, shape) })
		}
		all = append(all,
			func(e *edit) bool { return e.addPlain(id, shape) },
			func(e *edit) bool { return e.quotesIDs() && e.addTable([]string{id}, shape) },
			func(e *edit) bool { return len(keys) <= MaxDepth && e.addTable(keys, shape) },
			func(e *edit) bool { return e.addTable([]string{id}, shape) },
			func(e *edit) bool { return e.addAbove(named(id, shape)) },
		)
	}
	return all
}

// tables reports whether a file has tables with headers.
func (p *piece) tables() bool {
	for _, m := range p.fields {
		if m.value.header || m.value.kind == List && !m.value.flow || !m.value.flow && m.value.tables() {
			return true
		}
	}
	return false
}

// quotesIDs reports whether the file writes ids with dots as one quoted key.
func (e *edit) quotesIDs() bool {
	for _, m := range e.root.fields {
		if strings.Contains(m.key, ".") {
			return true
		}
	}
	return len(e.root.fields) == 0
}

// addToTable adds a text to the table of its group; for ids without a dot that is the top of the file.
func (e *edit) addToTable(id string, s sprout) bool {
	p, rest := e.group(id)
	if strings.Contains(rest, ".") || p == e.root && (p.tables() || len(p.fields) == 0) {
		return false
	}
	for _, m := range p.fields {
		if m.value.header || p.flow {
			continue
		}
		if m.value.kind == Text && m.value.to <= p.bodyTo && m.value.end() == p.bodyTo {
			e.insertAfter(p, m, named(rest, s))
			return true
		}
	}
	if p.flow && len(p.fields) > 0 || p.header {
		return e.addBelow(p, named(rest, s))
	}
	return false
}

// addBelow adds a member to an inline table, or as the last line of a table with a header.
func (e *edit) addBelow(p *piece, s sprout) bool {
	if p.flow {
		e.insertAfter(p, p.fields[len(p.fields)-1], s)
		return true
	}
	end := e.lineEnd(p.bodyTo)
	e.change(end, end, e.eol+e.line(s))
	return true
}

// line writes a key with its value as a line.
func (e *edit) line(s sprout) string {
	w := where{eol: e.eol, safe: e.safe, like: oneLine(e.likeOf(e.root))}
	return e.dialect.key(s.key, "") + e.dialect.colon() + e.dialect.value(s, w)
}

// oneLine leaves out the quotes of texts of many lines.
func oneLine(like string) string {
	if strings.HasPrefix(like, `"""`) || strings.HasPrefix(like, "'''") {
		return ""
	}
	return like
}

// addPlain adds a line to a file without tables.
func (e *edit) addPlain(id string, s sprout) bool {
	if e.root.tables() {
		return false
	}
	if keys := strings.Split(id, "."); !e.quotesIDs() && len(keys) > 1 && len(keys) <= MaxDepth {
		return e.addLine(e.path(keys[:len(keys)-1]) + "." + e.line(named(keys[len(keys)-1], s)))
	}
	return e.addLine(e.line(named(id, s)))
}

// addLine adds a line behind the last one at the top of the file, which is its end where it has no tables.
func (e *edit) addLine(line string) bool {
	if len(e.root.fields) == 0 {
		e.close()
		e.change(len(e.data), len(e.data), line+e.eol)
		return true
	}
	end := e.lineEnd(e.root.bodyTo)
	e.change(end, end, e.eol+line)
	return true
}

// addAbove puts a line at the very beginning, where no table claims it.
func (e *edit) addAbove(s sprout) bool {
	e.change(0, 0, e.line(s)+e.eol)
	return true
}

// path writes a dotted key.
func (e *edit) path(keys []string) string {
	written := make([]string, len(keys))
	for i, key := range keys {
		written[i] = e.dialect.key(key, "")
	}
	return strings.Join(written, ".")
}

// addTable adds a table at the end: that of the message with its forms or, where the file's tables are groups, one
// for its group.
func (e *edit) addTable(keys []string, s sprout) bool {
	if s.under == nil && len(keys) > 1 && e.root.nests() {
		keys, s = keys[:len(keys)-1], sprout{under: []sprout{named(keys[len(keys)-1], s)}}
	}
	if s.under == nil {
		s.under = []sprout{named("other", s)}
	}
	e.close()
	text := "[" + e.path(keys) + "]" + e.eol
	if len(e.data) > 0 && !e.blank(e.lineStart(len(e.data))) || len(strings.TrimSpace(string(e.data))) > 0 && !strings.HasSuffix(string(e.data), "\n"+e.eol) {
		text = e.eol + text
	}
	for _, below := range s.under {
		text += e.line(below) + e.eol
	}
	e.change(len(e.data), len(e.data), text)
	return true
}
