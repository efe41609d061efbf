package purchasestest

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/purchases"
)

// acknowledgeTests are behaviours of orders whose money a store of apps takes that is asked about tokens, and
// that wants to be told what was given.
var acknowledgeTests = map[string]func(*testing.T, fixture){
	"WhatIsGivenIsAcknowledged":        givenIsAcknowledged,
	"AcknowledgedAgainUntilItIsHeard":  acknowledgedAgain,
	"WhatIsNotHeardIsAskedAbout":       acknowledgementNotHeard,
	"WhatIsNotGivenIsNotAcknowledged":  notGivenNotAcknowledged,
	"WhatWentBackIsNotAcknowledged":    goneNotAcknowledged,
	"PendingIsNoPurchase":              pendingIsNone,
	"ATokenCountsOnce":                 tokenCountsOnce,
	"ATokenOfAnotherProviderIsRefused": anotherProvider,
}

var play = purchases.PayWith{Provider: purchases.GooglePlay}

// counter has the money of orders with play taken at a counter.
func (f fixture) counter() *Counter {
	c := newCounter()
	f.Use(purchases.GooglePlay, c)
	return c
}

// buys places an order and has its payer pay under a token.
func (f fixture) buys(t *testing.T, c *Counter, holder, token string) purchases.Order {
	t.Helper()
	o := f.place(t, holder, pricedPack, play)
	if a := f.Action(o); o.State != purchases.PaymentPending || a == nil || a.Product != "small" || a.Profile != o.ID {
		t.Fatalf("order %+v, action %+v", o, a)
	}
	c.says(token, f.paidBy(token))
	return o
}

// paidBy is what the counter says once a token was paid for.
func (f fixture) paidBy(token string) func(*purchases.Standing) {
	return func(st *purchases.Standing) {
		st.Payment, st.Product, st.Taken, st.Number = token, "small", &price, "GPA."+token
		st.Acknowledgement.By = start.Add(waits)
	}
}

func (f fixture) evidence(o purchases.Order, token string) purchases.Evidence {
	return purchases.Evidence{Intent: f.intent(live), Holder: o.Holder, Order: o.ID, Provider: o.Provider, Word: token}
}

// handsIn hands a token in and expects what becomes of the order.
func (f fixture) handsIn(t *testing.T, o purchases.Order, token string, state purchases.OrderState) {
	t.Helper()
	got, err := f.HandIn(ctx, f.evidence(o, token))
	done(t, "HandIn", err)
	if got.State != state {
		t.Errorf("order is %s, want %s", got.State, state)
	}
}

func givenIsAcknowledged(t *testing.T, f fixture) {
	c := f.counter()
	o := f.buys(t, c, "u1", "token")
	for range 2 {
		f.handsIn(t, o, "token", purchases.Fulfilled)
	}
	p := f.story(t, o).Payment
	if c.told["token"] != 1 || !p.Acknowledgement.Told || !p.Acknowledgement.By.Equal(start.Add(waits)) || p.CheckAt != nil {
		t.Errorf("told %d times, payment %+v", c.told["token"], p)
	}
}

func acknowledgedAgain(t *testing.T, f fixture) {
	c := f.counter()
	o := f.buys(t, c, "u1", "token")
	c.silent = 1_000_000
	f.handsIn(t, o, "token", purchases.Fulfilled)
	attempts := 0
	for since := f.clock.Now(); f.clock.Now().Sub(since) < waits-2*time.Hour; f.clock.advance(time.Minute) {
		before := c.silent
		if _, err := f.Reconcile(ctx, 100); err == nil && c.silent < before {
			t.Fatal("nobody hears that the counter is not told")
		}
		attempts += before - c.silent
	}
	if attempts < 60 || attempts > 120 {
		t.Errorf("it was told %d times in three days", attempts)
	}
	c.silent = 0
	f.clock.advance(time.Hour)
	f.reconcile(t)
	if p := f.story(t, o).Payment; c.told["token"] != 1 || !p.Acknowledgement.Told || p.CheckAt != nil {
		t.Errorf("told %d times, payment %+v", c.told["token"], p)
	}
}

func acknowledgementNotHeard(t *testing.T, f fixture) {
	c := f.counter()
	o := f.buys(t, c, "u1", "token")
	c.deaf = 1
	f.handsIn(t, o, "token", purchases.Fulfilled)
	if p := f.story(t, o).Payment; p.Acknowledgement.Told || p.CheckAt == nil || p.CheckAt.After(f.clock.Now()) {
		t.Errorf("payment %+v", p)
	}
	f.reconcile(t)
	if p := f.story(t, o).Payment; c.told["token"] != 1 || !p.Acknowledgement.Told || p.CheckAt != nil {
		t.Errorf("told %d times, payment %+v", c.told["token"], p)
	}
}

func notGivenNotAcknowledged(t *testing.T, f fixture) {
	c := f.counter()
	o := f.buys(t, c, "u1", "token")
	c.says("token", func(st *purchases.Standing) { st.Product = "large" })
	_, err := f.HandIn(ctx, f.evidence(o, "token"))
	due := refused(t, "another product", err, purchases.ErrProductOther)["refund_due"]
	f.reconcile(t)
	other := purchases.Order{ID: due.(string), Ledger: live, Holder: "u1"}
	if got := f.state(t, other); got != purchases.Refunded || c.told["token"] != 0 || returnOf(c.words["token"], "token/refund") == nil {
		t.Errorf("order is %s, told %d times, counter %+v", got, c.told["token"], c.words["token"])
	}
	if got := f.state(t, o); got != purchases.PaymentPending {
		t.Errorf("the order itself is %s", got)
	}
}

func goneNotAcknowledged(t *testing.T, f fixture) {
	c := f.counter()
	o := f.buys(t, c, "u1", "token")
	c.silent = 1
	f.handsIn(t, o, "token", purchases.Fulfilled)
	st := c.says("token", func(st *purchases.Standing) {
		st.Returns = append(st.Returns, purchases.Return{ID: "token/refund", Amount: 2500, State: purchases.RefundSettled})
	})
	done(t, "Learn", f.Learn(ctx, purchases.GooglePlay, false, o.ID, st))
	f.clock.advance(time.Hour)
	f.reconcile(t)
	if p := f.story(t, o).Payment; c.told["token"] != 0 || p.CheckAt != nil || f.state(t, o) != purchases.Refunded {
		t.Errorf("told %d times, payment %+v", c.told["token"], p)
	}
}

func pendingIsNone(t *testing.T, f fixture) {
	c := f.counter()
	o := f.place(t, "u1", pricedPack, play)
	f.handsIn(t, o, "slow", purchases.PaymentPending)
	if p := f.story(t, o).Payment; p.ID != "" || p.Taken != nil {
		t.Errorf("payment %+v", p)
	}
	c.says("quick", f.paidBy("quick")) // they pay otherwise
	f.handsIn(t, o, "quick", purchases.Fulfilled)

	late := f.place(t, "u2", pricedPack, play)
	f.handsIn(t, late, "slow", purchases.PaymentPending)
	f.clock.advance(time.Hour)
	f.reconcile(t)
	if got := f.state(t, late); got != purchases.Expired {
		t.Errorf("order is %s", got)
	}
	st := c.says("slow", f.paidBy("slow"))
	done(t, "Learn", f.Learn(ctx, purchases.GooglePlay, false, late.ID, st))
	if got := f.state(t, late); got != purchases.Fulfilled || c.told["slow"] != 1 {
		t.Errorf("order is %s, told %d times", got, c.told["slow"])
	}
}

func tokenCountsOnce(t *testing.T, f fixture) {
	c := f.counter()
	first := f.buys(t, c, "u1", "token")
	f.handsIn(t, first, "token", purchases.Fulfilled)
	for _, holder := range []string{"u2", "u3"} { // whom a counter would not refuse that knows no holders
		o := f.place(t, holder, pricedPack, play)
		_, err := f.HandIn(ctx, f.evidence(o, "token"))
		if facts := refused(t, "another's token", err, purchases.ErrTransactionUsed); facts["order"] != nil {
			t.Errorf("%s learns of order %v", holder, facts["order"])
		}
		if got := f.state(t, o); got != purchases.PaymentPending || f.entitled(t, live, holder, pricedPack) {
			t.Errorf("%s has an order that is %s", holder, got)
		}
	}
}

func anotherProvider(t *testing.T, f fixture) {
	c := f.counter()
	o := f.buys(t, c, "u1", "token")
	e := f.evidence(o, "token")
	e.Provider = purchases.AppStore
	_, err := f.HandIn(ctx, e)
	refused(t, "a word of another provider", err, purchases.ErrTransactionForeign)
	e = f.evidence(f.asks(t, "u2"), "token")
	_, err = f.HandIn(ctx, e)
	refused(t, "to a provider that gives none", err, purchases.ErrProviderNotAvailable)
}
