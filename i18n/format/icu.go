package format

import (
	"strings"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// icu writes units in ICU's message syntax: {Name}, and {Count, plural, one {# thing} other {# things}} with the count
// as #. https://unicode-org.github.io/icu/userguide/format_parse/messages/
type icu struct {
	sparing bool // double an apostrophe only where it would quote, for readers that quote nothing
	kinds   map[string]message.Kind
}

func (w icu) unit(u unit) string {
	if !u.plural {
		return w.pattern(u.forms[0].pattern, "", `{}`)
	}
	var b strings.Builder
	count := u.count()
	b.WriteString("{" + count + ", plural,")
	for _, f := range u.forms {
		b.WriteString(" " + string(f.category) + " {" + w.pattern(f.pattern, count, `{}#`) + "}")
	}
	return b.String() + "}"
}

// pattern writes one form; special are the characters that must be quoted.
func (w icu) pattern(p message.Pattern, count, special string) string {
	var b strings.Builder
	for _, part := range p.Parts() {
		b.WriteString(w.text(part, special, count != ""))
		switch part.Variable {
		case "":
		case count:
			b.WriteString("#")
		default:
			b.WriteString(w.kinds[part.Variable].ICU(part.Variable))
		}
	}
	return b.String()
}

// text writes the text of a part: special characters between apostrophes. An apostrophe itself may always be doubled,
// and must be where it would begin or go on with such a quotation.
func (w icu) text(part message.Part, special string, inside bool) string {
	var b strings.Builder
	quoted := false // what was written last is a special character
	text := strings.ToValidUTF8(part.Text, "\ufffd")
	for i, r := range text {
		rest := text[i+utf8.RuneLen(r):]
		now := strings.ContainsRune(special, r)
		if now != quoted && (now || r != '\'') {
			b.WriteString("'")
		}
		switch {
		case r != '\'':
			b.WriteRune(r)
			quoted = now
		case w.sparing && !quoted && !quotes(rest, part.Variable != "" || inside):
			b.WriteString("'")
		default:
			b.WriteString("''") // means the same within a quotation
		}
	}
	if quoted {
		b.WriteString("'")
	}
	return b.String()
}

// quotes reports whether an apostrophe before this rest of a text would begin a quotation.
func quotes(rest string, followed bool) bool {
	if rest == "" {
		return followed
	}
	return strings.ContainsRune("{}#|'", rune(rest[0]))
}

// encodeICU writes one object of ICU messages by id, as FormatJS and other readers of ICU's syntax take them.
func encodeICU(f File) ([]byte, error) {
	units, err := f.units()
	if err != nil {
		return nil, err
	}
	var o object
	for _, u := range units {
		err = o.field(u.id, icu{kinds: u.kinds}.unit(u))
		if err != nil {
			return nil, err
		}
	}
	return o.end(), nil
}
