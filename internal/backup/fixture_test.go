package backup_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/assetstest"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/backup"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

var (
	made  = time.Date(2026, 11, 22, 1, 2, 3, 456789000, time.UTC)
	books = purchases.Ledger{App: "app_a"}
)

// fresh returns a store in which nothing is, not even a schema.
func fresh(t *testing.T) backup.Store {
	t.Helper()
	db, err := sqlstore.Open(t.Context(), sqlstore.Config{URL: filepath.Join(t.TempDir(), "new.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return backup.Store{DB: db, Assets: assetstest.NewStore(), Locales: backup.Folder(filepath.Join(t.TempDir(), "locales"))}
}

// filled returns a store with an account, orders, pictures and words, in SQLite.
func filled(t *testing.T) backup.Store {
	t.Helper()
	return fill(t, sqlstoretest.Open(t))
}

func fill(t *testing.T, db *sqlstore.DB) backup.Store {
	t.Helper()
	s := backup.Store{DB: db, Assets: assetstest.NewStore(), Locales: backup.Folder(t.TempDir())}
	if _, err := accounts.NewService(s.DB.Accounts(), func() time.Time { return made }).EnsureOperator(t.Context()); err != nil {
		t.Fatal(err)
	}
	release(t, s)
	buy := buyer(s)
	for range 20 {
		if _, err := buy(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, area := range []assets.Area{assets.Public, assets.Private} {
		for i := range 10 {
			data := bytes.Repeat([]byte{byte(i)}, 1000*i)
			if err := s.Assets.Put(t.Context(), area, assets.NameOf(data, assets.PNG), data); err != nil {
				t.Fatal(err)
			}
		}
	}
	word(t, folderOf(s), "store/active.ko.toml", `hello = "안녕"`)
	word(t, folderOf(s), ".git/config", "hidden")
	return s
}

// folderOf is where the locale files of a store of these tests lie.
func folderOf(s backup.Store) string { return fmt.Sprint(s.Locales) }

func word(t *testing.T, folder, name, content string) {
	t.Helper()
	file := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// buyer returns a function that buys a priced pack for a new holder.
func buyer(s backup.Store) func(context.Context) (purchases.Order, error) {
	shelf := purchasestest.NewCatalog()
	shelf.Put(catalog.Terms{
		State: catalog.OfferOpen, Price: &catalog.Price{Amount: 2500, Currency: "KRW"}, Pack: "pck_priced", Region: "KR", Release: 3,
	})
	service := purchases.NewService(s.DB.Purchases(), shelf, func() time.Time { return made })
	var last atomic.Int64
	return func(ctx context.Context) (purchases.Order, error) {
		n := fmt.Sprint(last.Add(1))
		return service.Place(ctx, purchases.OrderRequest{
			Intent: purchases.Intent{Ledger: books, Key: "key-" + n, RequestHash: n, By: journal.Origin{Actor: "key_test"}},
			Holder: "holder-" + n, Pack: "pck_priced", Region: "KR", Locale: "ko",
			PayWith: purchases.PayWith{
				Provider: purchases.External, Transaction: "paid-" + n, Settled: &catalog.Price{Amount: 2500, Currency: "KRW"},
			},
		})
	}
}

// content is every row of every table.
func content(t *testing.T, db *sqlstore.DB) map[string][][]any {
	t.Helper()
	dump, err := db.Dump(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer dump.Close()
	all := map[string][][]any{}
	for _, table := range dump.Tables {
		all[table.Name] = [][]any{}
		err := dump.Rows(t.Context(), table, func(row []any) error {
			all[table.Name] = append(all[table.Name], row)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// names lists every asset.
func names(t *testing.T, s assets.Store) map[string]int64 {
	t.Helper()
	all := map[string]int64{}
	for _, area := range []assets.Area{assets.Public, assets.Private} {
		err := s.List(t.Context(), area, func(name assets.Name, size int64) error {
			all[string(area)+"/"+name.String()] = size
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// same fails the test where two stores hold something else.
func same(t *testing.T, want, got backup.Store) {
	t.Helper()
	if diff := cmp.Diff(content(t, want.DB), content(t, got.DB)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(names(t, want.Assets), names(t, got.Assets)); diff != "" {
		t.Errorf("assets (-want +got):\n%s", diff)
	}
}

// written returns a backup of the store.
func written(t *testing.T, s backup.Store) []byte {
	t.Helper()
	var file bytes.Buffer
	if _, err := backup.Write(t.Context(), &file, s, "test", made); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// release puts a pack into the store, with two releases of which one was not reviewed.
func release(t *testing.T, s backup.Store) {
	t.Helper()
	shelf := s.DB.Catalog()
	err := shelf.SaveCreator(t.Context(), catalog.Creator{ID: "crt_1", Slug: "moon-studio", Name: "Moon Studio"}, journal.Record{})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 2 {
		err := shelf.Commit(t.Context(), catalog.Change{
			Pack: catalog.Pack{ID: "pck_1", Slug: "moon-rabbit", Creator: "crt_1", Version: int64(n), CreatedAt: made, UpdatedAt: made},
			Release: &catalog.Release{
				Pack: "pck_1", Number: n + 1, Direct: n == 1, Manifest: assets.NameOf([]byte{byte(n)}, assets.JSON), At: made,
			},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
