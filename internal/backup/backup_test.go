package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/internal/backup"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
)

func TestRestoredIsWhatWasKept(t *testing.T) {
	from, to := filled(t), fresh(t)
	file := written(t, from)
	manifest, err := backup.Restore(t.Context(), bytes.NewReader(file), to)
	if err != nil {
		t.Fatal(err)
	}
	same(t, from, to)
	if manifest.Rows["orders"] != 20 || manifest.Assets.Files != 20 || manifest.Locales.Files != 1 {
		t.Errorf("%+v", manifest)
	}
	text, err := os.ReadFile(filepath.Join(folderOf(to), "store", "active.ko.toml"))
	if err != nil || string(text) != `hello = "안녕"` {
		t.Errorf("%q, %v", text, err)
	}
	if err := to.DB.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	if !bytes.Equal(file, written(t, to)) {
		t.Error("a backup of the restored store is another one")
	}
}

// What a database may hold, exactly: the ends of int64, moments, text that is no UTF-8.
func TestValuesAreExact(t *testing.T) {
	from, to := filled(t), fresh(t)
	odd := []journal.Event{
		{ID: "evt_1", Ledger: "\xff\xfe", Type: "", Subject: "\u2028<&>\"\\", Data: []byte(fmt.Sprint(math.MinInt64)), At: made.Add(time.Microsecond)},
		{ID: "evt_2", Subject: string([]byte{'a', 0xc3, 0x28}), Data: []byte("{}"), At: time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC)},
	}
	if err := from.DB.Journal().Append(t.Context(), journal.Record{Events: odd}); err != nil {
		t.Fatal(err)
	}
	if err := from.DB.BackupMade(t.Context(), time.Unix(math.MaxInt64, 0), journal.Record{}); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(t.Context(), bytes.NewReader(written(t, from)), to); err != nil {
		t.Fatal(err)
	}
	same(t, from, to)
}

// While others buy, a backup holds all that was acknowledged before it began, and nothing half-done.
func TestBackupWhileOthersBuy(t *testing.T) {
	sqlstoretest.Each(t, func(t *testing.T, db *sqlstore.DB) { backupWhileOthersBuy(t, fill(t, db)) })
}

func backupWhileOthersBuy(t *testing.T, from backup.Store) {
	to := fresh(t)
	before, stop := buying(t, from)
	file := written(t, from)
	stop()
	if _, err := backup.Restore(t.Context(), bytes.NewReader(file), to); err != nil {
		t.Fatal(err)
	}
	rows := content(t, to.DB)
	for _, id := range before {
		if !slices.ContainsFunc(rows["orders"], func(row []any) bool { return slices.Contains(row, any(id)) }) {
			t.Fatalf("%s was acknowledged before the backup began, and is not in it", id)
		}
	}
	n := len(rows["orders"])
	if len(rows["purchases"]) != n || len(rows["grants"]) != n || len(rows["transfers"]) != n || len(rows["postings"]) != 2*n {
		t.Errorf("half-done: %d orders, %d purchases, %d grants, %d transfers, %d postings",
			n, len(rows["purchases"]), len(rows["grants"]), len(rows["transfers"]), len(rows["postings"]))
	}
}

// buying lets four buy until it is told to stop. It returns some orders that were acknowledged by then.
func buying(t *testing.T, s backup.Store) (acknowledged []string, stop func()) {
	t.Helper()
	const buyers = 4
	ctx, cancel := context.WithCancel(t.Context())
	bought, ended := make(chan string, 1<<16), make(chan error, buyers)
	buy := buyer(s)
	for range buyers {
		go func() {
			for ctx.Err() == nil {
				order, err := buy(ctx)
				if err != nil && ctx.Err() == nil {
					ended <- err
					return
				}
				bought <- order.ID
			}
			ended <- nil
		}()
	}
	for len(acknowledged) < 100 {
		acknowledged = append(acknowledged, <-bought)
	}
	return acknowledged, func() {
		cancel()
		for range buyers {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	}
}

// Every table that a migration makes is in a backup, also one that is added after this was written.
func TestNoTableIsForgotten(t *testing.T) {
	files, err := filepath.Glob("../../migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	kept := content(t, filled(t).DB)
	made, gone := regexp.MustCompile(`(?i)CREATE TABLE (?:IF NOT EXISTS )?(\w+)`), regexp.MustCompile(`(?i)DROP TABLE (?:IF EXISTS )?(\w+)`)
	dropped := map[string]bool{}
	tables := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range made.FindAllSubmatch(text, -1) {
			tables[string(m[1])] = true
		}
		for _, m := range gone.FindAllSubmatch(text, -1) {
			dropped[string(m[1])] = true
		}
	}
	for table := range tables {
		if _, found := kept[table]; !found && !dropped[table] {
			t.Errorf("%s is not in a backup", table)
		}
	}
	if len(tables) < 15 {
		t.Errorf("only %d tables found", len(tables))
	}
}

func TestOnlyIntoAnEmptyStore(t *testing.T) {
	from, to := filled(t), filled(t)
	before := content(t, to.DB)
	_, err := backup.Restore(t.Context(), bytes.NewReader(written(t, from)), to)
	if !errors.Is(err, sqlstore.ErrNotEmpty) {
		t.Errorf("got %v", err)
	}
	if len(content(t, to.DB)["orders"]) != len(before["orders"]) {
		t.Error("something was changed")
	}
}

func TestWordsOfOthersAreNotOverwritten(t *testing.T) {
	from, to := filled(t), fresh(t)
	word(t, folderOf(to), "store/active.ko.toml", "mine")
	_, err := backup.Restore(t.Context(), bytes.NewReader(written(t, from)), to)
	if !errors.Is(err, sqlstore.ErrNotEmpty) {
		t.Errorf("got %v", err)
	}
	if text, _ := os.ReadFile(filepath.Join(folderOf(to), "store", "active.ko.toml")); string(text) != "mine" {
		t.Errorf("now they are %q", text)
	}
}

// failing is a store of assets that takes a few and then breaks down.
type failing struct {
	assets.Store
	left int
}

var errBroken = errors.New("the storage broke down")

func (f *failing) Put(ctx context.Context, area assets.Area, name assets.Name, data []byte) error {
	if f.left--; f.left < 0 {
		return errBroken
	}
	return f.Store.Put(ctx, area, name, data)
}

// A restore that breaks off leaves no rows, and the next one finds its way.
func TestRestoreBreaksOffAndGoesOn(t *testing.T) {
	from, to := filled(t), fresh(t)
	file := written(t, from)
	broken := to
	broken.Assets = &failing{to.Assets, 5}
	if _, err := backup.Restore(t.Context(), bytes.NewReader(file), broken); !errors.Is(err, errBroken) {
		t.Fatalf("got %v", err)
	}
	for table, rows := range content(t, to.DB) {
		if len(rows) > 0 && table != "counters" {
			t.Errorf("%s has %d rows", table, len(rows))
		}
	}
	if _, err := backup.Restore(t.Context(), bytes.NewReader(file), to); err != nil {
		t.Fatal(err)
	}
	same(t, from, to)
}

// A backup of an older schema comes in as that, and is migrated then.
func TestOlderSchema(t *testing.T) {
	old, to := fresh(t), fresh(t)
	load, err := old.DB.Load(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	apps := load.Tables["apps"]
	if err := load.Insert(t.Context(), "apps", apps.Columns, [][]any{{"app_a", "an app", made}}); err != nil {
		t.Fatal(err)
	}
	// Before the third migration there is no ledger to check.
	if err := load.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	manifest, err := backup.Restore(t.Context(), bytes.NewReader(written(t, old)), to)
	if err != nil || manifest.Schema != 1 {
		t.Fatal(manifest, err)
	}
	if err := to.DB.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	if app, err := to.DB.Accounts().App(t.Context(), "app_a"); err != nil || !app.CreatedAt.Equal(made) {
		t.Error(app, err)
	}
}

func TestBackupOfDamagedPicturesIsRefused(t *testing.T) {
	from := filled(t)
	from.Assets = lying{from.Assets}
	if _, err := backup.Write(t.Context(), &bytes.Buffer{}, from, "test", made); err == nil {
		t.Error("it was written")
	}
}

// lying hands out other bytes than were kept.
type lying struct{ assets.Store }

type lie struct{ *bytes.Reader }

func (lie) Close() error { return nil }

func (lying) Open(context.Context, assets.Area, assets.Name) (assets.Object, error) {
	return lie{bytes.NewReader([]byte("something else"))}, nil
}

func TestCreate(t *testing.T) {
	from := filled(t)
	folder := t.TempDir()
	file := filepath.Join(folder, "store.tar")
	if _, err := backup.Create(t.Context(), file, from, "test", made); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if _, err := backup.Create(t.Context(), file, from, "test", made); !errors.Is(err, backup.ErrExists) {
		t.Errorf("a second one: %v", err)
	}
	from.Assets = lying{from.Assets}
	if _, err := backup.Create(t.Context(), filepath.Join(folder, "other.tar"), from, "test", made); err == nil {
		t.Error("a bad one was kept")
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("left: %v, %v", left, err)
	}
}
