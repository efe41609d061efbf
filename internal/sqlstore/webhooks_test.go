package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/webhook"
	"github.com/hallyu-store/hallyu/journal/webhook/webhooktest"
)

func TestWebhooks(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		webhooktest.Run(t, func(t *testing.T) (webhook.Store, journal.Store) {
			db := open(t)
			return db.Webhooks(), db.Journal()
		})
	})
}
