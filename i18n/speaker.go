package i18n

import (
	"errors"

	"github.com/hallyu-store/hallyu/i18n/message"
)

// Speaker gives the texts of a project in one locale. A request gets one from [Project.In] and uses it to its end: the
// locale is looked for once, and all texts are of one moment. The zero value knows no message.
type Speaker struct {
	project *Project
	asked   Locale
	table   *table
	served  bool // by the locale or a parent of it; else only the source is left
}

// In returns who gives the project's texts in a locale. For each message by itself it walks the locale's chain of
// parents, then the operator's relatives, then the source locale.
func (p *Project) In(locale Locale) Speaker {
	if t, ok := p.tables[locale]; ok {
		return Speaker{p, locale, t, true}
	}
	nearest, served := p.Negotiator().Nearest(locale)
	if !served && locale.IsPseudo() && p.pseudo != nil {
		return p.pseudo().In(locale)
	}
	if !served {
		nearest = p.source
	}
	return Speaker{p, locale, p.tables[nearest], served}
}

// entry returns what is known of a message, or nil.
func (s Speaker) entry(id string) *entry {
	if s.table == nil {
		return nil
	}
	return s.table.entries.find(id)
}

// Text renders a message and returns the text alone. It never fails: an unknown id is its own text.
func (s Speaker) Text(id string, args map[string]any) string {
	e := s.entry(id)
	if e == nil {
		return id
	}
	if e.fixed {
		return e.plain
	}
	return s.fill(e, id, args)
}

// fill puts arguments into a message. Most have neither kinds nor a count, and go without all else that Localize tells.
func (s Speaker) fill(e *entry, id string, args map[string]any) string {
	if len(s.project.kinds[id]) == 0 {
		if text, ok := e.message.Fill(args); ok {
			return text
		}
	}
	return s.render(e, Request{ID: id, Args: args}).Text
}

// Localize renders one message. When an argument is missing the source's text is tried. Without a Count, an argument
// called Count, count or PluralCount serves.
func (s Speaker) Localize(r Request) Rendered {
	e := s.entry(r.ID)
	if e == nil {
		return Rendered{ID: r.ID, Text: r.ID, Fallback: true, Error: MessageMissing}
	}
	return s.render(e, r)
}

func (s Speaker) render(e *entry, r Request) Rendered {
	out := Rendered{ID: r.ID, Locale: e.origin.locale, Fallback: !s.served || e.origin.locale != s.table.locale}
	if e.fixed {
		out.Text = e.plain
		return out
	}
	kinds := s.project.kinds[r.ID]
	args := message.Arguments{Values: r.Args, Count: r.Count, Isolate: r.Isolate}
	if e.message.Counts() || len(kinds) > 0 { // others have no use for a count, and looking for one takes a third of the time
		args = arguments(r)
	}
	if args.Count != nil && !message.Countable(args.Count) {
		out.Error = CountInvalid
	}
	ready, wrong := args, ""
	if len(kinds) > 0 {
		ready, wrong = written(writer(s.asked, out.Locale), kinds, args)
	}
	if wrong != "" {
		out.Error, out.Argument = ArgumentInvalid, wrong
	}
	text, err := e.origin.texts.Rules().Render(e.message, ready)
	if err != nil {
		return s.project.renderSource(out, arguments(r), err)
	}
	out.Text = text
	return out
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
