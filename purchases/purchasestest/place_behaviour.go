package purchasestest

import (
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
)

// placeTests are behaviours of orders as they are placed.
var placeTests = map[string]func(*testing.T, fixture){
	"FreePackIsGrantedAtOnce":            freeAtOnce,
	"PaidPackIsGrantedAtOnce":            paidAtOnce,
	"ReservedOrderHoldsTenMinutes":       reserved,
	"FreePackMayBeReserved":              freeReserved,
	"FreePackMayHaveATransaction":        freeWithTransaction,
	"PricedPackIsNotFree":                pricedIsNotFree,
	"WhatCannotBeHadIsRefused":           cannotBeHad,
	"MoneyForWhatCannotBeHadIsDueBack":   moneyIsDueBack,
	"MoneyOfUnknownPriceIsDueBack":       moneyOfUnknownPrice,
	"AlreadyOwnedNamesTheOrder":          alreadyOwned,
	"TransactionCountsOnce":              transactionOnce,
	"LedgersAreApart":                    ledgersApart,
	"MalformedRequestsHaveNoEffect":      malformed,
	"SettledMayDifferFromThePrice":       settledDiffers,
	"SettledLeftOutIsThePrice":           settledLeftOut,
	"RefusedAtOnceMayBeBoughtLaterAgain": refusedThenBought,
}

func freeAtOnce(t *testing.T, f fixture) {
	o := f.place(t, "u1", freePack, free)
	if o.State != purchases.Fulfilled || len(o.Grants) != 1 || o.Price != nil || o.Settled != nil || o.Release != 3 {
		t.Errorf("order %+v", o)
	}
	got, err := f.Order(ctx, live, "u1", o.ID)
	done(t, "Order", err)
	stored(t, "order", o, got)
	if !f.entitled(t, live, "u1", freePack) || f.entitled(t, live, "u2", freePack) {
		t.Error("entitlements are wrong")
	}
	same(t, "balances", map[string]int64{}, f.balances(t, live))
	same(t, "events", []string{"order.fulfilled"}, f.events(t, live))
}

func paidAtOnce(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, paid("t1"))
	got, err := f.Order(ctx, live, "u1", o.ID)
	done(t, "Order", err)
	stored(t, "order", o, got)
	if o.State != purchases.Fulfilled || *o.Settled != price || *o.Price != price || o.Transaction != "t1" || o.ExpiresAt != nil {
		t.Errorf("order %+v", o)
	}
	want := purchases.Grant{
		ID: o.Grants[0].ID, Ledger: live, Holder: "u1", Pack: pricedPack, Kind: purchases.GrantPurchase,
		Source: o.ID, ValidFrom: start,
	}
	same(t, "grants", []purchases.Grant{want}, o.Grants)
	same(t, "balances", map[string]int64{"takings:external KRW": 2500, "sales:pck_priced KRW": -2500}, f.balances(t, live))
}

func reserved(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, external)
	if o.State != purchases.Reserved || !o.ExpiresAt.Equal(start.Add(10*time.Minute)) || len(o.Grants) != 0 {
		t.Errorf("order %+v", o)
	}
	f.clock.advance(10*time.Minute - time.Microsecond)
	if got := f.state(t, o); got != purchases.Reserved {
		t.Error("just before the end:", got)
	}
	f.clock.advance(time.Microsecond)
	if got := f.state(t, o); got != purchases.Expired {
		t.Error("at the end:", got)
	}
	if f.entitled(t, live, "u1", pricedPack) {
		t.Error("entitled")
	}
}

func freeReserved(t *testing.T, f fixture) {
	o := f.place(t, "u1", freePack, external)
	if o.State != purchases.Reserved {
		t.Fatal("state", o.State)
	}
	c := f.confirmation(o, "t1", 0)
	c.Settled = nil
	o, err := f.Confirm(ctx, c)
	done(t, "Confirm", err)
	if o.State != purchases.Fulfilled || o.Settled != nil {
		t.Errorf("order %+v", o)
	}
}

func freeWithTransaction(t *testing.T, f fixture) {
	o := f.place(t, "u1", freePack, paidOf("t1", 0))
	if o.State != purchases.Fulfilled || o.Settled != nil {
		t.Errorf("nothing taken: %+v", o)
	}
	o = f.place(t, "u2", freePack, paidOf("t2", 70))
	if o.State != purchases.Fulfilled || o.Settled.Amount != 70 {
		t.Errorf("a fee of the app's own: %+v", o)
	}
}

func pricedIsNotFree(t *testing.T, f fixture) {
	_, err := f.Place(ctx, f.request("u1", pricedPack, free))
	facts := refused(t, "free", err, purchases.ErrPaymentRequired)
	same(t, "price", price, facts["price"])
}

// barred are the packs that nobody can have, and why.
var barred = map[string]*fault.Error{
	"pck_none": catalog.ErrPackNotFound, laterPack: purchases.ErrOfferNotOpen, closedPack: purchases.ErrOfferClosed,
	clubPack: purchases.ErrAudience, nowherePck: catalog.ErrPackNotOffered,
}

func cannotBeHad(t *testing.T, f fixture) {
	for pack, why := range barred {
		for _, with := range []purchases.PayWith{free, external} {
			_, err := f.Place(ctx, f.request("u1", pack, with))
			facts := refused(t, pack, err, why)
			if facts["refund_due"] != nil {
				t.Errorf("%s: nothing was paid, but %v is due", pack, facts["refund_due"])
			}
		}
	}
	_, err := f.Place(ctx, f.request("u1", laterPack, external))
	same(t, "opens_at", opens, refused(t, laterPack, err, purchases.ErrOfferNotOpen)["opens_at"])
	same(t, "events", []string{}, f.events(t, live))
}

func moneyIsDueBack(t *testing.T, f fixture) {
	var due int64
	for pack, why := range barred {
		_, err := f.Place(ctx, f.request("u1", pack, paid("t-"+pack)))
		f.owes(t, refused(t, pack, err, why), "u1", pack)
		due += price.Amount
	}
	r := f.request("u1", pricedPack, paid("t-region"))
	r.Region = "XXX"
	_, err := f.Place(ctx, r)
	f.owes(t, refused(t, "region", err, catalog.ErrRegionNotFound), "u1", pricedPack)
	due += price.Amount
	same(t, "balances", map[string]int64{"takings:external KRW": due, "refunds-due KRW": -due}, f.balances(t, live))
}

// moneyOfUnknownPrice is a transaction without an amount, for a pack whose price nobody knows: it is
// recorded and can be settled, and the books are silent about it.
func moneyOfUnknownPrice(t *testing.T, f fixture) {
	for pack, why := range map[string]*fault.Error{"pck_none": catalog.ErrPackNotFound, nowherePck: catalog.ErrPackNotOffered} {
		with := purchases.PayWith{Provider: purchases.External, Transaction: "t-" + pack}
		_, err := f.Place(ctx, f.request("u1", pack, with))
		id, _ := refused(t, pack, err, why)["refund_due"].(string)
		o, err := f.Order(ctx, live, "u1", id)
		done(t, "Order", err)
		if o.State != purchases.RefundDue || o.Settled != nil || o.Transaction != with.Transaction || o.Pack != pack {
			t.Errorf("%s: order %+v", pack, o)
		}
		_, err = f.Place(ctx, f.request("u1", freePack, with))
		refused(t, "the same money", err, purchases.ErrTransactionUsed)
		_, err = f.Refund(ctx, f.refund(o, 0))
		done(t, "Refund", err)
	}
	same(t, "balances", map[string]int64{}, f.balances(t, live))
}

// owes expects the facts of a refusal to name an order whose money is due back.
func (f fixture) owes(t *testing.T, facts map[string]any, holder, pack string) purchases.Order {
	t.Helper()
	id, _ := facts["refund_due"].(string)
	if !strings.HasPrefix(id, "ord_") {
		t.Fatalf("%s: refund_due is %v", pack, facts["refund_due"])
	}
	o, err := f.Order(ctx, live, holder, id)
	done(t, "Order", err)
	if o.State != purchases.RefundDue || o.Settled == nil || len(o.Grants) > 0 || o.Pack != pack || o.Reason == "" {
		t.Errorf("%s: order %+v", pack, o)
	}
	return o
}

func alreadyOwned(t *testing.T, f fixture) {
	first := f.place(t, "u1", pricedPack, paid("t1"))
	for _, with := range []purchases.PayWith{external, paid("t2")} {
		_, err := f.Place(ctx, f.request("u1", pricedPack, with))
		facts := refused(t, "again", err, purchases.ErrAlreadyOwned)
		same(t, "order", first.ID, facts["order"])
		if with.Transaction != "" {
			f.owes(t, facts, "u1", pricedPack)
		}
	}
}

func transactionOnce(t *testing.T, f fixture) {
	first := f.place(t, "u1", pricedPack, paid("t1"))
	_, err := f.Place(ctx, f.request("u2", pricedPack, paid("t1")))
	facts := refused(t, "another holder", err, purchases.ErrTransactionUsed)
	same(t, "facts", map[string]any{"transaction": "t1"}, facts)
	_, err = f.Place(ctx, f.request("u1", freePack, paid("t1")))
	facts = refused(t, "the same holder", err, purchases.ErrTransactionUsed)
	same(t, "facts", map[string]any{"transaction": "t1", "order": first.ID}, facts)
	if f.entitled(t, live, "u2", pricedPack) || f.entitled(t, live, "u1", freePack) {
		t.Error("entitled by another's money")
	}
	_, err = f.Place(ctx, f.request("u1", "pck_none", paid("t2")))
	refused(t, "owed", err, catalog.ErrPackNotFound)
	_, err = f.Place(ctx, f.request("u1", freePack, paid("t2")))
	refused(t, "money that is due back", err, purchases.ErrTransactionUsed)
}

func ledgersApart(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, paid("t1"))
	for _, ledger := range []purchases.Ledger{trial, other} {
		if f.entitled(t, ledger, "u1", pricedPack) {
			t.Errorf("%s: entitled", ledger.ID())
		}
		_, err := f.Order(ctx, ledger, "u1", o.ID)
		refused(t, ledger.ID(), err, purchases.ErrOrderNotFound)
		same(t, "balances", map[string]int64{}, f.balances(t, ledger))
		refund := f.refund(o, 0)
		refund.Ledger = ledger
		_, err = f.Refund(ctx, refund)
		refused(t, ledger.ID(), err, purchases.ErrOrderNotFound)
		r := f.request("u1", pricedPack, paid("t1"))
		r.Ledger = ledger
		_, err = f.Place(ctx, r)
		done(t, "the same transaction in "+ledger.ID(), err)
	}
}

func malformed(t *testing.T, f fixture) {
	long := strings.Repeat("x", 201)
	for name, c := range map[string]struct {
		change func(*purchases.OrderRequest)
		want   *fault.Error
	}{
		"no holder":        {func(r *purchases.OrderRequest) { r.Holder = "" }, purchases.ErrHolderInvalid},
		"holder":           {func(r *purchases.OrderRequest) { r.Holder = "a/b" }, purchases.ErrHolderInvalid},
		"long holder":      {func(r *purchases.OrderRequest) { r.Holder = long[:129] }, purchases.ErrHolderInvalid},
		"holder, newline":  {func(r *purchases.OrderRequest) { r.Holder = "u1\n" }, purchases.ErrHolderInvalid},
		"no pack":          {func(r *purchases.OrderRequest) { r.Pack = "" }, purchases.ErrOrderInvalid},
		"pack of NUL":      {func(r *purchases.OrderRequest) { r.Pack = "\x00" }, purchases.ErrOrderInvalid},
		"region not UTF-8": {func(r *purchases.OrderRequest) { r.Region = "\xff" }, purchases.ErrOrderInvalid},
		"long locale":      {func(r *purchases.OrderRequest) { r.Locale = long }, purchases.ErrOrderInvalid},
		"provider":         {func(r *purchases.OrderRequest) { r.PayWith.Provider = "paypal" }, purchases.ErrProviderUnknown},
		"later provider":   {func(r *purchases.OrderRequest) { r.PayWith.Provider = purchases.GooglePlay }, purchases.ErrProviderNotAvailable},
		"gateway, money":   {func(r *purchases.OrderRequest) { r.PayWith.Provider = purchases.Stripe }, purchases.ErrTransactionInvalid},
		"free with money":  {func(r *purchases.OrderRequest) { r.PayWith.Provider = purchases.Free }, purchases.ErrTransactionInvalid},
		"long transaction": {func(r *purchases.OrderRequest) { r.PayWith.Transaction = long }, purchases.ErrTransactionInvalid},
		"no transaction":   {func(r *purchases.OrderRequest) { r.PayWith.Transaction = "" }, purchases.ErrTransactionInvalid},
		"transaction":      {func(r *purchases.OrderRequest) { r.PayWith.Transaction = "a\nb" }, purchases.ErrTransactionInvalid},
		"nothing":          {func(r *purchases.OrderRequest) { r.PayWith = paidOf("t", 0) }, purchases.ErrSettledInvalid},
		"negative":         {func(r *purchases.OrderRequest) { r.PayWith = paidOf("t", -1) }, purchases.ErrSettledInvalid},
		"too much":         {func(r *purchases.OrderRequest) { r.PayWith = paidOf("t", catalog.MaxPrice+1) }, purchases.ErrSettledInvalid},
		"currency":         {func(r *purchases.OrderRequest) { r.PayWith.Settled = &catalog.Price{Amount: 1, Currency: "won"} }, purchases.ErrSettledInvalid},
	} {
		r := f.request("u1", pricedPack, paid("t1"))
		c.change(&r)
		_, err := f.Place(ctx, r)
		refused(t, name, err, c.want)
	}
	same(t, "events", []string{}, f.events(t, live))
}

func settledDiffers(t *testing.T, f fixture) {
	with := paid("t1")
	with.Settled = &catalog.Price{Amount: 199, Currency: "USD"}
	o := f.place(t, "u1", pricedPack, with)
	if *o.Price != price || o.Settled.Amount != 199 {
		t.Errorf("order %+v", o)
	}
	same(t, "balances", map[string]int64{"takings:external USD": 199, "sales:pck_priced USD": -199}, f.balances(t, live))
}

func settledLeftOut(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, purchases.PayWith{Provider: purchases.External, Transaction: "t1"})
	same(t, "settled", &price, o.Settled)
}

func refusedThenBought(t *testing.T, f fixture) {
	_, err := f.Place(ctx, f.request("u1", laterPack, paid("t1")))
	facts := refused(t, "early", err, purchases.ErrOfferNotOpen)
	same(t, "opens_at", opens.Format(time.RFC3339Nano), facts["opens_at"])
	f.catalog.Put(catalog.Terms{Pack: laterPack, Region: "KR", State: catalog.OfferOpen, Price: &price})
	f.place(t, "u1", laterPack, paid("t2"))
}
