package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

func TestPurchases(t *testing.T) {
	purchasestest.Run(t, func(t *testing.T) (purchases.Store, journal.Store) {
		db := sqlstoretest.Open(t)
		return db.Purchases(), db.Journal()
	})
}

func TestPurchasesModel(t *testing.T) {
	db := sqlstoretest.Open(t)
	purchasestest.RunModel(t, db.Purchases(), db.Journal(), 15)
}
