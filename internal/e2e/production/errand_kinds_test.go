package production

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/purchases"
)

// fair is what errands are about: a pack, one of which there are only so many pieces, a pass, codes, and who takes money.
type fair struct {
	till    *till
	pack    string
	limited string // slug
	pass    string // id
	codes   []string
	handed  atomic.Int64 // codes
}

// newFair puts things on sale. The store that it talks to takes money with the till.
func newFair(t *testing.T, operator *api.Client, till *till, codes int) *fair {
	f := &fair{till: till, pack: "steady", limited: "numbered"}
	ctx, now, seats := t.Context(), time.Now().UTC(), int64(purchases.MaxStock)
	if err := (&designer{slug: f.limited, asked: 1}).push(ctx, operator); err != nil {
		t.Fatal(err)
	}
	if _, err := operator.SetEdition(ctx, f.limited, api.NewStock{Stock: purchases.MaxStock}); err != nil {
		t.Fatal(err)
	}
	pass, err := operator.CreatePass(ctx, api.NewPass{
		Kind: "meet_and_greet", Title: map[string]string{"en": "Meet the Tides"}, Capacity: &seats, OpensAt: now.Add(-time.Minute),
		ClosesAt: now.Add(24 * time.Hour), Transfer: "once", Offers: []api.PassOffer{{Regions: []string{"KR"}, Price: &api.Money{Amount: price, Currency: "KRW"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	state := "on_sale"
	if _, err = operator.UpdatePass(ctx, pass.ID, pass.Version, api.PassChange{State: &state}); err != nil {
		t.Fatal(err)
	}
	made, err := operator.MakeCodes(ctx, api.NewCodes{Name: "fair", Pack: f.pack, Count: codes})
	if err != nil {
		t.Fatal(err)
	}
	f.pass, f.codes = pass.ID, made.Codes
	return f
}

// errand is one of some kind.
func (f *fair) errand(rng *rand.Rand) func(name string) *errand {
	return func(name string) *errand {
		switch kind := rng.IntN(5); {
		case kind == 0:
			return f.paidOnline(name, rng.IntN(2) == 0)
		case kind == 1:
			return f.given(name, oneOf(rng, "accepted", "declined", "taken back"))
		case kind == 2:
			return f.numbered(name, 1+rng.IntN(3))
		case kind == 3 && int(f.handed.Load()) < len(f.codes)/2: // others may take some at the same time
			return f.redeemed(name)
		}
		return f.seated(name, rng.IntN(2) == 0)
	}
}

// place is the step that places an errand's order.
func (e *errand) place(order api.NewOrder, then string) errandStep {
	return errandStep{func(ctx context.Context, backend *api.Client) error {
		o, err := backend.PlaceOrder(ctx, e.name, e.name+"-order", order)
		if err == nil {
			e.order = o.ID
		}
		return err
	}, then}
}

// paidOnline buys the pack with Stripe, and perhaps wants the money back.
func (f *fair) paidOnline(name string, back bool) *errand {
	e := &errand{name: name, kind: "paid with Stripe"}
	e.told = e.orderTold(name, f.pack)
	e.steps = []errandStep{
		e.place(api.NewOrder{Pack: f.pack, Region: "KR", PayWith: api.PayWith{Provider: "stripe"}}, "payment_pending"),
		{func(ctx context.Context, backend *api.Client) error { return f.till.pay(ctx, backend, e.order) }, "fulfilled, entitled"},
	}
	e.charged = func(acked int) int64 { return priceIf(acked == 2) }
	if back {
		e.steps = append(e.steps, f.refunded(e, "refunded"))
	}
	return e
}

// refunded is the step by which an order's money comes back.
func (f *fair) refunded(e *errand, then string) errandStep {
	return errandStep{func(ctx context.Context, backend *api.Client) error {
		_, err := backend.RefundOrder(ctx, e.name, e.order, e.name+"-refund", api.NewRefund{Reason: "changed their mind"})
		if err == nil && e.charged != nil {
			err = f.till.tell(ctx, backend, "charge.refunded", f.till.PaymentOf(e.order))
		}
		return err
	}, then}
}

// given pays for the pack for a friend, who accepts or declines it, or has to give it back.
func (f *fair) given(name, end string) *errand {
	e, friend := &errand{name: name, kind: "gift " + end}, name+"-friend"
	e.told = e.orderTold(friend, f.pack)
	answer := func(send func(*api.Client, context.Context, string) error, then string) errandStep {
		return errandStep{func(ctx context.Context, backend *api.Client) error { return send(backend, ctx, e.order) }, then}
	}
	e.steps = []errandStep{
		e.place(api.NewOrder{Pack: f.pack, Region: "KR", Recipient: friend, PayWith: api.PayWith{Provider: "stripe"}}, "payment_pending, pending"),
		{func(ctx context.Context, backend *api.Client) error { return f.till.pay(ctx, backend, e.order) }, "fulfilled, offered"},
	}
	e.charged = func(acked int) int64 { return priceIf(acked == 2 || acked == 3 && end != "declined") }
	if end == "declined" {
		e.steps = append(e.steps, answer(func(c *api.Client, ctx context.Context, gift string) error {
			_, err := c.DeclineGift(ctx, friend, gift, name+"-answer")
			if err == nil {
				err = f.till.tell(ctx, c, "charge.refunded", f.till.PaymentOf(gift))
			}
			return err
		}, "refunded, declined"))
		return e
	}
	e.steps = append(e.steps, answer(func(c *api.Client, ctx context.Context, gift string) error {
		_, err := c.AcceptGift(ctx, friend, gift, name+"-answer")
		return err
	}, "fulfilled, accepted, entitled"))
	if end == "taken back" {
		e.steps = append(e.steps, f.refunded(e, "refunded, accepted"))
	}
	return e
}

// numbered buys a piece of the limited pack, up to a step: it is held, paid for, or given back.
func (f *fair) numbered(name string, last int) *errand {
	e := &errand{name: name, kind: "piece of an edition", product: f.limited}
	e.told = e.orderTold(name, f.limited)
	e.steps = []errandStep{
		e.place(api.NewOrder{Pack: f.limited, Region: "KR", PayWith: api.PayWith{Provider: "external"}}, "reserved"),
		{func(ctx context.Context, backend *api.Client) error {
			_, err := backend.ConfirmOrder(ctx, name, e.order, name+"-paid", api.Confirmation{Transaction: "t-" + name})
			return err
		}, "fulfilled, entitled"},
		f.refunded(e, "refunded"),
	}[:last]
	e.settled = func(acked int) int64 { return priceIf(acked == 2) }
	return e
}

// redeemed hands in a code.
func (f *fair) redeemed(name string) *errand {
	e, code := &errand{name: name, kind: "code"}, f.codes[f.handed.Add(1)]
	e.told = func(ctx context.Context, backend *api.Client) (string, error) {
		entitlement, err := backend.Entitlement(ctx, name, f.pack)
		if err == nil && !entitlement.Entitled {
			return "nothing", nil
		}
		return fmt.Sprintf("entitled %d times", len(entitlement.Grants)), err
	}
	e.steps = []errandStep{{func(ctx context.Context, backend *api.Client) error {
		_, err := backend.Redeem(ctx, name, name+"-code", code)
		return err
	}, "entitled 1 times"}}
	return e
}

// seated buys a pass, hands it on or not, and lets its holder in.
func (f *fair) seated(name string, hands bool) *errand {
	e, friend := &errand{name: name, kind: "pass", product: f.pass}, name+"-friend"
	e.told = func(ctx context.Context, backend *api.Client) (string, error) {
		return f.admitted(ctx, backend, name, friend)
	}
	e.settled = func(acked int) int64 { return priceIf(acked > 0) }
	e.steps = []errandStep{e.place(api.NewOrder{Pass: f.pass, Region: "KR", PayWith: api.PayWith{Provider: "external", Transaction: "t-" + name}}, "own")}
	enters, inside := name, "own, inside"
	if hands {
		enters, inside = friend, "friend's, inside"
		e.steps = append(e.steps, errandStep{func(ctx context.Context, backend *api.Client) error {
			_, err := backend.TransferPass(ctx, name, f.pass, name+"-on", friend)
			return err
		}, "friend's"})
	}
	e.steps = append(e.steps, errandStep{func(ctx context.Context, backend *api.Client) error {
		_, err := backend.CheckIn(ctx, f.pass, name+"-in", api.NewCheckIn{Holder: enters, Gate: "north"})
		return err
	}, inside})
	return e
}

// admitted says which of two may enter, or did.
func (f *fair) admitted(ctx context.Context, backend *api.Client, own, friend string) (told string, err error) {
	for _, who := range []struct{ holder, name string }{{own, "own"}, {friend, "friend's"}} {
		a, err := backend.Admission(ctx, who.holder, f.pass)
		if err != nil {
			return "", err
		}
		if a.Admitted {
			told += who.name
		}
		if a.CheckedInAt != nil {
			told += ", inside"
		}
	}
	if told == "" {
		told = "nothing"
	}
	return told, nil
}

// priceIf is what everything here costs where it is paid, and 0 where it is not.
func priceIf(paid bool) int64 {
	if paid {
		return price
	}
	return 0
}
