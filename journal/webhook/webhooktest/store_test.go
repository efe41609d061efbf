package webhooktest_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/webhook"
	"github.com/hallyu-store/hallyu/journal/webhook/webhooktest"
)

func TestStore(t *testing.T) {
	webhooktest.Run(t, func(*testing.T) (webhook.Store, journal.Store) {
		s := webhooktest.NewStore()
		return s, s.Journal
	})
}
