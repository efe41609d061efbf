package format

import (
	"fmt"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// encodeTOML and encodeYAML write go-i18n's format, version 2, in those syntaxes: a line for each message, with the
// forms of a plural one in braces.
func encodeTOML(f File) ([]byte, error) { return encodeLines(f, " = ") }

func encodeYAML(f File) ([]byte, error) {
	data, err := encodeLines(f, ": ")
	if len(data) == 0 {
		data = []byte("{}\n")
	}
	return data, err
}

func encodeLines(f File, is string) ([]byte, error) {
	var b strings.Builder
	for _, m := range f.Messages {
		fmt.Fprintf(&b, "%s%s%s\n", quoted(m.ID), is, lineOf(m, is))
	}
	return []byte(b.String()), nil
}

func lineOf(m *message.Message, is string) string {
	if !m.Plural() && m.LeftDelim == "" && m.RightDelim == "" {
		return quoted(m.Text())
	}
	var fields []string
	field := func(name, value string) {
		if value != "" {
			fields = append(fields, name+is+quoted(value))
		}
	}
	field("leftDelim", m.LeftDelim)
	field("rightDelim", m.RightDelim)
	for _, c := range message.Categories {
		field(string(c), m.Forms[c])
	}
	return "{ " + strings.Join(fields, ", ") + " }"
}

// quoted writes a string between double quotes as JSON, TOML and YAML all read it.
func quoted(s string) string {
	text, _ := marshal(s) // a string cannot fail
	var b strings.Builder
	for _, r := range string(text) {
		if r >= 0x7f && r < 0xa0 || r == '\ufeff' || r >= 0xfffe && r <= 0xffff {
			fmt.Fprintf(&b, `\u%04X`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
