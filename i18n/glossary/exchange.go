package glossary

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/memory"
)

// Imported says what became of a file.
type Imported struct {
	Added   int // terms that are new
	Changed int // terms that have more words now
	Same    int // terms that said all of it already
	Skipped int // concepts without a term in the source locale, or whose terms cannot be kept
}

// Import adds what a glossary of another program says (TBX 3, or 2): new terms, and words that terms lack. It takes
// nothing away. Only words in locales that the caller may word are taken. The error is [memory.ErrFileBroken] for what
// cannot be read.
func (s *Service) Import(ctx context.Context, by accounts.By, project string, data []byte) (Imported, error) {
	_, concepts, err := format.DecodeGlossary(data)
	if err != nil {
		return Imported{}, broken(project, err)
	}
	p, err := s.words.Current().Project(project)
	if err != nil {
		return Imported{}, err
	}
	var done Imported
	err = s.edit(ctx, by, project, "glossary.import", "", func(before []check.Term) ([]check.Term, error) {
		done = Imported{}
		after := slices.Clone(before)
		for _, concept := range concepts {
			after = done.merge(by, p.Source(), after, concept)
		}
		return after, nil
	})
	return done, err
}

// broken says what is wrong with a file that cannot be read.
func broken(project string, err error) error {
	var at *format.SyntaxError
	if !errors.As(err, &at) {
		return err
	}
	return memory.Broken(project, at)
}

// merge adds a concept to terms.
func (i *Imported) merge(by accounts.By, source i18n.Locale, terms []check.Term, concept format.Concept) []check.Term {
	term := termOf(by, source, concept)
	if term.Source == "" || !valid(term) {
		i.Skipped++
		return terms
	}
	at := index(terms, term.Source)
	if at < 0 {
		if !by.Words(source.Tag()) {
			i.Skipped++
			return terms
		}
		i.Added++
		return append(terms, term)
	}
	was := terms[at]
	if !by.Words(source.Tag()) || was.Note != "" {
		term.Note = was.Note
	}
	more := clean(check.Term{
		Source: was.Source, Note: term.Note, Sensitive: was.Sensitive,
		Targets: joined(was.Targets, term.Targets, was.Forbidden), Forbidden: joined(was.Forbidden, term.Forbidden, was.Targets),
	})
	changed := map[string]bool{}
	concern(changed, source, clean(was), more)
	if len(changed) == 0 || !valid(more) {
		i.Same++
		return terms
	}
	i.Changed++
	terms[at] = more
	return terms
}

// termOf is the term that a concept is.
func termOf(by accounts.By, source i18n.Locale, concept format.Concept) check.Term {
	t := check.Term{Note: oneLine(concept.Note), Targets: map[string][]string{}, Forbidden: map[string][]string{}}
	for _, word := range concept.Terms {
		locale, err := i18n.ParseLocale(strings.ReplaceAll(word.Tag, "_", "-"))
		text := oneLine(word.Text)
		switch {
		case err != nil:
		case slices.Contains(i18n.Chain(locale), source):
			if t.Source == "" && !word.Never {
				t.Source = text
			}
		case !by.Words(locale.Tag()):
		case word.Never:
			t.Forbidden[string(locale)] = append(t.Forbidden[string(locale)], text)
		default:
			t.Targets[string(locale)] = append(t.Targets[string(locale)], text)
		}
	}
	return clean(t)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// joined are the words of both, but for those that others say otherwise.
func joined(was, more, others map[string][]string) map[string][]string {
	all := map[string][]string{}
	for locale, words := range was {
		all[locale] = slices.Clone(words)
	}
	for locale, words := range more {
		for _, word := range words {
			if !slices.Contains(others[locale], word) {
				all[locale] = append(all[locale], word)
			}
		}
	}
	return all
}
