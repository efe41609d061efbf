package purchasestest

import (
	"context"
	"strconv"
	"sync"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
)

// Gateway takes money in memory, and can be told to go wrong.
type Gateway struct {
	mu       sync.Mutex
	payments map[string]*purchases.Standing // by order
	begun    map[string]int                 // how many payments were begun, by order
	faults   []error                        // of the next calls; nil entries are fine
	deaf     int                            // so many calls do their work, and are not heard of
	refuses  bool                           // to give money back
	slow     bool                           // money given back stays pending until it is told to settle
	returns  int
}

// NewGateway returns a gateway that nothing was asked of.
func NewGateway() *Gateway {
	return &Gateway{payments: map[string]*purchases.Standing{}, begun: map[string]int{}}
}

// enter fails with the next fault, if any; heard is false when the work is done and not answered.
func (g *Gateway) enter() (heard bool, err error) {
	if len(g.faults) > 0 {
		err, g.faults = g.faults[0], g.faults[1:]
	}
	if err == nil && g.deaf > 0 {
		g.deaf--
		return false, nil
	}
	return true, err
}

func (g *Gateway) do(order string, work func(st *purchases.Standing)) (purchases.Standing, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	heard, err := g.enter()
	if err != nil {
		return purchases.Standing{}, err
	}
	st := g.payments[order]
	if st == nil {
		st = &purchases.Standing{}
		g.payments[order] = st
	}
	work(st)
	if !heard {
		return purchases.Standing{}, purchases.ErrGatewayAway.With("provider", purchases.Stripe)
	}
	return g.copied(order), nil
}

func (g *Gateway) copied(order string) purchases.Standing {
	st := *g.payments[order]
	st.Returns = append([]purchases.Return{}, st.Returns...)
	return st
}

// Begin implements purchases.Gateway.
func (g *Gateway) Begin(_ context.Context, o purchases.Order) (purchases.Standing, error) {
	return g.do(o.ID, func(st *purchases.Standing) {
		if st.Payment == "" {
			g.begun[o.ID]++
			st.Payment, st.Secret = "pi_"+o.ID, "secret_"+o.ID
		}
	})
}

// Look implements purchases.Gateway.
func (g *Gateway) Look(_ context.Context, o purchases.Order, _ string) (purchases.Standing, error) {
	return g.do(o.ID, func(*purchases.Standing) {})
}

// Stop implements purchases.Gateway.
func (g *Gateway) Stop(_ context.Context, o purchases.Order, _ string) (purchases.Standing, error) {
	return g.do(o.ID, func(st *purchases.Standing) { st.Ended = st.Ended || st.Taken == nil })
}

// GiveBack implements purchases.Gateway.
func (g *Gateway) GiveBack(_ context.Context, o purchases.Order, _ string, r purchases.Refund) (purchases.Return, error) {
	var made purchases.Return
	_, err := g.do(o.ID, func(st *purchases.Standing) {
		if old := returned(st, r.ID); old != nil {
			made = *old
			return
		}
		made = g.giveBack(st, r.ID, r.Amount.Amount)
	})
	if err == nil && g.refuses {
		err = purchases.ErrPaymentRefused.With("provider", purchases.Stripe, "reason", "charge_disputed")
	}
	return made, err
}

func returned(st *purchases.Standing, refund string) *purchases.Return {
	for i := range st.Returns {
		if st.Returns[i].Refund == refund {
			return &st.Returns[i]
		}
	}
	return nil
}

func (g *Gateway) giveBack(st *purchases.Standing, refund string, amount int64) purchases.Return {
	if g.refuses {
		return purchases.Return{}
	}
	g.returns++
	made := purchases.Return{ID: "re_" + strconv.Itoa(g.returns), Refund: refund, Amount: amount, State: purchases.RefundSettled}
	if g.slow {
		made.State = purchases.RefundPending
	}
	st.Returns = append(st.Returns, made)
	return made
}

// Action implements purchases.Gateway.
func (g *Gateway) Action(p purchases.Payment, _ bool) purchases.Action {
	return purchases.Action{Kind: "stripe", Secret: p.Secret, PublicKey: "pk"}
}

// happen lets something come to pass at the gateway, and returns how the payment stands then.
func (g *Gateway) happen(order string, what func(st *purchases.Standing)) purchases.Standing {
	g.mu.Lock()
	defer g.mu.Unlock()
	what(g.payments[order])
	return g.copied(order)
}

// pays is what happens when the payer pays.
func pays(amount int64) func(*purchases.Standing) {
	return func(st *purchases.Standing) {
		if !st.Ended {
			st.Taken = &catalog.Price{Amount: amount, Currency: "KRW"}
		}
	}
}

// taken is what the gateway took and did not give back of an order.
func (g *Gateway) taken(order string) int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	st := g.payments[order]
	if st == nil || st.Taken == nil {
		return 0
	}
	left := st.Taken.Amount
	for _, r := range st.Returns {
		if r.State != purchases.RefundFailed {
			left -= r.Amount
		}
	}
	return left
}
