package purchasestest

import (
	"errors"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
)

// gatewayTests are behaviours of orders whose money a gateway takes.
var gatewayTests = map[string]func(*testing.T, fixture){
	"PaidIsFulfilledOnce":               paidIsFulfilled,
	"RequestSentAgainPaysOnce":          askedAgain,
	"GatewayAwayIsAskedAgain":           gatewayAway,
	"WhatWasNotHeardIsNotTakenTwice":    notHeard,
	"NotPaidInTimeIsGivenUp":            notPaidInTime,
	"HoweverOftenItIsAskedAbout":        endsInTime,
	"DisputedMoneyIsNotGivenBack":       disputedRefund,
	"PaidAfterTheEndIsFulfilledOrOwed":  paidLate,
	"CancelledBeforePaying":             cancelPending,
	"CancelComesTooLate":                cancelTooLate,
	"RefundsAreCarriedOut":              gatewayRefund,
	"RefundsMayFail":                    failedRefund,
	"RefundedAtTheGatewaysDesk":         deskRefund,
	"DisputesComeAndGo":                 disputes,
	"MoneyForNothingGoesBackByItself":   owedGoesBack,
	"ASecondPaymentIsDueBack":           secondPayment,
	"EveryOrderOfEventsComesToTheSame":  anyOrder,
	"OrdersAreFoundByTheirNames":        found,
	"GatewayThatRefusesFailsTheOrder":   gatewayRefuses,
	"OthersLearnNothingOfAnotherLedger": otherBooks,
}

var stripe = purchases.PayWith{Provider: purchases.Stripe}

// asks places an order that the gateway takes the money of.
func (f fixture) asks(t *testing.T, holder string) purchases.Order {
	t.Helper()
	o := f.place(t, holder, pricedPack, stripe)
	if o.State != purchases.PaymentPending || o.Payment == nil || f.Action(o) == nil || f.Action(o).Secret != "secret_"+o.ID {
		t.Fatalf("order %+v, payment %+v", o, o.Payment)
	}
	return o
}

// learn tells the service what happened at the gateway.
func (f fixture) learn(t *testing.T, o purchases.Order, what ...func(*purchases.Standing)) {
	t.Helper()
	for _, happens := range what {
		done(t, "Learn", f.Learn(ctx, purchases.Stripe, false, o.ID, f.gateway.happen(o.ID, happens)))
	}
}

func (f fixture) story(t *testing.T, o purchases.Order) purchases.Story {
	t.Helper()
	story, err := f.Story(ctx, o.ID)
	done(t, "Story", err)
	return story
}

func (f fixture) reconcile(t *testing.T) {
	t.Helper()
	_, err := f.Reconcile(ctx, 100)
	done(t, "Reconcile", err)
}

// stands expects where an order stands, whether its holder may use the pack, and what the gateway holds.
func (f fixture) stands(t *testing.T, o purchases.Order, state purchases.OrderState, entitled bool, held int64) {
	t.Helper()
	if got := f.state(t, o); got != state {
		t.Errorf("order is %s, want %s", got, state)
	}
	if f.entitled(t, live, o.Holder, pricedPack) != entitled {
		t.Errorf("entitled: %v, want %v", !entitled, entitled)
	}
	if got := f.gateway.taken(o.ID); got != held {
		t.Errorf("the gateway holds %d, want %d", got, held)
	}
}

func paidIsFulfilled(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	f.learn(t, o, pays(2500), pays(2500), pays(2500))
	f.stands(t, o, purchases.Fulfilled, true, 2500)
	same(t, "balances", map[string]int64{"takings:stripe KRW": 2500, "sales:pck_priced KRW": -2500}, f.balances(t, live))
	same(t, "events", []string{"order.payment_pending", "order.fulfilled"}, f.events(t, live))
	if p := f.story(t, o).Payment; p.CheckAt != nil {
		t.Errorf("payment %+v is asked about although it is settled", p)
	}
}

func askedAgain(t *testing.T, f fixture) {
	r := f.request("u1", pricedPack, stripe)
	first, err := f.Place(ctx, r)
	done(t, "Place", err)
	f.learn(t, first, pays(2500))
	again, err := f.Place(ctx, r)
	done(t, "Place again", err)
	if first.ID != again.ID || again.State != purchases.PaymentPending || f.gateway.begun[first.ID] != 1 {
		t.Errorf("%+v and then %+v", first, again)
	}
	same(t, "action", f.Action(first), f.Action(again))
	_, err = f.Place(ctx, f.request("u1", pricedPack, stripe))
	refused(t, "another", err, purchases.ErrAlreadyOwned)
}

func gatewayAway(t *testing.T, f fixture) {
	f.gateway.faults = []error{purchases.ErrGatewayAway}
	r := f.request("u1", pricedPack, stripe)
	_, err := f.Place(ctx, r)
	refused(t, "away", err, purchases.ErrGatewayAway)
	o, err := f.Place(ctx, r)
	done(t, "Place again", err)
	f.learn(t, o, pays(2500))
	f.stands(t, o, purchases.Fulfilled, true, 2500)
}

func notHeard(t *testing.T, f fixture) {
	f.gateway.deaf = 1
	_, err := f.Place(ctx, f.request("u1", pricedPack, stripe))
	refused(t, "not heard", err, purchases.ErrGatewayAway)
	orders, _, err := f.Orders(ctx, live, "u1", purchases.Page{Limit: 10})
	done(t, "Orders", err)
	o := orders[0]
	f.gateway.happen(o.ID, pays(2500))
	f.clock.advance(time.Minute)
	f.reconcile(t)
	f.stands(t, o, purchases.Fulfilled, true, 2500)
	if f.gateway.begun[o.ID] != 1 {
		t.Errorf("%d payments", f.gateway.begun[o.ID])
	}
}

func notPaidInTime(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	f.clock.advance(purchases.ReserveFor - time.Second)
	f.reconcile(t)
	f.stands(t, o, purchases.PaymentPending, false, 0)
	f.clock.advance(time.Hour)
	f.gateway.faults = []error{purchases.ErrGatewayAway}
	if _, err := f.Reconcile(ctx, 100); !errors.Is(err, purchases.ErrGatewayAway) {
		t.Error("nobody hears that the gateway is away:", err)
	}
	f.clock.advance(time.Hour)
	f.reconcile(t)
	f.stands(t, o, purchases.Expired, false, 0)
	if n, err := f.Reconcile(ctx, 100); n != 0 || err != nil {
		t.Errorf("still asks about %d: %v", n, err)
	}
}

func endsInTime(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	for range purchases.ReserveFor / time.Minute {
		f.stands(t, o, purchases.PaymentPending, false, 0)
		f.clock.advance(time.Minute)
		f.reconcile(t)
	}
	f.stands(t, o, purchases.Expired, false, 0)
}

func disputedRefund(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	f.learn(t, o, pays(2500), contests(purchases.DisputeOpen))
	_, err := f.Refund(ctx, f.refund(o, 0))
	refused(t, "money that the bank has", err, purchases.ErrOrderState)
	f.learn(t, o, contests(purchases.DisputeWon))
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	f.stands(t, o, purchases.Refunded, false, 0)
}

func paidLate(t *testing.T, f fixture) {
	kept, second := f.asks(t, "u1"), f.asks(t, "u1")
	f.clock.advance(purchases.ReserveFor)
	f.reconcile(t)
	f.stands(t, kept, purchases.Expired, false, 0)
	f.stands(t, second, purchases.Expired, false, 0)
	for _, o := range []purchases.Order{kept, second} {
		f.learn(t, o, func(st *purchases.Standing) { st.Taken = &price })
	}
	f.stands(t, kept, purchases.Fulfilled, true, 2500)
	if got := f.state(t, second); got != purchases.RefundDue {
		t.Errorf("a pack that is had already: %s", got)
	}
}

func cancelPending(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	cancelled, err := f.Cancel(ctx, purchases.Cancellation{Intent: f.intent(live), Holder: "u1", Order: o.ID})
	done(t, "Cancel", err)
	if cancelled.State != purchases.Cancelled {
		t.Errorf("order %+v", cancelled)
	}
	f.learn(t, o, pays(2500))
	f.stands(t, o, purchases.Cancelled, false, 0)
}

func cancelTooLate(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	f.gateway.happen(o.ID, pays(2500))
	_, err := f.Cancel(ctx, purchases.Cancellation{Intent: f.intent(live), Holder: "u1", Order: o.ID})
	refused(t, "Cancel", err, purchases.ErrOrderState)
	f.stands(t, o, purchases.Fulfilled, true, 2500)
}

func gatewayRefund(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	f.learn(t, o, pays(2500))
	r, err := f.Refund(ctx, f.refund(o, 1000))
	done(t, "Refund", err)
	if r.State != purchases.RefundPending || r.Amount.Amount != 1000 {
		t.Errorf("refund %+v", r)
	}
	f.stands(t, o, purchases.Fulfilled, true, 1500)
	f.gateway.faults = []error{purchases.ErrGatewayAway}
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund, of which nothing is heard", err)
	f.stands(t, o, purchases.Refunded, false, 1500)
	f.clock.advance(time.Hour)
	f.reconcile(t)
	f.stands(t, o, purchases.Refunded, false, 0)
	for _, r := range f.story(t, o).Refunds {
		if r.State != purchases.RefundSettled || r.Transaction == "" {
			t.Errorf("refund %+v", r)
		}
	}
	same(t, "balances", map[string]int64{
		"takings:stripe KRW": 0, "sales:pck_priced KRW": 0, "refunds-pending:stripe KRW": 0,
	}, f.balances(t, live))
}

func failedRefund(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	f.learn(t, o, pays(2500))
	f.gateway.refuses = true
	_, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	f.stands(t, o, purchases.RefundDue, false, 2500)
	same(t, "balances", map[string]int64{
		"takings:stripe KRW": 2500, "sales:pck_priced KRW": 0, "refunds-pending:stripe KRW": 0, "refunds-due KRW": -2500,
	}, f.balances(t, live))
	f.clock.advance(time.Hour)
	f.reconcile(t) // it is not tried again by itself
	if got := len(f.story(t, o).Refunds); got != 1 {
		t.Errorf("%d refunds", got)
	}
	f.gateway.refuses = false
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund again", err)
	f.stands(t, o, purchases.Refunded, false, 0)
}

func deskRefund(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	f.learn(t, o, pays(2500), func(st *purchases.Standing) { f.gateway.giveBack(st, "", 500) })
	f.stands(t, o, purchases.Fulfilled, true, 2000)
	f.learn(t, o, func(st *purchases.Standing) { f.gateway.giveBack(st, "", 2000) }, func(*purchases.Standing) {})
	f.stands(t, o, purchases.Refunded, false, 0)
	if story := f.story(t, o); len(story.Refunds) != 2 || story.Order.Refunded != 2500 {
		t.Errorf("story %+v", story)
	}
	same(t, "balances", map[string]int64{"takings:stripe KRW": 0, "sales:pck_priced KRW": 0}, f.balances(t, live))
}

func contests(standing purchases.Dispute) func(*purchases.Standing) {
	return func(st *purchases.Standing) { st.Dispute, st.Disputed = standing, 2500 }
}

func disputes(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	f.learn(t, o, pays(2500), contests(purchases.DisputeOpen))
	f.stands(t, o, purchases.Disputed, false, 2500)
	same(t, "open", map[string]int64{"takings:stripe KRW": 0, "sales:pck_priced KRW": -2500, "disputes KRW": 2500}, f.balances(t, live))
	f.learn(t, o, contests(purchases.DisputeWon))
	f.stands(t, o, purchases.Fulfilled, true, 2500)
	same(t, "won", map[string]int64{"takings:stripe KRW": 2500, "sales:pck_priced KRW": -2500, "disputes KRW": 0}, f.balances(t, live))
	f.learn(t, o, contests(purchases.DisputeOpen)) // told late
	f.stands(t, o, purchases.Fulfilled, true, 2500)

	lost := f.asks(t, "u2")
	f.learn(t, lost, pays(2500), contests(purchases.DisputeOpen), contests(purchases.DisputeLost))
	f.stands(t, lost, purchases.Refunded, false, 2500)
	if !f.entitled(t, live, "u1", pricedPack) {
		t.Error("another holder's grant went too")
	}
	same(t, "lost", map[string]int64{"takings:stripe KRW": 2500, "sales:pck_priced KRW": -2500, "disputes KRW": 0}, f.balances(t, live))
}

func owedGoesBack(t *testing.T, f fixture) {
	first, second := f.asks(t, "u1"), f.asks(t, "u1")
	f.learn(t, first, pays(2500))
	f.learn(t, second, pays(2500))
	if got := f.state(t, second); got != purchases.RefundDue {
		t.Fatalf("bought twice: %s", got)
	}
	f.reconcile(t)
	f.stands(t, first, purchases.Fulfilled, true, 2500)
	f.stands(t, second, purchases.Refunded, true, 0)
}

func secondPayment(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	f.learn(t, o, pays(2500))
	stray := purchases.Standing{Payment: "pi_other", Taken: &price}
	for range 2 {
		done(t, "Learn", f.Learn(ctx, purchases.Stripe, false, o.ID, stray))
	}
	orders, _, err := f.Orders(ctx, live, "u1", purchases.Page{Limit: 10})
	done(t, "Orders", err)
	if len(orders) != 2 || orders[0].State != purchases.RefundDue || orders[0].Transaction != "pi_other" {
		t.Errorf("orders %+v", orders)
	}
	f.stands(t, o, purchases.Fulfilled, true, 2500)
}

func gatewayRefuses(t *testing.T, f fixture) {
	f.gateway.faults = []error{purchases.ErrPaymentRefused.With("provider", purchases.Stripe)}
	r := f.request("u1", pricedPack, stripe)
	_, err := f.Place(ctx, r)
	refused(t, "Place", err, purchases.ErrPaymentRefused)
	orders, _, err := f.Orders(ctx, live, "u1", purchases.Page{Limit: 10})
	done(t, "Orders", err)
	if len(orders) != 1 || orders[0].State != purchases.Failed {
		t.Errorf("orders %+v", orders)
	}
}

func found(t *testing.T, f fixture) {
	first, second := f.asks(t, "u1"), f.asks(t, "u2")
	f.learn(t, first, pays(2500))
	for word, want := range map[string][]string{
		"": {second.ID, first.ID}, first.ID: {first.ID}, "pi_" + second.ID: {second.ID}, "pi_" + first.ID: {first.ID}, "nobody": {},
	} {
		orders, err := f.Find(ctx, word, 10)
		done(t, "Find", err)
		ids := []string{}
		for _, o := range orders {
			ids = append(ids, o.ID)
		}
		same(t, word, want, ids)
	}
	orders, err := f.Find(ctx, "", 1)
	done(t, "Find", err)
	if len(orders) != 1 {
		t.Errorf("%d orders, one was asked for", len(orders))
	}
}

func otherBooks(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	st := f.gateway.happen(o.ID, pays(2500))
	refused(t, "test keys", f.Learn(ctx, purchases.Stripe, true, o.ID, st), purchases.ErrOrderNotFound)
	refused(t, "another provider", f.Learn(ctx, purchases.AppStore, false, o.ID, st), purchases.ErrOrderNotFound)
	external := f.place(t, "u2", pricedPack, external)
	refused(t, "not a gateway's", f.Learn(ctx, purchases.Stripe, false, external.ID, st), purchases.ErrOrderNotFound)
	f.stands(t, o, purchases.PaymentPending, false, 2500)
}

// anyOrder takes what a gateway says after each of six events in every order in which it may be heard;
// stores that keep it on a disk, in some of them.
func anyOrder(t *testing.T, f fixture) {
	history := []func(*purchases.Standing){
		pays(2500), contests(purchases.DisputeOpen), contests(purchases.DisputeWon),
		func(st *purchases.Standing) { f.gateway.giveBack(st, "", 500) },
		func(st *purchases.Standing) { f.gateway.giveBack(st, "", 2000) },
		func(*purchases.Standing) {},
	}
	sum := catalog.Price{}
	_, inMemory := f.store.(*Store)
	permutations(len(history), func(n int, order []int) {
		if n%29 != 0 && !inMemory {
			return
		}
		o := f.asks(t, "u"+time.Duration(n).String())
		heard := make([]purchases.Standing, len(history))
		for i, event := range history {
			heard[i] = f.gateway.happen(o.ID, event)
		}
		for _, i := range order {
			done(t, "Learn", f.Learn(ctx, purchases.Stripe, false, o.ID, heard[i]))
		}
		if got := f.story(t, o); got.Order.State != purchases.Refunded || got.Order.Refunded != 2500 || len(got.Refunds) != 2 {
			t.Fatalf("heard as %v: %+v", order, got)
		}
		sum.Amount += 2500
	})
	for account, amount := range f.balances(t, live) {
		if amount != 0 {
			t.Errorf("%s holds %d of %d that came and went", account, amount, sum.Amount)
		}
	}
}

// permutations calls yield with every order of n things.
func permutations(n int, yield func(count int, order []int)) {
	count := 0
	var extend func(order []int, left []int)
	extend = func(order, left []int) {
		if len(left) == 0 {
			yield(count, order)
			count++
		}
		for i := range left {
			rest := append(append([]int{}, left[:i]...), left[i+1:]...)
			extend(append(append([]int{}, order...), left[i]), rest)
		}
	}
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	extend(nil, all)
}
