package message

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// Pattern is the text of one form, split at its placeholders. Translators' templates are data, not code: a
// placeholder is {{.Name}} and nothing else of Go's template language.
type Pattern struct {
	parts []Part
}

// Part is literal text followed by a placeholder; only the last part of a pattern has none.
type Part struct {
	Text     string
	Variable string // the placeholder's name, or ""
}

// NewPattern makes a pattern of parts, joining those that have no placeholder between them.
func NewPattern(parts ...Part) Pattern {
	var p Pattern
	var text strings.Builder
	for _, part := range parts {
		text.WriteString(part.Text)
		if part.Variable != "" {
			p.parts = append(p.parts, Part{text.String(), part.Variable})
			text.Reset()
		}
	}
	p.parts = append(p.parts, Part{Text: text.String()})
	return p
}

// Parts returns what the pattern is made of; the caller must not change the list.
func (p Pattern) Parts() []Part { return p.parts }

// Equal reports whether two patterns say the same, whatever delimiters they were read with.
func (p Pattern) Equal(o Pattern) bool { return slices.Equal(p.parts, o.parts) }

// PatternError says why a text is no pattern. Check is the id of the rule that it breaks: "T01" for text that
// does not parse, "T02" for what the template language has and translators may not use.
type PatternError struct {
	Check  string
	Offset int // bytes into the text
	Action string
}

// Error says what is wrong, in English.
func (e *PatternError) Error() string {
	if e.Check == "T01" {
		return fmt.Sprintf("placeholder at byte %d is not closed", e.Offset)
	}
	return fmt.Sprintf("only {{.Name}} is allowed, not %q", e.Action)
}

// Delimiters returns what opens and closes a placeholder where "" stands for the usual braces.
func Delimiters(left, right string) (string, string) {
	if left == "" {
		left = "{{"
	}
	if right == "" {
		right = "}}"
	}
	return left, right
}

// ParsePattern splits a text at its placeholders. The error is a *[PatternError].
func ParsePattern(text, left, right string) (Pattern, error) {
	left, right = Delimiters(left, right)
	var p Pattern
	for rest := text; ; {
		before, after, found := strings.Cut(rest, left)
		if !found {
			p.parts = append(p.parts, Part{Text: rest})
			return p, nil
		}
		offset := len(text) - len(rest) + len(before)
		action, tail, closed := strings.Cut(after, right)
		if !closed {
			return Pattern{}, &PatternError{Check: "T01", Offset: offset}
		}
		name, ok := strings.CutPrefix(strings.TrimSpace(action), ".")
		if !ok || !Identifier(name) {
			return Pattern{}, &PatternError{Check: "T02", Offset: offset, Action: action}
		}
		p.parts = append(p.parts, Part{before, name})
		rest = tail
	}
}

func literal(text string) Pattern { return NewPattern(Part{Text: text}) }

// Identifier reports whether a name may be that of a placeholder: ASCII letters, digits and underscores, not
// beginning with a digit.
func Identifier(s string) bool {
	for i, r := range s {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

// Variables returns the names of the placeholders in the order of the text, as often as they occur.
func (p Pattern) Variables() []string {
	var names []string
	for _, part := range p.parts {
		if part.Variable != "" {
			names = append(names, part.Variable)
		}
	}
	return names
}

// Spell returns the pattern with each placeholder as the given function writes it: how another format does.
func (p Pattern) Spell(variable func(name string) string) string {
	var b strings.Builder
	for _, part := range p.parts {
		b.WriteString(part.Text)
		if part.Variable != "" {
			b.WriteString(variable(part.Variable))
		}
	}
	return b.String()
}

// Execute puts in the arguments, which must be [Arguments]. A missing one is a *[MissingError].
func (p Pattern) Execute(data any) (string, error) {
	args, _ := data.(Arguments)
	return p.put(args)
}

// shortText is how many bytes of a text need no memory until it is whole.
const shortText = 192

// put puts in the arguments.
func (p Pattern) put(args Arguments) (string, error) {
	var short [shortText]byte
	b := short[:0]
	for _, part := range p.parts {
		b = append(b, part.Text...)
		if part.Variable == "" {
			continue
		}
		value, ok := args.lookup(part.Variable)
		if !ok && !args.Lenient {
			return "", &MissingError{Name: part.Variable}
		}
		b = args.append(b, value, ok)
	}
	return string(b), nil
}

// parser is the one parser that go-i18n is given: it caches what the first parser made of a message, so a
// second kind would get the first one's result.
type parser struct{}

var _ template.Parser = parser{}

// Cacheable tells go-i18n to keep parsed patterns: they do not change.
func (parser) Cacheable() bool { return true }

// Parse parses one form for go-i18n.
func (parser) Parse(src, left, right string) (template.ParsedTemplate, error) {
	p, err := ParsePattern(src, left, right)
	if err != nil {
		return nil, err
	}
	return p, nil
}
