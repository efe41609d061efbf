package purchasestest

import (
	"fmt"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/purchases"
)

// counterTests are behaviours of money that such a store of apps gives back, all of it or nothing.
var counterTests = map[string]func(*testing.T, fixture){
	"PartsAreNotGivenBack":            partsStay,
	"ChargedBackWhileARefundIsUnder":  chargedBackMeanwhile,
	"EveryOrderOfWordsComesToTheSame": anyOrderOfWords,
	"PaymentsAreFoundByTheirNumbers":  foundByNumber,
}

func partsStay(t *testing.T, f fixture) {
	c := f.counter()
	o := f.buys(t, c, "u1", "token")
	f.handsIn(t, o, "token", purchases.Fulfilled)
	_, err := f.Refund(ctx, f.refund(o, 500))
	if facts := refused(t, "a part", err, purchases.ErrRefundWhole); facts["refundable"] != int64(2500) {
		t.Errorf("facts %v", facts)
	}
	if story := f.story(t, o); story.Order.State != purchases.Fulfilled || len(story.Refunds) != 0 {
		t.Errorf("story %+v", story)
	}
	st := c.says("token", func(st *purchases.Standing) {
		st.Returns = append(st.Returns, purchases.Return{ID: "token/1", Amount: 500, State: purchases.RefundSettled})
	})
	done(t, "Learn", f.Learn(ctx, purchases.GooglePlay, false, o.ID, st))
	r, err := f.Refund(ctx, f.refund(o, 2000))
	done(t, "Refund of what is left", err)
	if r.State != purchases.RefundPending {
		t.Errorf("refund %+v", r)
	}
	f.clock.advance(time.Hour)
	f.reconcile(t)
	for _, r := range f.story(t, o).Refunds {
		if r.State != purchases.RefundSettled {
			t.Errorf("refund %+v", r)
		}
	}
	f.nothingLeft(t, o)
}

// nothingLeft expects that all money of an order went back, and the books to say so.
func (f fixture) nothingLeft(t *testing.T, o purchases.Order) {
	t.Helper()
	story := f.story(t, o)
	if story.Order.State != purchases.Refunded || story.Order.Refundable() != 0 || f.entitled(t, live, o.Holder, pricedPack) {
		t.Errorf("order %+v", story.Order)
	}
	same(t, "balances", map[string]int64{}, f.unbalanced(t))
}

// unbalanced is what is not zero in the books.
func (f fixture) unbalanced(t *testing.T) map[string]int64 {
	t.Helper()
	kept := map[string]int64{}
	for account, amount := range f.balances(t, live) {
		if amount != 0 {
			kept[account] = amount
		}
	}
	return kept
}

// chargedBackMeanwhile has the payer's bank be quicker than a refund, which then fails; that is heard of before
// the chargeback, or after it.
func chargedBackMeanwhile(t *testing.T, f fixture) {
	c := f.counter()
	for _, first := range []bool{true, false} {
		token := fmt.Sprint("token-", first)
		o := f.buys(t, c, "u1", token)
		f.handsIn(t, o, token, purchases.Fulfilled)
		st := c.says(token, func(st *purchases.Standing) { st.Dispute, st.Disputed = purchases.DisputeLost, 2500 })
		c.away = !first
		_, err := f.Refund(ctx, f.refund(o, 0))
		done(t, "Refund", err)
		c.away = false
		done(t, "Learn", f.Learn(ctx, purchases.GooglePlay, false, o.ID, st))
		f.clock.advance(time.Hour)
		f.reconcile(t)
		f.nothingLeft(t, o)
	}
}

// anyOrderOfWords takes what a counter says after each of six events in every order in which it may be heard;
// stores that keep it on a disk, in some of them.
func anyOrderOfWords(t *testing.T, f fixture) {
	back := func(id string, amount int64) func(string) func(*purchases.Standing) {
		return func(token string) func(*purchases.Standing) {
			return func(st *purchases.Standing) {
				st.Returns = append(st.Returns, purchases.Return{ID: token + id, Amount: amount, State: purchases.RefundSettled})
			}
		}
	}
	acknowledged := func(string) func(*purchases.Standing) {
		return func(st *purchases.Standing) { st.Acknowledgement.Told = true }
	}
	charged := func(string) func(*purchases.Standing) {
		return func(st *purchases.Standing) { st.Dispute, st.Disputed = purchases.DisputeLost, 2000 }
	}
	nothing := func(string) func(*purchases.Standing) { return func(*purchases.Standing) {} }
	c := f.counter()
	_, inMemory := f.store.(*Store)
	for ending, last := range map[string]func(string) func(*purchases.Standing){"refund": back("/refund", 2000), "chargeback": charged} {
		history := []func(string) func(*purchases.Standing){nothing, f.paidBy, acknowledged, back("/1", 500), last, nothing}
		permutations(len(history), func(n int, order []int) {
			if n%29 != 0 && !inMemory {
				return
			}
			token := fmt.Sprintf("%s-%d", ending, n)
			o := f.place(t, token, pricedPack, play)
			heard := make([]purchases.Standing, len(history))
			for i, event := range history {
				heard[i] = c.says(token, event(token))
			}
			for _, i := range order {
				done(t, "Learn", f.Learn(ctx, purchases.GooglePlay, false, o.ID, heard[i]))
			}
			got := f.story(t, o)
			p := got.Payment
			if got.Order.State != purchases.Refunded || got.Order.Refunded != 2500 || !p.Acknowledgement.Told || p.CheckAt != nil || p.Number != "GPA."+token {
				t.Fatalf("%s, heard as %v: %+v, payment %+v", ending, order, got.Order, p)
			}
		})
	}
	same(t, "balances", map[string]int64{}, f.unbalanced(t))
}

func foundByNumber(t *testing.T, f fixture) {
	c := f.counter()
	o := f.buys(t, c, "u1", "token")
	f.handsIn(t, o, "token", purchases.Fulfilled)
	for _, word := range []string{"GPA.token", "token"} {
		orders, err := f.Find(ctx, word, 10)
		done(t, "Find", err)
		if len(orders) != 1 || orders[0].ID != o.ID {
			t.Errorf("%s: %+v", word, orders)
		}
	}
	paid, err := f.Paid(ctx, purchases.GooglePlay, "token")
	done(t, "Paid", err)
	if paid.ID != o.ID {
		t.Errorf("paid for %s", paid.ID)
	}
	for _, word := range []string{"GPA.token", "u1", o.ID, ""} {
		_, err := f.Paid(ctx, purchases.GooglePlay, word)
		refused(t, "Paid "+word, err, purchases.ErrOrderNotFound)
	}
	_, err = f.Paid(ctx, purchases.AppStore, "token")
	refused(t, "Paid to another", err, purchases.ErrOrderNotFound)
}
