package production

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/purchases"
)

// failpoints are the places at which the program can be ended, and the highest count at which it is.
var failpoints = []struct {
	name string
	most int
}{
	{"order.decided", 40}, {"order.committed", 40},
	{"asset.put", 20}, {"asset.kept", 20},
	{"pack.commit", 4}, {"pack.committed", 4},
	{"picture.commit", 4},
	{"stripe.asked", 6}, {"stripe.answered", 6}, // which the stand-in reaches
	{"receipt.issue", 10}, {"receipt.issued", 10},
}

// number reads a bound of the test from the environment.
func number(name string, otherwise int) int {
	n, err := strconv.Atoi(os.Getenv(name))
	if err != nil {
		return otherwise
	}
	return n
}

// TestKill kills stores, half of the times at a named failpoint, half of the times at a random moment.
func TestKill(t *testing.T) {
	seed := uint64(number("HALLYU_TEST_SEED", int(time.Now().UnixNano()%1e9)))
	kills := number("HALLYU_TEST_KILLS", 20)
	for _, d := range deployments(t) {
		t.Run(d.name, func(t *testing.T) {
			t.Logf("seed %d", seed)
			till := newTill(t)
			d.env = append(d.env, till.environment()...)
			c := begin(t, d, rand.New(rand.NewPCG(seed, 1)))
			c.openFair(t, till, max(1000, 100*kills))
			for i := range kills {
				c.round(t, i)
			}
			c.checkFair(t)
			c.checkBooks(t)
			c.checkReceipts(t)
			c.report(t)
		})
	}
}

// campaign is a deployment that is killed again and again.
type campaign struct {
	deployment
	rng          *rand.Rand
	app          string // id
	backend      string // keys
	operator     string
	pack         string // that is bought
	designer     *designer
	kills        map[string]int // by where
	acknowledged int
	fulfilled    int // orders that stand
	fair         *fair
	errands      []*errand
}

func begin(t *testing.T, d deployment, rng *rand.Rand) *campaign {
	c := &campaign{deployment: d, rng: rng, designer: &designer{slug: "editions"}, kills: map[string]int{}}
	var app, staff struct{ App, Key string }
	d.command(t, &app, "admin", "app", "create", "production", "--scope", "catalog:read", "--scope", "orders:read", "--scope", "orders:write", "--scope", "refunds:write", "--scope", "holders:read", "--scope", "holders:write")
	d.command(t, &staff, "admin", "account", "create", "operator@example.com", "--role", "operator")
	c.app, c.backend, c.operator = app.App, app.Key, staff.Key
	d.command(t, &staff, "admin", "account", "create", "reviewer@example.com", "--role", "reviewer")
	c.designer.reviewer = staff.Key
	p := start(t, d)
	steady := &designer{slug: "steady", asked: 1}
	err := steady.push(t.Context(), p.client(c.operator))
	if err != nil {
		t.Fatal(err)
	}
	c.pack = "steady"
	p.kill()
	return c
}

// round lets buyers and the designer work until the store dies, starts it again, and asks for what it
// had acknowledged.
func (c *campaign) round(t *testing.T, n int) {
	t.Helper()
	where, failpoint := "", ""
	if n%2 == 1 {
		f := failpoints[n/2%len(failpoints)]
		where, failpoint = f.name, fmt.Sprintf("%s=%d", f.name, 1+c.rng.IntN(f.most))
	}
	p := start(t, c.deployment, "HALLYU_FAILPOINT="+failpoint)
	c.fair.till.arm(where, 1+c.rng.IntN(6), p.kill)
	after := time.Duration(5+c.rng.IntN(400)) * time.Millisecond
	if failpoint != "" {
		after = 20 * time.Second // the failpoint comes first, or the count was too high
	}
	done := c.load(t.Context(), p, n, after)
	if !done.byItself {
		where = "random moment"
	}
	c.kills[where]++
	for _, err := range c.recover(t, done) {
		t.Errorf("round %d, killed at %s: %v", n, where, err)
	}
}

// recover starts the store again and has everybody look for what it had acknowledged. It returns what is not as it was said.
func (c *campaign) recover(t *testing.T, done worked) (wrong []error) {
	again := start(t, c.deployment)
	defer again.kill()
	backend := again.client(c.backend)
	for _, b := range done.buyers {
		wrong = append(wrong, b.recover(t.Context(), backend))
		c.acknowledged++
		if b.acked == fulfilled {
			c.fulfilled++
		}
	}
	for _, e := range done.errands {
		wrong = append(wrong, e.recover(t.Context(), backend))
	}
	c.errands = append(c.errands, done.errands...)
	wrong = append(wrong, c.designer.recover(t.Context(), again.client(c.operator)))
	return slices.DeleteFunc(wrong, func(err error) bool { return err == nil })
}

const (
	fans    = 3
	runners = 3 // of errands
)

// worked is what was done until the store was gone.
type worked struct {
	buyers   []*buyer
	errands  []*errand
	byItself bool // the store ended itself, or the stand-in for Stripe ended it
}

// load works on the store until it is gone, at the latest after a time.
func (c *campaign) load(ctx context.Context, p *process, round int, after time.Duration) (done worked) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var work sync.WaitGroup
	bought, ran := make([][]*buyer, fans), make([][]*errand, runners)
	for i := range fans {
		rng := rand.New(rand.NewPCG(c.rng.Uint64(), 2))
		work.Go(func() { bought[i] = fan(ctx, p.client(c.backend), c.pack, fmt.Sprintf("r%d-f%d", round, i), rng) })
	}
	for i := range runners {
		rng := rand.New(rand.NewPCG(c.rng.Uint64(), 3))
		work.Go(func() {
			ran[i] = errands(ctx, p.client(c.backend), c.fair.errand(rng), fmt.Sprintf("r%d-e%d", round, i))
		})
	}
	work.Go(func() { _ = c.designer.work(ctx, p.client(c.operator)) })
	work.Go(func() { readReceipts(ctx, p.client(c.backend)) })
	select {
	case <-p.ended:
		done.byItself = true
	case <-time.After(after):
		p.kill()
	}
	cancel()
	work.Wait()
	done.buyers, done.errands = slices.Concat(bought...), slices.Concat(ran...)
	return done
}

// checkBooks looks at the ledger: every transfer sums to zero, and what was taken and not given back is
// what the orders that stand cost.
func (c *campaign) checkBooks(t *testing.T) {
	t.Helper()
	db := c.open(t)
	wrong, err := db.Purchases().Imbalance(t.Context())
	if err != nil || len(wrong) != 0 {
		t.Errorf("the ledger does not sum to zero: %v, %v", wrong, err)
	}
	balances, err := db.Purchases().Balances(t.Context(), purchases.Ledger{App: c.app})
	if err != nil {
		t.Fatal(err)
	}
	taken, got := c.taken(), map[string]int64{}
	for _, balance := range balances {
		if strings.HasPrefix(balance.Account, "sales:") {
			balance.Account = "sales"
		}
		got[balance.Account] += balance.Amount
	}
	want := map[string]int64{"takings:external": taken.app, "takings:stripe": taken.stripe, "sales": -taken.app - taken.stripe}
	maps.DeleteFunc(got, func(_ string, amount int64) bool { return amount == 0 })
	maps.DeleteFunc(want, func(_ string, amount int64) bool { return amount == 0 })
	if !maps.Equal(got, want) {
		t.Errorf("the books hold %v, want %v", got, want)
	}
}

// report prints what was done as rows of a table. That nothing was lost is what the test asked for.
func (c *campaign) report(t *testing.T) {
	t.Helper()
	rows := ""
	for _, where := range slices.Sorted(maps.Keys(c.kills)) {
		rows += fmt.Sprintf("\n| %s | %s | %d |", c.name, where, c.kills[where])
	}
	t.Logf("killed:\n\n| deployment | killed at | times |\n|---|---|---|%s\n\n%d orders, %v and %d editions of a pack were asked for and stand.",
		rows, c.acknowledged, c.kinds(), c.designer.acked)
}

// deployments are the ways of keeping data that are tested.
func deployments(t *testing.T) []deployment {
	return []deployment{onFiles(t), onServers(t)}
}
