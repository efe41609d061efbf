package purchasestest

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

// taxTests are behaviours of what orders owe the tax office.
var taxTests = map[string]func(*testing.T, fixture){
	"TaxIsWithinThePrice":       taxWithin,
	"TaxComesOnTop":             taxOnTop,
	"TaxIsOfWhatWasTaken":       taxOfWhatWasTaken,
	"RefundsTakeTaxBack":        taxTakenBack,
	"TaxIsThatOfTheQuote":       taxAsQuoted,
	"MoneyThatIsDueHasNoTax":    taxOfDueMoney,
	"DeclinedGiftsOweNoTax":     taxOfDeclinedGift,
	"DisputesTakeTaxBack":       taxOfDispute,
	"StoresOfAppsTaxSales":      taxElsewhere,
	"CoinsAreTaxedWhenSold":     taxOfCoins,
	"TaxByTheLedgersClock":      taxByTheClock,
	"NothingIsTaxedByDefault":   untaxed,
	"AnotherCurrencyIsTaxed":    taxOfAnotherCurrency,
	"ExpectationsAreWithTheTax": taxExpected,
}

// rates are taxes that hold.
type rates []tax.Rate

// Table implements purchases.Taxes.
func (r rates) Table() *tax.Table { return tax.NewTable(r) }

// vat is 10 % within the prices of Korea, and salesTax 8.875 % on top of them.
var (
	vat      = tax.Rate{ID: "tax_kr", Region: "KR", Millionths: 100_000, Included: true, From: start.Add(-time.Hour), Version: 3}
	salesTax = tax.Rate{ID: "tax_on_top", Region: "KR", Millionths: 88_750, From: start.Add(-time.Hour), Version: 1}
)

// taxing is the fixture with a tax in Korea.
func taxing(t *testing.T, f fixture, r tax.Rate) fixture {
	f = quoting(t, f)
	f.ChargeTaxes(rates{r})
	return f
}

// booked holds the balances of accounts to what they ought to be; those that are not named are not looked at.
func (f fixture) booked(t *testing.T, what string, want map[string]int64) {
	t.Helper()
	got := f.balances(t, live)
	for account, amount := range want {
		if got[account] != amount {
			t.Errorf("%s: %s has %d, want %d", what, account, got[account], amount)
		}
	}
}

func taxWithin(t *testing.T, f fixture) {
	f = taxing(t, f, vat)
	o := f.place(t, "u1", pricedPack, paid("txn-1"))
	same(t, "charge", tax.Charge{Tax: "tax_kr", Version: 3, Millionths: 100_000, Included: true, Net: 2273, Amount: 227}, *o.Tax)
	same(t, "price", price, *o.Price)
	read, err := f.Order(ctx, live, "u1", o.ID)
	done(t, "Order", err)
	stored(t, "as it is kept", o, read)
	f.booked(t, "sold", map[string]int64{"takings:external KRW": 2500, "sales:pck_priced KRW": -2273, "tax:KR KRW": -227})
	if free := f.place(t, "u1", freePack, free); free.Tax != nil {
		t.Errorf("tax on nothing: %+v", free.Tax)
	}
}

func taxOnTop(t *testing.T, f fixture) {
	f = taxing(t, f, salesTax)
	o := f.place(t, "u1", pricedPack, external)
	same(t, "charge", tax.Charge{Tax: "tax_on_top", Version: 1, Millionths: 88_750, Net: 2500, Amount: 222}, *o.Tax)
	same(t, "price", catalog.Price{Amount: 2722, Currency: "KRW"}, *o.Price)
	if price.Amount != 2500 {
		t.Error("the catalog's price was changed")
	}
	_, err := f.Confirm(ctx, purchases.Confirmation{Intent: f.intent(live), Holder: "u1", Order: o.ID, Transaction: "txn-1"})
	done(t, "Confirm", err)
	f.booked(t, "sold", map[string]int64{"takings:external KRW": 2722, "sales:pck_priced KRW": -2500, "tax:KR KRW": -222})
}

// taxOfWhatWasTaken: an app's own campaign takes less than the price, and less of it is tax.
func taxOfWhatWasTaken(t *testing.T, f fixture) {
	f = taxing(t, f, vat)
	f.place(t, "u1", pricedPack, paidOf("txn-1", 1100))
	f.booked(t, "sold", map[string]int64{"sales:pck_priced KRW": -1000, "tax:KR KRW": -100})
}

func taxTakenBack(t *testing.T, f fixture) {
	f = taxing(t, f, vat)
	o := f.place(t, "u1", pricedPack, paid("txn-1"))
	for _, amount := range []int64{1, 5, 1494, 999} {
		_, err := f.Refund(ctx, f.refund(o, amount))
		done(t, "Refund", err)
	}
	f.booked(t, "but for one", map[string]int64{"takings:external KRW": 1, "sales:pck_priced KRW": -1, "tax:KR KRW": 0})
	_, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	f.booked(t, "all", map[string]int64{"takings:external KRW": 0, "sales:pck_priced KRW": 0, "tax:KR KRW": 0})
}

func taxAsQuoted(t *testing.T, f fixture) {
	f = taxing(t, f, salesTax)
	q := f.quote(t, live, "u1", pricedPack)
	if q.Price.Amount != 2722 || q.Tax == nil || q.Tax.Amount != 222 || q.List.Amount != 2500 {
		t.Errorf("quoted: %+v", q)
	}
	f.ChargeTaxes(rates{vat})
	f.dearer(9900)
	o, err := f.Place(ctx, f.quoted("u1", pricedPack, q, external))
	done(t, "Place", err)
	same(t, "price", *q.Price, *o.Price)
	same(t, "charge", *q.Tax, *o.Tax)
	f.ChargeTaxes(rates{})
	f.dearer(2500)
	untaxed := f.quote(t, live, "u2", pricedPack)
	f.ChargeTaxes(rates{salesTax})
	o, err = f.Place(ctx, f.quoted("u2", pricedPack, untaxed, external))
	done(t, "Place", err)
	if o.Tax != nil || o.Price.Amount != 2500 {
		t.Errorf("quoted without tax: %+v of %v", o.Tax, o.Price)
	}
}

func taxOfDueMoney(t *testing.T, f fixture) {
	f = taxing(t, f, vat)
	f.place(t, "u1", pricedPack, paid("txn-1"))
	_, err := f.Place(ctx, f.request("u1", pricedPack, paid("txn-2")))
	id, _ := refused(t, "twice", err, purchases.ErrAlreadyOwned)["refund_due"].(string)
	f.booked(t, "due", map[string]int64{"refunds-due KRW": -2500, "tax:KR KRW": -227})
	_, err = f.Refund(ctx, f.refund(purchases.Order{ID: id, Ledger: live, Holder: "u1"}, 0))
	done(t, "Refund", err)
	f.booked(t, "given back", map[string]int64{"refunds-due KRW": 0, "tax:KR KRW": -227})
}

func taxOfDeclinedGift(t *testing.T, f fixture) {
	f = taxing(t, f, vat)
	r := f.request("u1", pricedPack, paid("txn-1"))
	r.Recipient = "u2"
	o, err := f.Place(ctx, r)
	done(t, "Place", err)
	_, err = f.Refund(ctx, f.refund(o, 500))
	done(t, "Refund", err)
	_, err = f.DeclineGift(ctx, purchases.GiftAnswer{Intent: f.intent(live), Recipient: "u2", Gift: o.ID})
	done(t, "DeclineGift", err)
	f.booked(t, "declined", map[string]int64{"refunds-due KRW": -2000, "sales:pck_priced KRW": 0, "tax:KR KRW": 0})
}

func taxOfDispute(t *testing.T, f fixture) {
	f = taxing(t, f, vat)
	o := f.asks(t, "u1")
	f.learn(t, o, pays(2500))
	sold := map[string]int64{"sales:pck_priced KRW": -2273, "tax:KR KRW": -227, "disputes KRW": 0, "takings:stripe KRW": 2500}
	f.booked(t, "sold", sold)
	f.hears(t, o, f.said(o, 1, purchases.DisputeOpen, 2500))
	f.booked(t, "open", map[string]int64{"sales:pck_priced KRW": -2273, "tax:KR KRW": -227, "disputes KRW": 2500})
	f.hears(t, o, f.said(o, 2, purchases.DisputeLost, 2500))
	f.booked(t, "lost", map[string]int64{"sales:pck_priced KRW": 0, "tax:KR KRW": 0, "disputes KRW": 0, "takings:stripe KRW": 0})
	f.hears(t, o, f.said(o, 3, purchases.DisputeWon, 0))
	f.booked(t, "won after all", sold)
}

// taxElsewhere: Apple and Google sell for themselves, and pay the tax.
func taxElsewhere(t *testing.T, f fixture) {
	f = taxing(t, f, salesTax)
	f.Use(purchases.GooglePlay, f.gateway)
	o := f.place(t, "u1", pricedPack, purchases.PayWith{Provider: purchases.GooglePlay})
	if o.Tax != nil || o.Price.Amount != 2500 {
		t.Errorf("taxed: %+v of %v", o.Tax, o.Price)
	}
	q := f.quote(t, live, "u2", pricedPack)
	_, err := f.Place(ctx, f.quoted("u2", pricedPack, q, purchases.PayWith{Provider: purchases.GooglePlay}))
	same(t, "field", any("provider"), refused(t, "a quote there", err, purchases.ErrQuoteMismatch)["field"])
}

func taxOfCoins(t *testing.T, f fixture) {
	for _, c := range []struct {
		rate              tax.Rate
		price, sold, owed int64
		inPack            int64
	}{{vat, 1000, -909, -91, 227}, {salesTax, 1089, -1000, -89, 0}} {
		holder := "u-" + c.rate.ID
		f = taxing(t, f, c.rate)
		before := f.balances(t, live)
		done(t, "SetPackage", f.sellTaxedCoins(t))
		r := f.request(holder, "", purchases.PayWith{Provider: purchases.External, Transaction: "txn-" + holder})
		r.Package = "taxed"
		o, err := f.Place(ctx, r)
		done(t, "Place", err)
		same(t, "of coins", c.price, o.Price.Amount)
		after := f.balances(t, live)
		same(t, "coins sold", c.sold, after["coins-sold KRW"]-before["coins-sold KRW"])
		same(t, "tax", c.owed, after["tax:KR KRW"]-before["tax:KR KRW"])

		bought := f.place(t, holder, pricedPack, purchases.PayWith{Provider: purchases.Wallet})
		same(t, "of a pack", price, *bought.Price)
		same(t, "tax in it", c.inPack, bought.Tax.Amount)
		same(t, "no further tax", after["tax:KR KRW"], f.balances(t, live)["tax:KR KRW"])
		_, err = f.Refund(ctx, f.refund(bought, 0))
		done(t, "Refund", err)
	}
}

// sellTaxedCoins sells 100 coins at the fixture's tier, and takes 50 of them for the pack.
func (f fixture) sellTaxedCoins(t *testing.T) error {
	t.Helper()
	p := coin.Package{TopUp: coin.TopUp{Package: "taxed", Paid: 100}, Tier: coinTier}
	if known, err := f.Package(ctx, "taxed"); err == nil {
		p = known
	}
	if _, err := f.SetPackage(ctx, operator, p); err != nil {
		return err
	}
	_, err := f.SetRate(ctx, operator, coin.Rate{Currency: "KRW", Coins: 1, Amount: 50})
	return err
}

func taxByTheClock(t *testing.T, f fixture) {
	planned := vat
	planned.From = start.Add(time.Hour)
	f = taxing(t, f, planned)
	done(t, "MoveClock", f.move(trial, 2*time.Hour))
	o, err := f.Place(ctx, f.tried("u1", external))
	done(t, "Place", err)
	if o.Tax == nil {
		t.Error("no tax by the clock that was moved")
	}
	if o := f.place(t, "u1", pricedPack, external); o.Tax != nil {
		t.Error("tax before its time")
	}
}

func untaxed(t *testing.T, f fixture) {
	f = taxing(t, f, tax.Rate{ID: "tax_jp", Region: "JP", Millionths: 100_000, Included: true, From: start})
	o := f.place(t, "u1", pricedPack, paid("txn-1"))
	if o.Tax != nil {
		t.Errorf("Japan's tax in Korea: %+v", o.Tax)
	}
	f.booked(t, "sold", map[string]int64{"sales:pck_priced KRW": -2500, "tax:KR KRW": 0})
}

func taxOfAnotherCurrency(t *testing.T, f fixture) {
	f = taxing(t, f, vat)
	with := paid("txn-1")
	with.Settled = &catalog.Price{Amount: 2200, Currency: "KWD"}
	f.place(t, "u1", pricedPack, with)
	f.booked(t, "sold", map[string]int64{"takings:external KWD": 2200, "sales:pck_priced KWD": -2000, "tax:KR KWD": -200})
}

func taxExpected(t *testing.T, f fixture) {
	f = taxing(t, f, salesTax)
	r := f.request("u1", pricedPack, external)
	r.Expect = &catalog.Price{Amount: 2500, Currency: "KRW"}
	_, err := f.Place(ctx, r)
	same(t, "price", any(catalog.Price{Amount: 2722, Currency: "KRW"}), refused(t, "without tax", err, purchases.ErrPriceChanged)["price"])
	r.Expect.Amount = 2722
	_, err = f.Place(ctx, r)
	done(t, "Place", err)
}
