package purchasestest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// walletTests are behaviours of coins: 100 and a bonus of 20 that lasts a month cost ₩1,000; ₩50 are a coin,
// so that the priced pack costs 50.
var walletTests = map[string]func(*testing.T, fixture){
	"TopUpIsPaidOnceAndSpent":                 topUpAndSpend,
	"BonusIsSpentFirst":                       bonusFirst,
	"TooFewCoinsBuyNothing":                   tooFewCoins,
	"CoinsReturnToTheirLots":                  coinsReturn,
	"CoinsOfALotThatIsOverGetWhatTheyHadLeft": overdueCoinsReturn,
	"RefundedTopUpTakesItsCoins":              topUpRefunded,
	"SpentCoinsOfARefundedTopUpAreOwed":       coinsOwed,
	"DisputedTopUpGivesItsCoinsBackWhenWon":   topUpDisputed,
	"CoinsEnd":                                coinsEnd,
	"CoinsBuyNoCoins":                         coinsForCoins,
	"MoneyForCoinsThatAreNotSoldIsDueBack":    coinsNotSold,
	"ReservedTopUp":                           reservedTopUp,
	"GatewayPaysForCoins":                     gatewayTopUp,
	"NoRateNoPrice":                           noRate,
	"RatesHaveDates":                          datedRates,
	"PackagesAreChangedByVersion":             packageVersions,
	"FreeCoinsAreABonus":                      freeCoins,
	"WalletsAreApart":                         walletsApart,
	"ManyWalletsSpendAtOnce":                  manyWallets,
}

var byWallet = purchases.PayWith{Provider: purchases.Wallet}

var desk = journal.Origin{Actor: "acc_operator"}

// sellCoins puts the coins of these tests on sale.
func (f fixture) sellCoins(t *testing.T) {
	t.Helper()
	for _, p := range []coin.Package{
		{TopUp: coin.TopUp{Package: "hundred", Paid: 100, Bonus: 20, BonusDays: 30}, Tier: coinTier},
		{TopUp: coin.TopUp{Package: "gone", Paid: 10}, Tier: coinTier, Closed: true},
		{TopUp: coin.TopUp{Package: "welcome", Bonus: 30, BonusDays: 7}},
	} {
		_, err := f.SetPackage(ctx, desk, p)
		done(t, "SetPackage", err)
	}
	_, err := f.SetRate(ctx, desk, coin.Rate{Currency: "KRW", Coins: 1, Amount: 50})
	done(t, "SetRate", err)
}

func (f fixture) coins(holder, name string, with purchases.PayWith) purchases.OrderRequest {
	r := f.request(holder, "", with)
	r.Package = name
	return r
}

// topUp buys 100 coins with a bonus of 20.
func (f fixture) topUp(t *testing.T, holder, transaction string) purchases.Order {
	t.Helper()
	o, err := f.Place(ctx, f.coins(holder, "hundred", paidOf(transaction, 1000)))
	done(t, "Place", err)
	return o
}

// has holds a wallet to what it should have.
func (f fixture) has(t *testing.T, holder string, want coin.Coins, owed int64) {
	t.Helper()
	w, err := f.Wallet(ctx, live, holder)
	done(t, "Wallet", err)
	if got := w.Balance(f.clock.Now()); got != want || w.Owed != owed {
		t.Errorf("%s has %+v and owes %d, want %+v and %d", holder, got, w.Owed, want, owed)
	}
}

// kept holds the books to what wallets have, those of holders who were used.
func (f fixture) kept(t *testing.T, holders ...string) {
	t.Helper()
	sums := map[string]int64{}
	for _, holder := range holders {
		w, err := f.store.Wallet(ctx, live, holder)
		done(t, "Wallet", err)
		for _, l := range w.Lots {
			sums[string(l.Asset)] += l.Remaining
		}
		sums[string(coin.Paid)] -= w.Owed
	}
	books := f.balances(t, live)
	if got := -books["wallets COIN_PAID"] - books["wallets COIN_BONUS"]; got != sums["COIN_PAID"]+sums["COIN_BONUS"] {
		t.Errorf("the books say %d coins, wallets have %v", got, sums)
	}
}

func topUpAndSpend(t *testing.T, f fixture) {
	f.sellCoins(t)
	o := f.topUp(t, "u1", "t1")
	if o.State != purchases.Fulfilled || o.Pack != "" || *o.TopUp != (coin.TopUp{Package: "hundred", Paid: 100, Bonus: 20, BonusDays: 30}) {
		t.Errorf("order %+v", o)
	}
	got, err := f.Order(ctx, live, "u1", o.ID)
	done(t, "Order", err)
	stored(t, "order", o, got)
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
	bought := f.place(t, "u1", pricedPack, byWallet)
	if bought.State != purchases.Fulfilled || *bought.Settled != (catalog.Price{Amount: 50, Currency: coin.Currency}) || *bought.Price != price {
		t.Errorf("order %+v", bought)
	}
	got, err = f.Order(ctx, live, "u1", bought.ID)
	done(t, "Order", err)
	stored(t, "bought", bought, got)
	if !f.entitled(t, live, "u1", pricedPack) {
		t.Error("not entitled")
	}
	f.has(t, "u1", coin.Coins{Paid: 70}, 0)
	f.kept(t, "u1")
	same(t, "balances", map[string]int64{
		"takings:external KRW": 1000, "coins-sold KRW": -1000, "coins-issued COIN_PAID": 100, "coins-issued COIN_BONUS": 20,
		"wallets COIN_PAID": -70, "wallets COIN_BONUS": 0, "sales:pck_priced COIN_PAID": -30, "sales:pck_priced COIN_BONUS": -20,
	}, f.balances(t, live))
}

func bonusFirst(t *testing.T, f fixture) {
	f.sellCoins(t)
	f.topUp(t, "u1", "t1")
	o := f.place(t, "u1", pricedPack, byWallet)
	same(t, "coins", &coin.Coins{Paid: 30, Bonus: 20}, o.Coins)
	f.SellCoins(f.catalog, coin.PaidFirst)
	f.topUp(t, "u2", "t2")
	o = f.place(t, "u2", pricedPack, byWallet)
	same(t, "coins", &coin.Coins{Paid: 50}, o.Coins)
	f.kept(t, "u1", "u2")
}

func tooFewCoins(t *testing.T, f fixture) {
	f.sellCoins(t)
	_, err := f.Place(ctx, f.request("u1", pricedPack, byWallet))
	refused(t, "an empty wallet", err, coin.ErrInsufficient)
	_, err = f.Place(ctx, f.coins("u1", "welcome", free))
	done(t, "Place", err)
	_, err = f.Place(ctx, f.request("u1", pricedPack, byWallet))
	facts := refused(t, "30 coins", err, coin.ErrInsufficient)
	same(t, "facts", map[string]any{"coins": int64(50), "paid": int64(0), "bonus": int64(30), "owed": int64(0)}, facts)
	f.has(t, "u1", coin.Coins{Bonus: 30}, 0)
	if f.entitled(t, live, "u1", pricedPack) {
		t.Error("entitled")
	}
}

func coinsReturn(t *testing.T, f fixture) {
	f.sellCoins(t)
	f.topUp(t, "u1", "t1")
	o := f.place(t, "u1", pricedPack, byWallet)
	_, err := f.Refund(ctx, f.refund(o, 35)) // 30 paid ones were spent last
	done(t, "Refund", err)
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 5}, 0)
	if !f.entitled(t, live, "u1", pricedPack) {
		t.Error("a part took the grant")
	}
	_, err = f.Refund(ctx, f.refund(o, 16))
	refused(t, "more than there is", err, purchases.ErrRefundAmount)
	r, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	same(t, "refund", &catalog.Price{Amount: 15, Currency: coin.Currency}, r.Amount)
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
	if f.entitled(t, live, "u1", pricedPack) || f.state(t, o) != purchases.Refunded {
		t.Error("the grant is there")
	}
	f.kept(t, "u1")
}

func overdueCoinsReturn(t *testing.T, f fixture) {
	f.sellCoins(t)
	f.topUp(t, "u1", "t1")
	f.clock.advance(29 * 24 * time.Hour) // a day is left of the bonus
	o := f.place(t, "u1", pricedPack, byWallet)
	f.clock.advance(90 * 24 * time.Hour)
	_, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
	f.clock.advance(24*time.Hour - time.Second)
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
	f.clock.advance(time.Second)
	f.has(t, "u1", coin.Coins{Paid: 100}, 0)
	f.kept(t, "u1")
}

func topUpRefunded(t *testing.T, f fixture) {
	f.sellCoins(t)
	o := f.topUp(t, "u1", "t1")
	_, err := f.Refund(ctx, f.refund(o, 400))
	done(t, "Refund", err)
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	f.has(t, "u1", coin.Coins{}, 0)
	f.kept(t, "u1")
	if f.state(t, o) != purchases.Refunded {
		t.Error(f.state(t, o))
	}
}

func coinsOwed(t *testing.T, f fixture) {
	f.sellCoins(t)
	o := f.topUp(t, "u1", "t1")
	f.place(t, "u1", pricedPack, byWallet)
	_, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	f.has(t, "u1", coin.Coins{}, 50)
	f.kept(t, "u1")
	f.catalog.Put(catalog.Terms{Pack: "pck_second", Region: "KR", Release: 1, State: catalog.OfferOpen, Price: &price})
	_, err = f.Place(ctx, f.request("u1", "pck_second", byWallet))
	refused(t, "a wallet that owes", err, coin.ErrInsufficient)
	f.topUp(t, "u1", "t2") // 50 of it were spent before
	f.has(t, "u1", coin.Coins{Paid: 50, Bonus: 20}, 0)
	f.place(t, "u1", "pck_second", byWallet)
	f.kept(t, "u1")
}

func topUpDisputed(t *testing.T, f fixture) {
	f.sellCoins(t)
	o, err := f.Place(ctx, f.coins("u1", "hundred", purchases.PayWith{Provider: purchases.Stripe}))
	done(t, "Place", err)
	money := catalog.Price{Amount: 1000, Currency: "KRW"}
	learn := func(st purchases.Standing) {
		t.Helper()
		st.Payment = o.Payment.ID
		done(t, "Learn", f.Learn(ctx, purchases.Stripe, false, o.ID, st))
	}
	learn(purchases.Standing{Taken: &money})
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
	f.place(t, "u1", pricedPack, byWallet)
	learn(purchases.Standing{Taken: &money, Dispute: purchases.DisputeOpen, Disputed: 1000})
	f.has(t, "u1", coin.Coins{}, 50)
	f.kept(t, "u1")
	learn(purchases.Standing{Taken: &money, Dispute: purchases.DisputeWon, Disputed: 1000})
	f.has(t, "u1", coin.Coins{Paid: 50, Bonus: 20}, 0)
	f.kept(t, "u1")
}

func coinsEnd(t *testing.T, f fixture) {
	f.sellCoins(t)
	f.topUp(t, "u1", "t1")
	f.clock.advance(30*24*time.Hour - time.Microsecond)
	n, err := f.EndCoins(ctx, 10)
	done(t, "EndCoins", err)
	if n != 0 {
		t.Error("coins ended too soon")
	}
	f.clock.advance(time.Microsecond)
	f.has(t, "u1", coin.Coins{Paid: 100}, 0)
	for want := range 2 {
		n, err = f.EndCoins(ctx, 10)
		done(t, "EndCoins", err)
		if n != 1-want {
			t.Error(n, "lots ended")
		}
	}
	same(t, "events", []string{"order.fulfilled", "coins.ended"}, f.events(t, live))
	if got := f.balances(t, live)["coins-ended COIN_BONUS"]; got != -20 {
		t.Error(got, "coins ended in the books")
	}
	f.kept(t, "u1")
}

func coinsForCoins(t *testing.T, f fixture) {
	f.sellCoins(t)
	f.topUp(t, "u1", "t1")
	_, err := f.Place(ctx, f.coins("u1", "hundred", byWallet))
	refused(t, "coins for coins", err, purchases.ErrProviderNotAvailable)
	_, err = f.Place(ctx, f.coins("u1", "hundred", free))
	refused(t, "coins for nothing", err, purchases.ErrPaymentRequired)
}

func coinsNotSold(t *testing.T, f fixture) {
	f.sellCoins(t)
	for name, want := range map[string]*fault.Error{"gone": coin.ErrPackageClosed, "nothing": coin.ErrPackageNotFound} {
		_, err := f.Place(ctx, f.coins("u1", name, external))
		refused(t, name, err, want)
		_, err = f.Place(ctx, f.coins("u1", name, paidOf("t-"+name, 1000)))
		id, _ := refused(t, name, err, want)["refund_due"].(string)
		o, err := f.Order(ctx, live, "u1", id)
		done(t, "Order", err)
		if o.State != purchases.RefundDue || o.TopUp.Package != name {
			t.Errorf("order %+v", o)
		}
		_, err = f.Refund(ctx, f.refund(o, 0))
		done(t, "Refund", err)
	}
	f.has(t, "u1", coin.Coins{}, 0)
}

func reservedTopUp(t *testing.T, f fixture) {
	f.sellCoins(t)
	o, err := f.Place(ctx, f.coins("u1", "hundred", external))
	done(t, "Place", err)
	f.has(t, "u1", coin.Coins{}, 0)
	_, err = f.Confirm(ctx, f.confirmation(o, "t1", 1000))
	done(t, "Confirm", err)
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
	_, err = f.Confirm(ctx, f.confirmation(o, "t1", 1000))
	done(t, "Confirm again", err)
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
}

func gatewayTopUp(t *testing.T, f fixture) {
	f.sellCoins(t)
	o, err := f.Place(ctx, f.coins("u1", "hundred", purchases.PayWith{Provider: purchases.Stripe}))
	done(t, "Place", err)
	if o.State != purchases.PaymentPending || o.Price.Amount != 1000 {
		t.Errorf("order %+v", o)
	}
	st := purchases.Standing{Payment: o.Payment.ID, Taken: &catalog.Price{Amount: 1000, Currency: "KRW"}}
	for range 3 {
		done(t, "Learn", f.Learn(ctx, purchases.Stripe, false, o.ID, st))
	}
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
	f.kept(t, "u1")
}

func noRate(t *testing.T, f fixture) {
	_, err := f.Place(ctx, f.request("u1", pricedPack, byWallet))
	refused(t, "no rate", err, coin.ErrNoRate)
	o := f.place(t, "u1", freePack, byWallet)
	if o.State != purchases.Fulfilled || o.Coins != nil {
		t.Errorf("order %+v", o)
	}
}

func datedRates(t *testing.T, f fixture) {
	f.sellCoins(t)
	_, err := f.SetRate(ctx, desk, coin.Rate{Currency: "KRW", Coins: 3, Amount: 100, From: start.Add(-time.Hour)})
	refused(t, "a rate of yesterday", err, coin.ErrRateInvalid)
	_, err = f.SetRate(ctx, desk, coin.Rate{Currency: "KRW", Coins: 3, Amount: 100, From: start.Add(time.Hour)})
	done(t, "SetRate", err)
	f.topUp(t, "u1", "t1")
	f.clock.advance(time.Hour)
	o := f.place(t, "u1", pricedPack, byWallet)
	if o.Settled.Amount != 75 {
		t.Error("the pack costs", o.Settled.Amount)
	}
}

func packageVersions(t *testing.T, f fixture) {
	f.sellCoins(t)
	all, err := f.Packages(ctx)
	done(t, "Packages", err)
	if len(all) != 3 || all[0].Package != "gone" || all[2].Package != "hundred" {
		t.Errorf("packages %+v", all)
	}
	p := all[2]
	p.Closed = true
	p, err = f.SetPackage(ctx, desk, p)
	done(t, "SetPackage", err)
	stored, err := f.store.Package(ctx, "hundred")
	done(t, "Package", err)
	same(t, "package", p, stored)
	p.Version--
	_, err = f.SetPackage(ctx, desk, p)
	refused(t, "an old version", err, coin.ErrPackageStale)
	p.Version = 0
	_, err = f.SetPackage(ctx, desk, p)
	refused(t, "as if it were new", err, coin.ErrPackageStale)
	p.Package, p.Tier = "other", "none"
	_, err = f.SetPackage(ctx, desk, p)
	refused(t, "an unknown tier", err, coin.ErrPackageInvalid)
	sold, err := f.PackagesIn(ctx, "KR")
	done(t, "PackagesIn", err)
	if len(sold) != 1 || sold[0].Package.Package != "welcome" || sold[0].Price != nil {
		t.Errorf("sold %+v", sold)
	}
}

func freeCoins(t *testing.T, f fixture) {
	f.sellCoins(t)
	o, err := f.Place(ctx, f.coins("u1", "welcome", free))
	done(t, "Place", err)
	f.has(t, "u1", coin.Coins{Bonus: 30}, 0)
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	f.has(t, "u1", coin.Coins{}, 0)
	f.kept(t, "u1")
}

func walletsApart(t *testing.T, f fixture) {
	f.sellCoins(t)
	f.topUp(t, "u1", "t1")
	f.has(t, "u2", coin.Coins{}, 0)
	w, err := f.Wallet(ctx, trial, "u1")
	done(t, "Wallet", err)
	if len(w.Lots) != 0 {
		t.Errorf("the test ledger has %+v", w)
	}
	_, err = f.Wallet(ctx, live, "no holder")
	refused(t, "holder", err, purchases.ErrHolderInvalid)
}

// manyWallets are more than a store asks for in one statement.
func manyWallets(t *testing.T, f fixture) {
	f.sellCoins(t)
	for i := range 150 {
		f.topUp(t, fmt.Sprint("u", i), fmt.Sprint("t", i))
	}
	var buyers sync.WaitGroup
	for i := range 150 {
		buyers.Go(func() {
			o, err := f.Place(ctx, f.request(fmt.Sprint("u", i), pricedPack, byWallet))
			if err != nil || o.State != purchases.Fulfilled {
				t.Errorf("u%d: %+v, %v", i, o, err)
			}
		})
	}
	buyers.Wait()
}
