// Package translationtest has the fake of translation's store and the suite that it and every other store
// passes.
package translationtest

import (
	"context"
	"slices"
	"sync"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

// Store keeps revisions in memory. Its zero value is empty and ready.
type Store struct {
	mu        sync.Mutex
	revisions map[translation.Part][]translation.Revision
	dismissed map[finding]translation.Dismissal
	Audit     []journal.AuditEntry
	bases     []translation.Base
}

// Append implements [translation.Store].
func (s *Store) Append(ctx context.Context, revisions []translation.Revision, record journal.Record) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	next := map[translation.Part][]translation.Revision{}
	for _, r := range revisions {
		before, started := next[r.Part]
		if !started {
			before = slices.Clone(s.revisions[r.Part])
		}
		if r.Number != len(before)+1 {
			return translation.ErrStale.With("project", r.Project, "message", r.Message, "locale", r.Locale, "revision", "")
		}
		next[r.Part] = append(before, r)
	}
	if s.revisions == nil {
		s.revisions = map[translation.Part][]translation.Revision{}
	}
	for part, all := range next {
		s.revisions[part] = all
	}
	s.Audit = append(s.Audit, record.Audit...)
	return nil
}

// Latest implements [translation.Store].
func (s *Store) Latest(ctx context.Context, project string, locale i18n.Locale) (map[string]translation.Revision, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	latest := map[string]translation.Revision{}
	for part, all := range s.revisions {
		if part.Project == project && part.Locale == locale {
			latest[part.Message] = all[len(all)-1]
		}
	}
	return latest, nil
}

// History implements [translation.Store].
func (s *Store) History(ctx context.Context, part translation.Part, before, limit int) ([]translation.Revision, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	history := []translation.Revision{}
	for _, r := range slices.Backward(s.revisions[part]) {
		if (before == 0 || r.Number < before) && len(history) < limit {
			history = append(history, r)
		}
	}
	return history, nil
}

// PutBase implements [translation.Store].
func (s *Store) PutBase(ctx context.Context, base translation.Base) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bases = slices.DeleteFunc(s.bases, func(b translation.Base) bool {
		return b.At.Before(base.At.Add(-translation.BaseKept)) || b.Project == base.Project && b.Locale == base.Locale && b.Hash == base.Hash
	})
	s.bases = append(s.bases, base)
	return nil
}

// Base implements [translation.Store].
func (s *Store) Base(ctx context.Context, project string, locale i18n.Locale, hash string) (translation.Base, error) {
	if err := ctx.Err(); err != nil {
		return translation.Base{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range s.bases {
		if b.Project == project && b.Locale == locale && b.Hash == hash {
			return b, nil
		}
	}
	return translation.Base{}, translation.ErrBaseUnknown.With("project", project, "locale", locale, "base", hash)
}
