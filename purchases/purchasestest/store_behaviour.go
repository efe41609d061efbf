package purchasestest

import (
	"context"
	"errors"
	"testing"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// storeTests are behaviours of the store alone: all or nothing, and its keys.
var storeTests = map[string]func(*testing.T, fixture){
	"ErrorsOfDecidePassAndCommitNothing": errorsPass,
	"BooksThatDoNotBalanceAreRefused":    unbalanced,
	"AnOldVersionIsRefused":              oldVersion,
	"SecondPurchaseGrantIsRefused":       secondGrant,
	"TransferIsMadeOnce":                 transferOnce,
	"EndedContextCommitsNothing":         endedContext,
}

var errDecided = errors.New("decided against")

func errorsPass(t *testing.T, f fixture) {
	o := purchases.Order{ID: journal.NewID("ord"), Ledger: live, Holder: "u1", State: purchases.Reserved, Pack: freePack, CreatedAt: start, UpdatedAt: start}
	for _, want := range []error{errDecided, purchases.ErrAlreadyOwned} {
		err := f.store.Transact(ctx, purchases.Scope{Ledger: live}, func(purchases.State) (purchases.Changes, error) {
			return purchases.Changes{Order: &o}, want
		})
		if !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
	_, err := f.store.Order(ctx, live, "u1", o.ID)
	refused(t, "Order", err, purchases.ErrOrderNotFound)
}

// attempt commits changes to an order that is in the store, and expects that nothing of them is.
func (f fixture) attempt(t *testing.T, o purchases.Order, change func(*purchases.Changes)) {
	t.Helper()
	before, err := f.store.Order(ctx, o.Ledger, o.Holder, o.ID)
	done(t, "Order", err)
	scope := purchases.Scope{Ledger: o.Ledger, Holder: o.Holder, Order: o.ID}
	err = f.store.Transact(ctx, scope, func(found purchases.State) (purchases.Changes, error) {
		changed := *found.Order
		changed.Reason = "changed"
		c := purchases.Changes{Order: &changed}
		change(&c)
		return c, nil
	})
	if err == nil {
		t.Error("it was committed")
	}
	after, err := f.store.Order(ctx, o.Ledger, o.Holder, o.ID)
	done(t, "Order", err)
	same(t, "order", before, after)
}

func unbalanced(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, external)
	for _, postings := range [][]purchases.Posting{
		{{Account: "a", Asset: "KRW", Amount: 1}},
		{{Account: "a", Asset: "KRW", Amount: 1}, {Account: "b", Asset: "JPY", Amount: -1}},
		{{Account: "a", Asset: "KRW", Amount: 0}},
		nil,
	} {
		f.attempt(t, o, func(c *purchases.Changes) {
			c.Transfers = []purchases.Transfer{{
				ID: journal.NewID("trf"), Ledger: live, Kind: purchases.TransferSale, Order: o.ID, Postings: postings, At: start,
			}}
		})
	}
}

func oldVersion(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, external)
	f.attempt(t, o, func(c *purchases.Changes) { c.Order.Version-- })
	f.attempt(t, o, func(c *purchases.Changes) { c.Order.Version++ })
}

func secondGrant(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, paid("t1"))
	f.attempt(t, o, func(c *purchases.Changes) {
		again := o.Grants[0]
		again.ID = journal.NewID("gnt")
		c.Granted = []purchases.Grant{again}
	})
	if !f.entitled(t, live, "u1", pricedPack) {
		t.Error("the first grant is gone")
	}
}

func transferOnce(t *testing.T, f fixture) {
	o := f.place(t, "u1", pricedPack, paid("t1"))
	transfers, err := f.store.Transfers(ctx, live, o.ID)
	done(t, "Transfers", err)
	f.attempt(t, o, func(c *purchases.Changes) { c.Transfers = transfers })
}

func endedContext(t *testing.T, f fixture) {
	ended, cancel := context.WithCancel(ctx)
	cancel()
	r := f.request("u1", freePack, free)
	if _, err := f.Place(ended, r); !errors.Is(err, context.Canceled) || fault.As(err) != nil {
		t.Error("Place:", err)
	}
	if f.entitled(t, live, "u1", freePack) {
		t.Error("granted")
	}
	_, err := f.Place(ctx, r)
	done(t, "the same again", err)
}
