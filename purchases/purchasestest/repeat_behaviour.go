package purchasestest

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
)

// repeatTests are behaviours of requests that are sent again.
var repeatTests = map[string]func(*testing.T, fixture){
	"ReplayGivesTheOrderAsItWas":        replayOrder,
	"ReplayGivesTheRefundAsItWas":       replayRefund,
	"ReplayGivesTheRefusalAsItWas":      replayRefusal,
	"PlainRefusalsAreTriedAgain":        refusalsAreTried,
	"AnotherRequestWithTheKeyIsRefused": keyReused,
	"KeysAreOfOneLedger":                keysOfOneLedger,
	"ReplayOutlivesTheService":          replayAfterRestart,
}

func replayOrder(t *testing.T, f fixture) {
	r := f.request("u1", pricedPack, external)
	first, err := f.Place(ctx, r)
	done(t, "Place", err)
	c := f.confirmation(first, "t1", 100)
	confirmed, err := f.Confirm(ctx, c)
	done(t, "Confirm", err)
	_, err = f.Refund(ctx, f.refund(first, 0))
	done(t, "Refund", err)
	f.clock.advance(31 * 24 * time.Hour)
	again, err := f.Place(ctx, r)
	done(t, "Place again", err)
	stored(t, "placed", first, again)
	again, err = f.Confirm(ctx, c)
	done(t, "Confirm again", err)
	stored(t, "confirmed", confirmed, again)
}

func replayRefund(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, paid("t1"))
	r := f.refund(o, 1000)
	first, err := f.Refund(ctx, r)
	done(t, "Refund", err)
	for range 3 {
		again, err := f.Refund(ctx, r)
		done(t, "again", err)
		same(t, "refund", first, again)
	}
	same(t, "balances", map[string]int64{"takings:external KRW": 1500, "sales:pck_priced KRW": -1500}, f.balances(t, live))
}

func replayRefusal(t *testing.T, f fixture) {
	r := f.request("u1", laterPack, paid("t1"))
	_, err := f.Place(ctx, r)
	first := refused(t, "first", err, purchases.ErrOfferNotOpen)
	f.owes(t, first, "u1", laterPack)
	f.catalog.Put(catalog.Terms{Pack: laterPack, Region: "KR", State: catalog.OfferOpen, Price: &price})
	_, err = f.Place(ctx, r)
	same(t, "facts", first, refused(t, "again", err, purchases.ErrOfferNotOpen))
	same(t, "events", []string{"order.refund_due"}, f.events(t, live))
}

func refusalsAreTried(t *testing.T, f fixture) {
	r := f.request("u1", laterPack, external)
	_, err := f.Place(ctx, r)
	refused(t, "early", err, purchases.ErrOfferNotOpen)
	f.catalog.Put(catalog.Terms{Pack: laterPack, Region: "KR", State: catalog.OfferOpen, Price: &price})
	_, err = f.Place(ctx, r)
	done(t, "in time", err)
}

func keyReused(t *testing.T, f fixture) {
	r := f.request("u1", freePack, free)
	o, err := f.Place(ctx, r)
	done(t, "Place", err)
	r.Pack, r.RequestHash = pricedPack, "another"
	_, err = f.Place(ctx, r)
	refused(t, "another order", err, purchases.ErrKeyReused)
	refund := f.refund(o, 0)
	refund.Key = r.Key
	_, err = f.Refund(ctx, refund)
	refused(t, "a refund", err, purchases.ErrKeyReused)
	if !f.entitled(t, live, "u1", freePack) {
		t.Error("it had an effect")
	}
}

func keysOfOneLedger(t *testing.T, f fixture) {
	r := f.request("u1", freePack, free)
	seen := map[string]bool{}
	for _, ledger := range []purchases.Ledger{live, trial, other} {
		r.Ledger = ledger
		o, err := f.Place(ctx, r)
		done(t, ledger.ID(), err)
		seen[o.ID] = true
	}
	if len(seen) != 3 {
		t.Error("orders:", seen)
	}
}

func replayAfterRestart(t *testing.T, f fixture) {
	r := f.request("u1", pricedPack, paid("t1"))
	first, err := f.Place(ctx, r)
	done(t, "Place", err)
	restarted := purchases.NewService(f.store, f.catalog, f.clock.Now)
	again, err := restarted.Place(ctx, r)
	done(t, "again", err)
	stored(t, "order", first, again)
}
