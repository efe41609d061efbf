package message

import "errors"

// Reasons why a message cannot be rendered.
var (
	ErrNoMessage = errors.New("message: no message of that id")
	ErrNoForm    = errors.New("message: neither the form for the count nor other is there")
)

// Plain returns the text of a message that has neither placeholders nor plural forms.
func (m *Message) Plain() (string, bool) {
	p := m.parse()
	return p.plain, p.fixed
}

// Fill puts arguments into a message that has but one form and no count, as Render does. It reports false of another
// message, and where an argument is missing.
func (m *Message) Fill(values map[string]any) (string, bool) {
	p := m.parse()
	if !p.direct {
		return "", false
	}
	text, err := p.patterns[0].pattern.put(Arguments{Values: values})
	return text, err == nil
}

// Render puts arguments into a message, in the form that the count asks for, or Other where the message lacks that. It
// gives what go-i18n's Localize would, without asking it: choosing among the forms of one message is all that is left to
// do here, and go-i18n's rules were asked about the count ([Rules.Category]). Forms that do
// not parse count for nothing. The error is a *[MissingError] or [ErrNoForm].
func (r *Rules) Render(m *Message, args Arguments) (string, error) {
	p := m.parse()
	if p.fixed {
		return p.plain, nil
	}
	form := Other
	if p.plural {
		form = r.Category(args.Count)
		if !p.patterns.Has(form) {
			form = Other
		}
	}
	if !p.patterns.Has(form) {
		return "", ErrNoForm
	}
	return p.patterns.Of(form).put(args)
}
