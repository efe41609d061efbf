package purchasestest

import (
	"testing"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
)

// refundTests are behaviours of refunds.
var refundTests = map[string]func(*testing.T, fixture){
	"FullRefundRevokesExactlyItsGrant": fullRefund,
	"PartialRefundsRevokeAtTheEnd":     partialRefunds,
	"MoreThanIsLeftIsRefused":          tooMuch,
	"FreeOrderIsTakenBackWhole":        freeTakenBack,
	"WhatWasDueIsSettled":              dueIsSettled,
	"WhatWasNotPaidHasNoRefund":        unpaid,
	"RefundedMayBeBoughtAgain":         boughtAgain,
	"RefundIsAudited":                  audited,
}

func fullRefund(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, paid("t1"))
	f.place(t, "u1", freePack, free)
	f.place(t, "u2", pricedPack, paid("t2"))
	r, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	want := purchases.Refund{ID: r.ID, Order: o.ID, Amount: &price, State: purchases.RefundSettled, Reason: "sorry", At: start}
	same(t, "refund", want, r)
	list, err := f.Refunds(ctx, live, "u1", o.ID)
	done(t, "Refunds", err)
	same(t, "refunds", []purchases.Refund{want}, list)
	got, err := f.Order(ctx, live, "u1", o.ID)
	done(t, "Order", err)
	if got.State != purchases.Refunded || got.Refunded != 2500 || len(got.Grants) != 1 || got.Grants[0].RevokedAt == nil {
		t.Errorf("order %+v", got)
	}
	if f.entitled(t, live, "u1", pricedPack) {
		t.Error("still entitled")
	}
	if !f.entitled(t, live, "u1", freePack) || !f.entitled(t, live, "u2", pricedPack) {
		t.Error("another grant went too")
	}
	same(t, "balances", map[string]int64{"takings:external KRW": 2500, "sales:pck_priced KRW": -2500}, f.balances(t, live))
	f.reverses(t, o)
}

// reverses expects the refund's transfer to undo the sale's.
func (f fixture) reverses(t *testing.T, o purchases.Order) {
	t.Helper()
	transfers, err := f.store.Transfers(ctx, live, o.ID)
	done(t, "Transfers", err)
	if len(transfers) != 2 || transfers[1].Reverses != transfers[0].ID {
		t.Fatalf("transfers %+v", transfers)
	}
	sums := map[string]int64{}
	for _, transfer := range transfers {
		for _, p := range transfer.Postings {
			sums[p.Account] += p.Amount
		}
	}
	for account, sum := range sums {
		if sum != 0 {
			t.Errorf("%d left in %s", sum, account)
		}
	}
}

func partialRefunds(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, paid("t1"))
	for i, amount := range []int64{1000, 1499, 1} {
		if !f.entitled(t, live, "u1", pricedPack) {
			t.Errorf("revoked before refund %d", i)
		}
		r, err := f.Refund(ctx, f.refund(o, amount))
		done(t, "Refund", err)
		same(t, "amount", &catalog.Price{Amount: amount, Currency: "KRW"}, r.Amount)
	}
	if f.entitled(t, live, "u1", pricedPack) || f.state(t, o) != purchases.Refunded {
		t.Error("all is refunded, and nothing revoked")
	}
	same(t, "balances", map[string]int64{"takings:external KRW": 0, "sales:pck_priced KRW": 0}, f.balances(t, live))
	same(t, "events", []string{
		"order.fulfilled", "refund.settled", "refund.settled", "refund.settled", "order.refunded",
	}, f.events(t, live))
}

func tooMuch(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, paid("t1"))
	_, err := f.Refund(ctx, f.refund(o, 2000))
	done(t, "Refund", err)
	for _, amount := range []int64{501, -1, -2500, catalog.MaxPrice} {
		_, err := f.Refund(ctx, f.refund(o, amount))
		facts := refused(t, "Refund", err, purchases.ErrRefundAmount)
		same(t, "refundable", int64(500), facts["refundable"])
	}
	nothing := f.refund(o, 0)
	nothing.Amount = new(int64)
	_, err = f.Refund(ctx, nothing)
	refused(t, "nothing", err, purchases.ErrRefundAmount)
	r, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "the rest", err)
	same(t, "amount", int64(500), r.Amount.Amount)
	_, err = f.Refund(ctx, f.refund(o, 0))
	refused(t, "once more", err, purchases.ErrOrderState)
}

func freeTakenBack(t *testing.T, f fixture) {
	o := f.place(t, "u1", freePack, free)
	_, err := f.Refund(ctx, f.refund(o, 1))
	refused(t, "money that was never there", err, purchases.ErrRefundAmount)
	r, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	if r.Amount != nil || f.entitled(t, live, "u1", freePack) || f.state(t, o) != purchases.Refunded {
		t.Errorf("refund %+v", r)
	}
	f.place(t, "u1", freePack, free)
}

func dueIsSettled(t *testing.T, f fixture) {
	_, err := f.Place(ctx, f.request("u1", "pck_none", paid("t1")))
	o := f.owes(t, refused(t, "Place", err, catalog.ErrPackNotFound), "u1", "pck_none")
	_, err = f.Refund(ctx, f.refund(o, 500))
	done(t, "part", err)
	if f.state(t, o) != purchases.RefundDue {
		t.Error("settled by a part")
	}
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "rest", err)
	if f.state(t, o) != purchases.Refunded {
		t.Error("not settled")
	}
	same(t, "balances", map[string]int64{"takings:external KRW": 0, "refunds-due KRW": 0}, f.balances(t, live))
}

func unpaid(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, external)
	for _, amount := range []int64{0, 100} {
		_, err := f.Refund(ctx, f.refund(o, amount))
		refused(t, "reserved", err, purchases.ErrOrderState)
	}
	o.ID = "ord_none"
	_, err := f.Refund(ctx, f.refund(o, 0))
	refused(t, "none", err, purchases.ErrOrderNotFound)
}

func boughtAgain(t *testing.T, f fixture) {
	first := f.place(t, "u1", pricedPack, paid("t1"))
	_, err := f.Refund(ctx, f.refund(first, 0))
	done(t, "Refund", err)
	second := f.place(t, "u1", pricedPack, paid("t2"))
	e, err := f.Entitled(ctx, live, "u1", pricedPack)
	done(t, "Entitled", err)
	if len(e.Grants) != 1 || e.Grants[0].Source != second.ID {
		t.Errorf("entitlement %+v", e)
	}
	_, err = f.Refund(ctx, f.refund(first, 0))
	refused(t, "the first once more", err, purchases.ErrOrderState)
	if !f.entitled(t, live, "u1", pricedPack) {
		t.Error("the wrong grant was revoked")
	}
}

func audited(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, paid("t1"))
	_, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	entries, err := f.journal.Audit(ctx, 0, 10)
	done(t, "Audit", err)
	if len(entries) != 1 || entries[0].Action != "order.refund" || entries[0].Subject != o.ID || entries[0].Actor != "key_test" {
		t.Errorf("audit %+v", entries)
	}
}
