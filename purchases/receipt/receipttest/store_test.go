package receipttest_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/purchases/receipt/receipttest"
)

func TestStore(t *testing.T) {
	receipttest.Run(t, func(*testing.T) receipttest.Stores {
		s := receipttest.NewStore()
		return receipttest.Stores{Receipts: s, Sales: s.Sales, Journal: s.Sales.Journal}
	})
}
