package journaltest

import (
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hallyu-store/hallyu/journal"
)

// readerMissesNothing lets many write while somebody reads on from the last number seen: every event
// comes once, without a gap in the numbers, and after those that its writer knew to be committed.
func readerMissesNothing(t *testing.T, s journal.Store) {
	const writers, each = 8, 15
	var writing sync.WaitGroup
	var finished atomic.Bool
	for w := range writers {
		writing.Go(func() {
			for n := range each {
				e := journal.NewEvent("app_"+strconv.Itoa(w), "test", strconv.Itoa(n), nil, at)
				if err := s.Append(t.Context(), journal.Record{Events: []journal.Event{e}}); err != nil {
					t.Error("Append:", err)
				}
			}
		})
	}
	go func() {
		writing.Wait()
		finished.Store(true)
	}()
	last, seen := int64(0), map[string]int{} // how many of each writer's
	for done := false; ; {
		page := events(t, s, "", last, 7)
		if len(page) == 0 {
			if done {
				break
			}
			done = finished.Load() // one look more
		}
		for _, e := range page {
			if e.Sequence != last+1 || e.Subject != strconv.Itoa(seen[e.Ledger]) {
				t.Fatalf("number %d of %s, its %s, after number %d and %d of its own", e.Sequence, e.Ledger, e.Subject, last, seen[e.Ledger])
			}
			last = e.Sequence
			seen[e.Ledger]++
		}
	}
	if last != writers*each {
		t.Errorf("saw %d of %d", last, writers*each)
	}
}
