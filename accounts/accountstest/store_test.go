package accountstest_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/accounts/accountstest"
	"github.com/hallyu-store/hallyu/journal"
)

func TestStore(t *testing.T) {
	accountstest.Run(t, func(*testing.T) (accounts.Store, journal.Store) {
		store := accountstest.NewStore()
		return store, store.Journal
	})
}
