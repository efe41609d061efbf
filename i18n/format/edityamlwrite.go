package format

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// yamlDialect writes YAML.
type yamlDialect struct{}

func (yamlDialect) colon() string { return ": " }

func (yamlDialect) scattered() bool { return false }

func (yamlDialect) additions(id string, forms map[message.Category]string) []func(*edit) bool {
	return additions(id, forms)
}

var yamlPlainKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*$`)

// yamlWords are what YAML 1.1 and 1.2 read as something else than texts.
var yamlWords = []string{"y", "n", "yes", "no", "on", "off", "true", "false", "null"}

func (yamlDialect) key(name, like string) string {
	switch {
	case like != "" && like[0] == '\'' && !strings.ContainsFunc(name, yamlUnprintable):
		return yamlSingle(name)
	case like != "" && like[0] == '"', !yamlPlainKey.MatchString(name), slices.Contains(yamlWords, strings.ToLower(name)):
		return yamlDouble(name)
	}
	return name
}

func (d yamlDialect) value(s sprout, w where) string {
	if s.under == nil {
		return yamlText(s.text, w)
	}
	var b strings.Builder
	inner := w
	inner.indent += w.step
	if strings.ContainsAny(firstByte(w.like), "|>") {
		inner.like = ""
	}
	for i, below := range s.under {
		value := d.value(below, inner)
		colon := d.colon()
		switch {
		case w.flow && i > 0:
			b.WriteString(", ")
		case !w.flow:
			b.WriteString(w.eol + inner.indent)
		}
		if strings.HasPrefix(value, w.eol) {
			colon = ":"
		}
		b.WriteString(d.key(below.key, "") + colon + value)
	}
	if w.flow {
		return "{" + b.String() + "}"
	}
	return b.String()
}

func firstByte(s string) string { return s[:min(len(s), 1)] }

// yamlText quotes a text as another one is quoted.
func yamlText(text string, w where) string {
	switch style := firstByte(w.like); {
	case w.safe:
		return yamlDouble(text)
	case (style == "|" || style == ">") && yamlBlockHolds(text):
		return yamlBlock(text, w)
	case style == "'" && !strings.ContainsFunc(text, yamlUnprintable):
		return yamlSingle(text)
	case style != `"` && style != "|" && style != ">" && yamlPlainHolds(text, w.flow):
		return text
	}
	return yamlDouble(text)
}

// yamlPlainHolds asks the parser whether a text stays as it is without quotes; YAML 1.1's words do not.
func yamlPlainHolds(text string, flow bool) bool {
	if strings.ContainsFunc(text, yamlUnprintable) || strings.ContainsAny(text, "\n\t") || slices.Contains(yamlWords, strings.ToLower(text)) {
		return false
	}
	doc := "k: " + text + "\n"
	if flow {
		doc = "{k: " + text + "}\n"
	}
	root, err := parseYAML([]byte(doc))
	return err == nil && len(root.Fields) == 1 && root.Fields[0].Value.Kind == Text && root.Fields[0].Value.Text == text
}

// yamlUnprintable is what only double quotes hold, escaped: line breaks, controls and what readers drop.
func yamlUnprintable(r rune) bool {
	return r < ' ' && r != '\t' || r >= 0x7f && r <= 0x9f || strings.ContainsRune("\u2028\u2029\ufeff\ufffe\uffff", r)
}

func yamlSingle(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

var yamlShort = map[rune]string{'\\': `\\`, '"': `\"`, '\n': `\n`, '\r': `\r`, '\t': `\t`}

func yamlDouble(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		short, ok := yamlShort[r]
		switch {
		case ok:
			b.WriteString(short)
		case yamlUnprintable(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

// yamlBlockHolds reports whether a literal or folded text can say it without an indicator of its indentation.
func yamlBlockHolds(text string) bool {
	return strings.Trim(text, "\n") != "" && !strings.ContainsAny(text[:1], " \t\n") &&
		!strings.ContainsFunc(strings.ReplaceAll(text, "\n", ""), yamlUnprintable)
}

var lineBreaks = regexp.MustCompile(`\n+`)

// yamlBlock writes a literal or folded text, indented as the old one.
func yamlBlock(text string, w where) string {
	style := firstByte(w.like)
	body := strings.TrimRight(text, "\n")
	switch len(text) - len(body) {
	case 0:
		style += "-"
	case 1:
	default:
		style += "+"
		body = text[:len(text)-1]
	}
	if style[0] == '>' {
		inner := strings.TrimRight(body, "\n")
		body = lineBreaks.ReplaceAllString(inner, "$0\n") + body[len(inner):]
	}
	indent := w.indent + w.step
	_, old, _ := strings.Cut(w.like, "\n")
	if margin := old[:len(old)-len(strings.TrimLeft(old, " "))]; len(margin) > len(w.indent) {
		indent = margin
	}
	var b strings.Builder
	b.WriteString(style)
	for _, line := range strings.Split(body, "\n") {
		b.WriteString(w.eol)
		if line != "" {
			b.WriteString(indent + line)
		}
	}
	return b.String()
}
