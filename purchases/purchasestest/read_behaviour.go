package purchasestest

import (
	"testing"

	"github.com/hallyu-store/hallyu/purchases"
)

// readTests are behaviours of what is read back.
var readTests = map[string]func(*testing.T, fixture){
	"OrdersArePagedNewestFirst": ordersArePaged,
	"OwnedPacks":                ownedPacks,
	"CheckManyAtOnce":           checkMany,
	"HoldersAreHeldToTheirForm": holdersForm,
}

func ordersArePaged(t *testing.T, f fixture) {
	var want []string
	for i := range 7 {
		if i%3 == 0 {
			f.place(t, "u2", pricedPack, external)
		}
		want = append([]string{f.place(t, "u1", pricedPack, external).ID}, want...)
	}
	var got []string
	for page := (purchases.Page{Limit: 3}); ; {
		orders, next, err := f.Orders(ctx, live, "u1", page)
		done(t, "Orders", err)
		for _, o := range orders {
			got = append(got, o.ID)
		}
		f.place(t, "u1", pricedPack, external) // a newer one moves nothing
		if next == "" {
			break
		}
		page.After = next
	}
	same(t, "orders", want, got)
	orders, next, err := f.Orders(ctx, live, "nobody", purchases.Page{Limit: 3})
	if len(orders) > 0 || next != "" || err != nil {
		t.Error("of nobody:", orders, next, err)
	}
}

func ownedPacks(t *testing.T, f fixture) {
	f.place(t, "u1", pricedPack, paid("t1"))
	o := f.place(t, "u1", freePack, free)
	f.place(t, "u2", freePack, free)
	packs, err := f.OwnedPacks(ctx, live, "u1")
	done(t, "OwnedPacks", err)
	same(t, "packs", []string{pricedPack, freePack}, packs)
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	packs, err = f.OwnedPacks(ctx, live, "u1")
	done(t, "OwnedPacks", err)
	same(t, "packs", []string{pricedPack}, packs)
}

func checkMany(t *testing.T, f fixture) {
	f.place(t, "u1", pricedPack, paid("t1"))
	f.place(t, "u2", freePack, free)
	found, err := f.Check(ctx, live, []string{"u2", "u1", "u3"}, []string{freePack, pricedPack})
	done(t, "Check", err)
	var got []string
	for _, e := range found {
		if e.Entitled != (len(e.Grants) > 0) {
			t.Errorf("entitlement %+v", e)
		}
		if e.Entitled {
			got = append(got, e.Holder+" "+e.Pack)
		}
	}
	same(t, "entitled", []string{"u2 pck_free", "u1 pck_priced"}, got)
	if len(found) != 6 || found[5].Holder != "u3" || found[5].Pack != pricedPack {
		t.Errorf("found %+v", found)
	}
}

func holdersForm(t *testing.T, f fixture) {
	for _, holder := range []string{"", "a b", "é", "a/b", "u1\n"} {
		_, err := f.Entitled(ctx, live, holder, freePack)
		refused(t, "Entitled", err, purchases.ErrHolderInvalid)
		_, err = f.OwnedPacks(ctx, live, holder)
		refused(t, "OwnedPacks", err, purchases.ErrHolderInvalid)
		_, _, err = f.Orders(ctx, live, holder, purchases.Page{Limit: 1})
		refused(t, "Orders", err, purchases.ErrHolderInvalid)
		_, err = f.Order(ctx, live, holder, "ord_none")
		refused(t, "Order", err, purchases.ErrHolderInvalid)
	}
	f.place(t, "A.z_0~:@-", freePack, free)
}
