package i18n

import (
	"github.com/hallyu-store/hallyu/i18n/message"
)

// The pseudo-locales, which every project has, made of its source: what a developer looks at to see what no
// translation reaches. They are given to those who ask for exactly them, and stand in no list.
const (
	Accented Locale = "qps-Ploc"  // letters with marks, texts more than a third longer, between ⟦ and ⟧
	Mirrored Locale = "qps-plocm" // words from right to left
)

// pseudoNames are what the pseudo-locales are called in every language.
var pseudoNames = map[Locale]string{Accented: "⟦Åççéñţéđ⟧", Mirrored: "⟦\u202eMirrored\u202c⟧"}

// IsPseudo reports whether a locale is one of the pseudo-locales.
func (l Locale) IsPseudo() bool { return pseudoNames[l] != "" }

// Suited returns the locale of the project that is given to who prefers l: its nearest, or a pseudo-locale itself.
func (p *Project) Suited(l Locale) Locale {
	if l.IsPseudo() {
		return l
	}
	return p.Negotiator().Match(l)
}

// speaking returns the project that has a locale: the pseudo-locales are in one beside it.
func (p *Project) speaking(l Locale) *Project {
	if l.IsPseudo() && p.pseudo != nil {
		return p.pseudo()
	}
	return p
}

// makePseudo makes the project that has the source and the two pseudo-locales of it.
func (p *Project) makePseudo() *Project {
	source := p.texts[p.source]
	texts := map[Locale]*message.Texts{p.source: source}
	for locale, rewrite := range map[Locale]func(message.Pattern) message.Pattern{
		Accented: message.Pattern.Accented, Mirrored: message.Pattern.Mirrored,
	} {
		texts[locale] = message.NewTexts(source.Rules(), rewritten(source.Messages(), rewrite))
	}
	c := Content{Name: p.name, Source: p.source, TakenAt: p.publishedAt, Settings: p.settings}
	pseudo := assemble(c, texts, nil)
	pseudo.pseudo = nil
	return pseudo
}

func rewritten(messages map[string]*Message, rewrite func(message.Pattern) message.Pattern) map[string]*Message {
	all := make(map[string]*Message, len(messages))
	for id, m := range messages {
		patterns, err := m.Patterns()
		if m.Literal || err != nil {
			all[id] = m
			continue
		}
		forms := make(map[Category]message.Pattern, len(patterns))
		for c := range m.Forms {
			forms[c] = rewrite(patterns.Of(c))
		}
		other := message.Compose(id, forms)
		other.Description = m.Description
		all[id] = other
	}
	return all
}
