// Package google takes in what Google Play took: one-time products of the Play Billing Library, by the
// Google Play Developer API and its Real-time developer notifications.
//
// Nothing is asked of Google to begin a payment: the payer's device buys a product under the ids of its
// holder and its order. What the device gets is a token, which proves nothing by itself: Google is asked
// what stands behind it, each time, and so it is when a notification says that something changed.
package google

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/purchases"
)

// Config says whose Google Play purchases are taken in, and how Google is asked about them.
type Config struct {
	Package string // of the one app whose purchases count
	Account ServiceAccount
	Push    Push     // zero: no notifications are taken
	Lasting []string // products that are acknowledged and not consumed: one payer buys them once
	URL     string   // of the Developer API; Google's own when empty
	Client  *http.Client
	Now     func() time.Time

	// Product is what the device buys to pay an order; "" when nothing is sold at its price.
	Product func(ctx context.Context, o purchases.Order) (string, error)
}

// Gateway is a purchases.Gateway, a Witness and an Acknowledger.
type Gateway struct {
	config Config
	api    *api
	push   *verifier // nil: no notifications are taken
}

// callTimeout bounds one request to Google.
const callTimeout = 10 * time.Second

// New returns a gateway.
func New(c Config) *Gateway {
	if c.Client == nil {
		c.Client = &http.Client{Timeout: callTimeout}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	client := *c.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	g := &Gateway{config: c, api: newAPI(c, &client)}
	if c.Push.Account != "" {
		g.push = newVerifier(c.Push, &client, c.Now)
	}
	return g
}

// Begin implements purchases.Gateway. Google is not asked: the payer's device does all.
func (g *Gateway) Begin(ctx context.Context, o purchases.Order) (purchases.Standing, error) {
	product, err := g.config.Product(ctx, o)
	if err != nil {
		return purchases.Standing{}, err
	}
	if product == "" {
		return purchases.Standing{}, refusal("no-product")
	}
	return purchases.Standing{Secret: accountOf(o), Product: product}, nil
}

// Look implements purchases.Gateway. Without a token there is nothing to ask about.
func (g *Gateway) Look(ctx context.Context, o purchases.Order, token string) (purchases.Standing, error) {
	if token == "" {
		return purchases.Standing{}, nil
	}
	p, err := g.api.purchase(ctx, token)
	if err != nil {
		return purchases.Standing{}, err
	}
	return g.standing(ctx, o, p)
}

// Stop implements purchases.Gateway: nobody waits any more. What the device buys all the same is heard of.
func (g *Gateway) Stop(_ context.Context, _ purchases.Order, token string) (purchases.Standing, error) {
	return purchases.Standing{Payment: token, Ended: true}, nil
}

// Action implements purchases.Gateway: what the device buys, and under which ids.
func (g *Gateway) Action(p purchases.Payment, _ bool) purchases.Action {
	return purchases.Action{Kind: string(purchases.GooglePlay), Secret: p.Secret, Profile: profileOf(p.Order), Product: p.Product}
}

// Read implements purchases.Witness for a purchase token. Fault: ErrTokenInvalid besides those.
func (g *Gateway) Read(ctx context.Context, o purchases.Order, token string) (purchases.Standing, error) {
	if !tokenForm.MatchString(token) {
		return purchases.Standing{}, ErrTokenInvalid.With("reason", "form")
	}
	p, err := g.api.purchase(ctx, token)
	if isRefusal(err) {
		return purchases.Standing{}, ErrTokenInvalid.With("reason", "unknown").Because(err)
	}
	if err != nil {
		return purchases.Standing{}, err
	}
	if !p.isFor(o) {
		return purchases.Standing{}, purchases.ErrTransactionForeign.With("provider", purchases.GooglePlay, "order", o.ID)
	}
	if p.test() != o.Ledger.Test {
		return purchases.Standing{}, ErrTokenInvalid.With("reason", "environment")
	}
	st, err := g.standing(ctx, o, p)
	if err == nil && st.Taken == nil && p.state() != pending {
		return purchases.Standing{}, ErrTokenInvalid.With("reason", "unpaid")
	}
	return st, err
}

// Acknowledge implements purchases.Acknowledger: what may be bought again is consumed, which acknowledges it
// as well.
func (g *Gateway) Acknowledge(ctx context.Context, _ purchases.Order, p purchases.Payment) error {
	verb := consume
	if g.lasting(p.Product) {
		verb = acknowledge
	}
	err := g.api.tell(ctx, p.Product, p.ID, verb)
	if !isRefusal(err) {
		return err
	}
	known, asked := g.api.purchase(ctx, p.ID) // somebody may have done it before
	if asked == nil && g.acknowledged(known) {
		return nil
	}
	return err
}

func (g *Gateway) lasting(product string) bool { return slices.Contains(g.config.Lasting, product) }

// accountOf is what the holder of an order is called at Google: theirs alone, and not to be guessed from.
func accountOf(o purchases.Order) string {
	sum := sha256.Sum256([]byte("hallyu\x00" + o.Ledger.ID() + "\x00" + o.Holder))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// orders is what the id of an order begins with; the rest is what it is called at Google.
const orders = "ord_"

func profileOf(order string) string { return strings.TrimPrefix(order, orders) }

var (
	_ purchases.Gateway      = (*Gateway)(nil)
	_ purchases.Witness      = (*Gateway)(nil)
	_ purchases.Acknowledger = (*Gateway)(nil)
)
