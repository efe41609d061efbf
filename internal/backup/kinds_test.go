package backup_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/hallyu-store/hallyu/assets/assetstest"
	"github.com/hallyu-store/hallyu/internal/backup"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
)

// empty is a migrated store of some kind of database.
func empty(t *testing.T, open func(testing.TB) *sqlstore.DB) backup.Store {
	t.Helper()
	return backup.Store{DB: open(t), Assets: assetstest.NewStore(), Locales: backup.Folder(filepath.Join(t.TempDir(), "locales"))}
}

// A store moves from SQLite to PostgreSQL and back, and is the same: the drill of an operator who
// goes from the laptop to production.
func TestFromOneKindOfDatabaseToTheOther(t *testing.T) {
	laptop := filled(t)
	production, back := empty(t, sqlstoretest.OpenPostgres), empty(t, sqlstoretest.Open)
	if _, err := backup.Restore(t.Context(), bytes.NewReader(written(t, laptop)), production); err != nil {
		t.Fatal(err)
	}
	same(t, laptop, production)
	if err := production.DB.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	buy := buyer(production)
	if order, err := buy(t.Context()); err != nil {
		t.Error("a replay on the restored store:", order, err)
	}
	if _, err := backup.Restore(t.Context(), bytes.NewReader(written(t, production)), back); err != nil {
		t.Fatal(err)
	}
	same(t, laptop, back)
	if wrong, err := back.DB.Purchases().Imbalance(t.Context()); err != nil || len(wrong) > 0 {
		t.Error(wrong, err)
	}
}
