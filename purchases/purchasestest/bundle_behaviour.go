package purchasestest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/bundle"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

var bundleTests = map[string]func(*testing.T, fixture){
	"ABundleGivesEachOfItsPacks":      aBundleGivesEachOfItsPacks,
	"WhatTheHolderHasIsLeftOut":       whatTheHolderHasIsLeftOut,
	"WhoHasThemAllIsRefused":          whoHasThemAllIsRefused,
	"APackBoughtMeanwhileIsDueBack":   aPackBoughtMeanwhileIsDueBack,
	"ABundleIsSoldWhereItsPacksAre":   aBundleIsSoldWhereItsPacksAre,
	"ABundleHasItsTime":               aBundleHasItsTime,
	"PartsGoBackInManySteps":          partsGoBackInManySteps,
	"ABundleIsPaidWithCoins":          aBundleIsPaidWithCoins,
	"AGatewayPaysForABundle":          aGatewayPaysForABundle,
	"ADisputeTakesAllOfABundle":       aDisputeTakesAllOfABundle,
	"WhatWasBoughtSinceIsNotGivenTwo": whatWasBoughtSinceIsNotGivenTwice,
	"ALateBundleIsFulfilledWhileSold": aLateBundleIsFulfilledWhileSold,
	"NoBundleIsAGift":                 noBundleIsAGift,
	"BundlesAreChangedByVersion":      bundlesAreChangedByVersion,
	"BundlesAreBounded":               bundlesAreBounded,
	"LimitedEditionsAreNotBundled":    limitedEditionsAreNotBundled,
	"ManyBuyABundleAtOnce":            manyBuyABundleAtOnce,
	"ABundleByATier":                  aBundleByATier,
	"BundlesThatAreNotThere":          bundlesThatAreNotThere,
	"TaxIsInEachPart":                 taxIsInEachPart,
}

const secondPack = "pck_second" // costs ₩1,900

// bundled puts a bundle of three packs on sale in KR for ₩3,333: they cost ₩2,500, ₩1,900 and nothing on their own.
func (f fixture) bundled(t *testing.T, change ...func(*bundle.Bundle)) bundle.Bundle {
	t.Helper()
	f.catalog.Put(catalog.Terms{Pack: secondPack, Region: "KR", Release: 2, State: catalog.OfferOpen, Price: &catalog.Price{Amount: 1900, Currency: "KRW"}})
	b := wholeForest()
	for _, c := range change {
		c(&b)
	}
	b, err := f.SaveBundle(ctx, desk, b)
	done(t, "SaveBundle", err)
	b.State = bundle.OnSale
	b, err = f.SaveBundle(ctx, desk, b)
	done(t, "SaveBundle", err)
	return b
}

func wholeForest() bundle.Bundle {
	return bundle.Bundle{
		Titles: map[i18n.Locale]string{"en": "The whole forest"}, Packs: []string{pricedPack, secondPack, freePack},
		Offers: []bundle.Offer{{Regions: []string{"KR"}, Price: &catalog.Price{Amount: 3333, Currency: "KRW"}}},
	}
}

func (f fixture) askBundle(holder string, b bundle.Bundle, with purchases.PayWith) purchases.OrderRequest {
	r := f.request(holder, "", with)
	r.Bundle = b.ID
	return r
}

func (f fixture) buyBundle(t *testing.T, holder string, b bundle.Bundle, with purchases.PayWith) purchases.Order {
	t.Helper()
	o, err := f.Place(ctx, f.askBundle(holder, b, with))
	done(t, "Place", err)
	return o
}

func (f fixture) notBundled(t *testing.T, holder string, b bundle.Bundle, want *fault.Error) map[string]any {
	t.Helper()
	_, err := f.Place(ctx, f.askBundle(holder, b, external))
	return refused(t, "Place", err, want)
}

// hasPacks holds a holder to having some of the three packs.
func (f fixture) hasPacks(t *testing.T, holder string, priced, second, free bool) {
	t.Helper()
	for pack, want := range map[string]bool{pricedPack: priced, secondPack: second, freePack: free} {
		if got := f.entitled(t, live, holder, pack); got != want {
			t.Errorf("%s has %s: %v, want %v", holder, pack, got, want)
		}
	}
}

func line(pack string, release int, price int64) purchases.Line {
	return purchases.Line{Pack: pack, Release: release, Price: price}
}

// parts are the balances of the three packs' sales, as what they earned.
func (f fixture) parts(t *testing.T) [3]int64 {
	t.Helper()
	balances := f.balances(t, live)
	return [3]int64{-balances["sales:"+pricedPack+" KRW"], -balances["sales:"+secondPack+" KRW"], -balances["sales:"+freePack+" KRW"]}
}

func aBundleGivesEachOfItsPacks(t *testing.T, f fixture) {
	b := f.bundled(t)
	o := f.buyBundle(t, "u1", b, purchases.PayWith{Provider: purchases.External, Transaction: "t1"})
	same(t, "state", purchases.Fulfilled, o.State)
	same(t, "lines", []purchases.Line{line(freePack, 3, 0), line(pricedPack, 3, 1894), line(secondPack, 2, 1439)}, o.Lines)
	same(t, "grants", 3, len(o.Grants))
	f.hasPacks(t, "u1", true, true, true)
	same(t, "earned", [3]int64{1894, 1439, 0}, f.parts(t))
	read, err := f.Order(ctx, live, "u1", o.ID)
	done(t, "Order", err)
	same(t, "lines as they were written", o.Lines, read.Lines)
	same(t, "grants as they were written", 3, len(read.Grants))
	all, _, err := f.Orders(ctx, live, "u1", purchases.Page{Limit: 10})
	done(t, "Orders", err)
	same(t, "grants in the list", 3, len(all[0].Grants))
	_, err = f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	f.hasPacks(t, "u1", false, false, false)
	same(t, "earned", [3]int64{}, f.parts(t))
	same(t, "events", []string{"order.fulfilled", "refund.settled", "order.refunded"}, f.events(t, live))
}

func whatTheHolderHasIsLeftOut(t *testing.T, f fixture) {
	b := f.bundled(t)
	f.place(t, "u1", pricedPack, paid("t1"))
	o := f.buyBundle(t, "u1", b, external)
	same(t, "price", int64(1439), o.Price.Amount)
	same(t, "lines", []purchases.Line{line(freePack, 3, 0), line(secondPack, 2, 1439)}, o.Lines)
	o, err := f.Confirm(ctx, f.confirmation(o, "t2", 1439))
	done(t, "Confirm", err)
	same(t, "grants", 2, len(o.Grants))
	same(t, "earned", [3]int64{2500, 1439, 0}, f.parts(t))
	f.place(t, "u2", pricedPack, paid("t3"))
	second := f.request("u2", secondPack, paidOf("t4", 1900))
	_, err = f.Place(ctx, second)
	done(t, "Place", err)
	left := f.buyBundle(t, "u2", b, free) // what is left costs nothing
	same(t, "what is left", []purchases.Line{line(freePack, 3, 0)}, left.Lines)
	if left.Price != nil || left.State != purchases.Fulfilled {
		t.Errorf("what is left: %+v", left)
	}
}

func whoHasThemAllIsRefused(t *testing.T, f fixture) {
	b := f.bundled(t)
	f.buyBundle(t, "u1", b, paidOf("t1", 3333))
	facts := f.notBundled(t, "u1", b, purchases.ErrAlreadyOwned)
	same(t, "bundle", b.ID, facts["bundle"].(string))
	_, err := f.Place(ctx, f.askBundle("u1", b, paidOf("t2", 3333)))
	facts = refused(t, "paid again", err, purchases.ErrAlreadyOwned)
	due, err := f.Order(ctx, live, "u1", facts["refund_due"].(string))
	done(t, "Order", err)
	same(t, "state", purchases.RefundDue, due.State)
	same(t, "due", int64(-3333), f.balances(t, live)["refunds-due KRW"])
	_, err = f.Refund(ctx, f.refund(due, 0))
	done(t, "Refund", err)
	f.hasPacks(t, "u1", true, true, true)
	same(t, "earned", [3]int64{1894, 1439, 0}, f.parts(t))
}

func aPackBoughtMeanwhileIsDueBack(t *testing.T, f fixture) {
	b := f.bundled(t)
	o := f.buyBundle(t, "u1", b, external)
	f.place(t, "u1", pricedPack, paid("t1"))
	_, err := f.Confirm(ctx, f.confirmation(o, "t2", 3333))
	same(t, "pack", pricedPack, refused(t, "Confirm", err, purchases.ErrAlreadyOwned)["pack"].(string))
	same(t, "state", purchases.RefundDue, f.state(t, o))
	f.hasPacks(t, "u1", true, false, false)
}

func aBundleIsSoldWhereItsPacksAre(t *testing.T, f fixture) {
	b := f.bundled(t)
	r := f.askBundle("u1", b, external)
	r.Region = "JP"
	_, err := f.Place(ctx, r)
	refused(t, "elsewhere", err, bundle.ErrNotOffered)
	r.Region = "nowhere"
	_, err = f.Place(ctx, r)
	refused(t, "nowhere", err, catalog.ErrRegionNotFound)
	for reason, terms := range map[string]catalog.Terms{
		"offer-closed":     {State: catalog.OfferClosed},
		"audience-not-met": {State: catalog.OfferOpen, Audience: catalog.Members},
		"currency":         {State: catalog.OfferOpen, Price: &catalog.Price{Amount: 100, Currency: "USD"}},
	} {
		terms.Pack, terms.Region = secondPack, "KR"
		f.catalog.Put(terms)
		facts := f.notBundled(t, "u1", b, bundle.ErrNotOnSale)
		same(t, "why", [2]string{secondPack, reason}, [2]string{facts["pack"].(string), facts["reason"].(string)})
	}
}

func aBundleHasItsTime(t *testing.T, f fixture) {
	b := f.bundled(t, func(b *bundle.Bundle) { b.SaleFrom, b.SaleUntil = start.Add(time.Hour), start.Add(2*time.Hour) })
	same(t, "opens_at", b.SaleFrom, f.notBundled(t, "u1", b, bundle.ErrNotOnSale)["opens_at"].(time.Time))
	f.clock.advance(time.Hour)
	f.buyBundle(t, "u1", b, external)
	f.clock.advance(time.Hour)
	same(t, "closes_at", b.SaleUntil, f.notBundled(t, "u2", b, bundle.ErrNotOnSale)["closes_at"].(time.Time))
}

func partsGoBackInManySteps(t *testing.T, f fixture) {
	b := f.bundled(t)
	o := f.buyBundle(t, "u1", b, paidOf("t1", 3001)) // the app's own price
	same(t, "earned", [3]int64{1705, 1296, 0}, f.parts(t))
	for left := int64(3001); left > 7; {
		step := 1 + left/3
		_, err := f.Refund(ctx, f.refund(o, step))
		done(t, "Refund", err)
		left -= step
		parts := f.parts(t)
		same(t, "what is left", left, parts[0]+parts[1]+parts[2])
	}
	f.hasPacks(t, "u1", true, true, true)
	_, err := f.Refund(ctx, f.refund(o, 0))
	done(t, "Refund", err)
	f.hasPacks(t, "u1", false, false, false)
	same(t, "earned", [3]int64{}, f.parts(t))
}

func aBundleIsPaidWithCoins(t *testing.T, f fixture) {
	f.sellCoins(t)
	b := f.bundled(t)
	f.topUp(t, "u1", "t1")
	o := f.buyBundle(t, "u1", b, byWallet) // 67 coins: 20 of the bonus, 47 that were paid
	same(t, "coins", coin.Coins{Paid: 47, Bonus: 20}, *o.Coins)
	balances := f.balances(t, live)
	sold := func(pack string) coin.Coins {
		return coin.Coins{Paid: -balances["sales:"+pack+" COIN_PAID"], Bonus: -balances["sales:"+pack+" COIN_BONUS"]}
	}
	same(t, "of the dear one", coin.Coins{Paid: 27, Bonus: 11}, sold(pricedPack))
	same(t, "of the cheap one", coin.Coins{Paid: 20, Bonus: 9}, sold(secondPack))
	for _, amount := range []int64{10, 0} {
		_, err := f.Refund(ctx, f.refund(o, amount))
		done(t, "Refund", err)
	}
	balances = f.balances(t, live)
	same(t, "after the refund", [2]coin.Coins{}, [2]coin.Coins{sold(pricedPack), sold(secondPack)})
	f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
	f.kept(t, "u1")
}

func aGatewayPaysForABundle(t *testing.T, f fixture) {
	b := f.bundled(t)
	o := f.buyBundle(t, "u1", b, purchases.PayWith{Provider: purchases.Stripe})
	same(t, "state", purchases.PaymentPending, o.State)
	f.learn(t, o, pays(3333))
	same(t, "state", purchases.Fulfilled, f.state(t, o))
	f.hasPacks(t, "u1", true, true, true)
	_, err := f.Place(ctx, f.askBundle("u2", b, purchases.PayWith{Provider: purchases.AppStore}))
	refused(t, "in a store of apps", err, purchases.ErrProviderNotAvailable)
}

func aDisputeTakesAllOfABundle(t *testing.T, f fixture) {
	b := f.bundled(t)
	o := f.buyBundle(t, "u1", b, purchases.PayWith{Provider: purchases.Stripe})
	f.learn(t, o, pays(3333))
	st := func(second int, standing purchases.Dispute, amount int64) purchases.Standing {
		s := f.said(o, second, standing, amount)
		s.Taken = &catalog.Price{Amount: 3333, Currency: "KRW"}
		return s
	}
	f.hears(t, o, st(1, purchases.DisputeOpen, 3333))
	f.hasPacks(t, "u1", false, false, false)
	f.hears(t, o, st(2, purchases.DisputeLost, 3333))
	same(t, "earned", [3]int64{}, f.parts(t))
	f.hears(t, o, st(3, purchases.DisputeWon, 0))
	f.hasPacks(t, "u1", true, true, true)
	same(t, "earned", [3]int64{1894, 1439, 0}, f.parts(t))
}

func whatWasBoughtSinceIsNotGivenTwice(t *testing.T, f fixture) {
	b := f.bundled(t)
	o := f.buyBundle(t, "u1", b, purchases.PayWith{Provider: purchases.Stripe})
	f.learn(t, o, pays(3333))
	lost, won := f.said(o, 1, purchases.DisputeLost, 3333), f.said(o, 2, purchases.DisputeWon, 0)
	lost.Taken, won.Taken = &catalog.Price{Amount: 3333, Currency: "KRW"}, &catalog.Price{Amount: 3333, Currency: "KRW"}
	f.hears(t, o, lost)
	f.place(t, "u1", pricedPack, paid("t1"))
	f.hears(t, o, won)
	f.hasPacks(t, "u1", true, true, true)
	story, err := f.Story(ctx, o.ID)
	done(t, "Story", err)
	same(t, "grants of the bundle, three that were taken and two that were given again", 5, len(story.Order.Grants))
}

func aLateBundleIsFulfilledWhileSold(t *testing.T, f fixture) {
	b := f.bundled(t)
	first, second := f.buyBundle(t, "u1", b, external), f.buyBundle(t, "u2", b, external)
	f.clock.advance(time.Hour)
	_, err := f.Confirm(ctx, f.confirmation(first, "t1", 3333))
	done(t, "Confirm", err)
	f.hasPacks(t, "u1", true, true, true)
	b.State = bundle.Stopped
	_, err = f.SaveBundle(ctx, desk, b)
	done(t, "SaveBundle", err)
	_, err = f.Confirm(ctx, f.confirmation(second, "t2", 3333))
	refused(t, "Confirm", err, bundle.ErrNotOnSale)
	same(t, "state", purchases.RefundDue, f.state(t, second))
	_, err = f.Confirm(ctx, f.confirmation(first, "t3", 3333)) // money that came twice
	refused(t, "Confirm again", err, purchases.ErrAlreadyOwned)
}

func noBundleIsAGift(t *testing.T, f fixture) {
	r := f.askBundle("u1", f.bundled(t), external)
	r.Recipient = "u2"
	_, err := f.Place(ctx, r)
	same(t, "field", "recipient", refused(t, "Place", err, purchases.ErrOrderInvalid)["field"].(string))
}

func bundlesAreChangedByVersion(t *testing.T, f fixture) {
	b := f.bundled(t)
	read, err := f.Bundle(ctx, b.ID)
	done(t, "Bundle", err)
	same(t, "as it was written", b, read)
	stale := b
	stale.Version--
	_, err = f.SaveBundle(ctx, desk, stale)
	refused(t, "SaveBundle", err, bundle.ErrStale)
	back := b
	back.State = bundle.Draft
	_, err = f.SaveBundle(ctx, desk, back)
	refused(t, "a draft again", err, bundle.ErrState)
	refused(t, "RemoveBundle", f.RemoveBundle(ctx, desk, b.ID, b.Version), bundle.ErrState)
	draft, err := f.SaveBundle(ctx, desk, wholeForest())
	done(t, "SaveBundle", err)
	f.notBundled(t, "u1", draft, bundle.ErrNotFound)
	all, err := f.Bundles(ctx, "", 10)
	done(t, "Bundles", err)
	same(t, "bundles", []bundle.Bundle{b, draft}, all)
	done(t, "RemoveBundle", f.RemoveBundle(ctx, desk, draft.ID, draft.Version))
	_, err = f.Bundle(ctx, draft.ID)
	refused(t, "Bundle", err, bundle.ErrNotFound)
}

func bundlesAreBounded(t *testing.T, f fixture) {
	for pointer, change := range map[string]func(*bundle.Bundle){
		"/packs":             func(b *bundle.Bundle) { b.Packs = b.Packs[:1] },
		"/packs/1":           func(b *bundle.Bundle) { b.Packs[1] = b.Packs[0] },
		"/title":             func(b *bundle.Bundle) { b.Titles = nil },
		"/offers/0/price":    func(b *bundle.Bundle) { b.Offers[0].Price = nil },
		"/offers/0/regions":  func(b *bundle.Bundle) { b.Offers[0].Regions = nil },
		"/offers/0/tier":     func(b *bundle.Bundle) { b.Offers[0] = bundle.Offer{Regions: []string{"KR"}, Tier: "none"} },
		"/sale_closes_at":    func(b *bundle.Bundle) { b.SaleFrom, b.SaleUntil = start, start },
		"/offers/0/price/am": func(b *bundle.Bundle) { b.Offers[0].Price.Amount = 0 },
		"/packs ": func(b *bundle.Bundle) {
			for i := range bundle.MaxPacks {
				b.Packs = append(b.Packs, fmt.Sprint("pck_", i))
			}
		},
	} {
		b := wholeForest()
		change(&b)
		_, err := f.SaveBundle(ctx, desk, b)
		refused(t, pointer, err, bundle.ErrInvalid)
		if got := fault.As(err).Fields()[0].Pointer; len(got) < len(pointer)-1 || got[:len(pointer)-1] != pointer[:len(pointer)-1] {
			t.Errorf("pointer %s, want %s", got, pointer)
		}
	}
}

func limitedEditionsAreNotBundled(t *testing.T, f fixture) {
	b := f.bundled(t)
	_, err := f.SetStock(ctx, desk, secondPack, 10)
	same(t, "bundle", b.ID, refused(t, "SetStock", err, purchases.ErrPackBundled)["bundle"].(string))
	f.limit(t, closedPack, 10)
	another := wholeForest()
	another.Packs[2] = closedPack
	_, err = f.SaveBundle(ctx, desk, another)
	refused(t, "SaveBundle", err, bundle.ErrInvalid)
	same(t, "field", "pack-limited", fault.As(err).Fields()[0].Code)
}

func manyBuyABundleAtOnce(t *testing.T, f fixture) {
	b := f.bundled(t)
	var wait sync.WaitGroup
	for i := range 20 {
		wait.Go(func() {
			_, err := f.Place(ctx, f.askBundle(fmt.Sprint("u", i), b, paidOf(fmt.Sprint("t", i), 3333)))
			done(t, "Place", err)
		})
		wait.Go(func() { // the same holder, who has one of them, or gets the rest
			_, _ = f.Place(ctx, f.request(fmt.Sprint("u", i), pricedPack, paid(fmt.Sprint("p", i))))
		})
	}
	wait.Wait()
	for i := range 20 {
		f.hasPacks(t, fmt.Sprint("u", i), true, true, true)
	}
}

func aBundleByATier(t *testing.T, f fixture) {
	b := f.bundled(t, func(b *bundle.Bundle) { b.Offers = []bundle.Offer{{Regions: []string{catalog.World}, Tier: coinTier}} })
	same(t, "price", int64(1000), f.buyBundle(t, "u1", b, external).Price.Amount)
	board := purchases.NewBoard(f.store, f.catalog, f.clock.Now)
	done(t, "Refresh", board.Refresh(ctx))
	same(t, "on the board", 1, len(board.Current().Bundles))
	same(t, "price", catalog.Price{Amount: 1000, Currency: "KRW"}, *board.Current().Bundles[0].Price("KR"))
}

func bundlesThatAreNotThere(t *testing.T, f fixture) {
	f.notBundled(t, "u1", bundle.Bundle{ID: "bnd_none"}, bundle.ErrNotFound)
	_, err := f.Place(ctx, f.askBundle("u1", bundle.Bundle{ID: "bnd_none"}, paid("t1")))
	facts := refused(t, "with money", err, bundle.ErrNotFound)
	due, err := f.Order(ctx, live, "u1", facts["refund_due"].(string))
	done(t, "Order", err)
	same(t, "state", purchases.RefundDue, due.State)
	_, err = f.Refund(ctx, f.refund(due, 0))
	done(t, "Refund", err)
}

func taxIsInEachPart(t *testing.T, f fixture) {
	f = taxing(t, f, salesTax)
	b := f.bundled(t)
	o := f.buyBundle(t, "u1", b, purchases.PayWith{Provider: purchases.External, Transaction: "t1"})
	var sum int64
	for _, line := range o.Lines {
		sum += line.Price
	}
	same(t, "the parts are the whole, with tax", o.Price.Amount, sum)
	same(t, "the tax is on top", int64(3333), o.Tax.Net)
	same(t, "earned without it", [3]int64{1894, 1439, 0}, f.parts(t))
	for _, amount := range []int64{1000, 0} {
		_, err := f.Refund(ctx, f.refund(o, amount))
		done(t, "Refund", err)
	}
	same(t, "earned", [3]int64{}, f.parts(t))
	f.booked(t, "after the refund", map[string]int64{"tax:KR KRW": 0})
	f.place(t, "u1", pricedPack, purchases.PayWith{Provider: purchases.External, Transaction: "t2"})
	r := f.askBundle("u1", b, external)
	r.Expect = &catalog.Price{Amount: 3333, Currency: "KRW"}
	_, err := f.Place(ctx, r)
	refused(t, "what is left costs less", err, purchases.ErrPriceChanged)
}
