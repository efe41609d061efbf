// Package apple takes in what Apple's App Store took: transactions of StoreKit 2 and App Store Server
// Notifications of version 2.
//
// Nothing is asked of Apple to begin a payment: the payer's device buys a product under the appAccountToken
// of its order, and what Apple signs about that is the word we go by. Where there are keys for the App Store
// Server API, Apple is asked besides how the transaction stands now.
package apple

import (
	"context"
	"crypto/ecdsa"
	"crypto/x509"
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/hallyu-store/hallyu/purchases"
)

// Config says whose App Store purchases are taken in, and whom we believe about them.
type Config struct {
	Roots  []*x509.Certificate // Apple's, never from a token
	Bundle string              // of the one app whose purchases count
	AppID  int64               // of that app in the App Store
	Keys   Keys                // empty: what is signed is all that is known
	URL    string              // of the App Store Server API; Apple's own when empty
	Client *http.Client
	Now    func() time.Time

	// Product is what the device buys to pay an order; "" when nothing is sold at its price.
	Product func(ctx context.Context, o purchases.Order) (string, error)
}

// Keys are what the App Store Server API knows a store by.
type Keys struct {
	ID      string
	Issuer  string
	Private *ecdsa.PrivateKey
}

// ParseKey reads the private key that Apple hands out: PKCS #8, PEM.
func ParseKey(text string) (*ecdsa.PrivateKey, error) {
	return jwt.ParseECPrivateKeyFromPEM([]byte(text))
}

// Gateway is a purchases.Gateway, and a Witness.
type Gateway struct {
	config Config
	trust  trust
}

// callTimeout bounds one request to Apple.
const callTimeout = 10 * time.Second

// New returns a gateway.
func New(c Config) *Gateway {
	if c.Client == nil {
		c.Client = &http.Client{Timeout: callTimeout}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Gateway{config: c, trust: trust{roots: c.Roots, now: c.Now}}
}

// Begin implements purchases.Gateway. Apple is not asked: the payer's device does all.
func (g *Gateway) Begin(ctx context.Context, o purchases.Order) (purchases.Standing, error) {
	product, err := g.config.Product(ctx, o)
	if err != nil {
		return purchases.Standing{}, err
	}
	if product == "" {
		return purchases.Standing{}, purchases.ErrPaymentRefused.With("provider", purchases.AppStore, "reason", "no-product")
	}
	return purchases.Standing{Secret: tokenOf(o.ID), Product: product}, nil
}

// Look implements purchases.Gateway. Without keys there is nobody to ask.
func (g *Gateway) Look(ctx context.Context, o purchases.Order, payment string) (purchases.Standing, error) {
	if payment == "" || g.config.Keys.Private == nil {
		return purchases.Standing{Payment: payment}, nil
	}
	t, err := g.ask(ctx, payment, o.Ledger.Test)
	if err != nil {
		return purchases.Standing{}, err
	}
	return t.standing()
}

// Stop implements purchases.Gateway: nobody waits any more. What the device buys all the same is heard of.
func (g *Gateway) Stop(_ context.Context, _ purchases.Order, payment string) (purchases.Standing, error) {
	return purchases.Standing{Payment: payment, Ended: true}, nil
}

// GiveBack implements purchases.Gateway: Apple alone gives back, when its customer asks it to.
func (g *Gateway) GiveBack(context.Context, purchases.Order, string, purchases.Refund) (purchases.Return, error) {
	return purchases.Return{}, purchases.ErrRefundElsewhere.With("provider", purchases.AppStore)
}

// Action implements purchases.Gateway: what the device buys, and under which appAccountToken.
func (g *Gateway) Action(p purchases.Payment, _ bool) purchases.Action {
	return purchases.Action{Kind: string(purchases.AppStore), Secret: p.Secret, Product: p.Product}
}

// Read implements purchases.Witness for a signed transaction. Fault: ErrUnsigned besides those.
func (g *Gateway) Read(ctx context.Context, o purchases.Order, signed string) (purchases.Standing, error) {
	t, err := g.Transaction(signed)
	if err != nil {
		return purchases.Standing{}, err
	}
	if t.Test != o.Ledger.Test {
		return purchases.Standing{}, ErrUnsigned.With("reason", "environment")
	}
	if t.Order != o.ID {
		return purchases.Standing{}, purchases.ErrTransactionForeign.With("provider", purchases.AppStore, "order", o.ID)
	}
	t, err = g.now(ctx, t)
	if err != nil {
		return purchases.Standing{}, err
	}
	return t.standing()
}

// now is how a transaction stands now, as far as anybody can be asked.
func (g *Gateway) now(ctx context.Context, t Transaction) (Transaction, error) {
	if g.config.Keys.Private == nil {
		return t, nil
	}
	return g.ask(ctx, t.ID, t.Test)
}

var (
	_ purchases.Gateway = (*Gateway)(nil)
	_ purchases.Witness = (*Gateway)(nil)
)
