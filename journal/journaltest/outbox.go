package journaltest

import (
	"context"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// waiting is a letter of the store in memory.
type waiting struct {
	journal.Letter
	due    *time.Time // nil: sent, or given up
	reason string
}

// Letters are all letters that were recorded, sent or not, the oldest first.
func (s *Store) Letters() []journal.Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]journal.Letter, len(s.letters))
	for i, w := range s.letters {
		all[i] = w.Letter
	}
	return all
}

// Claim implements journal.Outbox.
func (s *Store) Claim(_ context.Context, due, until time.Time, limit int) ([]journal.Letter, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var claimed []journal.Letter
	for i := range s.letters {
		w := &s.letters[i]
		if w.due != nil && !w.due.After(due) && len(claimed) < limit {
			w.due, w.Attempts = &until, w.Attempts+1
			claimed = append(claimed, w.Letter)
		}
	}
	return claimed, nil
}

// Sent implements journal.Outbox.
func (s *Store) Sent(ctx context.Context, id string, _ time.Time) error {
	return s.Failed(ctx, id, "", nil)
}

// Failed implements journal.Outbox.
func (s *Store) Failed(_ context.Context, id, reason string, again *time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.letters, func(w waiting) bool { return w.ID == id })
	if i >= 0 {
		s.letters[i].due, s.letters[i].reason = again, reason
		if again == nil {
			s.letters[i].Facts, s.letters[i].Points = nil, nil
		}
	}
	return nil
}
