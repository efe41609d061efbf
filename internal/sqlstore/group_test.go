package sqlstore_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/internal/sqlstore"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

var books = purchases.Ledger{App: "app_1"}

// until waits for something that other goroutines bring about.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for limit := time.Now().Add(20 * time.Second); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatal("never:", what)
		}
	}
}

// ordering decides on a reserved order of its own.
func ordering(holder string) func(purchases.State) (purchases.Changes, error) {
	o := purchases.Order{
		ID: "ord_" + holder, Ledger: books, Holder: holder, State: purchases.Reserved, Pack: "pck_1",
		CreatedAt: at, UpdatedAt: at,
	}
	return func(purchases.State) (purchases.Changes, error) { return purchases.Changes{Order: &o}, nil }
}

// crowd are calls that come into one batch.
type crowd struct {
	*testing.T
	db   *sqlstore.DB
	let  func() // begins the batch
	wg   sync.WaitGroup
	sent int
	errs sync.Map // by holder
}

// gather holds the writer, so that whoever comes waits for one and the same batch.
func gather(t *testing.T) *crowd {
	c := &crowd{T: t, db: sqlstoretest.Open(t)}
	c.let = c.db.HoldWriter()
	c.wg.Go(func() {
		_ = c.db.Purchases().Transact(t.Context(), purchases.Scope{Ledger: books, Holder: "first"}, ordering("first"))
	})
	until(t, "the lane waits for its turn", func() bool { return c.db.Running() == 1 && c.db.Waiting() == 0 })
	return c
}

// send adds a call.
func (c *crowd) send(ctx context.Context, holder string, decide func(purchases.State) (purchases.Changes, error)) {
	c.wg.Go(func() {
		defer func() {
			if told := recover(); told != nil {
				c.errs.Store(holder, told)
			}
		}()
		err := c.db.Purchases().Transact(ctx, purchases.Scope{Ledger: books, Holder: holder}, decide)
		c.errs.Store(holder, err)
	})
	c.sent++
	until(c.T, holder+" waits", func() bool { return c.db.Waiting() == c.sent })
}

// good adds n calls that nothing is wrong with.
func (c *crowd) good(n int) {
	for range n {
		holder := "good" + strconv.Itoa(c.sent)
		c.send(c.Context(), holder, ordering(holder))
	}
}

func (c *crowd) outcome(holder string) any {
	c.Helper()
	err, _ := c.errs.Load(holder)
	return err
}

// unharmed expects that every good call has its order, and no other one.
func (c *crowd) unharmed() {
	c.Helper()
	c.errs.Range(func(holder, err any) bool {
		isGood := strings.HasPrefix(holder.(string), "good")
		if isGood && err != nil {
			c.Errorf("%s: %v", holder, err)
		}
		_, lost := c.db.Purchases().Order(context.Background(), books, holder.(string), "ord_"+holder.(string))
		if isGood != (lost == nil) {
			c.Errorf("order of %s: %v", holder, lost)
		}
		return true
	})
}

func TestNeighboursOfABadCallAreCommitted(t *testing.T) {
	wrong := errors.New("refused")
	broken := func(change func(*purchases.Changes)) func(purchases.State) (purchases.Changes, error) {
		return func(found purchases.State) (purchases.Changes, error) {
			changes, err := ordering("bad")(found)
			change(&changes)
			return changes, err
		}
	}
	for name, bad := range map[string]func(purchases.State) (purchases.Changes, error){
		"refused":  func(purchases.State) (purchases.Changes, error) { return purchases.Changes{}, wrong },
		"panics":   func(purchases.State) (purchases.Changes, error) { panic(wrong) },
		"twice":    broken(func(c *purchases.Changes) { c.Order.ID = "ord_first" }),
		"version":  broken(func(c *purchases.Changes) { c.Order.Version = 7 }),
		"revoked":  broken(func(c *purchases.Changes) { c.Revoked = []purchases.Grant{{ID: "gnt_none", Ledger: books}} }),
		"orphan":   broken(func(c *purchases.Changes) { c.Purchase = &purchases.Purchase{ID: "pur_1", Order: "ord_none", At: at} }),
		"refunded": broken(func(c *purchases.Changes) { c.Order.Refunded = 1 }),
		"unbalanced": broken(func(c *purchases.Changes) {
			c.Transfers = []purchases.Transfer{{ID: "trf_1", Order: c.Order.ID, Postings: []purchases.Posting{{Account: "a", Asset: "KRW", Amount: 1}}}}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			c := gather(t)
			c.good(5)
			c.send(t.Context(), "bad", bad)
			c.good(6)
			c.let()
			c.wg.Wait()
			if c.outcome("bad") == nil {
				t.Error("it was committed")
			}
			c.unharmed()
		})
	}
}

func TestSlowDecisionHoldsNobodyUp(t *testing.T) {
	c := gather(t)
	others := make(chan struct{})
	times := 0
	c.good(3)
	c.send(t.Context(), "good-but-slow", func(found purchases.State) (purchases.Changes, error) {
		times++
		<-others
		return ordering("good-but-slow")(found)
	})
	c.good(3)
	c.let()
	until(t, "the others are done", func() bool {
		n := 0
		c.errs.Range(func(any, any) bool { n++; return true })
		return n == 6
	})
	close(others)
	c.wg.Wait()
	c.unharmed()
	if times != 1 {
		t.Errorf("decided %d times on one state", times)
	}
}

func TestWhoLeavesTheQueueWasNeverThere(t *testing.T) {
	c := gather(t)
	c.good(2)
	ctx, leave := context.WithCancel(t.Context())
	c.send(ctx, "bored", func(purchases.State) (purchases.Changes, error) {
		t.Error("somebody asked")
		return purchases.Changes{}, nil
	})
	leave()
	until(t, "it is told", func() bool { return errors.Is(asError(c.outcome("bored")), context.Canceled) })
	c.sent--
	c.good(2)
	c.let()
	c.wg.Wait()
	c.unharmed()
}

func asError(v any) error {
	err, _ := v.(error)
	return err
}

func TestWhoLeavesWhileDecidingHarmsNobody(t *testing.T) {
	c := gather(t)
	c.good(2)
	ctx, leave := context.WithCancel(t.Context())
	c.send(ctx, "leaving", func(found purchases.State) (purchases.Changes, error) {
		leave()
		return purchases.Changes{}, ctx.Err()
	})
	c.good(2)
	c.let()
	c.wg.Wait()
	c.unharmed()
}

func TestOtherWritersHaveTheirTurnBetweenBatches(t *testing.T) {
	db := sqlstoretest.Open(t)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				holder := strconv.Itoa(i) + "-" + strconv.Itoa(n)
				_ = db.Purchases().Transact(ctx, purchases.Scope{Ledger: books, Holder: holder}, ordering(holder))
			}
		})
	}
	for range 20 {
		if err := db.Journal().Append(t.Context(), journal.Record{Events: []journal.Event{journal.NewEvent("", "test", "x", nil, at)}}); err != nil {
			t.Error(err)
		}
	}
	stop()
	wg.Wait()
}

func TestClosingFinishesWhatWaits(t *testing.T) {
	c := gather(t)
	c.good(5)
	closing := make(chan error)
	go func() { closing <- c.db.Close() }()
	until(t, "it is closing", c.db.Closing)
	err := c.db.Purchases().Transact(t.Context(), purchases.Scope{Ledger: books, Holder: "late"}, ordering("late"))
	if !errors.Is(err, journal.ErrStoreUnavailable) {
		t.Error("after closing:", err)
	}
	c.let()
	c.wg.Wait()
	if err := <-closing; err != nil {
		t.Error(err)
	}
	for i := range 5 {
		if err := c.outcome("good" + strconv.Itoa(i)); err != nil {
			t.Error(i, err)
		}
	}
}

func TestABatchThatCannotBeWrittenIsToldToAll(t *testing.T) {
	c := gather(t)
	c.good(4)
	if err := c.db.Exec("PRAGMA query_only=1"); err != nil {
		t.Fatal(err)
	}
	c.let()
	c.wg.Wait()
	for i := range 4 {
		if err := asError(c.outcome("good" + strconv.Itoa(i))); !errors.Is(err, journal.ErrStoreUnavailable) {
			t.Error(i, err)
		}
	}
}
