// Package assignmenttest has the fake of assignment's store and the suite that it and every other store passes.
package assignmenttest

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/assignment"
	"github.com/hallyu-store/hallyu/journal"
)

// Store keeps assignments in memory. Its zero value is empty and ready.
type Store struct {
	mu      sync.Mutex
	all     map[string]assignment.Assignment
	Audit   []journal.AuditEntry
	Letters []journal.Letter
}

// Put implements [assignment.Store].
func (s *Store) Put(_ context.Context, a assignment.Assignment, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[string]assignment.Assignment{}
	}
	if s.all[a.ID].Version != a.Version-1 {
		return assignment.ErrChanged.With("assignment", a.ID)
	}
	s.all[a.ID] = a
	s.Audit, s.Letters = append(s.Audit, record.Audit...), append(s.Letters, record.Letters...)
	return nil
}

// Assignment implements [assignment.Store].
func (s *Store) Assignment(_ context.Context, id string) (assignment.Assignment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.all[id]
	if !ok {
		return a, assignment.ErrNotFound.With("assignment", id)
	}
	return a, nil
}

// Open implements [assignment.Store].
func (s *Store) Open(_ context.Context, project string, locale i18n.Locale) ([]assignment.Assignment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []assignment.Assignment{}
	for _, a := range s.all {
		if !a.Over() && (project == "" || a.Project == project) && (locale == "" || a.Locale == locale) {
			found = append(found, a)
		}
	}
	slices.SortFunc(found, func(a, b assignment.Assignment) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.ID, b.ID)) })
	return found, nil
}
