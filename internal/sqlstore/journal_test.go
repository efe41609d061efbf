package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/journaltest"
)

func TestJournal(t *testing.T) {
	journaltest.Run(t, func(t *testing.T) journal.Store { return sqlstoretest.Open(t).Journal() })
}
