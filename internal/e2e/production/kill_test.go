package production

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
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
			c := begin(t, d, rand.New(rand.NewPCG(seed, 1)))
			for i := range kills {
				c.round(t, i)
			}
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
}

func begin(t *testing.T, d deployment, rng *rand.Rand) *campaign {
	c := &campaign{deployment: d, rng: rng, designer: &designer{slug: "editions"}, kills: map[string]int{}}
	var app, staff struct{ App, Key string }
	d.command(t, &app, "admin", "app", "create", "production", "--scope", "catalog:read", "--scope", "orders:read", "--scope", "orders:write", "--scope", "refunds:write")
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
	after := time.Duration(5+c.rng.IntN(400)) * time.Millisecond
	if failpoint != "" {
		after = 20 * time.Second // the failpoint comes first, or the count was too high
	}
	buyers, byItself := c.load(t.Context(), p, n, after)
	if !byItself {
		where = "random moment"
	}
	c.kills[where]++
	again := start(t, c.deployment)
	defer again.kill()
	for _, b := range buyers {
		err := b.recover(t.Context(), again.client(c.backend))
		if err != nil {
			t.Errorf("round %d, killed at %s: %v", n, where, err)
		}
		c.acknowledged++
		if b.acked == fulfilled {
			c.fulfilled++
		}
	}
	err := c.designer.recover(t.Context(), again.client(c.operator))
	if err != nil {
		t.Errorf("round %d, killed at %s: %v", n, where, err)
	}
}

const fans = 4

// load works on the store until it is gone, at the latest after a time. It returns who bought, and
// whether the store ended itself.
func (c *campaign) load(ctx context.Context, p *process, round int, after time.Duration) (all []*buyer, byItself bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var work sync.WaitGroup
	bought := make([][]*buyer, fans)
	for i := range fans {
		rng := rand.New(rand.NewPCG(c.rng.Uint64(), 2))
		work.Go(func() { bought[i] = fan(ctx, p.client(c.backend), c.pack, fmt.Sprintf("r%d-f%d", round, i), rng) })
	}
	work.Go(func() { _ = c.designer.work(ctx, p.client(c.operator)) })
	work.Go(func() { readReceipts(ctx, p.client(c.backend)) })
	select {
	case <-p.ended:
		byItself = true
	case <-time.After(after):
		p.kill()
	}
	cancel()
	work.Wait()
	for _, buyers := range bought {
		all = append(all, buyers...)
	}
	return all, byItself
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
	for _, balance := range balances {
		want := int64(c.fulfilled * price)
		if balance.Account != "takings:external" {
			want = -want
		}
		if balance.Amount != want {
			t.Errorf("%s holds %d %s, want %d", balance.Account, balance.Amount, balance.Asset, want)
		}
	}
}

// report prints what was done as rows of a table. That nothing was lost is what the test asked for.
func (c *campaign) report(t *testing.T) {
	t.Helper()
	rows := ""
	for _, where := range slices.Sorted(maps.Keys(c.kills)) {
		rows += fmt.Sprintf("\n| %s | %s | %d |", c.name, where, c.kills[where])
	}
	t.Logf("killed:\n\n| deployment | killed at | times |\n|---|---|---|%s\n\n%d orders and %d editions of a pack were asked for and stand.",
		rows, c.acknowledged, c.designer.acked)
}

// deployments are the ways of keeping data that are tested.
func deployments(t *testing.T) []deployment {
	return []deployment{onFiles(t), onServers(t)}
}
