package production

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/purchases"
)

const (
	dropApps  = 6  // that sell the same pieces: each may ask a thousand times in a second
	dropFans  = 48 // that ask at the same time
	perFan    = 5  // requests of each holder, one of them sent again with its key
	hangsUp   = 20 // one in so many requests is given up while it is under way
	thinksTwo = 10 // one in so many who get a reservation cancels it
)

// TestDrop sells a limited edition to a crowd a hundred times its size that asks all at once: some send the same again,
// some hang up, some do not pay. Exactly every piece is sold, with a number of its own, to somebody who knows of it.
func TestDrop(t *testing.T) {
	pieces := number("HALLYU_TEST_DROP", 200)
	for _, d := range deployments(t) {
		t.Run(d.name, func(t *testing.T) {
			newDrop(t, d, pieces).run(t)
		})
	}
}

// drop is one sale, and what its crowd saw.
type drop struct {
	deployment
	pieces  int
	store   *process
	apps    []string
	clients []*api.Client // by app
	pace    *rate.Limiter // of the crowd; nil: as fast as it gets answers

	mu      sync.Mutex
	won     map[string]int64 // number by holder
	answers map[string]int   // by problem, or "fulfilled"
	refused []time.Duration  // what it took to say that everything is sold, or held
	hungUp  []attempt        // whose answer nobody waited for
}

// attempt is a request for a piece.
type attempt struct {
	who int
	key string
}

func newDrop(t *testing.T, d deployment, pieces int) *drop {
	sale := &drop{deployment: d, pieces: pieces, won: map[string]int64{}, answers: map[string]int{}}
	var staff struct{ Key string }
	d.command(t, &staff, "admin", "account", "create", "drop@example.com", "--role", "operator")
	sale.store = start(t, d)
	operator := sale.store.client(staff.Key)
	if err := (&designer{slug: "limited", asked: 1}).push(t.Context(), operator); err != nil {
		t.Fatal(err)
	}
	if _, err := operator.SetEdition(t.Context(), "limited", api.NewStock{Stock: int64(pieces)}); err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: dropFans}
	for i := range dropApps {
		app, err := operator.CreateApp(t.Context(), api.NewApp{Name: fmt.Sprintf("crowd %d", i), Scopes: []string{"catalog:read", "orders:read", "orders:write"}})
		if err != nil {
			t.Fatal(err)
		}
		client := sale.store.client(app.Keys[0].Secret)
		client.HTTP.Transport = transport
		sale.apps, sale.clients = append(sale.apps, app.ID), append(sale.clients, client)
	}
	return sale
}

func (d *drop) run(t *testing.T) {
	requests := 100 * d.pieces
	begun := time.Now()
	d.meet(t, requests)
	took := time.Since(begun)
	hungUp := d.hungUp
	for _, a := range hungUp { // they come back, and send the same again
		d.buy(t, t.Context(), a, false)
	}
	d.sellTheRest(t)
	d.settle(t)
	if len(d.refused) == 0 {
		t.Fatal("nobody was told that everything is sold")
	}
	slices.Sort(d.refused)
	t.Logf("%s: %d pieces, %d requests of %d holders in %.1f s, %.0f/s, %d given up; %v; sold out is said in %v (p99)",
		d.name, d.pieces, requests, d.crowd(), took.Seconds(), float64(requests)/took.Seconds(), len(hungUp), d.answers,
		d.refused[len(d.refused)*99/100].Round(time.Microsecond))
}

// meet has the crowd send that many requests.
func (d *drop) meet(t *testing.T, requests int) {
	var next atomic.Int64
	var crowd sync.WaitGroup
	for worker := range dropFans {
		rng := rand.New(rand.NewPCG(7, uint64(worker)))
		crowd.Go(func() {
			for n := next.Add(1); n <= int64(requests); n = next.Add(1) {
				if d.pace == nil || d.pace.Wait(t.Context()) == nil {
					d.ask(t, int(n), rng)
				}
			}
		})
	}
	crowd.Wait()
}

// ask is one request of the crowd: who gets a reservation pays, or thinks twice.
func (d *drop) ask(t *testing.T, n int, rng *rand.Rand) {
	who := n % d.crowd()
	a := attempt{who, fmt.Sprintf("%s-%d", nameOf(who), rng.IntN(perFan-1))}
	ctx := t.Context()
	if rng.IntN(hangsUp) == 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, time.Duration(rng.IntN(3000))*time.Microsecond)
		defer stop()
	}
	d.buy(t, ctx, a, rng.IntN(thinksTwo) == 0)
}

// buy asks for a piece, waiting for the answer as long as ctx lasts, and then pays for it, or cancels.
func (d *drop) buy(t *testing.T, ctx context.Context, a attempt, cancels bool) {
	holder, client := nameOf(a.who), d.clients[a.who%dropApps]
	begun := time.Now()
	o, err := client.PlaceOrder(ctx, holder, a.key, api.NewOrder{Pack: "limited", Region: "KR", PayWith: api.PayWith{Provider: "external"}})
	if errors.Is(err, context.DeadlineExceeded) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.hungUp = append(d.hungUp, a)
		return
	}
	switch {
	case err != nil || o.State != "reserved":
	case cancels:
		o, err = client.CancelOrder(t.Context(), holder, o.ID, a.key+"-no")
	default:
		o, err = client.ConfirmOrder(t.Context(), holder, o.ID, a.key+"-yes", api.Confirmation{Transaction: "t-" + o.ID})
	}
	d.saw(t, holder, o, err, time.Since(begun))
}

// sellTheRest sells what came back at the end, to holders who did not ask before.
func (d *drop) sellTheRest(t *testing.T) {
	for i := range d.pieces + 1 {
		d.buy(t, t.Context(), attempt{d.crowd() + i, fmt.Sprintf("late-%d", i)}, false)
		if stock, err := d.clients[0].Stock(t.Context(), "limited"); err != nil || stock.State == "sold_out" {
			break
		}
	}
}

// crowd is how many holders there are. Each is one of an app.
func (d *drop) crowd() int { return 100 * d.pieces / perFan }

func nameOf(who int) string { return fmt.Sprintf("u%d", who) }

// saw keeps what an answer says. A reservation that is asked for again may have been paid or cancelled since.
func (d *drop) saw(t *testing.T, holder string, o api.Order, err error, took time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var problem *api.Problem
	switch {
	case err == nil && o.State == "fulfilled":
		d.answers["fulfilled"]++
		d.won[holder] = *o.Grants[0].Serial
	case err == nil:
		d.answers[o.State]++
	case errors.As(err, &problem):
		d.answers[problem.Code()]++
		if code := problem.Code(); code == "sold-out" || code == "waiting" {
			d.refused = append(d.refused, took)
		}
		if problem.Status >= 500 && problem.Status != http.StatusServiceUnavailable {
			t.Errorf("%s: %v", holder, err)
		}
	default:
		t.Errorf("%s: %v", holder, err)
	}
}

// settle compares what the crowd saw with what the database has.
func (d *drop) settle(t *testing.T) {
	stock, err := d.clients[0].Stock(t.Context(), "limited")
	if err != nil {
		t.Fatal(err)
	}
	owners := d.owners(t)
	for holder, serial := range d.won {
		if owners[serial] != holder {
			t.Errorf("%s was told number %d, which %q has", holder, serial, owners[serial])
		}
	}
	if len(owners) != d.pieces || stock.State != "sold_out" {
		t.Errorf("%d of %d pieces are sold: %+v", len(owners), d.pieces, stock)
	}
}

// owners are the holders of all numbers, by the database.
func (d *drop) owners(t *testing.T) map[int64]string {
	db := d.open(t)
	owners := map[int64]string{}
	for i, app := range d.apps {
		var holders []string
		for who := i; who < d.crowd()+d.pieces; who += dropApps {
			holders = append(holders, nameOf(who))
		}
		for part := range slices.Chunk(holders, 500) {
			grants, err := db.Purchases().Grants(t.Context(), purchases.Ledger{App: app}, part, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, g := range grants {
				if other, twice := owners[g.Serial]; twice || g.Serial < 1 || g.Serial > int64(d.pieces) {
					t.Errorf("number %d of %s: also of %q", g.Serial, g.Holder, other)
				}
				owners[g.Serial] = g.Holder
			}
		}
	}
	return owners
}
