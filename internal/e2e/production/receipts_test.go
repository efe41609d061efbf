package production

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/receipt"
)

// readReceipts asks for receipts again and again, which numbers those that are not, until the store is gone.
func readReceipts(ctx context.Context, backend *api.Client) {
	for tick := time.Tick(20 * time.Millisecond); ctx.Err() == nil; {
		select {
		case <-ctx.Done():
		case <-tick:
			_, _ = backend.HolderReceipts(ctx, "r0-f0-0", "")
		}
	}
}

// checkReceipts looks at what was issued: nothing twice, no number missing, and what it comes to is what the app took.
func (c *campaign) checkReceipts(t *testing.T) {
	t.Helper()
	p := start(t, c.deployment)
	_, err := p.client(c.backend).HolderReceipts(t.Context(), "r0-f0-0", "")
	p.kill()
	if err != nil {
		t.Fatal(err)
	}
	db := c.open(t)
	verdicts, err := receipt.Verify(t.Context(), db.Receipts())
	if err != nil || len(verdicts) == 0 {
		t.Fatal(verdicts, err)
	}
	for _, v := range verdicts {
		if len(v.Broken) > 0 {
			t.Errorf("%+v", v)
		}
	}
	sum, orders := int64(0), map[string]int{}
	for q := (receipt.Query{}); ; {
		found, err := db.Receipts().Find(t.Context(), q, 500)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range found {
			q.After = d.Place()
			if d.Kind == receipt.CreditNote {
				sum -= d.Amount.Amount
				continue
			}
			sum += d.Amount.Amount
			orders[d.Order]++
		}
		if len(found) < 500 {
			break
		}
	}
	for order, n := range orders {
		if n != 1 {
			t.Errorf("%d receipts of %s", n, order)
		}
	}
	balances, err := db.Purchases().Balances(t.Context(), purchases.Ledger{App: c.app})
	if err != nil {
		t.Fatal(err)
	}
	takings := int64(0)
	for _, b := range balances {
		if strings.HasPrefix(b.Account, "takings:") {
			takings += b.Amount
		}
	}
	if takings != sum {
		t.Errorf("receipts come to %d, the takings to %d", sum, takings)
	}
	t.Logf("%d receipts", len(orders))
}
