package receipttest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/receipt"
)

// correctTests are behaviours of money that goes back.
var correctTests = map[string]func(*testing.T, *fixture){
	"NamesItsReceipt": namesItsReceipt, "IsTheSameReadAtOnce": isTheSameAtOnce, "FollowsDisputes": followsDisputes,
	"TakesBackWhatFailed": takesBackWhatFailed, "OwedMoneyHasBoth": owedMoney, "OnlyEverMovesWhatTheBooksDo": onlyBooks,
}

// notes are documents as words: kind, number, amount and the receipt that they put right.
func notes(all []receipt.Document) []string {
	list := []string{}
	for _, d := range all {
		list = append(list, fmt.Sprintf("%s %s %d %s", d.Kind, d.Number, d.Amount.Amount, d.Corrects))
	}
	return list
}

func (f *fixture) noted(t *testing.T, o purchases.Order, want ...string) {
	t.Helper()
	found, err := f.OfOrder(ctx, purchases.Owner{Ledger: o.Ledger, Holder: o.Holder}, o.ID)
	done(t, err)
	if got := notes(found); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// namesItsReceipt gives back in two parts, before anything was issued.
func namesItsReceipt(t *testing.T, f *fixture) {
	o := f.sell(t, sale{live, pack, "KR", "fan"})
	f.refund(t, o, 1000)
	f.refund(t, o, 0)
	f.noted(t, o, "receipt 2026-000001 2500 ", "credit_note 2026-000002 1000 2026-000001", "credit_note 2026-000003 1500 2026-000001")
}

// isTheSameAtOnce: numbers follow the journal, whether it is read as it is written or later.
func isTheSameAtOnce(t *testing.T, f *fixture) {
	for _, ledger := range []purchases.Ledger{live, other} {
		f.mu.Lock()
		f.at = begin.Add(-time.Hour)
		f.mu.Unlock()
		step := func() {
			if ledger == live {
				_, err := f.Issue(ctx)
				done(t, err)
			}
		}
		first := f.sell(t, sale{ledger, pack, "KR", "first"})
		step()
		f.sell(t, sale{ledger, pack, "KR", "second"})
		step()
		f.refund(t, first, 700)
		step()
		f.sell(t, sale{ledger, pack, "KR", "third"})
		f.refund(t, first, 0)
	}
	_, err := f.Issue(ctx)
	done(t, err)
	asItHappened, atOnce := notes(f.all(t, receipt.Query{App: live.App})), notes(f.all(t, receipt.Query{App: other.App}))
	if len(atOnce) != 5 || !slices.Equal(asItHappened, atOnce) {
		t.Errorf("%q, read at once %q", asItHappened, atOnce)
	}
}

// pays places an order that the gateway takes the money of.
func (f *fixture) pays(t *testing.T, region, holder string) purchases.Order {
	t.Helper()
	f.pass(time.Second)
	o, err := f.shop.Place(ctx, purchases.OrderRequest{
		Intent: f.intent(live), Holder: holder, Pack: pack, Region: region, PayWith: purchases.PayWith{Provider: purchases.Stripe},
	})
	done(t, err)
	f.learns(t, o, purchases.Standing{})
	return o
}

// learns hears of the gateway how a payment that was taken stands.
func (f *fixture) learns(t *testing.T, o purchases.Order, st purchases.Standing) {
	t.Helper()
	f.pass(time.Second)
	st.Payment, st.Taken = "pi_"+o.ID, &catalog.Price{Amount: 2500, Currency: currencies[o.Region]}
	done(t, f.shop.Learn(ctx, purchases.Stripe, false, o.ID, st))
}

func followsDisputes(t *testing.T, f *fixture) {
	o := f.pays(t, "US", "fan")
	f.learns(t, o, purchases.Standing{Dispute: purchases.DisputeOpen, Disputed: 2500, Said: begin})
	f.noted(t, o, "receipt 2026-000001 2500 ")
	f.learns(t, o, purchases.Standing{Dispute: purchases.DisputeLost, Disputed: 2500, Said: begin.Add(time.Second)})
	f.noted(t, o, "receipt 2026-000001 2500 ", "credit_note 2026-000002 2500 2026-000001")
	f.learns(t, o, purchases.Standing{Dispute: purchases.DisputeWon, Said: begin.Add(2 * time.Second)})
	f.noted(t, o, "receipt 2026-000001 2500 ", "credit_note 2026-000002 2500 2026-000001", "debit_note 2026-000003 2500 2026-000001")
}

func takesBackWhatFailed(t *testing.T, f *fixture) {
	o := f.pays(t, "KW", "fan")
	refund := f.refund(t, o, 900)
	f.noted(t, o, "receipt 2026-000001 2500 ", "credit_note 2026-000002 900 2026-000001")
	failed := purchases.Return{Refund: refund.ID, ID: "re_1", Amount: 900, State: purchases.RefundFailed}
	f.learns(t, o, purchases.Standing{Returns: []purchases.Return{failed}})
	f.noted(t, o, "receipt 2026-000001 2500 ", "credit_note 2026-000002 900 2026-000001", "debit_note 2026-000003 900 2026-000001")
}

// owedMoney was taken for what cannot be given: there is a receipt of it, and a note once it went back.
func owedMoney(t *testing.T, f *fixture) {
	f.sell(t, sale{live, pack, "KR", "fan"})
	_, err := f.shop.Place(ctx, purchases.OrderRequest{
		Intent: f.intent(live), Holder: "fan", Pack: pack, Region: "KR",
		PayWith: purchases.PayWith{Provider: purchases.External, Transaction: "txn-again"},
	})
	refused(t, err, purchases.ErrAlreadyOwned)
	orders, _, err := f.shop.Orders(ctx, live, "fan", purchases.Page{Limit: 1})
	done(t, err)
	f.noted(t, orders[0], "receipt 2026-000002 2500 ")
	f.refund(t, orders[0], 0)
	f.noted(t, orders[0], "receipt 2026-000002 2500 ", "credit_note 2026-000003 2500 2026-000002")
}

// onlyBooks: what the documents of a ledger come to is what its providers hold.
func onlyBooks(t *testing.T, f *fixture) {
	for i, holder := range []string{"a", "b", "c"} {
		o := f.sell(t, sale{live, pack, "KR", holder})
		f.refund(t, o, int64(100*(i+1)))
	}
	gone, err := f.shop.Erase(ctx, journal.Origin{Actor: "key_test"}, purchases.Owner{Ledger: live, Holder: "b"})
	done(t, err)
	_, err = f.Issue(ctx)
	done(t, err)
	sum := int64(0)
	for _, d := range f.all(t, receipt.Query{}) {
		if d.Kind == receipt.CreditNote {
			sum -= d.Amount.Amount
		} else {
			sum += d.Amount.Amount
		}
		if d.Holder == "b" || d.Holder != "a" && d.Holder != "c" && d.Holder != gone {
			t.Errorf("%s paid", d.Holder)
		}
	}
	balances, err := f.shop.Balances(ctx, live)
	done(t, err)
	for _, b := range balances {
		if b.Account == "takings:external" && b.Amount != sum {
			t.Errorf("the documents come to %d, the takings to %d", sum, b.Amount)
		}
	}
}
