package purchasestest

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// disputeTests are behaviours of money that a bank, or a store of apps, takes back and gives again, by the
// moments at which it said so.
var disputeTests = map[string]func(*testing.T, fixture){
	"TakenBackAgainAfterItCameBack":     takenBackAgain,
	"LatestWordHoldsInEveryOrder":       latestWord,
	"AnotherDisputeMayBeAboutLess":      lessDisputed,
	"CoinsFollowTheLatestWord":          coinsDisputedAgain,
	"WordsOfOneMomentGoByTheirStanding": wordsOfOneMoment,
}

// said is what a gateway says of a dispute, in the second after the start that it says it.
func (f fixture) said(o purchases.Order, second int, standing purchases.Dispute, amount int64) purchases.Standing {
	return purchases.Standing{
		Payment: o.Payment.ID, Taken: &catalog.Price{Amount: 2500, Currency: "KRW"}, Dispute: standing, Disputed: amount,
		Said: start.Add(time.Duration(second)*time.Second + 123*time.Millisecond),
	}
}

// hears tells the service what was said about an order, each twice.
func (f fixture) hears(t *testing.T, o purchases.Order, words ...purchases.Standing) {
	t.Helper()
	for _, st := range words {
		for range 2 {
			done(t, "Learn", f.Learn(ctx, purchases.Stripe, false, o.ID, st))
		}
	}
}

func takenBackAgain(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	f.learn(t, o, pays(2500))
	lost, won := f.said(o, 1, purchases.DisputeLost, 2500), f.said(o, 2, purchases.DisputeWon, 0)
	again, back := f.said(o, 3, purchases.DisputeLost, 2500), f.said(o, 4, purchases.DisputeWon, 0)
	for _, step := range []struct {
		heard    purchases.Standing
		state    purchases.OrderState
		refunded int64
	}{
		{lost, purchases.Refunded, 2500}, {won, purchases.Fulfilled, 0}, {lost, purchases.Fulfilled, 0},
		{again, purchases.Refunded, 2500}, {won, purchases.Refunded, 2500}, {lost, purchases.Refunded, 2500},
		{back, purchases.Fulfilled, 0}, {again, purchases.Fulfilled, 0},
	} {
		f.hears(t, o, step.heard)
		f.stands(t, o, step.state, step.state == purchases.Fulfilled, 2500)
		story := f.story(t, o)
		if story.Order.Refunded != step.refunded {
			t.Errorf("after %s at %s: %d went back, want %d", step.heard.Dispute, step.heard.Said, story.Order.Refunded, step.refunded)
		}
		same(t, "balances", map[string]int64{
			"takings:stripe KRW": 2500 - step.refunded, "sales:pck_priced KRW": step.refunded - 2500,
		}, f.balances(t, live))
	}
	if n := len(f.story(t, o).Transfers); n != 5 {
		t.Errorf("%d transfers, want the sale and one for each word", n)
	}
}

// latestWord hears all that was said up to each moment in every order and comes to the same.
func latestWord(t *testing.T, f fixture) {
	_, inMemory := f.store.(*Store)
	for last := 1; last <= 4; last++ {
		permutations(last+1, func(n int, order []int) {
			if n%13 != 0 && !inMemory {
				return
			}
			o := f.asks(t, fmt.Sprintf("u%d.%d", last, n))
			words := []purchases.Standing{
				f.gateway.happen(o.ID, pays(2500)),
				f.said(o, 1, purchases.DisputeLost, 2500), f.said(o, 2, purchases.DisputeWon, 0),
				f.said(o, 3, purchases.DisputeLost, 2500), f.said(o, 4, purchases.DisputeWon, 0),
			}
			for _, i := range order {
				f.hears(t, o, words[i])
			}
			state, back := purchases.Fulfilled, int64(0)
			if last%2 == 1 {
				state, back = purchases.Refunded, 2500
			}
			f.stands(t, o, state, state == purchases.Fulfilled, 2500)
			if got := f.story(t, o); got.Order.Refunded != back || got.Payment.Dispute != words[last].Dispute || !got.Payment.Said.Equal(words[last].Said) {
				t.Fatalf("heard as %v: %+v, payment %+v", order, got.Order, got.Payment)
			}
		})
	}
	sum := int64(0)
	for _, amount := range f.balances(t, live) {
		sum += amount
	}
	if sum != 0 {
		t.Errorf("the books are %d off", sum)
	}
}

func lessDisputed(t *testing.T, f fixture) {
	for n, heard := range [][]int{{0, 1, 2}, {2, 1, 0}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}} {
		o := f.asks(t, "u"+strconv.Itoa(n))
		f.learn(t, o, pays(2500))
		words := []purchases.Standing{
			f.said(o, 1, purchases.DisputeLost, 2500), f.said(o, 2, purchases.DisputeWon, 0), f.said(o, 3, purchases.DisputeLost, 1000),
		}
		for _, i := range heard {
			f.hears(t, o, words[i])
		}
		f.stands(t, o, purchases.Refunded, false, 2500)
		if got := f.story(t, o).Order.Refunded; got != 1000 {
			t.Errorf("heard as %v: %d went back", heard, got)
		}
		kept := int64(n+1) * 1500
		same(t, "balances", map[string]int64{"takings:stripe KRW": kept, "sales:pck_priced KRW": -kept}, f.balances(t, live))
	}
}

func coinsDisputedAgain(t *testing.T, f fixture) {
	f.sellCoins(t)
	o, err := f.Place(ctx, f.coins("u1", "hundred", stripe))
	done(t, "Place", err)
	word := func(second int, standing purchases.Dispute) {
		t.Helper()
		st := f.said(o, second, standing, 1000)
		st.Taken = &catalog.Price{Amount: 1000, Currency: "KRW"}
		f.hears(t, o, st)
		f.kept(t, "u1")
	}
	word(0, purchases.Undisputed)
	for second := 1; second < 6; second += 2 {
		word(second, purchases.DisputeLost)
		f.has(t, "u1", coin.Coins{}, 0)
		word(second+1, purchases.DisputeWon)
		f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
		word(second, purchases.DisputeLost) // told late
		f.has(t, "u1", coin.Coins{Paid: 100, Bonus: 20}, 0)
	}
}

func wordsOfOneMoment(t *testing.T, f fixture) {
	o := f.asks(t, "u1")
	f.learn(t, o, pays(2500))
	won := f.said(o, 1, purchases.DisputeWon, 0)
	f.hears(t, o, won, f.said(o, 1, purchases.DisputeLost, 2500))
	f.stands(t, o, purchases.Fulfilled, true, 2500)
	timeless := won
	timeless.Dispute, timeless.Said = purchases.DisputeLost, time.Time{}
	f.hears(t, o, timeless)
	f.stands(t, o, purchases.Fulfilled, true, 2500)
}
