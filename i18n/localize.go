package i18n

import (
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// Codes of what can go wrong with a rendered message; the text is usable all the same.
const (
	MessageMissing  = "message-not-found" // the text is the id itself
	ArgumentMissing = "argument-missing"  // the text is the source's, with "…" for what is missing there too
	CountInvalid    = "count-invalid"     // the count is no number; the text is the form "other"
	ArgumentInvalid = "argument-invalid"  // an argument is not what the project declares; it is written plainly
)

// Request asks for one rendered message.
type Request struct {
	ID      string
	Args    map[string]any
	Count   any  // chooses the plural form: a whole number, float64, json.Number or decimal text; nil for none
	Isolate bool // wrap arguments in U+2068 and U+2069, so that they keep their own direction
}

// Rendered is a message as a reader gets it.
type Rendered struct {
	ID       string
	Text     string
	Locale   Locale // that the text is written in; "" when there is none
	Fallback bool   // the text is not in the locale that was asked for, nor in one of its parents that stands for it
	Error    string // "", [MessageMissing], [ArgumentMissing], [CountInvalid] or [ArgumentInvalid]
	Argument string // the one that is missing or invalid, or ""
}

// Text renders a message in a locale, or in what stands in for it, and returns the text alone. It never
// fails: an unknown id is its own text. Who asks more than once is quicker with [Project.In].
func (p *Project) Text(locale Locale, id string, args map[string]any) string {
	return p.In(locale).Text(id, args)
}

// Render renders many messages, as [Speaker.Localize] does each.
func (p *Project) Render(locale Locale, requests []Request) []Rendered {
	speaker := p.In(locale)
	rendered := make([]Rendered, len(requests))
	for i, r := range requests {
		rendered[i] = speaker.Localize(r)
	}
	return rendered
}

// Localize renders one message, as [Speaker.Localize] does.
func (p *Project) Localize(locale Locale, r Request) Rendered { return p.In(locale).Localize(r) }

// Resolved is a message that stands for one id in a locale, and the locale that it comes from.
type Resolved struct {
	Message *Message // forms adapted to the plural rules of the locale that was asked for
	Origin  Locale
}

// Resolved returns all messages of a locale, through its fallbacks, by id. [ErrLocaleNotFound], with the
// nearest locale as a fact, says that the project has not exactly this one.
func (p *Project) Resolved(locale Locale) (map[string]Resolved, error) {
	p = p.speaking(locale)
	t, ok := p.tables[locale]
	if !ok {
		return nil, p.noLocale(locale)
	}
	rules := p.texts[locale].Rules()
	resolved := make(map[string]Resolved, len(t.entries.all))
	for i := range t.entries.all {
		e := &t.entries.all[i]
		m := e.message
		if e.origin.locale != locale && m.Plural() {
			m = m.WithForms(message.Adapt(m.Forms, e.origin.texts.Rules(), rules))
		}
		resolved[m.ID] = Resolved{m, e.origin.locale}
	}
	return resolved, nil
}

func (p *Project) noLocale(locale Locale) error {
	nearest, _ := p.Negotiator().Nearest(locale)
	return ErrLocaleNotFound.With("locale", locale, "project", p.name, "nearest", nearest)
}

// IDs lists the ids of the source locale's messages in alphabetical order.
func (p *Project) IDs() []string {
	return slices.Sorted(maps.Keys(p.texts[p.source].Messages()))
}
