package payouttest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/payout"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

// taxTests are behaviours of sales that the store charged tax on.
var taxTests = map[string]func(*testing.T, *fixture){
	"IsTakenOffOnce":            taxOnce,
	"ComesBackWithTheMoney":     taxComesBack,
	"IsInTheReport":             taxReported,
	"OfCoinsIsInTheirPart":      taxOfCoins,
	"DoesNotTouchOlderSales":    taxOfOlderSales,
	"OfTopUpsIsNoCreatorsMoney": taxOfTopUps,
}

// rates are taxes that hold.
type rates []tax.Rate

// Table implements purchases.Taxes.
func (r rates) Table() *tax.Table { return tax.NewTable(r) }

// taxing has the shop charge 8 % in Korea, in the price, and 5 % on top in the United States. What the contract says of
// taxes is something else.
func (f *fixture) taxing(t *testing.T) {
	t.Helper()
	f.agree(t, terms)
	f.charges()
}

func (f *fixture) charges() {
	since := begin.AddDate(0, -1, 0)
	f.shop.ChargeTaxes(rates{
		{ID: "tax_kr", Region: "KR", Millionths: 80_000, Included: true, From: since, Version: 1},
		{ID: "tax_us", Region: "US", Millionths: 50_000, From: since, Version: 1},
	})
}

func taxOnce(t *testing.T, f *fixture) {
	f.taxing(t)
	f.sell(t, sale{live, ownPack, "KR", 0})
	f.sell(t, sale{live, ownPack, "US", 0})
	f.sell(t, sale{live, ownPack, "KW", 0})
	var got []payout.Parts
	for _, l := range f.lines(t, "moon", period(0)) {
		got = append(got, l.Parts)
		if l.Parts.Whole() != l.Gross {
			t.Errorf("%+v", l)
		}
	}
	// creator, brand, platform, fee, tax: of ₩2,500 with ₩185 in it, of $25.00 with $1.25 on top, of KD 2.500 without tax
	want := []payout.Parts{{810, 0, 810, 695, 185}, {875, 0, 875, 750, 125}, {875, 0, 875, 750, 0}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func taxComesBack(t *testing.T, f *fixture) {
	f.taxing(t)
	o := f.sell(t, sale{live, ownPack, "KR", 0})
	for _, amount := range []int64{1, 1, 777, 0} {
		f.refund(t, o, amount)
	}
	for _, l := range f.lines(t, "moon", period(0)) {
		if l.Parts.Whole() != l.Gross {
			t.Errorf("%+v", l)
		}
	}
	for _, a := range f.statement(t, "moon", period(0)).Accounts {
		if a.Parts != (payout.Parts{}) || a.Gross != 0 || a.Returns != 4 {
			t.Errorf("%+v", a)
		}
	}
}

func taxReported(t *testing.T, f *fixture) {
	f.taxing(t)
	o := f.sell(t, sale{live, ownPack, "KR", 0})
	f.sell(t, sale{live, ownPack, "KR", 0})
	f.sell(t, sale{live, ownPack, "KW", 0})
	f.refund(t, o, 0)
	groups, err := f.Report(ctx, finance, payout.ReportRequest{By: []payout.Dimension{payout.ByRegion}, From: begin.AddDate(0, 0, -1), Until: begin.AddDate(0, 0, 2)})
	done(t, err)
	want := []payout.Group{
		{Region: "KR", Currency: "KRW", Sales: 2, Returns: 1, Gross: 5000, Returned: 2500, Net: 2500, Tax: 185},
		{Region: "KW", Currency: "KWD", Sales: 1, Gross: 2500, Net: 2500},
	}
	if diff := cmp.Diff(want, groups); diff != "" {
		t.Error(diff)
	}
}

// taxOfCoins: the tax in the price was paid with the coins, and is nobody's share of a sale.
func taxOfCoins(t *testing.T, f *fixture) {
	f.taxing(t)
	f.wallet(t)
	for region, want := range map[string]payout.Parts{"KR": {810, 0, 810, 695, 185}, "US": {875, 0, 875, 750, 0}} {
		f.now = f.now.Add(time.Second)
		_, err := f.shop.Place(ctx, purchases.OrderRequest{
			Intent: f.intent(live), Holder: "fan-" + region, Pack: ownPack, Region: region, PayWith: purchases.PayWith{Provider: purchases.Wallet},
		})
		done(t, err)
		lines := f.lines(t, "moon", period(0))
		if diff := cmp.Diff(want, lines[len(lines)-1].Parts); diff != "" {
			t.Errorf("%s: %s", region, diff)
		}
	}
}

// wallet gives the fans of both regions coins, of which one is worth a minor unit.
func (f *fixture) wallet(t *testing.T) {
	t.Helper()
	done(t, f.stores.Sales.SetPackage(ctx, coin.Package{TopUp: coin.TopUp{Package: "all", Paid: 5000}}, emptyRecord))
	for region, currency := range map[string]string{"KR": "KRW", "US": "USD"} {
		done(t, f.stores.Sales.AddRate(ctx, coin.Rate{Currency: currency, From: begin.AddDate(0, -1, 0), Coins: 1, Amount: 1}, emptyRecord))
		_, err := f.shop.Place(ctx, purchases.OrderRequest{
			Intent: f.intent(live), Holder: "fan-" + region, Package: "all", Region: region, PayWith: purchases.PayWith{Provider: purchases.Free},
		})
		done(t, err)
	}
}

// taxOfOlderSales: what was sold before the store charged tax goes by the contract, also when it comes back later.
func taxOfOlderSales(t *testing.T, f *fixture) {
	f.agree(t, terms)
	o := f.sell(t, sale{live, ownPack, "KR", 0})
	before := f.lines(t, "moon", period(0))
	f.charges()
	f.refund(t, o, 0)
	after := f.lines(t, "moon", period(0))
	if before[0].Parts != (payout.Parts{796, 0, 795, 682, 227}) || after[1].Parts != (payout.Parts{}).Minus(before[0].Parts) {
		t.Errorf("%+v and %+v", before, after)
	}
}

func taxOfTopUps(t *testing.T, f *fixture) {
	f.taxing(t)
	done(t, f.stores.Sales.SetPackage(ctx, coin.Package{TopUp: coin.TopUp{Package: "sold", Paid: 50}, Tier: "coins"}, emptyRecord))
	o, err := f.shop.Place(ctx, purchases.OrderRequest{
		Intent: f.intent(live), Holder: "fan", Package: "sold", Region: "KR", PayWith: purchases.PayWith{Provider: purchases.External, Transaction: "txn-coins"},
	})
	done(t, err)
	if o.Tax == nil || o.Tax.Amount != 74 {
		t.Errorf("tax in coins: %+v", o.Tax)
	}
	groups, err := f.Report(ctx, finance, payout.ReportRequest{From: begin.AddDate(0, 0, -1), Until: begin.AddDate(0, 0, 2)})
	done(t, err)
	if len(groups) != 0 {
		t.Errorf("coins are a sale: %+v", groups)
	}
}
