// Package sqlstoretest opens databases for tests.
package sqlstoretest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
)

// Open returns a migrated, empty database of the test's own, closed when the test ends. The first
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
	db, err := sqlstore.Open(context.Background(), sqlstore.Config{URL: path})
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

func migrate(path string) error {
	ctx := context.Background()
	db, err := sqlstore.Open(ctx, sqlstore.Config{URL: path})
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx); err != nil {
		_ = db.Close()
		return err
	}
	return db.Close() // the last connection moves the write-ahead log into the file
}
