package format

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// encodePO writes gettext's PO, encoded in UTF-8: the id as msgctxt, the source as msgid. Entries with placeholders are
// python-format, %(Name)s with %% for a percent sign, so that gettext's tools check them.
func encodePO(f File) ([]byte, error) {
	units, err := f.units()
	if err != nil {
		return nil, err
	}
	p := &poWriter{}
	header := "Language: " + strings.ReplaceAll(f.Locale, "-", "_") +
		"\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
	if f.Rules != nil {
		header += "Plural-Forms: " + pluralForms(f.Rules) + "\n"
	}
	p.text("msgid", "")
	p.text("msgstr", header)
	for _, u := range units {
		p.unit(u)
	}
	return []byte(p.String()), nil
}

// poWriter writes entries.
type poWriter struct{ strings.Builder }

func (p *poWriter) unit(u unit) {
	write := plain
	p.WriteString("\n")
	if u.description != "" {
		for line := range strings.SplitSeq(u.description, "\n") {
			p.WriteString("#. " + line + "\n")
		}
	}
	if len(u.names) > 0 {
		p.WriteString("#, python-format\n")
		write = python
	}
	p.text("msgctxt", u.id)
	if !u.plural {
		p.text("msgid", write(u.sourceOf(message.Other)))
		p.text("msgstr", write(u.forms[0].pattern))
		return
	}
	p.text("msgid", write(u.sourceOf(message.One)))
	p.text("msgid_plural", write(u.sourceOf(message.Other)))
	for i, f := range u.forms {
		p.text("msgstr["+string('0'+rune(i))+"]", write(f.pattern))
	}
}

// plain writes a pattern without placeholders.
func plain(p message.Pattern) string { return p.Spell(func(string) string { return "" }) }

// python writes a pattern as Python's % operator with named arguments reads it.
func python(p message.Pattern) string {
	return rewrite(p, doublePercent, func(name string) string { return "%(" + name + ")s" })
}

func doublePercent(text string) string { return strings.ReplaceAll(text, "%", "%%") }

// text writes a keyword with its string, a line of the text on each line.
func (p *poWriter) text(keyword, text string) {
	p.WriteString(keyword + " ")
	lines := slices.Collect(strings.Lines(text))
	if len(lines) != 1 {
		p.WriteString("\"\"\n")
	}
	for _, line := range lines {
		p.WriteString(`"` + poEscaper.Replace(line) + "\"\n")
	}
}

var poEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`)
