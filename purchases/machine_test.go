package purchases

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestMachine holds the table to what the contract says of an order's end.
func TestMachine(t *testing.T) {
	for state, edges := range machine {
		for m, next := range edges {
			if !slices.Contains(OrderStates(), next) {
				t.Errorf("%s of %q leads to %q, which is no state", m, state, next)
			}
			if state == Refunded && m != unrefund && m != win { // money that is here again
				t.Errorf("%s leads out of %s", m, state)
			}
		}
	}
	for _, taken := range []OrderState{Fulfilled, RefundDue} {
		if machine[taken][refundAll] != Refunded {
			t.Errorf("money of a %s order cannot go back", taken)
		}
	}
	for _, open := range []OrderState{placed, Reserved, PaymentPending, Expired, Failed, Cancelled} {
		if machine[open][owe] != RefundDue {
			t.Errorf("money that comes for a %q order is lost", open)
		}
	}
}

func TestEveryOtherEdgeIsRefused(t *testing.T) {
	moves := []move{reserve, begin, fulfil, owe, decline, cancel, expire, fail, refundPart, refundAll, unrefund, dispute, win, lose}
	for _, state := range append(OrderStates(), placed) {
		for _, m := range moves {
			o, err := Order{ID: "ord_1", State: state}.after(m, time.Time{})
			if next, ok := machine[state][m]; ok && (err != nil || o.State != next) {
				t.Errorf("%s of %q: %q, %v", m, state, o.State, err)
			} else if !ok && (!errors.Is(err, ErrOrderState) || o.State != state) {
				t.Errorf("%s of %q: %q, %v", m, state, o.State, err)
			}
		}
	}
}

func TestTransfersBalance(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		posting := rapid.Custom(func(rt *rapid.T) Posting {
			return Posting{
				Account: rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "account"),
				Asset:   rapid.SampledFrom([]string{"KRW", "JPY"}).Draw(rt, "asset"),
				Amount:  rapid.Int64Range(-2, 2).Draw(rt, "amount"),
			}
		})
		postings := rapid.SliceOfN(posting, 0, 4).Draw(rt, "postings")
		sums, zero := map[string]int64{}, false
		for _, p := range postings {
			sums[p.Asset] += p.Amount
			zero = zero || p.Amount == 0
		}
		good := len(postings) > 0 && !zero && sums["KRW"] == 0 && sums["JPY"] == 0
		if _, err := NewTransfer(TransferSale, Order{ID: "ord_1"}, "ord_1", time.Time{}, postings...); (err == nil) != good {
			rt.Fatalf("%+v: %v", postings, err)
		}
	})
}

func TestLedgerIDsComeBack(t *testing.T) {
	for _, want := range []Ledger{{App: "app_1"}, {App: "app_1", Test: true}} {
		if got := ParseLedger(want.ID()); got != want {
			t.Errorf("%+v became %+v", want, got)
		}
	}
}
