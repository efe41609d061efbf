package payouttest_test

import (
	"testing"

	"github.com/hallyu-store/hallyu/purchases/payout/payouttest"
)

func TestStore(t *testing.T) {
	payouttest.Run(t, func(*testing.T) payouttest.Stores {
		s := payouttest.NewStore()
		return payouttest.Stores{Payouts: s, Sales: s.Sales, Journal: s.Journal, Own: s.Own}
	})
}
