package app

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/internal/config"
	"github.com/hallyu-store/hallyu/internal/pay/stripe"
	"github.com/hallyu-store/hallyu/internal/web/v1"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

const (
	reconcileEvery = 5 * time.Second
	reconcileBatch = 100
)

// openPayments has gateways take money that there are keys for.
func (t *tied) openPayments(c *config.Config) error {
	t.purchases.SellCoins(t.db.Catalog(), coin.Spending(c.CoinSpending))
	limits, err := c.RefundLimits()
	if err != nil {
		return err
	}
	t.purchases.LimitRefunds(limits)
	t.purchases.LimitStaffGrants(c.StaffGrants)
	live := stripe.Keys{Secret: c.StripeKey, Public: c.StripePublicKey, Webhook: c.StripeSecret}
	test := stripe.Keys{Secret: c.StripeTestKey, Public: c.StripeTestPublicKey, Webhook: c.StripeTestSecret}
	if live.Secret != "" || test.Secret != "" {
		gateway := stripe.New(stripe.Config{Live: live, Test: test, URL: c.StripeURL, Now: time.Now})
		t.purchases.Use(purchases.Stripe, gateway)
		t.stripe = stripeEvents{gateway, t.purchases}
	}
	keys, err := ticketKeysOf(c)
	if err != nil {
		return err
	}
	t.purchases.SignTickets(keys)
	if err := t.openAppStore(c); err != nil {
		return err
	}
	return t.openGooglePlay(c)
}

// stripeEvents has what Stripe tells taken in.
type stripeEvents struct {
	gateway *stripe.Gateway
	to      *purchases.Service
}

var _ v1.PaymentEvents = stripeEvents{}

// Hear implements v1.PaymentEvents.
func (e stripeEvents) Hear(ctx context.Context, body []byte, signature string) error {
	return e.gateway.Hear(ctx, body, signature, e.to)
}

// reconcile asks gateways what became of payments whose end was not heard of.
func (t *tied) reconcile(ctx context.Context) error {
	failed := seldom(failuresEvery, func(err error) { t.log.Error("payments not reconciled", "error", err) })
	for tick := time.Tick(reconcileEvery); ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick:
		}
		_, err := t.purchases.Reconcile(ctx, reconcileBatch)
		if err == nil {
			_, err = t.purchases.GiveBackCancelled(ctx, reconcileBatch)
		}
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
	}
}
