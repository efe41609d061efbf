package journaltest

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// Store keeps a journal in memory. Fakes of other stores embed it to record with their own changes.
type Store struct {
	mu      sync.Mutex
	events  []journal.Event
	audit   []journal.AuditEntry
	letters []waiting
}

// NewStore returns an empty journal.
func NewStore() *Store { return &Store{} }

// Append implements journal.Store.
func (s *Store) Append(_ context.Context, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range record.Events {
		e.Sequence = int64(len(s.events) + 1)
		s.events = append(s.events, e)
	}
	for _, a := range record.Audit {
		a.Sequence = int64(len(s.audit) + 1)
		s.audit = append(s.audit, a)
	}
	for _, l := range record.Letters {
		s.letters = append(s.letters, waiting{Letter: l, due: &l.At})
	}
	return nil
}

// Events implements journal.Store.
func (s *Store) Events(_ context.Context, ledger string, after int64, limit int) ([]journal.Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []journal.Event{}
	for _, e := range s.events {
		if e.Sequence > after && (ledger == "" || e.Ledger == ledger) && len(found) < limit {
			found = append(found, e)
		}
	}
	return found, nil
}

// EventsOf implements journal.Store.
func (s *Store) EventsOf(_ context.Context, ledger, holder string, after int64, limit int) ([]journal.Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []journal.Event{}
	for _, e := range s.events {
		if e.Sequence > after && e.Ledger == ledger && holder != "" && (e.Holder == holder || e.Recipient == holder) && len(found) < limit {
			found = append(found, e)
		}
	}
	return found, nil
}

// Rewrite lets a store that erases somebody change what was told.
func (s *Store) Rewrite(change func(*journal.Event)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.events {
		change(&s.events[i])
	}
}

// Event implements journal.Store.
func (s *Store) Event(_ context.Context, ledger, id string) (journal.Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.events {
		if e.ID == id && (ledger == "" || e.Ledger == ledger) {
			return e, nil
		}
	}
	return journal.Event{}, journal.ErrEventNotFound.With("event", id)
}

// Last implements journal.Store.
func (s *Store) Last(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return int64(len(s.events)), nil
}

// Before implements journal.Store.
func (s *Store) Before(_ context.Context, at time.Time) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range slices.Backward(s.events) {
		if e.At.Before(at) {
			return e.Sequence, nil
		}
	}
	return 0, nil
}

// Audit implements journal.Store.
func (s *Store) Audit(_ context.Context, after int64, limit int) ([]journal.AuditEntry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []journal.AuditEntry{}
	for _, a := range s.audit {
		if a.Sequence > after && len(found) < limit {
			found = append(found, a)
		}
	}
	return found, nil
}
