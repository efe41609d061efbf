package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/journaltest"
)

func TestOutbox(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		journaltest.RunOutbox(t, func(t *testing.T) journaltest.OutboxStore {
			db := open(t)
			return struct {
				journal.Store
				journal.Outbox
			}{db.Journal(), db.Outbox()}
		})
	})
}
