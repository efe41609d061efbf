package purchasestest_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

func TestStore(t *testing.T) {
	purchasestest.Run(t, func(*testing.T) (purchases.Store, journal.Store) {
		store := purchasestest.NewStore()
		return store, store.Journal
	})
}

func TestModel(t *testing.T) {
	store := purchasestest.NewStore()
	purchasestest.RunModel(t, store, store.Journal, 100)
}
