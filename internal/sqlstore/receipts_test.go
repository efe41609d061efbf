package sqlstore_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/purchases/receipt/receipttest"
)

func TestReceipts(t *testing.T) {
	sqlstoretest.EachKind(t, func(t *testing.T, open func(testing.TB) *sqlstore.DB) {
		receipttest.Run(t, func(t *testing.T) receipttest.Stores {
			db := open(t)
			return receipttest.Stores{Receipts: db.Receipts(), Sales: db.Purchases(), Journal: db.Journal()}
		})
	})
}
