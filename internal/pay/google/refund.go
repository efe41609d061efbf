package google

import (
	"context"

	"github.com/hallyu-store/hallyu/purchases"
)

// GiveBack implements purchases.Gateway. Google gives back all that is left of an order, once: so it is asked
// first whether that happened, and again when it refuses.
func (g *Gateway) GiveBack(ctx context.Context, _ purchases.Order, token string, r purchases.Refund) (purchases.Return, error) {
	p, err := g.api.purchase(ctx, token)
	if err != nil {
		return purchases.Return{}, err
	}
	if p.Order == "" {
		return purchases.Return{}, refusal("no-order")
	}
	theirs, err := g.api.order(ctx, p.Order)
	if err != nil {
		return purchases.Return{}, err
	}
	if !theirs.refunding() {
		refused := g.api.refund(ctx, p.Order)
		if refused != nil && !isRefusal(refused) {
			return purchases.Return{}, refused
		}
		theirs, err = g.api.order(ctx, p.Order)
		if err != nil {
			return purchases.Return{}, away(err)
		}
		if refused != nil && !theirs.refunding() {
			return purchases.Return{}, refused
		}
	}
	if theirs.charged() {
		return purchases.Return{}, refusal("chargeback")
	}
	ret := purchases.Return{ID: theirs.refundID(), Refund: r.ID, Amount: r.Amount.Amount, State: purchases.RefundPending}
	if theirs.State == stateRefunded {
		ret.State = purchases.RefundSettled
	}
	return ret, nil
}

// refunding reports whether all of an order's money goes back, or went.
func (o order) refunding() bool { return o.State == stateRefunding || o.State == stateRefunded }
