package format

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// decodeICU reads one object of ICU messages by id.
func decodeICU(_ *message.Rules, data []byte) ([]unit, error) {
	root, err := parseJSON(data)
	if err != nil {
		return nil, err
	}
	var units []unit
	for _, f := range root.Fields {
		if f.Value.Kind != Text {
			return nil, &SyntaxError{f.Line, f.Col, "not a text"}
		}
		forms, err := icuForms(f.Value)
		if err != nil {
			return nil, err
		}
		units = append(units, unit{id: f.Key, forms: forms})
	}
	return units, nil
}

// decodeARB reads an Application Resource Bundle. The id of a message is "x-id" beside it, or its key.
func decodeARB(_ *message.Rules, data []byte) ([]unit, error) {
	root, err := parseJSON(data)
	if err != nil {
		return nil, err
	}
	about := map[string]*Node{}
	for _, f := range root.Fields {
		if key, ok := strings.CutPrefix(f.Key, "@"); ok {
			about[key] = f.Value
		}
	}
	var units []unit
	for _, f := range root.Fields {
		if strings.HasPrefix(f.Key, "@") || f.Value.Kind != Text {
			continue
		}
		u := unit{id: f.Key}
		if more := about[f.Key]; more != nil {
			u.description = more.textOf("description", "")
			u.id = more.textOf("x-id", u.id)
		}
		u.forms, err = icuForms(f.Value)
		if err != nil {
			return nil, err
		}
		units = append(units, u)
	}
	return units, nil
}

// textOf is the text of a field, or what stands in for it.
func (n *Node) textOf(key, otherwise string) string {
	for _, f := range n.Fields {
		if f.Key == key && f.Value.Kind == Text {
			return f.Value.Text
		}
	}
	return otherwise
}

// icuReader reads one message of ICU's syntax, with plural as its only kind of choice.
type icuReader struct {
	rest   string
	count  string // name of the count within a plural, "" outside
	plural []form
	reason string // what went wrong first
}

func icuForms(n *Node) ([]form, error) {
	r := &icuReader{rest: n.Text}
	before, after := r.parts(), []message.Part(nil)
	if r.plural != nil {
		after = r.parts()
	}
	if r.rest != "" {
		r.fail("a brace that nothing opened, or a second plural")
	}
	if r.reason != "" {
		return nil, &SyntaxError{n.Line, n.Col, r.reason}
	}
	if r.plural == nil {
		return only(before...), nil
	}
	for i, f := range r.plural {
		all := append(append(append([]message.Part{}, before...), f.pattern.Parts()...), after...)
		r.plural[i].pattern = message.NewPattern(all...)
	}
	return r.plural, nil
}

func (r *icuReader) fail(reason string) {
	if r.reason == "" {
		r.reason = reason
	}
	r.rest = ""
}

// parts reads up to a closing brace, the end or, where there was none yet, behind a plural.
func (r *icuReader) parts() (parts []message.Part) {
	for r.rest != "" && r.rest[0] != '}' {
		switch {
		case r.rest[0] == '\'':
			parts = append(parts, message.Part{Text: r.apostrophe()})
		case r.rest[0] == '{':
			name, plural := r.argument()
			if plural {
				return parts
			}
			parts = append(parts, message.Part{Variable: name})
		case r.rest[0] == '#' && r.count != "":
			r.rest = r.rest[1:]
			parts = append(parts, message.Part{Variable: r.count})
		default:
			n := strings.IndexAny(r.rest[1:], "'{}#") + 1
			if n == 0 {
				n = len(r.rest)
			}
			parts = append(parts, message.Part{Text: r.rest[:n]})
			r.rest = r.rest[n:]
		}
	}
	return parts
}

// apostrophe reads one, or the quotation that it begins.
func (r *icuReader) apostrophe() string {
	r.rest = r.rest[1:]
	if strings.HasPrefix(r.rest, "'") {
		r.rest = r.rest[1:]
		return "'"
	}
	if r.rest == "" || !strings.ContainsRune("{}", rune(r.rest[0])) && (r.rest[0] != '#' || r.count == "") {
		return "'"
	}
	var b strings.Builder
	for {
		text, rest, closed := strings.Cut(r.rest, "'")
		b.WriteString(text)
		r.rest = rest
		if !closed || !strings.HasPrefix(rest, "'") {
			return b.String()
		}
		b.WriteByte('\'')
		r.rest = rest[1:]
	}
}

// typed reports whether what follows a name says how a value is written: number, date or time, with a style. Such
// an argument is a placeholder; what it is the project declares.
func typed(argument string) bool {
	kind, style, _ := strings.Cut(argument, ",")
	return slices.Contains([]string{"number", "date", "time"}, strings.TrimSpace(kind)) && !strings.ContainsAny(style, "{'")
}

// argument reads what stands in braces: a name, or a plural, which is kept.
func (r *icuReader) argument() (name string, plural bool) {
	inner := r.rest[1:]
	end := strings.IndexAny(inner, ",}")
	if end < 0 {
		r.fail("a brace that nothing closes")
		return "", true
	}
	name = strings.TrimSpace(inner[:end])
	if name != "" && strings.Trim(name, "0123456789") == "" {
		name = "Arg" + name
	}
	r.rest = inner[end+1:]
	if !message.Identifier(name) {
		r.fail("a placeholder whose name is none")
		return "", true
	}
	if inner[end] == '}' {
		return name, false
	}
	if argument, rest, closed := strings.Cut(r.rest, "}"); closed && typed(argument) {
		r.rest = rest
		return name, false
	}
	kind, rest, _ := strings.Cut(r.rest, ",")
	if strings.TrimSpace(kind) != "plural" || r.plural != nil || r.count != "" {
		r.fail("only one plural is known, and no other kind of argument")
		return "", true
	}
	r.rest = rest
	r.forms(name)
	return "", true
}

// forms reads the texts of a plural and its closing brace.
func (r *icuReader) forms(name string) {
	if !message.IsCount(name) {
		name = "Count"
	}
	r.plural = []form{}
	for r.reason == "" {
		selector, rest, open := strings.Cut(r.rest, "{")
		if before, after, ok := strings.Cut(r.rest, "}"); ok && strings.TrimSpace(before) == "" {
			r.rest = after
			return
		}
		c, ok := categoryOf(strings.TrimSpace(selector))
		if !open || !ok {
			r.fail("a plural with a form of no category")
			return
		}
		r.rest, r.count = rest, name
		p := message.NewPattern(r.parts()...)
		r.count = ""
		if !strings.HasPrefix(r.rest, "}") {
			r.fail("a form that nothing closes")
			return
		}
		r.rest = r.rest[1:]
		r.plural = append(r.plural, form{c, p})
	}
}
