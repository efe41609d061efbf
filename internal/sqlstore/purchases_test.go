package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

func TestPurchases(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		purchasestest.Run(t, func(t *testing.T) (purchases.Store, journal.Store) {
			db := open(t)
			return db.Purchases(), db.Journal()
		})
	})
}

func TestPurchasesModel(t *testing.T) {
	sqlstoretest.Each(t, func(t *testing.T, db *sqlstore.DB) {
		purchasestest.RunModel(t, db.Purchases(), db.Journal(), 100)
	})
}
