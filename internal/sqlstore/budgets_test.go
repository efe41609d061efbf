package sqlstore_test

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
)

// TestBudgetsAddUp lets several processes spend from one bucket at once: nothing that was spent is
// forgotten, and time gives it back.
func TestBudgetsAddUp(t *testing.T) { sqlstoretest.Each(t, budgetsAddUp) }

func budgetsAddUp(t *testing.T, db *sqlstore.DB) {
	begin := time.Date(2026, 9, 25, 12, 0, 0, 0, time.UTC)
	spend := func(now time.Time, spent time.Duration) time.Time {
		full, err := db.Budgets().Spend(t.Context(), map[string]time.Duration{"key/user": spent, "other": time.Second}, now)
		if err != nil || len(full) != 2 {
			t.Fatal(full, err)
		}
		return full["key/user"]
	}
	var processes sync.WaitGroup
	for range 8 {
		processes.Go(func() {
			for range 5 {
				spend(begin, 50*time.Millisecond)
			}
		})
	}
	processes.Wait()
	if got, want := spend(begin, 0), begin.Add(2*time.Second); !got.Equal(want) {
		t.Errorf("full at %v, want %v", got, want)
	}
	if got, want := spend(begin.Add(time.Second), time.Second), begin.Add(3*time.Second); !got.Equal(want) {
		t.Errorf("a second later: full at %v, want %v", got, want)
	}
	later := begin.Add(time.Hour)
	if got, want := spend(later, time.Second), later.Add(time.Second); !got.Equal(want) {
		t.Errorf("an hour later: full at %v, want %v", got, want)
	}
}

// TestBudgetsAreMany spends from more buckets at once than one statement changes.
func TestBudgetsAreMany(t *testing.T) { sqlstoretest.Each(t, budgetsAreMany) }

func budgetsAreMany(t *testing.T, db *sqlstore.DB) {
	now := time.Date(2026, 9, 25, 12, 0, 0, 0, time.UTC)
	spent := map[string]time.Duration{}
	for i := range 2500 {
		spent["user-"+strconv.Itoa(i)] = time.Duration(i) * time.Millisecond
	}
	full, err := db.Budgets().Spend(t.Context(), spent, now)
	if err != nil || len(full) != len(spent) {
		t.Fatal(len(full), err)
	}
	for name, duration := range spent {
		if !full[name].Equal(now.Add(duration)) {
			t.Fatalf("%s is full at %v", name, full[name])
		}
	}
}
