package sqlstore_test

import (
	"context"
	"errors"
	"net/url"
	"testing"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/postgrestest"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

// behindProxy opens a database through a proxy.
func behindProxy(t *testing.T) (*sqlstore.DB, *postgrestest.Proxy) {
	t.Helper()
	direct := sqlstoretest.PostgresURL(t)
	u, err := url.Parse(direct)
	noError(t, err)
	proxy, err := postgrestest.NewProxy(u.Host)
	noError(t, err)
	t.Cleanup(func() { _ = proxy.Close() })
	return open(t, proxy.Through(direct)), proxy
}

// TestLostCommitOfAnOrderIsResolved loses the connection during COMMIT, once the server has seen it and
// once it has not. Either way there is one order, and the caller learns which.
func TestLostCommitOfAnOrderIsResolved(t *testing.T) {
	price := catalog.Price{Amount: 2500, Currency: "KRW"}
	offers := purchasestest.NewCatalog()
	offers.Put(catalog.Terms{Pack: "pck_1", Region: "KR", State: catalog.OfferOpen, Price: &price})
	for name, cut := range map[string]postgrestest.Cut{"before": postgrestest.BeforeOnce, "after": postgrestest.AfterOnce} {
		t.Run(name, func(t *testing.T) {
			db, proxy := behindProxy(t)
			service := purchases.NewService(db.Purchases(), offers, nil)
			place := func() purchases.Order {
				order, err := service.Place(t.Context(), purchases.OrderRequest{
					Intent: purchases.Intent{Ledger: books, Key: "key-1", RequestHash: "1"}, Holder: "u1", Pack: "pck_1", Region: "KR",
					PayWith: purchases.PayWith{Provider: purchases.External, Transaction: "t-1", Settled: &price},
				})
				noError(t, err)
				return order
			}
			proxy.Set(cut)
			order := place()
			if proxy.Cuts() != 1 {
				t.Fatalf("%d connections were cut", proxy.Cuts())
			}
			if again := place(); again.ID != order.ID {
				t.Errorf("order %s, and then %s", order.ID, again.ID)
			}
			orders, err := db.Purchases().Orders(t.Context(), books, "u1", purchases.Page{Limit: 10})
			noError(t, err)
			balances, err := service.Balances(t.Context(), books)
			noError(t, err)
			if len(orders) != 1 || orders[0].ID != order.ID || len(balances) != 2 || balances[1].Amount != 2500 {
				t.Errorf("orders %+v, balances %+v", orders, balances)
			}
		})
	}
}

// TestLostCommitIsFoundByItsRecord: what appends to the journal is known by that.
func TestLostCommitIsFoundByItsRecord(t *testing.T) {
	db, proxy := behindProxy(t)
	add := func(id string) error {
		record := journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(journal.Origin{}, "app.create", id, nil, nil, at)}}
		return db.Accounts().AddApp(t.Context(), accounts.App{ID: id, Name: id, CreatedAt: at}, nil, record)
	}
	proxy.Set(postgrestest.AfterOnce)
	if err := add("app_after"); err != nil {
		t.Error("committed, and yet:", err)
	}
	proxy.Set(postgrestest.BeforeOnce)
	if err := add("app_before"); !errors.Is(err, journal.ErrStoreUnavailable) {
		t.Error("undone, and yet:", err)
	}
	if _, err := db.Accounts().App(t.Context(), "app_before"); !errors.Is(err, accounts.ErrAppNotFound) {
		t.Error("it is there:", err)
	}
	if err := add("app_before"); err != nil || proxy.Cuts() != 2 {
		t.Error("the same again:", err, proxy.Cuts())
	}
}

// TestLostCommitThatNothingTells: the caller learns that it is not known, and nothing is done twice.
func TestLostCommitThatNothingTells(t *testing.T) {
	db, proxy := behindProxy(t)
	proxy.Set(postgrestest.AfterAlways)
	if err := db.Accounts().TouchKey(context.Background(), "key_1", at); !errors.Is(err, journal.ErrStoreUnavailable) {
		t.Error(err)
	}
	if proxy.Cuts() != 1 {
		t.Errorf("tried %d times", proxy.Cuts())
	}
}
