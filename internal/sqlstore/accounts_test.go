package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/accounts/accountstest"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
)

func TestAccounts(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) (accounts.Store, journal.Store) {
		db := sqlstoretest.Open(t)
		return db.Accounts(), db.Journal()
	})
}
