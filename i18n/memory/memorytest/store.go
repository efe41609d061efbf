// Package memorytest has the fake of memory's store and the suite that it and every other store passes.
package memorytest

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/memory"
	"github.com/hallyu-store/hallyu/journal"
)

// Store keeps imports in memory. Its zero value is empty and ready.
type Store struct {
	mu    sync.Mutex
	all   []memory.Import
	units map[string][]memory.Unit
	Audit []journal.AuditEntry
}

// Add implements [memory.Store].
func (s *Store) Add(_ context.Context, one memory.Import, units []memory.Unit, after string, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	latest := ""
	for _, before := range s.all {
		if before.Project == one.Project && before.Locale == one.Locale {
			latest = max(latest, before.ID)
		}
	}
	if latest != after {
		return memory.ErrChanged.With("project", one.Project, "locale", one.Locale)
	}
	if s.units == nil {
		s.units = map[string][]memory.Unit{}
	}
	s.all, s.units[one.ID] = append(s.all, one), slices.Clone(units)
	slices.SortFunc(s.all, func(a, b memory.Import) int { return strings.Compare(a.ID, b.ID) })
	s.Audit = append(s.Audit, record.Audit...)
	return nil
}

// Remove implements [memory.Store].
func (s *Store) Remove(_ context.Context, id string, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = slices.DeleteFunc(s.all, func(one memory.Import) bool { return one.ID == id })
	delete(s.units, id)
	s.Audit = append(s.Audit, record.Audit...)
	return nil
}

// Import implements [memory.Store].
func (s *Store) Import(_ context.Context, id string) (memory.Import, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.all {
		if one.ID == id {
			return one, nil
		}
	}
	return memory.Import{}, memory.ErrImportNotFound.With("import", id)
}

// Imports implements [memory.Store].
func (s *Store) Imports(_ context.Context, project string, locale i18n.Locale) ([]memory.Import, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []memory.Import{}
	for _, one := range s.all {
		if one.Project == project && (locale == "" || one.Locale == locale) {
			found = append(found, one)
		}
	}
	return found, nil
}

// Units implements [memory.Store].
func (s *Store) Units(_ context.Context, id string) ([]memory.Unit, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.units[id]), nil
}
