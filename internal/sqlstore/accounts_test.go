package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/accounts/accountstest"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
)

func TestAccounts(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		accountstest.Run(t, func(t *testing.T) (accounts.Store, journal.Store) {
			db := open(t)
			return db.Accounts(), db.Journal()
		})
	})
}
