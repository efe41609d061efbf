package purchasestest

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// clockTests are behaviours of ledgers for trying things.
var clockTests = map[string]func(*testing.T, fixture){
	"MovedClockEndsReservations": movedClock,
	"ClockGoesForward":           clockGoesForward,
	"DeclinesAreAskedFor":        declinesAskedFor,
}

func (f fixture) move(ledger purchases.Ledger, by time.Duration) error {
	_, err := f.MoveClock(ctx, journal.Origin{Actor: "key_test"}, ledger, f.clock.Now().Add(by))
	return err
}

// tried is a request on the ledger for trying things.
func (f fixture) tried(holder string, with purchases.PayWith) purchases.OrderRequest {
	r := f.request(holder, pricedPack, with)
	r.Ledger = trial
	return r
}

func movedClock(t *testing.T, f fixture) {
	reserved, err := f.Place(ctx, f.tried("u1", external))
	done(t, "Place", err)
	real, err := f.Place(ctx, f.request("u1", pricedPack, external))
	done(t, "Place", err)
	done(t, "MoveClock", f.move(trial, 2*purchases.ReserveFor))
	for ledger, want := range map[purchases.Ledger]purchases.OrderState{trial: purchases.Expired, live: purchases.Reserved} {
		id := map[purchases.Ledger]string{trial: reserved.ID, live: real.ID}[ledger]
		got, err := f.Order(ctx, ledger, "u1", id)
		done(t, "Order", err)
		if got.State != want {
			t.Errorf("of %s: %s", ledger.ID(), got.State)
		}
	}
	later, err := f.Place(ctx, f.tried("u2", external))
	done(t, "Place", err)
	if want := f.clock.Now().Add(3 * purchases.ReserveFor); !later.ExpiresAt.Equal(want) {
		t.Errorf("it ends at %s, want %s", later.ExpiresAt, want)
	}
	f.clock.advance(purchases.ReserveFor)
	n, err := f.Sweep(ctx, 10)
	done(t, "Sweep", err)
	same(t, "swept by their own clocks", 2, n)
	other, err := f.Now(ctx, purchases.Ledger{App: "app_b", Test: true})
	done(t, "Now", err)
	same(t, "the clock of another app", f.clock.Now(), other)
}

func clockGoesForward(t *testing.T, f fixture) {
	refused(t, "a live ledger", f.move(live, time.Hour), purchases.ErrTestOnly)
	done(t, "MoveClock", f.move(trial, time.Hour))
	refused(t, "back", f.move(trial, time.Minute), purchases.ErrClock)
	refused(t, "too far", f.move(trial, purchases.MaxAhead+time.Second), purchases.ErrClock)
	now, err := f.Now(ctx, trial)
	done(t, "Now", err)
	same(t, "now", f.clock.Now().Add(time.Hour), now)
}

func declinesAskedFor(t *testing.T, f fixture) {
	_, err := f.Place(ctx, f.tried("u1", paid("test_decline_no_money")))
	same(t, "reason", "no_money", refused(t, "Place", err, purchases.ErrPaymentDeclined)["reason"])
	o, err := f.Place(ctx, f.tried("u1", external))
	done(t, "Place", err)
	c := purchases.Confirmation{Intent: f.intent(trial), Holder: "u1", Order: o.ID, Transaction: "test_decline_stolen"}
	_, err = f.Confirm(ctx, c)
	refused(t, "Confirm", err, purchases.ErrPaymentDeclined)
	c.Intent, c.Transaction = f.intent(trial), "txn-1"
	o, err = f.Confirm(ctx, c)
	done(t, "Confirm", err)
	o2, err := f.Place(ctx, f.request("u1", pricedPack, paid("test_decline_no_money")))
	done(t, "on a live ledger", err)
	if o.State != purchases.Fulfilled || o2.State != purchases.Fulfilled {
		t.Errorf("%s, %s", o.State, o2.State)
	}
}
