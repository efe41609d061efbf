package sqlstore_test

import (
	"errors"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// TestServerDiesAndComesBack kills PostgreSQL as kill -9 would, and starts it again: while it is away
// everybody is told so at once, and afterwards the same DB goes on.
func TestServerDiesAndComesBack(t *testing.T) {
	cluster := sqlstoretest.Cluster(t)
	db := open(t, cluster.URL("postgres"))
	noError(t, db.Migrate(t.Context()))
	number := 0
	uses := map[string]func() error{
		"append": func() error { return db.Journal().Append(t.Context(), record("x")) },
		"order": func() error {
			number++
			holder := "u" + time.Duration(number).String()
			return db.Purchases().Transact(t.Context(), purchases.Scope{Ledger: books, Holder: holder}, ordering(holder))
		},
		"read":  func() error { _, err := db.Purchases().Balances(t.Context(), books); return err },
		"check": func() error { return db.Ready(t.Context()) },
	}
	for name, use := range uses {
		if err := use(); err != nil {
			t.Fatal(name, err)
		}
	}
	for what, stop := range map[string]func(){"killed": cluster.Kill, "shut down": cluster.Halt} {
		stop()
		for name, use := range uses {
			begin := time.Now()
			if err := use(); !errors.Is(err, journal.ErrStoreUnavailable) {
				t.Errorf("%s, %s: %v", what, name, err)
			}
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("%s, %s: told after %v", what, name, took)
			}
		}
		noError(t, cluster.Resume())
		for name, use := range uses {
			back := time.Now().Add(10 * time.Second)
			until(t, name+" works again", func() bool { return use() == nil })
			if time.Now().After(back) {
				t.Errorf("%s, %s: works too late", what, name)
			}
		}
	}
}
