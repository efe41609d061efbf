package production

import (
	"slices"
	"testing"

	"github.com/hallyu-store/hallyu/purchases"
)

// openFair puts things on sale for errands, with a till of their own.
func (c *campaign) openFair(t *testing.T, till *till, codes int) {
	p := start(t, c.deployment)
	defer p.kill()
	c.fair = newFair(t, p.client(c.operator), till, codes)
}

// taken is money that was taken and not given back, minor units.
type taken struct{ app, stripe int64 }

// taken is what buyers and errands paid for and have.
func (c *campaign) taken() taken {
	sum := taken{app: int64(c.fulfilled * price)}
	for _, e := range c.errands {
		if e.settled != nil {
			sum.app += e.settled(e.acked)
		}
		if e.charged != nil {
			sum.stripe += e.charged(e.acked)
		}
	}
	return sum
}

// kinds counts errands.
func (c *campaign) kinds() map[string]int {
	count := map[string]int{}
	for _, e := range c.errands {
		count[e.kind]++
	}
	return count
}

// checkFair has those judge who know without the store: the stand-in for Stripe, of each payment; and counts pieces.
func (c *campaign) checkFair(t *testing.T) {
	t.Helper()
	for _, e := range c.errands {
		if e.charged == nil {
			continue
		}
		if payment := c.fair.till.PaymentOf(e.order); payment == "" || payment == "twice" || c.fair.till.Held(payment) != e.charged(e.acked) {
			t.Errorf("%s, %s after %d steps: Stripe holds %d of payment %q, want %d",
				e.name, e.kind, e.acked, c.fair.till.Held(payment), payment, e.charged(e.acked))
		}
	}
	c.checkPieces(t)
}

// checkPieces holds both editions to what holders have of them: each piece and its number is somebody's, or nobody's.
func (c *campaign) checkPieces(t *testing.T) {
	db := c.open(t)
	var limited string // id
	holders := map[string][]string{}
	for _, e := range c.errands {
		if e.product != "" {
			holders[e.product] = append(holders[e.product], e.name, e.name+"-friend")
		}
	}
	for product, who := range holders {
		serials, held := []int64{}, int64(0)
		for part := range slices.Chunk(who, 500) {
			grants, err := db.Purchases().Grants(t.Context(), purchases.Ledger{App: c.app}, part, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, g := range grants {
				serials, limited = append(serials, g.Serial), g.Pack
			}
		}
		for _, e := range c.errands {
			if e.product == product && product == c.fair.limited && e.acked == 1 {
				held++
			}
		}
		if len(serials) == 0 {
			continue
		}
		e, err := db.Purchases().Edition(t.Context(), limited, false)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(serials)
		once := len(slices.Compact(slices.Clone(serials))) == len(serials)
		if !once || serials[0] < 1 || serials[len(serials)-1] > e.Issued || e.Sold() != int64(len(serials)) || e.Reserved != held {
			t.Errorf("%s: numbers %v of %d that were given out, %d sold, %d held; want %d sold, %d held",
				product, serials, e.Issued, e.Sold(), e.Reserved, len(serials), held)
		}
	}
}
