// Package glossary is where the terms of a project are kept: what a word of the source locale is called in others, and
// what it must not be called. They live in the project's file project.yaml, which any editor may change.
package glossary

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/format"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of glossaries.
var (
	// ErrNotFound: the glossary has no such term. Facts: project, term.
	ErrNotFound = fault.Define(fault.NotFound, "term-not-found")
	// ErrInvalid: a term, a translation or a note is missing, too long or twice there. Facts: limit, in characters.
	ErrInvalid = fault.Define(fault.Invalid, "term-invalid")
	// ErrExists: the glossary has the term already. Facts: project, term.
	ErrExists = fault.Define(fault.Conflict, "term-exists")
	// ErrFull: the glossary has as many terms as it may have. Facts: limit.
	ErrFull = fault.Define(fault.Conflict, "glossary-full")
)

const (
	maxTerms = 5000
	// maxText is how long a term, a translation or a note may be, in characters.
	maxText = 500
	// maxWords is how many words a term may have in a locale.
	maxWords = 20
)

// Files are the projects as their files have them, and what they say of themselves.
type Files interface {
	Current() *i18n.Bundle
	Reload() bool
	EditSettings(project string, edit func(data []byte) ([]byte, error)) error
}

// Service is how glossaries are read and changed. It is safe for concurrent use.
type Service struct {
	words   Files
	journal journal.Store
	now     func() time.Time
}

// NewService ties the service to the files, and to the journal that says who changed them.
func NewService(words Files, store journal.Store, now func() time.Time) *Service {
	return &Service{words, store, now}
}

// Terms returns the glossary of a project, in the order of its file; the caller must not change it. The error is
// [i18n.ErrProjectNotFound].
func (s *Service) Terms(project string) ([]check.Term, error) {
	p, err := s.words.Current().Project(project)
	if err != nil {
		return nil, err
	}
	return p.Settings().Glossary, nil
}

// Put is [Service.Set] of a term that need not be there yet. It returns the term as it is kept.
func (s *Service) Put(ctx context.Context, by accounts.By, project, of string, term check.Term) (check.Term, error) {
	terms, err := s.Terms(project)
	if err != nil {
		return term, err
	}
	if index(terms, of) < 0 {
		of = ""
	}
	return clean(term), s.Set(ctx, by, project, of, term)
}

// Set adds a term, or gives one another content; of is the term of now, "" for none. Whoever changes what a locale says
// must be allowed to word it, the source locale for the term itself and its note.
func (s *Service) Set(ctx context.Context, by accounts.By, project, of string, term check.Term) error {
	term = clean(term)
	if !valid(term) {
		return ErrInvalid.With("limit", maxText)
	}
	return s.edit(ctx, by, project, "term.set", term.Source, func(before []check.Term) ([]check.Term, error) {
		at, other := index(before, of), index(before, term.Source)
		switch {
		case of != "" && at < 0:
			return nil, ErrNotFound.With("project", project, "term", of)
		case other >= 0 && other != at:
			return nil, ErrExists.With("project", project, "term", term.Source)
		case at < 0:
			return append(slices.Clone(before), term), nil
		}
		after := slices.Clone(before)
		after[at] = term
		return after, nil
	})
}

// Reword gives a term other words in one locale.
func (s *Service) Reword(ctx context.Context, by accounts.By, project, of string, locale i18n.Locale, in, never []string) error {
	terms, err := s.Terms(project)
	if err != nil {
		return err
	}
	at := index(terms, of)
	if at < 0 {
		return ErrNotFound.With("project", project, "term", of)
	}
	term := terms[at]
	term.Targets, term.Forbidden = With(term.Targets, locale, in), With(term.Forbidden, locale, never)
	return s.Set(ctx, by, project, of, term)
}

// Remove takes a term out of the glossary.
func (s *Service) Remove(ctx context.Context, by accounts.By, project, of string) error {
	return s.edit(ctx, by, project, "term.remove", of, func(before []check.Term) ([]check.Term, error) {
		at := index(before, of)
		if at < 0 {
			return nil, ErrNotFound.With("project", project, "term", of)
		}
		return slices.Delete(slices.Clone(before), at, at+1), nil
	})
}

// index is which term is of that word; -1 for none.
func index(terms []check.Term, word string) int {
	return slices.IndexFunc(terms, func(t check.Term) bool { return t.Source == word })
}

// edit writes a glossary as change wants it, with an entry in the audit log.
func (s *Service) edit(ctx context.Context, by accounts.By, project, action, about string, change func([]check.Term) ([]check.Term, error)) error {
	err := by.Require(accounts.WriteStrings)
	if err != nil {
		return err
	}
	p, err := s.words.Current().Project(project)
	if err != nil {
		return err
	}
	var before, after []check.Term
	err = s.words.EditSettings(project, func(data []byte) ([]byte, error) {
		settings, found := check.ReadProject(check.ProjectFile, data)
		if check.Failed(found) {
			return nil, i18n.ErrFileBroken.With("file", check.ProjectFile, "line", found[0].Line)
		}
		before = settings.Glossary
		after, err = change(before)
		if err != nil {
			return nil, err
		}
		if err := mayChange(by, p.Source(), before, after); err != nil {
			return nil, err
		}
		return written(data, settings, after)
	})
	if err != nil || reflect.DeepEqual(before, after) {
		return err
	}
	s.words.Reload()
	was, is := find(before, about), find(after, about)
	entry := journal.NewAuditEntry(by.Origin(), action, project+"/"+about, was, is, s.now())
	return s.journal.Append(ctx, journal.Record{Audit: []journal.AuditEntry{entry}})
}

func find(terms []check.Term, word string) any {
	if at := index(terms, word); at >= 0 {
		return terms[at]
	}
	return nil
}

// mayChange refuses who may not word what a change concerns.
func mayChange(by accounts.By, source i18n.Locale, before, after []check.Term) error {
	concerned := map[string]bool{}
	for _, t := range after {
		was := check.Term{}
		if at := index(before, t.Source); at >= 0 {
			was = before[at]
		}
		concern(concerned, source, was, t)
	}
	for _, t := range before {
		if index(after, t.Source) < 0 {
			concerned[string(source)] = true
		}
	}
	for locale := range concerned {
		if err := translation.MayWord(by, i18n.Locale(locale)); err != nil {
			return err
		}
	}
	return nil
}

// concern adds the locales in which a term is another.
func concern(all map[string]bool, source i18n.Locale, was, is check.Term) {
	if was.Source != is.Source || was.Note != is.Note || was.Sensitive != is.Sensitive {
		all[string(source)] = true
	}
	for _, pair := range [][2]map[string][]string{{was.Targets, is.Targets}, {was.Forbidden, is.Forbidden}} {
		for _, one := range pair {
			for locale := range one {
				if !slices.Equal(pair[0][locale], pair[1][locale]) {
					all[locale] = true
				}
			}
		}
	}
}

// written is a project's file with another glossary. It says nothing else otherwise, or it is refused.
func written(data []byte, settings check.Project, after []check.Term) ([]byte, error) {
	if len(after) > maxTerms {
		return nil, ErrFull.With("limit", maxTerms)
	}
	if reflect.DeepEqual(settings.Glossary, after) {
		return data, nil
	}
	renamed := len(settings.Glossary) == len(after)
	var items []format.ListItem
	for n, t := range after {
		item := format.ListItem{Kept: -1, Of: index(settings.Glossary, t.Source), Value: t}
		if item.Of < 0 && renamed && index(after, settings.Glossary[n].Source) < 0 {
			item.Of = n // it has another name now
		}
		if item.Of >= 0 && reflect.DeepEqual(settings.Glossary[item.Of], t) {
			item.Kept = item.Of
		}
		items = append(items, item)
	}
	out, err := format.SetList(data, "glossary", items)
	uneditable := i18n.ErrFileUneditable.With("file", check.ProjectFile, "message", "glossary")
	if errors.Is(err, format.ErrUneditable) {
		return nil, uneditable.Because(err)
	}
	if err != nil {
		return nil, err
	}
	now, found := check.ReadProject(check.ProjectFile, out)
	settings.Glossary = after
	if len(settings.Glossary) == 0 {
		settings.Glossary, now.Glossary = nil, nil
	}
	if check.Failed(found) || len(out) > check.MaxFile || !reflect.DeepEqual(settings, now) {
		return nil, uneditable
	}
	return out, nil
}

// clean is a term without spaces around its words, without empty ones and without locales that say nothing.
func clean(t check.Term) check.Term {
	t.Source, t.Note = strings.TrimSpace(t.Source), strings.TrimSpace(t.Note)
	for _, words := range []*map[string][]string{&t.Targets, &t.Forbidden} {
		kept := map[string][]string{}
		for locale, all := range *words {
			var said []string
			for _, word := range all {
				if word = strings.TrimSpace(word); word != "" && !slices.Contains(said, word) {
					said = append(said, word)
				}
			}
			if len(said) > 0 {
				kept[locale] = said
			}
		}
		if *words = kept; len(kept) == 0 {
			*words = nil
		}
	}
	return t
}

func valid(t check.Term) bool {
	good := func(text string) bool {
		return utf8.ValidString(text) && !strings.ContainsFunc(text, control) && utf8.RuneCountInString(text) <= maxText
	}
	for _, words := range []map[string][]string{t.Targets, t.Forbidden} {
		for locale, all := range words {
			canonical, err := i18n.ParseLocale(locale)
			if err != nil || string(canonical) != locale || len(all) > maxWords || slices.ContainsFunc(all, func(w string) bool { return !good(w) }) {
				return false
			}
		}
	}
	return t.Source != "" && good(t.Source) && good(t.Note)
}

// control are the characters that a line cannot have.
func control(r rune) bool {
	return r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 || r == 0xfeff
}

// With are words by locale, those of one locale others.
func With(words map[string][]string, locale i18n.Locale, to []string) map[string][]string {
	out := map[string][]string{string(locale): to}
	for other, all := range words {
		if other != string(locale) {
			out[other] = all
		}
	}
	return out
}
