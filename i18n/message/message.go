// Package message is the vocabulary of localization: a message with its plural forms, the patterns that
// its forms are, and the plural rules of languages. It wraps go-i18n, which reads files, chooses plural
// forms and runs templates; no other package of the module needs to know that library.
package message

import (
	"cmp"
	"crypto/sha1" // goi18n's choice; nothing is secret
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// Category is a plural category of CLDR (UTS #35 part 3, language plural rules).
type Category string

// The six categories of CLDR. Every message has Other, which is also its only form when it has no count.
const (
	Zero  Category = "zero"
	One   Category = "one"
	Two   Category = "two"
	Few   Category = "few"
	Many  Category = "many"
	Other Category = "other"
)

// Categories lists the six categories in CLDR's order.
var Categories = []Category{Zero, One, Two, Few, Many, Other}

// Message is one unit of text in one locale.
type Message struct {
	ID          string
	Description string              // for translators
	Hash        string              // goi18n's hash of the source that this was translated from, or ""
	Forms       map[Category]string // texts by plural category; never empty texts
	LeftDelim   string              // "" stands for "{{"
	RightDelim  string              // "" stands for "}}"
	Literal     bool                // the texts hold no placeholders, whatever they look like

	parsed atomic.Pointer[parsed] // made when first asked for
}

// parsed is what a message's texts say of placeholders.
type parsed struct {
	patterns  Patterns // of the forms that parse
	variables []string
	err       error // of the first form that does not parse
	plural    bool
	counts    bool   // a form is chosen by a count, or says it
	fixed     bool   // there is but one text, without placeholders
	plain     string // that text
	direct    bool   // there is but one form, and no count in it
}

// Text returns the form that holds when there is no count.
func (m *Message) Text() string { return m.Forms[Other] }

// Plural reports whether the message has forms besides Other.
func (m *Message) Plural() bool {
	_, other := m.Forms[Other]
	return len(m.Forms) > 1 || len(m.Forms) == 1 && !other
}

// SourceHash returns the hash by which goi18n knows that translations were made from this source: of its
// description and its form Other. Other forms may change without it.
func (m *Message) SourceHash() string {
	sum := sha1.Sum([]byte(m.Description + m.Forms[Other]))
	return "sha1-" + hex.EncodeToString(sum[:])
}

// Equal reports whether two messages are the same in every field.
func (m *Message) Equal(o *Message) bool {
	return m.Hash == o.Hash && m.Says(o)
}

// Says reports whether two messages are the same to those who read them: all but goi18n's hash.
func (m *Message) Says(o *Message) bool {
	return m.ID == o.ID && m.Description == o.Description && m.LeftDelim == o.LeftDelim && m.RightDelim == o.RightDelim &&
		m.Literal == o.Literal && maps.Equal(m.Forms, o.Forms)
}

// Is reports whether the message is a text and nothing else.
func (m *Message) Is(text string) bool {
	return len(m.Forms) == 1 && m.Forms[Other] == text && text != "" &&
		!m.Literal && m.Description == "" && m.Hash == "" && m.LeftDelim == "" && m.RightDelim == ""
}

// Counts reports whether rendering the message asks for a count.
func (m *Message) Counts() bool { return m.parse().counts }

// Patterns are the parsed forms of a message, in CLDR's order.
type Patterns []parsedForm

type parsedForm struct {
	category Category
	pattern  Pattern
}

// Of returns the form of a category; where there is none, one without text.
func (p Patterns) Of(c Category) Pattern {
	for i := range p {
		if p[i].category == c {
			return p[i].pattern
		}
	}
	return Pattern{}
}

// Has reports whether there is a form of a category.
func (p Patterns) Has(c Category) bool {
	return slices.ContainsFunc(p, func(f parsedForm) bool { return f.category == c })
}

// Patterns returns the parsed forms; the caller must not change the list. The error is the *[PatternError] of a
// form that does not parse.
func (m *Message) Patterns() (Patterns, error) {
	p := m.parse()
	return p.patterns, p.err
}

// Variables returns the names that the message's forms use, in alphabetical order. Forms that do not parse
// count for nothing. The caller must not change the list.
func (m *Message) Variables() []string { return m.parse().variables }

func (m *Message) parse() *parsed {
	if p := m.parsed.Load(); p != nil {
		return p
	}
	return m.parseForms()
}

func (m *Message) parseForms() *parsed {
	p := &parsed{patterns: make(Patterns, 0, len(m.Forms)), plural: m.Plural()}
	for _, c := range Categories {
		text, ok := m.Forms[c]
		if !ok {
			continue
		}
		pattern, err := m.pattern(text)
		if err != nil {
			p.err = cmp.Or(p.err, err)
			continue
		}
		p.patterns = append(p.patterns, parsedForm{c, pattern})
		p.variables = append(p.variables, pattern.Variables()...)
	}
	slices.Sort(p.variables)
	p.variables = slices.Compact(p.variables)
	p.counts = p.plural || slices.ContainsFunc(p.variables, IsCount)
	if !p.plural && (m.Literal || len(p.variables) == 0) {
		p.fixed, p.plain = true, m.Text()
	}
	p.direct = !p.counts && len(p.patterns) == 1 && p.patterns.Has(Other)
	m.parsed.Store(p)
	return p
}

func (m *Message) pattern(text string) (Pattern, error) {
	if m.Literal {
		return literal(text), nil
	}
	return ParsePattern(text, m.LeftDelim, m.RightDelim)
}

// WithForms returns a copy of the message with other texts.
func (m *Message) WithForms(forms map[Category]string) *Message {
	return &Message{
		ID: m.ID, Description: m.Description, Hash: m.Hash, Forms: forms,
		LeftDelim: m.LeftDelim, RightDelim: m.RightDelim, Literal: m.Literal,
	}
}

// Read turns the tree of a file (maps, lists and strings, as decoders of JSON, TOML and YAML make them)
// into messages in alphabetical order of their ids, by go-i18n's reading: nested maps flatten with dots,
// and lists of version 1 are read as well. The messages keep nothing of the tree, whose texts may be parts of a whole file.
func Read(tree any) ([]*Message, error) {
	unmarshal := func(_ []byte, v any) error {
		*v.(*any) = tree
		return nil
	}
	read, err := goi18n.ParseMessageBytes([]byte("x"), unmarshal)
	if err != nil {
		return nil, err
	}
	messages := make([]*Message, len(read))
	for i, m := range read {
		messages[i] = fromLibrary(m)
	}
	slices.SortStableFunc(messages, func(a, b *Message) int { return strings.Compare(a.ID, b.ID) })
	return messages, nil
}

func fromLibrary(m *goi18n.Message) *Message {
	forms := map[Category]string{}
	for i, text := range [...]string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other} {
		if text != "" {
			forms[Categories[i]] = strings.Clone(text)
		}
	}
	return &Message{
		ID: strings.Clone(m.ID), Description: strings.Clone(m.Description), Hash: strings.Clone(m.Hash),
		Forms: forms, LeftDelim: strings.Clone(m.LeftDelim), RightDelim: strings.Clone(m.RightDelim),
	}
}
