package purchasestest

import (
	"errors"
	"strconv"
	"sync"
	"testing"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
)

// giftRaceTests are behaviours of gifts when many come at once.
var giftRaceTests = map[string]func(*testing.T, fixture){
	"AcceptAndDeclineAtOnce":                 acceptAndDecline,
	"ManyGiversOfOnePack":                    manyGivers,
	"ManyGiftsAtOnce":                        manyGifts,
	"AcceptedAndBoughtAtOnceAreOneGrant":     acceptedAndBought,
	"BatchOfGiftsToOneRecipientOffersOneSet": giftsOfManyPacks,
}

func acceptAndDecline(t *testing.T, f fixture) {
	services := []*purchases.Service{f.Service, purchases.NewService(f.store, f.catalog, f.clock.Now)}
	for i := range 10 {
		pack := "pck_" + strconv.Itoa(i)
		f.catalog.Put(catalog.Terms{Pack: pack, Region: "KR", Release: 1, State: catalog.OfferOpen, Price: &price})
		o := f.give(t, pack, paid("t"+strconv.Itoa(i)))
		var errs [8]error
		atOnce(len(errs), func(i int) {
			if i%2 == 0 {
				_, errs[i] = services[i/2%2].AcceptGift(ctx, f.answer(o))
			} else {
				_, errs[i] = services[i/2%2].DeclineGift(ctx, f.answer(o))
			}
		})
		accepted := f.entitled(t, live, "u2", pack)
		for i, err := range errs {
			if won := (i%2 == 0) == accepted; won && err != nil || !won && !errors.Is(err, purchases.ErrGiftState) {
				t.Errorf("accepted: %v, but %d is told %v", accepted, i, err)
			}
		}
		state, gift := purchases.RefundDue, purchases.GiftDeclined
		if accepted {
			state, gift = purchases.Fulfilled, purchases.GiftAccepted
		}
		f.gifted(t, o, state, gift, accepted)
	}
}

func manyGivers(t *testing.T, f fixture) {
	const n = 20
	var mu sync.Mutex
	offered, owed := 0, 0
	atOnce(n, func(i int) {
		r := f.gift(pricedPack, paid("t"+strconv.Itoa(i)))
		r.Holder = "giver" + strconv.Itoa(i)
		_, err := f.Place(ctx, r)
		mu.Lock()
		defer mu.Unlock()
		switch {
		case err == nil:
			offered++
		case errors.Is(err, purchases.ErrRecipientHasGift):
			owed++
		default:
			t.Error(err)
		}
	})
	if offered != 1 || owed != n-1 {
		t.Errorf("%d offered, %d owed", offered, owed)
	}
	same(t, "balances", map[string]int64{
		"takings:external KRW": 2500 * n, "sales:pck_priced KRW": -2500, "refunds-due KRW": -2500 * (n - 1),
	}, f.balances(t, live))
}

// manyGifts are more than a store writes in one statement, with orders that are none among them.
func manyGifts(t *testing.T, f fixture) {
	atOnce(150, func(i int) {
		n := strconv.Itoa(i)
		r := f.request("u"+n, pricedPack, paid("t"+n))
		if i%3 > 0 {
			r.Recipient = "friend" + n
		}
		o, err := f.Place(ctx, r)
		if err == nil && o.Gift != nil {
			_, err = f.AcceptGift(ctx, f.answer(o))
		}
		if err != nil {
			t.Error(i, err)
		}
	})
	for i := range 150 {
		n := strconv.Itoa(i)
		if f.entitled(t, live, "u"+n, pricedPack) != (i%3 == 0) || f.entitled(t, live, "friend"+n, pricedPack) != (i%3 > 0) {
			t.Errorf("order %d went to the wrong one", i)
		}
	}
}

func acceptedAndBought(t *testing.T, f fixture) {
	for i := range 10 {
		n := strconv.Itoa(i)
		f.catalog.Put(catalog.Terms{Pack: "pck_" + n, Region: "KR", Release: 1, State: catalog.OfferOpen, Price: &price})
		o := f.give(t, "pck_"+n, paid("g"+n))
		var errs [2]error
		atOnce(2, func(i int) {
			if i == 0 {
				_, errs[0] = f.AcceptGift(ctx, f.answer(o))
			} else {
				_, errs[1] = f.Place(ctx, f.request("u2", o.Pack, paid("b"+n)))
			}
		})
		e, err := f.Entitled(ctx, live, "u2", o.Pack)
		done(t, "Entitled", err)
		lost := errs[0]
		if errs[0] == nil {
			lost = errs[1]
		}
		if len(e.Grants) != 1 || !errors.Is(lost, purchases.ErrAlreadyOwned) {
			t.Errorf("%d grants; %v, %v", len(e.Grants), errs[0], errs[1])
		}
	}
}

func giftsOfManyPacks(t *testing.T, f fixture) {
	const n = 20
	for i := range n {
		f.catalog.Put(catalog.Terms{Pack: "pck_" + strconv.Itoa(i), Region: "KR", Release: 1, State: catalog.OfferOpen})
	}
	atOnce(4*n, func(i int) {
		r := f.gift("pck_"+strconv.Itoa(i%n), free)
		r.Holder = "giver" + strconv.Itoa(i)
		if _, err := f.Place(ctx, r); err != nil && !errors.Is(err, purchases.ErrRecipientHasGift) {
			t.Error(err)
		}
	})
	gifts, _, err := f.Gifts(ctx, live, "u2", purchases.Page{Limit: 10 * n})
	done(t, "Gifts", err)
	same(t, "gifts", n, len(gifts))
}
