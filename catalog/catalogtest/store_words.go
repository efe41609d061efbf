package catalogtest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// PackWords implements catalog.WordStore.
func (s *Store) PackWords(_ context.Context, q translation.PackQuery) ([]translation.PackWords, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	packs := []translation.PackWords{}
	for _, e := range s.packs {
		if e.submitted() && e.wanted(q) {
			packs = append(packs, e.words(q.Locale))
		}
	}
	slices.SortFunc(packs, func(a, b translation.PackWords) int { return cmp.Compare(a.Pack, b.Pack) })
	return packs[:min(len(packs), q.Limit)], nil
}

func (e *entry) submitted() bool {
	return len(e.releases) > 0 && e.draft.Pack.State != catalog.StateBanned
}

func (e *entry) wanted(q translation.PackQuery) bool {
	p := e.draft.Pack
	if p.ID < q.From || q.Pack != "" && q.Pack != p.ID && q.Pack != p.Slug || q.Pack == "" && p.SourceLocale == q.Locale {
		return false
	}
	at := slices.IndexFunc(e.counts(), func(c translation.Progress) bool { return c.Locale == q.Locale })
	if q.State != "" && at < 0 && q.State != translation.Untranslated || q.State != "" && at >= 0 && e.counts()[at].States[q.State] == 0 {
		return false
	}
	text := strings.ToLower(q.Text)
	return strings.Contains(p.Slug, text) || slices.ContainsFunc(e.words(q.Locale).Words, func(w i18n.Word) bool {
		return strings.Contains(strings.ToLower(w.Key+" "+w.Text), text)
	})
}

// words returns the draft words of a pack in its own language and in another.
func (e *entry) words(locale i18n.Locale) translation.PackWords {
	p := e.draft.Pack
	words := translation.PackWords{
		Pack: p.ID, Slug: p.Slug, Source: p.SourceLocale, Version: p.Version, Latest: map[string]translation.Revision{},
	}
	for _, w := range catalog.WordList(p.ID, e.draft.Words) {
		if w.Locale == locale || w.Locale == p.SourceLocale {
			words.Words = append(words.Words, w)
		}
	}
	for _, r := range e.revisions {
		if r.Locale == locale {
			words.Latest[r.Message] = r
		}
	}
	return words
}

func (e *entry) counts() []translation.Progress {
	latest := map[i18n.Locale]map[string]translation.Revision{}
	for _, r := range e.revisions {
		if latest[r.Locale] == nil {
			latest[r.Locale] = map[string]translation.Revision{}
		}
		latest[r.Locale][r.Message] = r
	}
	p := e.draft.Pack
	return translation.CountPack(p.SourceLocale, catalog.WordList(p.ID, e.draft.Words), latest)
}

// PackProgress implements catalog.WordStore.
func (s *Store) PackProgress(_ context.Context, pack string) ([]translation.Progress, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all, own := 0, map[i18n.Locale]int{}
	sums := map[i18n.Locale]map[translation.State]int{}
	for id, e := range s.packs {
		if !e.submitted() || pack != "" && pack != id {
			continue
		}
		for _, c := range e.counts() {
			if c.Locale == e.draft.Pack.SourceLocale {
				all, own[c.Locale] = all+c.Total, own[c.Locale]+c.Total
				continue
			}
			if sums[c.Locale] == nil {
				sums[c.Locale] = map[translation.State]int{}
			}
			for state, n := range c.States {
				sums[c.Locale][state] += n
			}
		}
	}
	progress := []translation.Progress{}
	for locale, states := range sums {
		total := all - own[locale]
		states[translation.Untranslated] = total - states[translation.Translated] - states[translation.NeedsWork] - states[translation.Reviewed]
		progress = append(progress, translation.Progress{Locale: locale, Total: total, States: states})
	}
	slices.SortFunc(progress, func(a, b translation.Progress) int { return cmp.Compare(a.Locale, b.Locale) })
	return progress, nil
}

// WordRevisions implements catalog.WordStore.
func (s *Store) WordRevisions(_ context.Context, pack string, since time.Time) ([]translation.Revision, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	revisions := []translation.Revision{}
	if e := s.packs[pack]; e != nil {
		for i, r := range e.revisions {
			later := slices.ContainsFunc(e.revisions[i+1:], func(next translation.Revision) bool { return next.Part == r.Part })
			if !later || r.At.After(since) {
				revisions = append(revisions, r)
			}
		}
	}
	return revisions, nil
}

// admitRevisions refuses revisions that do not follow the last of their message.
func (e *entry) admitRevisions(revisions []translation.Revision) error {
	last := map[translation.Part]int{}
	for _, r := range e.revisions {
		last[r.Part] = r.Number
	}
	for _, r := range revisions {
		last[r.Part]++
		if r.Number != last[r.Part] {
			return translation.ErrStale.With("project", r.Project, "message", r.Message, "locale", r.Locale, "revision", "")
		}
	}
	return nil
}
