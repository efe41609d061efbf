package journaltest_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/journal/journaltest"
)

func TestOutbox(t *testing.T) {
	journaltest.RunOutbox(t, func(*testing.T) journaltest.OutboxStore { return journaltest.NewStore() })
}
