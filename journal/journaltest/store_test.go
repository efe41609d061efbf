package journaltest_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/journaltest"
)

func TestStore(t *testing.T) {
	journaltest.Run(t, func(*testing.T) journal.Store { return journaltest.NewStore() })
}
