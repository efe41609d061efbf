package purchasestest

import (
	"testing"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
)

// confirmTests are behaviours of reserved orders.
var confirmTests = map[string]func(*testing.T, fixture){
	"ConfirmFulfils":                     confirmFulfils,
	"ConfirmAfterTheEndFulfils":          lateConfirm,
	"ConfirmAfterTheOfferIsDueBack":      tooLateConfirm,
	"ConfirmWithinTheReservationHolds":   reservationHolds,
	"ConfirmOfWhatIsOwnedIsDueBack":      confirmOwned,
	"ConfirmOfACancelledOrderIsDueBack":  confirmCancelled,
	"ConfirmTwiceWithTheSameMoney":       confirmTwice,
	"ConfirmTwiceWithOtherMoneyIsDue":    confirmOtherMoney,
	"ConfirmWithUsedMoneyIsRefused":      confirmUsedMoney,
	"ConfirmOfARefundedOrderIsDueBack":   confirmRefunded,
	"ConfirmOfAnothersOrderIsNotFound":   confirmAnothers,
	"CancelFrees":                        cancelFrees,
	"CancelOfAPaidOrderIsRefused":        cancelPaid,
	"CancelOfAnExpiredOrderLeavesItSo":   cancelExpired,
	"SweepWritesDownWhatIsOver":          sweep,
	"ConfirmOfMalformedMoneyHasNoEffect": confirmMalformed,
}

func confirmFulfils(t *testing.T, f fixture) {
	reserved := f.place(t, "u1", pricedPack, external)
	o, err := f.Confirm(ctx, f.confirmation(reserved, "t1", 100))
	done(t, "Confirm", err)
	got, err := f.Order(ctx, live, "u1", o.ID)
	done(t, "Order", err)
	stored(t, "order", o, got)
	if o.ID != reserved.ID || o.State != purchases.Fulfilled || o.Settled.Amount != 100 || *o.Price != price || len(o.Grants) != 1 {
		t.Errorf("order %+v", o)
	}
	same(t, "balances", map[string]int64{"takings:external KRW": 100, "sales:pck_priced KRW": -100}, f.balances(t, live))
	same(t, "events", []string{"order.reserved", "order.fulfilled"}, f.events(t, live))
}

func lateConfirm(t *testing.T, f fixture) {
	for _, swept := range []bool{false, true} {
		holder := map[bool]string{false: "u1", true: "u2"}[swept]
		o := f.place(t, holder, pricedPack, external)
		f.clock.advance(purchases.ReserveFor)
		if swept {
			_, err := f.Sweep(ctx, 10)
			done(t, "Sweep", err)
		}
		o, err := f.Confirm(ctx, f.confirmation(o, "t-"+holder, 100))
		done(t, "Confirm", err)
		if o.State != purchases.Fulfilled || !f.entitled(t, live, holder, pricedPack) {
			t.Errorf("order %+v", o)
		}
	}
}

func tooLateConfirm(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, external)
	f.clock.advance(purchases.ReserveFor)
	f.catalog.Put(catalog.Terms{Pack: pricedPack, Region: "KR", State: catalog.OfferClosed, Price: &price})
	_, err := f.Confirm(ctx, f.confirmation(o, "t1", 100))
	owed := f.owes(t, refused(t, "Confirm", err, purchases.ErrOfferClosed), "u1", pricedPack)
	same(t, "order", o.ID, owed.ID)
}

func reservationHolds(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, external)
	f.catalog.Put(catalog.Terms{Pack: pricedPack, Region: "KR", State: catalog.OfferClosed, Price: &price})
	o, err := f.Confirm(ctx, f.confirmation(o, "t1", 100))
	if err != nil || o.State != purchases.Fulfilled {
		t.Error(o.State, err)
	}
}

func confirmOwned(t *testing.T, f fixture) {
	first, second := f.place(t, "u1", pricedPack, external), f.place(t, "u1", pricedPack, external)
	_, err := f.Confirm(ctx, f.confirmation(first, "t1", 100))
	done(t, "first", err)
	_, err = f.Confirm(ctx, f.confirmation(second, "t2", 100))
	facts := refused(t, "second", err, purchases.ErrAlreadyOwned)
	same(t, "order", first.ID, facts["order"])
	same(t, "refund_due", second.ID, f.owes(t, facts, "u1", pricedPack).ID)
}

func confirmCancelled(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, external)
	_, err := f.Cancel(ctx, purchases.Cancellation{Intent: f.intent(live), Holder: "u1", Order: o.ID})
	done(t, "Cancel", err)
	_, err = f.Confirm(ctx, f.confirmation(o, "t1", 100))
	facts := refused(t, "Confirm", err, purchases.ErrOrderState)
	same(t, "state", "cancelled", facts["state"])
	same(t, "refund_due", o.ID, f.owes(t, facts, "u1", pricedPack).ID)
}

func confirmTwice(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, external)
	first, err := f.Confirm(ctx, f.confirmation(o, "t1", 100))
	done(t, "first", err)
	second, err := f.Confirm(ctx, f.confirmation(o, "t1", 100))
	done(t, "second", err)
	stored(t, "order", first, second)
	_, err = f.Confirm(ctx, f.confirmation(o, "t1", 101))
	refused(t, "another amount", err, purchases.ErrTransactionUsed)
	same(t, "balances", map[string]int64{"takings:external KRW": 100, "sales:pck_priced KRW": -100}, f.balances(t, live))
}

func confirmOtherMoney(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, external)
	_, err := f.Confirm(ctx, f.confirmation(o, "t1", 100))
	done(t, "first", err)
	_, err = f.Confirm(ctx, f.confirmation(o, "t2", 100))
	facts := refused(t, "second", err, purchases.ErrAlreadyOwned)
	same(t, "order", o.ID, facts["order"])
	if owed := f.owes(t, facts, "u1", pricedPack); owed.ID == o.ID {
		t.Error("the fulfilled order is owed")
	}
	if f.state(t, o) != purchases.Fulfilled {
		t.Error("the first order changed")
	}
}

func confirmUsedMoney(t *testing.T, f fixture) {
	f.place(t, "u2", pricedPack, paid("t1"))
	o := f.place(t, "u1", pricedPack, external)
	_, err := f.Confirm(ctx, f.confirmation(o, "t1", 100))
	same(t, "facts", map[string]any{"transaction": "t1"}, refused(t, "Confirm", err, purchases.ErrTransactionUsed))
	if f.state(t, o) != purchases.Reserved {
		t.Error("the reservation is gone")
	}
}

func confirmRefunded(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, paid("t1"))
	_, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	_, err = f.Confirm(ctx, f.confirmation(o, "t2", 100))
	facts := refused(t, "Confirm", err, purchases.ErrOrderState)
	if owed := f.owes(t, facts, "u1", pricedPack); owed.ID == o.ID {
		t.Error("the refunded order is owed")
	}
}

func confirmAnothers(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, external)
	c := f.confirmation(o, "t1", 100)
	c.Holder = "u2"
	_, err := f.Confirm(ctx, c)
	refused(t, "another holder's", err, purchases.ErrOrderNotFound)
	c = f.confirmation(o, "t1", 100)
	c.Order = "ord_none"
	_, err = f.Confirm(ctx, c)
	refused(t, "nobody's", err, purchases.ErrOrderNotFound)
}

func cancelFrees(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, external)
	for range 2 {
		cancelled, err := f.Cancel(ctx, purchases.Cancellation{Intent: f.intent(live), Holder: "u1", Order: o.ID})
		if err != nil || cancelled.State != purchases.Cancelled {
			t.Error(cancelled.State, err)
		}
	}
	same(t, "events", []string{"order.reserved", "order.cancelled"}, f.events(t, live))
}

func cancelPaid(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, paid("t1"))
	_, err := f.Cancel(ctx, purchases.Cancellation{Intent: f.intent(live), Holder: "u1", Order: o.ID})
	refused(t, "Cancel", err, purchases.ErrOrderState)
	_, err = f.Cancel(ctx, purchases.Cancellation{Intent: f.intent(live), Holder: "u1", Order: "ord_none"})
	refused(t, "nobody's", err, purchases.ErrOrderNotFound)
}

func cancelExpired(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, external)
	f.clock.advance(purchases.ReserveFor)
	o, err := f.Cancel(ctx, purchases.Cancellation{Intent: f.intent(live), Holder: "u1", Order: o.ID})
	if err != nil || o.State != purchases.Expired {
		t.Error(o.State, err)
	}
}

func sweep(t *testing.T, f fixture) {
	for _, holder := range []string{"u1", "u2", "u3"} {
		f.place(t, holder, pricedPack, external)
	}
	f.place(t, "u4", pricedPack, paid("t1"))
	if n, err := f.Sweep(ctx, 10); n != 0 || err != nil {
		t.Error("too early:", n, err)
	}
	f.clock.advance(purchases.ReserveFor)
	for _, want := range []int{2, 1, 0} {
		if n, err := f.Sweep(ctx, 2); n != want || err != nil {
			t.Errorf("%d swept, want %d: %v", n, want, err)
		}
	}
	over, err := f.store.Expired(ctx, f.clock.Now(), 10)
	if err != nil || len(over) > 0 {
		t.Error("left:", over, err)
	}
	got := f.events(t, live)
	same(t, "events", []string{"order.expired", "order.expired", "order.expired"}, got[len(got)-3:])
}

func confirmMalformed(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, external)
	_, err := f.Confirm(ctx, f.confirmation(o, "", 100))
	refused(t, "no transaction", err, purchases.ErrTransactionInvalid)
	_, err = f.Confirm(ctx, f.confirmation(o, "t1", 0))
	refused(t, "nothing settled", err, purchases.ErrSettledInvalid)
	_, err = f.Confirm(ctx, f.confirmation(o, "t1", -5))
	refused(t, "less than nothing", err, purchases.ErrSettledInvalid)
	if f.state(t, o) != purchases.Reserved {
		t.Error("the reservation is gone")
	}
}
