package sqlstore_test

import (
	"context"
	"testing"

	"github.com/hallyu-store/hallyu/catalog/catalogtest"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
)

func TestCatalog(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		catalogtest.Run(t, func(t *testing.T) catalogtest.Harness { return harness(t, open(t)) })
	})
}

func harness(t *testing.T, db *sqlstore.DB) catalogtest.Harness {
	recorded := func() journal.Record {
		events, err := db.Journal().Events(context.Background(), "", 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		audit, err := db.Journal().Audit(context.Background(), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		return journal.Record{Events: events, Audit: audit}
	}
	return catalogtest.Harness{Store: db.Catalog(), Recorded: recorded}
}
