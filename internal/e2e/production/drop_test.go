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

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/purchases"
)

const (
	dropKeys  = 4  // of one app: a key may ask a thousand times in a second
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
	app     string
	clients []*api.Client

	mu      sync.Mutex
	won     map[string]int64 // number by holder
	answers map[string]int   // by problem, or "fulfilled"
	refused []time.Duration  // what it took to say that everything is sold
	unclear atomic.Int64     // requests that were given up
}

func newDrop(t *testing.T, d deployment, pieces int) *drop {
	sale := &drop{deployment: d, pieces: pieces, won: map[string]int64{}, answers: map[string]int{}}
	var app, staff struct{ App, Key string }
	d.command(t, &app, "admin", "app", "create", "a crowd", "--scope", "orders:read", "--scope", "orders:write")
	d.command(t, &staff, "admin", "account", "create", "drop@example.com", "--role", "operator")
	sale.app, sale.store = app.App, start(t, d)
	operator := sale.store.client(staff.Key)
	if err := (&designer{slug: "limited", asked: 1}).push(t.Context(), operator); err != nil {
		t.Fatal(err)
	}
	if _, err := operator.SetEdition(t.Context(), "limited", api.NewStock{Stock: int64(pieces)}); err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: dropFans}
	for range dropKeys {
		key, err := operator.IssueKey(t.Context(), app.App, api.NewKey{})
		if err != nil {
			t.Fatal(err)
		}
		client := sale.store.client(key.Secret)
		client.HTTP.Transport = transport
		sale.clients = append(sale.clients, client)
	}
	return sale
}

func (d *drop) run(t *testing.T) {
	requests := 100 * d.pieces
	begun := time.Now()
	var next atomic.Int64
	var crowd sync.WaitGroup
	for worker := range dropFans {
		rng := rand.New(rand.NewPCG(7, uint64(worker)))
		crowd.Go(func() {
			for n := next.Add(1); n <= int64(requests); n = next.Add(1) {
				d.ask(t, int(n), rng)
			}
		})
	}
	crowd.Wait()
	took := time.Since(begun)
	d.settle(t)
	slices.Sort(d.refused)
	t.Logf("%s: %d pieces, %d requests of %d holders in %.1f s, %.0f/s, %d given up; %v; sold out is said in %v (p99)",
		d.name, d.pieces, requests, requests/perFan, took.Seconds(), float64(requests)/took.Seconds(), d.unclear.Load(), d.answers,
		d.refused[len(d.refused)*99/100].Round(time.Microsecond))
}

// ask is one request of the crowd: who gets a reservation pays, or thinks twice.
func (d *drop) ask(t *testing.T, n int, rng *rand.Rand) {
	holder := fmt.Sprintf("u%d", n%(100*d.pieces/perFan))
	key := fmt.Sprintf("%s-%d", holder, rng.IntN(perFan-1))
	ctx := t.Context()
	if rng.IntN(hangsUp) == 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, time.Duration(rng.IntN(3000))*time.Microsecond)
		defer stop()
	}
	client := d.clients[n%dropKeys]
	begun := time.Now()
	o, err := client.PlaceOrder(ctx, holder, key, api.NewOrder{Pack: "limited", Region: "KR", PayWith: api.PayWith{Provider: "external"}})
	if err == nil && o.State == "reserved" {
		if rng.IntN(thinksTwo) == 0 {
			_, err = client.CancelOrder(t.Context(), holder, o.ID, key+"-no")
		} else {
			o, err = client.ConfirmOrder(t.Context(), holder, o.ID, key+"-yes", api.Confirmation{Transaction: "t-" + o.ID})
		}
	}
	d.saw(t, holder, o, err, time.Since(begun))
}

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
		if problem.Code() == "sold-out" {
			d.refused = append(d.refused, took)
		}
		if problem.Status >= 500 && problem.Status != http.StatusServiceUnavailable {
			t.Errorf("%s: %v", holder, err)
		}
	case errors.Is(err, context.DeadlineExceeded):
		d.unclear.Add(1)
	default:
		t.Errorf("%s: %v", holder, err)
	}
}

// settle compares what the crowd saw with what the database has: reservations of those who hung up are over by then.
func (d *drop) settle(t *testing.T) {
	db := d.open(t)
	e, err := db.Purchases().Edition(t.Context(), "", false)
	if err == nil {
		t.Fatalf("an edition of no pack: %+v", e)
	}
	stock, err := d.clients[0].Stock(t.Context(), "limited")
	if err != nil {
		t.Fatal(err)
	}
	var holders []string
	for n := range 100 * d.pieces / perFan {
		holders = append(holders, fmt.Sprintf("u%d", n))
	}
	numbers := map[int64]string{}
	for part := range slices.Chunk(holders, 500) {
		grants, err := db.Purchases().Grants(t.Context(), purchases.Ledger{App: d.app}, part, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range grants {
			if other, twice := numbers[g.Serial]; twice || g.Serial < 1 || g.Serial > int64(d.pieces) {
				t.Errorf("number %d of %s: also of %q", g.Serial, g.Holder, other)
			}
			numbers[g.Serial] = g.Holder
		}
	}
	for holder, serial := range d.won {
		if numbers[serial] != holder {
			t.Errorf("%s was told number %d, which %q has", holder, serial, numbers[serial])
		}
	}
	if held := *stock.Stock - *stock.Left - int64(len(numbers)); len(numbers)+int(held) != d.pieces || held > d.unclear.Load() {
		t.Errorf("%d of %d pieces are sold, %d held: %+v", len(numbers), d.pieces, held, stock)
	}
}
