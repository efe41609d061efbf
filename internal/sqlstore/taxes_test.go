package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/purchases/tax"
	"github.com/hallyu-store/hallyu/purchases/tax/taxtest"
)

func TestTaxes(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		taxtest.Run(t, func(t *testing.T) tax.Store { return open(t).Taxes() })
	})
}
