package sqlstore_test

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/internal/toxiproxytest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// TestSilentServer lets PostgreSQL keep its connections and say nothing: however many ask, everybody is
// told so within seconds, and when it speaks again the same DB goes on.
func TestSilentServer(t *testing.T) {
	u, err := url.Parse(sqlstoretest.PostgresURL(t))
	noError(t, err)
	proxy := toxiproxytest.Start(t, u.Host)
	u.Host = proxy.Address
	db := open(t, u.String())
	uses := map[string]func() error{
		"append": func() error { return db.Journal().Append(t.Context(), record("x")) },
		"read":   func() error { _, err := db.Purchases().Balances(t.Context(), books); return err },
		"order": func() error {
			holder := "u" + journal.NewID("u")
			return db.Purchases().Transact(t.Context(), purchases.Scope{Ledger: books, Holder: holder}, ordering(holder))
		},
		"check": func() error { return db.Ready(t.Context()) },
	}
	for name, use := range uses {
		if err := use(); err != nil {
			t.Fatal(name, err)
		}
	}
	proxy.Silence(t)
	var callers sync.WaitGroup
	for name, use := range uses {
		for range 20 { // more than a pool has connections
			callers.Go(func() {
				begin := time.Now()
				err := use()
				if !errors.Is(err, journal.ErrStoreUnavailable) && !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%s: %v", name, err)
				}
				if took := time.Since(begin); took > 15*time.Second {
					t.Errorf("%s: told after %v", name, took)
				}
			})
		}
	}
	callers.Wait()
	proxy.Mend(t)
	for name, use := range uses {
		until(t, name+" works again", func() bool { return use() == nil })
	}
}
