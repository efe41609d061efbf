package purchasestest

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

var subscriptionTests = map[string]func(*testing.T, fixture){
	"APoolIsUsableWhileItLasts":       aPoolIsUsableWhileItLasts,
	"RenewalsLoseNoDay":               renewalsLoseNoDay,
	"RenewalsAtOnceFollowEachOther":   renewalsAtOnceFollowEachOther,
	"ATrialIsHadOnce":                 aTrialIsHadOnce,
	"ARefundTakesItsPeriodAlone":      aRefundTakesItsPeriodAlone,
	"ADisputeWonGivesThePeriodBack":   aDisputeWonGivesThePeriodBack,
	"WhoSubscribesMayBuy":             whoSubscribesMayBuy,
	"APoolChangesAtOnce":              aPoolChangesAtOnce,
	"ASubscriptionIsSoldInItsRegions": aSubscriptionIsSoldInItsRegions,
	"APeriodIsSoldAsItWasOrdered":     aPeriodIsSoldAsItWasOrdered,
	"NobodyPaysForEverAhead":          nobodyPaysForEverAhead,
	"EditorsOfASubscriptionMeet":      editorsOfASubscriptionMeet,
	"PoolsHaveAnEnd":                  poolsHaveAnEnd,
}

func aPoolIsUsableWhileItLasts(t *testing.T, f fixture) {
	p := f.subscribable(t, plus(), pricedPack, clubPack)
	o := f.subscribe(t, "fan", p, paid("t1"))
	read, err := f.Order(ctx, live, "fan", o.ID)
	done(t, "Order", err)
	stored(t, "order", o, read)
	until := start.AddDate(0, 1, 0)
	same(t, "period", [2]time.Time{start, until}, runs(o))
	found, err := f.Check(ctx, live, []string{"fan", "other"}, []string{pricedPack, freePack})
	done(t, "Check", err)
	same(t, "who may what", []bool{true, false, false, false}, []bool{found[0].Entitled, found[1].Entitled, found[2].Entitled, found[3].Entitled})
	if g := found[0].Grants[0]; g.Kind != purchases.GrantSubscription || g.PoolOf() != p.ID || g.Pack != pricedPack || g.Source != o.ID || !g.ValidUntil.Equal(until) {
		t.Errorf("by what: %+v", g)
	}
	packs, err := f.OwnedPacks(ctx, live, "fan")
	done(t, "OwnedPacks", err)
	same(t, "packs", []string{clubPack, pricedPack}, packs)
	for _, strange := range []purchases.Ledger{trial, other} {
		same(t, "another ledger", false, f.entitled(t, strange, "fan", pricedPack))
	}
	f.at(until.Add(-time.Microsecond))
	same(t, "at its end", true, f.entitled(t, live, "fan", pricedPack))
	f.at(until)
	same(t, "after it", false, f.entitled(t, live, "fan", pricedPack))
	packs, err = f.OwnedPacks(ctx, live, "fan")
	done(t, "OwnedPacks", err)
	same(t, "packs then", []string{}, packs)
	same(t, "books", map[string]int64{"takings:external KRW": 2500, "sales:" + p.ID + " KRW": -2500}, f.balances(t, live))
	same(t, "events", []string{"order.fulfilled", "subscription.extended"}, f.events(t, live))
}

func renewalsLoseNoDay(t *testing.T, f fixture) {
	p := f.subscribable(t, plus(), pricedPack)
	day := func(month time.Month, day int) time.Time { return time.Date(2027, month, day, 8, 0, 0, 0, time.UTC) }
	f.at(day(1, 31))
	for i, want := range [][2]time.Time{{day(1, 31), day(2, 28)}, {day(2, 28), day(3, 31)}, {day(3, 31), day(4, 30)}} {
		same(t, fmt.Sprint("period ", i), want, runs(f.subscribe(t, "fan", p, paid(fmt.Sprint("t", i)))))
		f.at(want[0].Add(time.Hour)) // well before the end
	}
	f.at(day(6, 15)) // after a pause
	same(t, "anew", [2]time.Time{day(6, 15), day(7, 15)}, runs(f.subscribe(t, "fan", p, paid("late"))))
	days := plus()
	days.Period = "P30D"
	weekly := f.subscribable(t, days, freePack)
	same(t, "days", [2]time.Time{day(6, 15), day(7, 15)}, runs(f.subscribe(t, "fan", weekly, paid("d1"))))
	same(t, "days again", [2]time.Time{day(7, 15), day(8, 14)}, runs(f.subscribe(t, "fan", weekly, paid("d2"))))
}

func renewalsAtOnceFollowEachOther(t *testing.T, f fixture) {
	p := f.subscribable(t, plus(), pricedPack)
	var places sync.WaitGroup
	for i := range 6 {
		places.Go(func() {
			if _, err := f.Place(ctx, f.askPeriod("fan", p, paid(fmt.Sprint("t", i)))); err != nil {
				t.Error(err)
			}
		})
	}
	places.Wait()
	grants, err := f.AllGrants(ctx, purchases.Owner{Ledger: live, Holder: "fan"})
	done(t, "AllGrants", err)
	slices.SortFunc(grants, func(a, b purchases.Grant) int { return a.ValidFrom.Compare(b.ValidFrom) })
	at := start
	for i, g := range grants {
		if !g.ValidFrom.Equal(at) || g.Number != int64(i+1) {
			t.Errorf("period %d begins %v as number %d, want %v", i+1, g.ValidFrom, g.Number, at)
		}
		at = *g.ValidUntil
	}
	same(t, "the end", start.AddDate(0, 6, 0), at)
}

func aTrialIsHadOnce(t *testing.T, f fixture) {
	p := f.subscribable(t, plus(), pricedPack)
	o := f.subscribe(t, "fan", p, free)
	same(t, "trial", [2]time.Time{start, start.AddDate(0, 0, 7)}, runs(o))
	if o.Price != nil || o.Settled != nil {
		t.Errorf("a trial costs: %+v", o)
	}
	same(t, "trial", true, f.entitled(t, live, "fan", pricedPack))
	_, err := f.Place(ctx, f.askPeriod("fan", p, free))
	refused(t, "again", err, purchases.ErrTrialUsed)
	paidFor := f.subscribe(t, "fan", p, paid("t1"))
	same(t, "what follows", [2]time.Time{start.AddDate(0, 0, 7), start.AddDate(0, 1, 7)}, runs(paidFor))
	f.subscribe(t, "payer", p, paid("t2"))
	_, err = f.Place(ctx, f.askPeriod("payer", p, free))
	refused(t, "after paying", err, purchases.ErrTrialUsed)
	none := plus()
	none.Trial = ""
	none = f.subscribable(t, none)
	_, err = f.Place(ctx, f.askPeriod("fan", none, free))
	refused(t, "where there is none", err, purchases.ErrPaymentRequired)
}

func aRefundTakesItsPeriodAlone(t *testing.T, f fixture) {
	p := f.subscribable(t, plus(), pricedPack)
	first, second, third := f.subscribe(t, "fan", p, paid("t1")), f.subscribe(t, "fan", p, paid("t2")), f.subscribe(t, "fan", p, paid("t3"))
	_, err := f.Refund(ctx, f.refund(second, 1000))
	done(t, "a part", err)
	f.at(runs(second)[0])
	same(t, "a part goes back", true, f.entitled(t, live, "fan", pricedPack))
	_, err = f.Refund(ctx, f.refund(second, 0))
	done(t, "the rest", err)
	same(t, "refunded", false, f.entitled(t, live, "fan", pricedPack))
	f.at(runs(third)[0])
	same(t, "the third stands", true, f.entitled(t, live, "fan", pricedPack))
	next := f.subscribe(t, "fan", p, paid("t4"))
	same(t, "what follows", runs(third)[1], runs(next)[0])
	_, err = f.Refund(ctx, f.refund(first, 0))
	done(t, "one that is over", err)
	same(t, "the books", map[string]int64{"takings:external KRW": 5000, "sales:" + p.ID + " KRW": -5000}, f.balances(t, live))
	if types := f.events(t, live); !slices.Contains(types, "subscription.revoked") {
		t.Errorf("events: %v", types)
	}
}

func whoSubscribesMayBuy(t *testing.T, f fixture) {
	p := f.subscribable(t, plus(), pricedPack)
	f.subscribe(t, "fan", p, paid("t1"))
	bought := f.place(t, "fan", pricedPack, paid("t2"))
	f.at(start.AddDate(0, 2, 0))
	e, err := f.Entitled(ctx, live, "fan", pricedPack)
	done(t, "Entitled", err)
	if !e.Entitled || len(e.Grants) != 1 || e.Grants[0].Source != bought.ID {
		t.Errorf("what was bought stays: %+v", e)
	}
	same(t, "subscribed again", true, len(f.subscribe(t, "fan", p, paid("t3")).Grants) == 1)
	e, err = f.Entitled(ctx, live, "fan", pricedPack)
	done(t, "Entitled", err)
	same(t, "both", 2, len(e.Grants))
	all, err := f.Entitlements(ctx, live, "fan")
	done(t, "Entitlements", err)
	same(t, "listed once", 1, len(all))
}

func aPoolChangesAtOnce(t *testing.T, f fixture) {
	p := f.subscribable(t, plus(), pricedPack)
	f.subscribe(t, "fan", p, paid("t1"))
	did := f.pool(t, p.ID, []string{freePack, pricedPack, freePack}, "pck_unknown")
	same(t, "what is new", [][]string{{freePack}, {}}, [][]string{did.Add, did.Remove})
	same(t, "in", true, f.entitled(t, live, "fan", freePack))
	f.clock.advance(time.Second)
	did = f.pool(t, p.ID, nil, pricedPack)
	same(t, "what goes", []string{pricedPack}, did.Remove)
	same(t, "out", false, f.entitled(t, live, "fan", pricedPack))
	f.clock.advance(time.Second)
	f.pool(t, p.ID, []string{pricedPack})
	same(t, "in again", true, f.entitled(t, live, "fan", pricedPack))
	did = f.pool(t, p.ID, []string{pricedPack})
	same(t, "nothing new", 0, len(did.Add)+len(did.Remove))
	same(t, "events", []string{"order.fulfilled", "subscription.extended", "pool.changed", "pool.changed", "pool.changed"}, f.events(t, live))
	entries, err := f.Pool(ctx, p.ID, freePack, 10)
	done(t, "Pool", err)
	if len(entries) != 1 || entries[0].Pack != pricedPack || !entries[0].Since.Equal(start.Add(2*time.Second)) {
		t.Errorf("behind a place: %+v", entries)
	}
}

func aSubscriptionIsSoldInItsRegions(t *testing.T, f fixture) {
	p, err := f.SaveSubscription(ctx, operator, plus())
	done(t, "SaveSubscription", err)
	ask := func(region string, with purchases.PayWith) error {
		r := f.askPeriod("fan", p, with)
		r.Region = region
		_, err := f.Place(ctx, r)
		return err
	}
	refused(t, "a draft", ask("KR", external), subscription.ErrNotFound)
	p.State = subscription.OnSale
	p, err = f.SaveSubscription(ctx, operator, p)
	done(t, "SaveSubscription", err)
	refused(t, "elsewhere", ask("US", external), subscription.ErrNotOffered)
	if due := refused(t, "elsewhere, paid", ask("US", paid("t1")), subscription.ErrNotOffered)["refund_due"]; due == nil {
		t.Error("money is lost")
	}
	done(t, "free where it is", ask("JP", free))
	done(t, "reserved", ask("KR", external))
	r := f.askPeriod("fan", p, external)
	r.Recipient = "friend"
	_, err = f.Place(ctx, r)
	refused(t, "as a gift", err, purchases.ErrOrderInvalid)
	p.State = subscription.Stopped
	_, err = f.SaveSubscription(ctx, operator, p)
	done(t, "SaveSubscription", err)
	refused(t, "stopped", ask("KR", external), subscription.ErrNotOnSale)
}

func aPeriodIsSoldAsItWasOrdered(t *testing.T, f fixture) {
	p := f.subscribable(t, plus(), pricedPack)
	o := f.subscribe(t, "fan", p, external)
	same(t, "reserved", purchases.Reserved, o.State)
	p.Period = "P1Y"
	_, err := f.SaveSubscription(ctx, operator, p)
	done(t, "SaveSubscription", err)
	f.clock.advance(time.Hour) // the reservation is over, and there is no end of periods
	late := f.clock.Now()
	o, err = f.Confirm(ctx, f.confirmation(o, "t1", 2500))
	done(t, "Confirm", err)
	same(t, "a month", [2]time.Time{late, late.AddDate(0, 1, 0)}, runs(o))
	_, err = f.Confirm(ctx, f.confirmation(o, "t2", 2500))
	if refused(t, "twice", err, purchases.ErrOrderState)["refund_due"] == nil {
		t.Error("money is lost")
	}
}

func nobodyPaysForEverAhead(t *testing.T, f fixture) {
	year := plus()
	year.Period = "P1Y"
	p := f.subscribable(t, year, pricedPack)
	for i := range 4 {
		f.subscribe(t, "fan", p, paid(fmt.Sprint("t", i)))
	}
	_, err := f.Place(ctx, f.askPeriod("fan", p, external))
	refused(t, "a fifth year", err, purchases.ErrPaidAhead)
	_, err = f.Place(ctx, f.askPeriod("fan", p, paid("t5")))
	if refused(t, "a fifth year, paid", err, purchases.ErrPaidAhead)["refund_due"] == nil {
		t.Error("money is lost")
	}
}

func editorsOfASubscriptionMeet(t *testing.T, f fixture) {
	p, err := f.SaveSubscription(ctx, operator, plus())
	done(t, "SaveSubscription", err)
	changed := p
	changed.Period = "P1Y"
	changed, err = f.SaveSubscription(ctx, operator, changed)
	done(t, "SaveSubscription", err)
	_, err = f.SaveSubscription(ctx, operator, p)
	refused(t, "stale", err, subscription.ErrStale)
	refused(t, "stale", f.store.SavePlan(ctx, p, journal.Record{}), subscription.ErrStale)
	read, err := f.Subscription(ctx, p.ID)
	done(t, "Subscription", err)
	same(t, "as it was written", changed, read)
	wrong := changed
	wrong.State = subscription.Stopped
	_, err = f.SaveSubscription(ctx, operator, wrong)
	refused(t, "a draft is not stopped", err, subscription.ErrState)
	refused(t, "stale", f.RemoveSubscription(ctx, operator, p.ID, p.Version), subscription.ErrStale)
	done(t, "RemoveSubscription", f.RemoveSubscription(ctx, operator, p.ID, changed.Version))
	_, err = f.Subscription(ctx, p.ID)
	refused(t, "removed", err, subscription.ErrNotFound)
	first, second := f.subscribable(t, plus()), f.subscribable(t, plus())
	listed, err := f.Subscriptions(ctx, first.ID, 10)
	done(t, "Subscriptions", err)
	if len(listed) != 1 || listed[0].ID != second.ID {
		t.Errorf("behind the first: %+v", listed)
	}
	refused(t, "on sale", f.RemoveSubscription(ctx, operator, first.ID, 0), subscription.ErrState)
}

func poolsHaveAnEnd(t *testing.T, f fixture) {
	p := f.subscribable(t, plus())
	packs := make([]string, subscription.MaxPool)
	for i := range packs {
		packs[i] = fmt.Sprintf("pck_%05d", i)
	}
	f.pool(t, p.ID, packs)
	_, err := f.ChangePool(ctx, operator, subscription.PoolChange{Pool: p.ID, Add: []string{pricedPack}})
	refused(t, "one more", err, subscription.ErrPoolFull)
	f.pool(t, p.ID, []string{pricedPack}, packs[0])
	f.subscribe(t, "fan", p, paid("t1"))
	same(t, "in", true, f.entitled(t, live, "fan", pricedPack))
}

func aDisputeWonGivesThePeriodBack(t *testing.T, f fixture) {
	p := f.subscribable(t, plus(), pricedPack)
	o := f.subscribe(t, "fan", p, purchases.PayWith{Provider: purchases.Stripe})
	f.learn(t, o, pays(2500))
	o, err := f.Order(ctx, live, "fan", o.ID)
	done(t, "Order", err)
	had := runs(o)
	next := f.subscribe(t, "fan", p, paid("t1"))
	f.clock.advance(time.Hour)
	f.learn(t, o, contests(purchases.DisputeOpen))
	same(t, "withheld", false, f.entitled(t, live, "fan", pricedPack))
	f.clock.advance(time.Hour)
	f.learn(t, o, contests(purchases.DisputeWon))
	same(t, "given back", true, f.entitled(t, live, "fan", pricedPack))
	o, err = f.Order(ctx, live, "fan", o.ID)
	done(t, "Order", err)
	same(t, "the same days", had, runs(o))
	same(t, "what follows", had[1], runs(next)[0])
}
