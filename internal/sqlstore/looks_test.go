package sqlstore_test

import (
	"context"
	"errors"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/purchasestest"
)

// fans ask for the one piece of an edition, each time another holder. The first who asks gets it.
type fans struct {
	*purchases.Service
	asked atomic.Int64
}

func newFans(tb testing.TB, store purchases.Store) *fans {
	tb.Helper()
	offers := purchasestest.NewCatalog()
	offers.Put(catalog.Terms{Pack: "pck_1", Region: "KR", State: catalog.OfferOpen})
	c := &fans{Service: purchases.NewService(store, offers, nil)}
	if _, err := c.SetStock(context.Background(), journal.Origin{Actor: "acc_1"}, "pck_1", 1); err != nil {
		tb.Fatal(err)
	}
	if err := c.ask(); err != nil {
		tb.Fatal(err)
	}
	if err := c.ask(); !errors.Is(err, purchases.ErrSoldOut) {
		tb.Fatal(err)
	}
	return c
}

func (c *fans) ask() error {
	n := strconv.FormatInt(c.asked.Add(1), 10)
	_, err := c.Place(context.Background(), purchases.OrderRequest{
		Intent: purchases.Intent{Ledger: purchases.Ledger{App: "app_1"}, Key: "key-" + n, RequestHash: n},
		Holder: "user-" + n, Pack: "pck_1", Region: "KR", PayWith: purchases.PayWith{Provider: purchases.Free},
	})
	return err
}

// TestSoldOutWaitsForNoWriter refuses a crowd while somebody keeps all others from writing.
func TestSoldOutWaitsForNoWriter(t *testing.T) {
	db := sqlstoretest.Open(t)
	c := newFans(t, db.Purchases())
	defer db.HoldWriter()()
	for range 100 {
		if err := c.ask(); !errors.Is(err, purchases.ErrSoldOut) {
			t.Fatal(err)
		}
	}
}

// TestSoldOutIsOneStatement: nothing else is asked for who has nothing, and every row is found by an index.
func TestSoldOutIsOneStatement(t *testing.T) {
	whole := regexp.MustCompile(`SCAN [rgo]\b|Seq Scan on (replies|grants|orders)`)
	sqlstoretest.Each(t, func(t *testing.T, db *sqlstore.DB) {
		c := newFans(t, db.Purchases())
		statements := 0
		if err := db.Watch(func(statement, plan string) {
			statements++
			if whole.MatchString(plan) || !strings.Contains(plan, "SEARCH") && !strings.Contains(plan, "Index") {
				t.Errorf("%s\n%s", statement, plan)
			}
		}); err != nil {
			t.Fatal(err)
		}
		if err := c.ask(); !errors.Is(err, purchases.ErrSoldOut) || statements != 1 {
			t.Errorf("%v, %d statements", err, statements)
		}
	})
}

// queueing looks by deciding in the queue of those who write.
type queueing struct{ purchases.Store }

func (q queueing) Look(ctx context.Context, scope purchases.Scope, judge func(purchases.State) error) error {
	return q.Transact(ctx, scope, func(found purchases.State) (purchases.Changes, error) {
		return purchases.Changes{}, judge(found)
	})
}

// BenchmarkSoldOut tells one after the other, and 48 who ask at once, that everything is sold: by a look, and as orders are
// decided.
func BenchmarkSoldOut(b *testing.B) {
	for name, wrap := range map[string]func(purchases.Store) purchases.Store{
		"look":  func(s purchases.Store) purchases.Store { return s },
		"queue": func(s purchases.Store) purchases.Store { return queueing{s} },
	} {
		c := newFans(b, wrap(sqlstoretest.Open(b).Purchases()))
		b.Run(name+"/one by one", func(b *testing.B) {
			for b.Loop() {
				c.refused(b)
			}
		})
		b.Run(name+"/at once", func(b *testing.B) {
			b.SetParallelism(max(1, 48/runtime.GOMAXPROCS(0)))
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					c.refused(b)
				}
			})
		})
	}
}

func (c *fans) refused(tb testing.TB) {
	if err := c.ask(); !errors.Is(err, purchases.ErrSoldOut) {
		tb.Error(err)
	}
}
