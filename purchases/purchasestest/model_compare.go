package purchasestest

import (
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// compare holds everything that can be read to the model.
func (w *walk) compare() {
	now := w.clock.Now()
	for _, o := range w.model.orders {
		w.compareOrder(o, now)
	}
	for _, ledger := range w.ledgers {
		found, err := w.Balances(ctx, ledger)
		if err != nil {
			w.t.Fatal("Balances:", err)
		}
		sums := map[string]int64{}
		for _, b := range found {
			sums[b.Account+" "+assetOf(b.Asset)] += b.Amount
		}
		if diff := cmp.Diff(w.model.balances(ledger), sums); diff != "" {
			w.t.Fatalf("%s: balances (-want +got):\n%s", ledger.ID(), diff)
		}
		w.compareEntitlements(ledger)
		w.compareWallets(ledger)
	}
}

// compareWallets holds what holders have and owe to the model.
func (w *walk) compareWallets(ledger purchases.Ledger) {
	for _, holder := range []string{"u1", "u2"} {
		got, err := w.Wallet(ctx, ledger, holder)
		if err != nil {
			w.t.Fatal("Wallet:", err)
		}
		have := got.Balance(w.clock.Now()).Total()
		if want := w.model.coins[modelWallet{ledger, holder}]; have-got.Owed != want || have > 0 && got.Owed > 0 {
			w.t.Fatalf("%s %s has %d coins and owes %d, want %d", ledger.ID(), holder, have, got.Owed, want)
		}
	}
}

// assetOf is what the model calls an asset: coins are coins.
func assetOf(asset string) string {
	if asset == string(coin.Paid) || asset == string(coin.Bonus) {
		return "coins"
	}
	return asset
}

func (w *walk) compareOrder(o *modelOrder, now time.Time) {
	got, err := w.Order(ctx, o.ledger, o.holder, o.id)
	if err != nil {
		w.t.Fatal("Order:", err)
	}
	settled := int64(0)
	if got.Settled != nil {
		settled = got.Settled.Amount
	}
	if (got.Gift != nil) != (o.recipient != "") || got.Gift != nil && got.Gift.State != o.gift {
		w.t.Fatalf("order %+v has gift %+v", o, got.Gift)
	}
	if got.State != o.at(now) || settled != o.settled || got.Refunded != o.refunded {
		w.t.Fatalf("order %+v, want %+v", got, o)
	}
	w.compareGrants(o, got.Grants)
	transfers, err := w.store.Transfers(ctx, o.ledger, o.id)
	if err != nil {
		w.t.Fatal("Transfers:", err)
	}
	sales := 0
	for _, transfer := range transfers {
		if transfer.Kind == purchases.TransferSale {
			sales++
		}
	}
	if (sales == 1) != (o.settled > 0) || sales > 1 {
		w.t.Fatalf("order %+v has %d sales", o, sales)
	}
}

// compareGrants holds what came of an order to the model. A pass that was handed on, and back, leaves revoked ones.
func (w *walk) compareGrants(o *modelOrder, grants []purchases.Grant) {
	live := slices.DeleteFunc(slices.Clone(grants), func(g purchases.Grant) bool { return g.RevokedAt != nil })
	if len(grants) > 0 != o.granted || len(grants) > o.grants() && o.pack != w.model.pass {
		w.t.Fatalf("order %+v has grants %+v", o, grants)
	}
	if (len(live) == o.grants()) != (o.granted && o.state != purchases.Refunded) || len(live) != 0 && len(live) != o.grants() {
		w.t.Fatalf("order %+v has grants %+v", o, grants)
	}
	if o.pack == w.model.pass && len(live) == 1 && live[0].Holder != o.beneficiary() {
		w.t.Fatalf("the pass of %+v has %s", o, live[0].Holder)
	}
}

func (w *walk) compareEntitlements(ledger purchases.Ledger) {
	found, err := w.Check(ctx, ledger, []string{"u1", "u2"}, []string{freePack, pricedPack, secondPack, laterPack, w.model.pass})
	if err != nil {
		w.t.Fatal("Check:", err)
	}
	for _, e := range found {
		if e.Entitled != w.model.owns(ledger, e.Holder, e.Pack) || len(e.Grants) > 1 {
			w.t.Fatalf("%s: %+v", ledger.ID(), e)
		}
	}
}
