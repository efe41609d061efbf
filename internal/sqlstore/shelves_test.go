package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/purchases/shelf"
	"github.com/hallyu-store/hallyu/purchases/shelf/shelftest"
)

func TestShelves(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		shelftest.Run(t, func(t *testing.T) shelf.Store { return open(t).Shelves() })
	})
}
