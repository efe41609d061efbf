package purchasestest

import (
	"context"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/purchases"
)

// Counter takes money in memory as Google Play does: it is asked for nothing before the payer has paid, knows a
// payment by a token that the app hands in, gives all of it back or nothing, and gives it back by itself unless
// it is told what was given.
type Counter struct {
	mu     sync.Mutex
	words  map[string]purchases.Standing // by token
	told   map[string]int                // how often it was acknowledged, by token
	silent int                           // so many of the next acknowledgements are not done
	deaf   int                           // so many are done, and not heard of
	away   bool                          // it does not answer when money is to be given back
}

// waits is how long the counter waits to be told.
const waits = 3 * 24 * time.Hour

func newCounter() *Counter {
	return &Counter{words: map[string]purchases.Standing{}, told: map[string]int{}}
}

// says has the counter say something of a payment from now on, and returns it.
func (c *Counter) says(token string, what func(*purchases.Standing)) purchases.Standing {
	c.mu.Lock()
	defer c.mu.Unlock()
	st := c.words[token]
	st.Returns = append([]purchases.Return{}, st.Returns...)
	what(&st)
	c.words[token] = st
	return st
}

// Begin implements purchases.Gateway.
func (c *Counter) Begin(_ context.Context, o purchases.Order) (purchases.Standing, error) {
	return purchases.Standing{Secret: "account of " + o.Holder, Product: "small"}, nil
}

// Look implements purchases.Gateway.
func (c *Counter) Look(_ context.Context, _ purchases.Order, token string) (purchases.Standing, error) {
	return c.says(token, func(*purchases.Standing) {}), nil
}

// Stop implements purchases.Gateway.
func (c *Counter) Stop(_ context.Context, _ purchases.Order, token string) (purchases.Standing, error) {
	return purchases.Standing{Payment: token, Ended: true}, nil
}

// GiveBack implements purchases.Gateway.
func (c *Counter) GiveBack(_ context.Context, _ purchases.Order, token string, r purchases.Refund) (purchases.Return, error) {
	if c.away {
		return purchases.Return{}, purchases.ErrGatewayAway.With("provider", purchases.GooglePlay)
	}
	st := c.says(token, func(st *purchases.Standing) {
		if st.Dispute == purchases.Undisputed && returnOf(*st, token+"/refund") == nil {
			st.Returns = append(st.Returns, purchases.Return{ID: token + "/refund", Amount: r.Amount.Amount, State: purchases.RefundSettled})
		}
	})
	ret := returnOf(st, token+"/refund")
	if ret == nil {
		return purchases.Return{}, purchases.ErrPaymentRefused.With("provider", purchases.GooglePlay, "reason", "chargeback")
	}
	ret.Refund = r.ID
	return *ret, nil
}

func returnOf(st purchases.Standing, id string) *purchases.Return {
	for _, ret := range st.Returns {
		if ret.ID == id {
			return &ret
		}
	}
	return nil
}

// Action implements purchases.Gateway.
func (c *Counter) Action(p purchases.Payment, _ bool) purchases.Action {
	return purchases.Action{Kind: string(purchases.GooglePlay), Secret: p.Secret, Product: p.Product, Profile: p.Order}
}

// Read implements purchases.Witness.
func (c *Counter) Read(ctx context.Context, o purchases.Order, token string) (purchases.Standing, error) {
	return c.Look(ctx, o, token)
}

// Acknowledge implements purchases.Acknowledger.
func (c *Counter) Acknowledge(_ context.Context, _ purchases.Order, p purchases.Payment) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.silent > 0 {
		c.silent--
		return purchases.ErrGatewayAway.With("provider", purchases.GooglePlay)
	}
	c.told[p.ID]++
	st := c.words[p.ID]
	st.Acknowledgement.Told = true
	c.words[p.ID] = st
	if c.deaf > 0 {
		c.deaf--
		return purchases.ErrGatewayAway.With("provider", purchases.GooglePlay)
	}
	return nil
}
