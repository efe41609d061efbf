package i18n

import (
	"errors"
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

// found is a message together with the texts of the locale that has it.
type found struct {
	texts  *message.Texts
	locale Locale
}

// table is the messages of one locale resolved through its fallbacks.
type table map[string]found

func (p *Project) flatten(locale Locale) table {
	fallbacks := p.negotiator.Fallbacks(locale)
	t := make(table, len(p.texts[p.source].Messages()))
	for _, l := range slices.Backward(fallbacks) {
		for id := range p.texts[l].Messages() {
			t[id] = found{p.texts[l], l}
		}
	}
	return t
}

// Text renders a message in a locale, or in what stands in for it, and returns the text alone. It never
// fails: an unknown id is its own text.
func (p *Project) Text(locale Locale, id string, args map[string]any) string {
	return p.Localize(locale, Request{ID: id, Args: args}).Text
}

// Render renders many messages, as [Project.Localize] does each.
func (p *Project) Render(locale Locale, requests []Request) []Rendered {
	rendered := make([]Rendered, len(requests))
	for i, r := range requests {
		rendered[i] = p.Localize(locale, r)
	}
	return rendered
}

// Localize renders one message. For each message by itself it walks the locale's chain of parents, then the
// operator's relatives, then the source locale. When an argument is missing the source's text is tried.
// Without a Count, an argument called Count, count or PluralCount serves.
func (p *Project) Localize(locale Locale, r Request) Rendered {
	table, nearest, served := p.table(locale)
	if !served && locale.IsPseudo() && p.pseudo != nil {
		return p.pseudo().Localize(locale, r)
	}
	f, ok := table[r.ID]
	if !ok {
		return Rendered{ID: r.ID, Text: r.ID, Fallback: true, Error: MessageMissing}
	}
	fallback := !served || f.locale != nearest
	if text, plain := f.texts.Plain(r.ID); plain {
		return Rendered{ID: r.ID, Text: text, Locale: f.locale, Fallback: fallback}
	}
	out := Rendered{ID: r.ID, Locale: f.locale, Fallback: fallback}
	args := arguments(r)
	if args.Count != nil && !message.Countable(args.Count) {
		out.Error = CountInvalid
	}
	ready, wrong := written(writer(locale, f.locale), p.kinds[r.ID], args)
	if wrong != "" {
		out.Error, out.Argument = ArgumentInvalid, wrong
	}
	text, err := f.texts.Render(r.ID, ready)
	if err != nil {
		return p.renderSource(out, args, err)
	}
	out.Text = text
	return out
}

// table returns the resolved messages for a locale; served is false where only the source locale is left.
func (p *Project) table(locale Locale) (t table, nearest Locale, served bool) {
	if t, ok := p.tables[locale]; ok {
		return t, locale, true
	}
	nearest, served = p.Negotiator().Nearest(locale)
	if !served {
		nearest = p.source
	}
	return p.tables[nearest], nearest, served
}

func arguments(r Request) message.Arguments {
	args := message.Arguments{Values: r.Args, Count: r.Count, Isolate: r.Isolate}
	if args.Count != nil {
		return args
	}
	for _, name := range [...]string{"count", "Count", "PluralCount"} {
		if n, ok := r.Args[name]; ok && n != nil {
			args.Count = n
			return args
		}
	}
	return args
}

// renderSource gives the source's text instead of one that could not be rendered.
func (p *Project) renderSource(out Rendered, args message.Arguments, cause error) Rendered {
	out.Error = ArgumentMissing
	var missing *message.MissingError
	if errors.As(cause, &missing) {
		out.Argument = missing.Name
	}
	texts := p.texts[p.source]
	if texts.Message(out.ID) == nil {
		texts = p.texts[out.Locale]
	} else {
		out.Fallback, out.Locale = out.Fallback || out.Locale != p.source, p.source
	}
	args, _ = written(out.Locale, p.kinds[out.ID], args)
	text, err := texts.Render(out.ID, args)
	if err != nil {
		args.Lenient = true
		text, _ = texts.Render(out.ID, args)
	}
	out.Text = text
	return out
}

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
	resolved := make(map[string]Resolved, len(t))
	for id, f := range t {
		m := f.texts.Message(id)
		if f.locale != locale && m.Plural() {
			m = m.WithForms(message.Adapt(m.Forms, f.texts.Rules(), rules))
		}
		resolved[id] = Resolved{m, f.locale}
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
