// Package commenttest has the fake of comment's store and the suite that it and every other store passes.
package commenttest

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/comment"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

// Store keeps comments in memory. Its zero value is empty and ready.
type Store struct {
	mu    sync.Mutex
	all   map[string]comment.Comment
	Audit []journal.AuditEntry
}

// Put implements [comment.Store].
func (s *Store) Put(_ context.Context, c comment.Comment, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[string]comment.Comment{}
	}
	s.all[c.ID] = c
	s.Audit = append(s.Audit, record.Audit...)
	return nil
}

// Remove implements [comment.Store].
func (s *Store) Remove(_ context.Context, id string, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, id)
	s.Audit = append(s.Audit, record.Audit...)
	return nil
}

// Comment implements [comment.Store].
func (s *Store) Comment(_ context.Context, id string) (comment.Comment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.all[id]
	if !ok {
		return c, comment.ErrNotFound.With("comment", id)
	}
	return c, nil
}

// Of implements [comment.Store].
func (s *Store) Of(_ context.Context, part translation.Part, limit int) ([]comment.Comment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []comment.Comment{}
	for _, c := range s.all {
		if c.Part == part {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b comment.Comment) int { return strings.Compare(a.ID, b.ID) })
	return found[:min(limit, len(found))], nil
}

// Open implements [comment.Store].
func (s *Store) Open(_ context.Context, project string, locale i18n.Locale) (map[string]int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := map[string]int{}
	for _, c := range s.all {
		if c.Project == project && c.Locale == locale && !c.Resolved() {
			counts[c.Message]++
		}
	}
	return counts, nil
}
