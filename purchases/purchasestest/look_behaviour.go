package purchasestest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
)

// lookTests are behaviours of what is answered without the queue of those who write.
var lookTests = map[string]func(*testing.T, fixture){
	"ALookSeesWhatADecisionSees":   aLookSeesWhatADecisionSees,
	"ARefusalWaitsForNoWriter":     aRefusalWaitsForNoWriter,
	"BothWaysGiveTheSameAnswers":   bothWaysGiveTheSameAnswers,
	"APieceThatCameFreeIsSold":     aPieceThatCameFreeIsSold,
	"MoneyIsRecordedWhenSoldOut":   moneyIsRecordedWhenSoldOut,
	"AnEndedContextIsShownNothing": anEndedContextIsShownNothing,
}

// counting counts the decisions that a store is asked to commit.
type counting struct {
	purchases.Store
	decisions atomic.Int64
}

func (c *counting) Transact(ctx context.Context, scope purchases.Scope, decide func(purchases.State) (purchases.Changes, error)) error {
	c.decisions.Add(1)
	return c.Store.Transact(ctx, scope, decide)
}

// process is a service of its own over the same store, with what it is asked to commit counted.
func (f fixture) process() (*purchases.Service, *counting) {
	c := &counting{Store: f.store}
	return purchases.NewService(c, f.catalog, f.clock.Now), c
}

// soldOut limits a pack to one piece, which a holder has, and has a process learn that by a refusal.
func (f fixture) soldOut(t *testing.T) (first purchases.OrderRequest, warned *purchases.Service, c *counting) {
	t.Helper()
	f.limit(t, freePack, 1)
	first = f.request("u1", freePack, free)
	_, err := f.Place(ctx, first)
	done(t, "Place", err)
	warned, c = f.process()
	_, err = warned.Place(ctx, f.request("u2", freePack, free))
	refused(t, "Place", err, purchases.ErrSoldOut)
	same(t, "decisions", int64(1), c.decisions.Load())
	return first, warned, c
}

func aLookSeesWhatADecisionSees(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 3)
	bought := f.place(t, "u1", pricedPack, paid("t1"))
	held := f.place(t, "u2", pricedPack, external)
	request := f.request("u3", freePack, free)
	_, err := f.Place(ctx, request)
	done(t, "Place", err)
	for _, scope := range []purchases.Scope{
		{Ledger: live, Holder: "u1", Pack: pricedPack, Key: "unused"},
		{Ledger: live, Holder: "u2", Pack: pricedPack},
		{Ledger: live, Holder: "u2", Order: held.ID},
		{Ledger: live, Holder: "u1", Order: bought.ID, Provider: purchases.External, Transaction: "t1"},
		{Ledger: live, Holder: "u3", Key: request.Key, Pack: freePack},
		{Ledger: trial, Holder: "u1", Pack: pricedPack, Wallet: true},
		{Ledger: live, Holder: "nobody"},
	} {
		var decides, looks purchases.State
		err := f.store.Transact(ctx, scope, func(found purchases.State) (purchases.Changes, error) {
			decides = found
			return purchases.Changes{}, nil
		})
		done(t, "Transact", err)
		done(t, "Look", f.store.Look(ctx, scope, func(found purchases.State) error { looks = found; return nil }))
		same(t, fmt.Sprintf("state of %+v", scope), decides, looks)
	}
}

func aRefusalWaitsForNoWriter(t *testing.T, f fixture) {
	first, warned, c := f.soldOut(t)
	for i := range 5 {
		_, err := warned.Place(ctx, f.request(fmt.Sprint("w", i), freePack, free))
		refused(t, "Place", err, purchases.ErrSoldOut)
	}
	_, err := warned.Place(ctx, first)
	done(t, "Place again", err)
	same(t, "decisions", int64(1), c.decisions.Load())
}

// bothWaysGiveTheSameAnswers asks a process that knows of nothing, which decides in the queue, and one that looks.
func bothWaysGiveTheSameAnswers(t *testing.T, f fixture) {
	first, warned, c := f.soldOut(t)
	other := first
	other.RequestHash = "another"
	own, gift := f.request("u1", freePack, free), f.gift(freePack, free)
	for name, r := range map[string]purchases.OrderRequest{
		"replay": first, "another request with the key": other, "who has it": own, "as a gift": gift,
		"who has none": f.request("u9", freePack, free), "who would pay": f.request("u9", freePack, external),
	} {
		fresh, decided := f.process()
		want, wantErr := fresh.Place(ctx, r)
		got, err := warned.Place(ctx, r)
		stored(t, name, want, got)
		w, g := fault.As(wantErr), fault.As(err)
		if (w == nil) != (g == nil) || w != nil && w.Code() != g.Code() {
			t.Fatalf("%s: %v, want %v", name, err, wantErr)
		}
		if w != nil {
			same(t, name, w.Facts(), g.Facts())
		}
		same(t, name+": decisions", int64(1), decided.decisions.Load())
	}
	same(t, "decisions of who looks", int64(1), c.decisions.Load())
}

func aPieceThatCameFreeIsSold(t *testing.T, f fixture) {
	f.limit(t, pricedPack, 1)
	warned, _ := f.process()
	refuses := func(want *fault.Error) {
		t.Helper()
		for range 2 {
			_, err := warned.Place(ctx, f.request("u2", pricedPack, external))
			refused(t, "Place", err, want)
		}
	}
	holds := func() purchases.Order {
		t.Helper()
		o, err := warned.Place(ctx, f.request("u2", pricedPack, external))
		done(t, "Place", err)
		return o
	}
	o := f.place(t, "u1", pricedPack, paid("t1"))
	refuses(purchases.ErrSoldOut)
	_, err := f.Refund(ctx, f.refund(o, 0)) // elsewhere
	done(t, "Refund", err)
	o = holds()
	_, err = f.Cancel(ctx, purchases.Cancellation{Intent: f.intent(live), Holder: "u2", Order: o.ID})
	done(t, "Cancel", err)
	f.place(t, "u1", pricedPack, external)
	refuses(purchases.ErrWaiting)
	f.clock.advance(purchases.ReserveFor)
	_, err = f.Sweep(ctx, 10)
	done(t, "Sweep", err)
	holds()
	f.limit(t, pricedPack, 2)
	f.place(t, "u3", pricedPack, external)
	_, err = warned.Place(ctx, f.request("u4", pricedPack, external))
	refused(t, "Place", err, purchases.ErrWaiting)
	f.limit(t, pricedPack, 3)
	_, err = warned.Place(ctx, f.request("u4", pricedPack, external))
	done(t, "Place", err)
}

func moneyIsRecordedWhenSoldOut(t *testing.T, f fixture) {
	_, warned, _ := f.soldOut(t)
	_, err := warned.Place(ctx, f.request("u3", freePack, paid("t3")))
	f.owes(t, refused(t, "Place", err, purchases.ErrSoldOut), "u3", freePack)
}

func anEndedContextIsShownNothing(t *testing.T, f fixture) {
	ended, end := context.WithCancel(ctx)
	end()
	err := f.store.Look(ended, purchases.Scope{Ledger: live, Holder: "u1"}, func(purchases.State) error { return nil })
	same(t, "error", context.Canceled.Error(), fmt.Sprint(err))
	err = f.store.Look(ctx, purchases.Scope{Ledger: live, Holder: "u1"}, func(purchases.State) error { return errDecided })
	same(t, "error of the judge", errDecided.Error(), fmt.Sprint(err))
}
