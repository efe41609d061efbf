package sqlstore_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
)

func open(t *testing.T, url string) *sqlstore.DB {
	t.Helper()
	db, err := sqlstore.Open(context.Background(), sqlstore.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestReadyOnlyAfterMigrating(t *testing.T) {
	ctx := context.Background()
	db := open(t, filepath.Join(t.TempDir(), "new.db"))
	if db.Ready(ctx) == nil {
		t.Error("ready without a schema")
	}
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if err := db.Ready(ctx); err != nil {
		t.Error("not ready after migrating:", err)
	}
	list, err := db.Migrations(ctx)
	if err != nil || len(list) == 0 {
		t.Fatal("migrations:", list, err)
	}
	for _, m := range list {
		if m.AppliedAt.IsZero() {
			t.Errorf("%s waits", m.Name)
		}
	}
}

// TestSeveralMigrateAtOnce starts several processes on a new database, as an orchestrator does.
func TestSeveralMigrateAtOnce(t *testing.T) {
	for name, empty := range map[string]func(*testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "both.db") },
		"PostgreSQL": func(t *testing.T) string { return sqlstoretest.EmptyPostgresURL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			url := empty(t)
			var wg sync.WaitGroup
			for range 5 {
				db := open(t, url)
				wg.Go(func() {
					if err := db.Migrate(context.Background()); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if err := open(t, url).Ready(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, url := range []string{"mysql://localhost/x", filepath.Join(t.TempDir(), "no", "such", "folder.db")} {
		if db, err := sqlstore.Open(context.Background(), sqlstore.Config{URL: url}); err == nil {
			_ = db.Close()
			t.Errorf("%s was opened", url)
		}
	}
}

func TestNamesOfFilesMayHoldAnything(t *testing.T) {
	for _, name := range []string{"달토끼 store.db", "a?b#c%20.db", "a&_pragma=x.db"} {
		path := filepath.Join(t.TempDir(), name)
		db := open(t, path)
		if err := db.Migrate(context.Background()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if found, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(found) == 0 || found[0] != path {
			t.Errorf("%q became %q", path, found)
		}
	}
}

func TestEndedContextWritesNothing(t *testing.T) {
	store := sqlstoretest.Open(t).Journal()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := store.Append(ctx, journal.Record{Events: []journal.Event{{ID: "evt_1"}}})
	if !errors.Is(err, context.Canceled) {
		t.Error("Append:", err)
	}
	if events, _ := store.Events(context.Background(), "", 0, 1); len(events) > 0 {
		t.Error("written:", events)
	}
}

func TestTwoProcessesWriteAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "two.db")
	const each = 25
	var wg sync.WaitGroup
	for i := range 2 {
		db := open(t, path)
		if i == 0 {
			if err := db.Migrate(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		wg.Go(func() {
			for range each {
				event := journal.NewEvent("", "test", "x", struct{}{}, at)
				if err := db.Journal().Append(context.Background(), journal.Record{Events: []journal.Event{event}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	events, err := open(t, path).Journal().Events(context.Background(), "", 0, 1000)
	if err != nil || len(events) != 2*each || events[2*each-1].Sequence != 2*each {
		t.Error(len(events), err)
	}
}
