// Package sqlstoretest opens databases for tests: SQLite, and PostgreSQL on a throw-away server.
package sqlstoretest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
)

// Each runs a test on a migrated, empty database of every kind.
func Each(t *testing.T, test func(t *testing.T, db *sqlstore.DB)) {
	t.Helper()
	EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) { test(t, open(t)) })
}

// EachKind runs a test, which may open several databases, with every kind of them.
func EachKind(t *testing.T, test func(t *testing.T, open func(testing.TB) *sqlstore.DB)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) { test(t, Open) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, OpenPostgres) })
}

// Open returns a migrated, empty SQLite database of the test's own, closed when the test ends. The first
// one of a process is migrated, the others are copies of it.
func Open(t testing.TB) *sqlstore.DB {
	t.Helper()
	content, err := template()
	if err != nil {
		t.Fatal("template of the database:", err)
	}
	path := filepath.Join(t.TempDir(), "hallyu.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return openURL(t, path)
}

func openURL(t testing.TB, url string) *sqlstore.DB {
	t.Helper()
	db, err := sqlstore.Open(context.Background(), sqlstore.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error("closing the database:", err)
		}
	})
	return db
}

// template returns the bytes of a migrated database without rows.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "hallyu-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "hallyu.db")
	if err := migrate(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func migrate(url string) error {
	ctx := context.Background()
	db, err := sqlstore.Open(ctx, sqlstore.Config{URL: url})
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx); err != nil {
		_ = db.Close()
		return err
	}
	return db.Close() // SQLite's last connection moves the write-ahead log into the file
}
