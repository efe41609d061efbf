// Package stripe takes money with Stripe's PaymentIntents. It is the only address of stripe-go.
//
// A payment is known by the id of its order, which is its idempotency key and stands in its metadata, and
// a refund likewise by its own: asking twice has one effect. What is told of a payment is always all of
// it, read from Stripe at that moment, whatever event led there.
package stripe

import (
	"context"
	"errors"
	"net/http"
	"time"

	stripe "github.com/stripe/stripe-go/v85"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
)

// Keys are what Stripe calls a store by.
type Keys struct {
	Secret  string // sk_… or rk_…
	Public  string // pk_…, for the payer's device
	Webhook string // whsec_…, which signs events
}

// Config says how Stripe is reached.
type Config struct {
	Live, Test Keys   // Test is for test ledgers; either may be empty, then its ledgers cannot pay so
	URL        string // of the API; Stripe's own when empty
	Client     *http.Client
	Now        func() time.Time
}

// Gateway is a purchases.Gateway.
type Gateway struct {
	config     Config
	live, test *stripe.Client // nil without keys
}

// orderKey and refundKey are where Stripe keeps our ids, in metadata.
const (
	orderKey  = "hallyu_order"
	refundKey = "hallyu_refund"
)

// callTimeout bounds one request to Stripe.
const callTimeout = 10 * time.Second

// New returns a gateway.
func New(c Config) *Gateway {
	if c.Client == nil {
		c.Client = &http.Client{Timeout: callTimeout}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	g := &Gateway{config: c}
	g.live, g.test = g.client(c.Live), g.client(c.Test)
	return g
}

func (g *Gateway) client(keys Keys) *stripe.Client {
	if keys.Secret == "" {
		return nil
	}
	config := &stripe.BackendConfig{
		HTTPClient: g.config.Client, EnableTelemetry: stripe.Bool(false), MaxNetworkRetries: stripe.Int64(1),
		LeveledLogger: &stripe.LeveledLogger{Level: stripe.LevelNull},
	}
	if g.config.URL != "" {
		config.URL = stripe.String(g.config.URL)
	}
	return stripe.NewClient(keys.Secret, stripe.WithBackends(stripe.NewBackendsWithConfig(config)))
}

// of returns the client for a ledger's kind. Without keys nothing can be asked, which decides nothing.
func (g *Gateway) of(test bool) (*stripe.Client, error) {
	client := g.live
	if test {
		client = g.test
	}
	if client == nil {
		return nil, purchases.ErrGatewayAway.With("provider", purchases.Stripe)
	}
	return client, nil
}

// Begin implements purchases.Gateway.
func (g *Gateway) Begin(ctx context.Context, o purchases.Order) (purchases.Standing, error) {
	client, err := g.of(o.Ledger.Test)
	if err != nil {
		return purchases.Standing{}, purchases.ErrPaymentRefused.With("provider", purchases.Stripe, "reason", "no-keys")
	}
	amount, err := toStripe(*o.Price)
	if err != nil {
		return purchases.Standing{}, err
	}
	params := &stripe.PaymentIntentCreateParams{
		Amount: &amount, Currency: stripe.String(lower(o.Price.Currency)),
		AutomaticPaymentMethods: &stripe.PaymentIntentCreateAutomaticPaymentMethodsParams{Enabled: stripe.Bool(true)},
		Metadata:                map[string]string{orderKey: o.ID},
	}
	params.SetIdempotencyKey(o.ID)
	intent, err := client.V1PaymentIntents.Create(ctx, params)
	if err != nil {
		return purchases.Standing{}, failure(err)
	}
	return standing(intent)
}

// Look implements purchases.Gateway. Without the payment's id, it is what beginning again answers.
func (g *Gateway) Look(ctx context.Context, o purchases.Order, payment string) (purchases.Standing, error) {
	if payment == "" {
		return g.Begin(ctx, o)
	}
	_, st, err := g.read(ctx, o.Ledger.Test, payment)
	return st, err
}

// Stop implements purchases.Gateway.
func (g *Gateway) Stop(ctx context.Context, o purchases.Order, payment string) (purchases.Standing, error) {
	client, err := g.of(o.Ledger.Test)
	if err != nil {
		return purchases.Standing{}, err
	}
	intent, err := client.V1PaymentIntents.Cancel(ctx, payment, &stripe.PaymentIntentCancelParams{})
	var told *stripe.Error
	if errors.As(err, &told) && told.Code == stripe.ErrorCodePaymentIntentUnexpectedState {
		return g.Look(ctx, o, payment) // it was paid, or given up, meanwhile
	}
	if err != nil {
		return purchases.Standing{}, failure(err)
	}
	return standing(intent)
}

// GiveBack implements purchases.Gateway.
func (g *Gateway) GiveBack(ctx context.Context, o purchases.Order, payment string, r purchases.Refund) (purchases.Return, error) {
	client, err := g.of(o.Ledger.Test)
	if err != nil {
		return purchases.Return{}, err
	}
	amount, err := toStripe(*r.Amount)
	if err != nil {
		return purchases.Return{}, err
	}
	params := &stripe.RefundCreateParams{
		PaymentIntent: &payment, Amount: &amount, Metadata: map[string]string{refundKey: r.ID},
	}
	params.SetIdempotencyKey(r.ID)
	refund, err := client.V1Refunds.Create(ctx, params)
	if err != nil {
		return purchases.Return{}, failure(err)
	}
	return returnOf(refund)
}

// Action implements purchases.Gateway.
func (g *Gateway) Action(p purchases.Payment, test bool) purchases.Action {
	keys := g.config.Live
	if test {
		keys = g.config.Test
	}
	return purchases.Action{Kind: string(purchases.Stripe), Secret: p.Secret, PublicKey: keys.Public}
}

// read asks for a payment, what of it was given back, and its dispute. It returns the order that it is
// for, "" when it is none of ours.
func (g *Gateway) read(ctx context.Context, test bool, payment string) (order string, st purchases.Standing, err error) {
	client, err := g.of(test)
	if err != nil {
		return "", st, err
	}
	intent, err := client.V1PaymentIntents.Retrieve(ctx, payment, &stripe.PaymentIntentRetrieveParams{
		Expand: []*string{stripe.String("latest_charge")},
	})
	if err != nil {
		return "", st, failure(err)
	}
	st, err = standing(intent)
	if err != nil || st.Taken == nil {
		return intent.Metadata[orderKey], st, err
	}
	refunds := &stripe.RefundListParams{PaymentIntent: &payment}
	for refund, err := range client.V1Refunds.List(ctx, refunds).All(ctx) {
		if err != nil {
			return "", st, failure(err)
		}
		ret, err := returnOf(refund)
		if err != nil {
			return "", st, err
		}
		st.Returns = append(st.Returns, ret)
	}
	if intent.LatestCharge != nil && intent.LatestCharge.Disputed {
		err = g.disputed(ctx, client, payment, &st)
	}
	return intent.Metadata[orderKey], st, err
}

// disputed adds where the payment's dispute stands.
func (g *Gateway) disputed(ctx context.Context, client *stripe.Client, payment string, st *purchases.Standing) error {
	for dispute, err := range client.V1Disputes.List(ctx, &stripe.DisputeListParams{PaymentIntent: &payment}).All(ctx) {
		if err != nil {
			return failure(err)
		}
		standing := disputes[dispute.Status]
		if standing == purchases.Undisputed {
			continue // an inquiry: no money moved
		}
		amount, err := fromStripe(dispute.Amount, string(dispute.Currency))
		if err != nil {
			return err
		}
		st.Dispute, st.Disputed = standing, min(amount.Amount, st.Taken.Amount)
	}
	return nil
}

var disputes = map[stripe.DisputeStatus]purchases.Dispute{
	stripe.DisputeStatusNeedsResponse: purchases.DisputeOpen,
	stripe.DisputeStatusUnderReview:   purchases.DisputeOpen,
	stripe.DisputeStatusWon:           purchases.DisputeWon,
	stripe.DisputeStatusLost:          purchases.DisputeLost,
}

// standing is what an intent says of its payment.
func standing(intent *stripe.PaymentIntent) (purchases.Standing, error) {
	st := purchases.Standing{
		Payment: intent.ID, Secret: intent.ClientSecret, Ended: intent.Status == stripe.PaymentIntentStatusCanceled,
	}
	if intent.LastPaymentError != nil {
		st.Declined = reason(intent.LastPaymentError)
	}
	if intent.Status != stripe.PaymentIntentStatusSucceeded {
		return st, nil
	}
	taken, err := fromStripe(intent.AmountReceived, string(intent.Currency))
	st.Taken = &taken
	return st, err
}

var refundStates = map[stripe.RefundStatus]purchases.RefundState{
	stripe.RefundStatusPending: purchases.RefundPending, stripe.RefundStatusRequiresAction: purchases.RefundPending,
	stripe.RefundStatusSucceeded: purchases.RefundSettled,
	stripe.RefundStatusFailed:    purchases.RefundFailed, stripe.RefundStatusCanceled: purchases.RefundFailed,
}

func returnOf(refund *stripe.Refund) (purchases.Return, error) {
	amount, err := fromStripe(refund.Amount, string(refund.Currency))
	state, known := refundStates[refund.Status]
	if !known {
		state = purchases.RefundPending
	}
	return purchases.Return{ID: refund.ID, Refund: refund.Metadata[refundKey], Amount: amount.Amount, State: state}, err
}

// failure says what an error of Stripe means: what it refuses, and what nobody knows the outcome of.
func failure(err error) error {
	var told *stripe.Error
	if !errors.As(err, &told) || told.HTTPStatusCode >= http.StatusInternalServerError {
		return purchases.ErrGatewayAway.With("provider", purchases.Stripe).Because(err)
	}
	switch told.HTTPStatusCode {
	case http.StatusBadRequest, http.StatusPaymentRequired, http.StatusNotFound:
		return purchases.ErrPaymentRefused.With("provider", purchases.Stripe, "reason", reason(told)).Because(err)
	}
	return purchases.ErrGatewayAway.With("provider", purchases.Stripe).Because(err) // keys, limits, in flight
}

// reason is Stripe's word for why.
func reason(told *stripe.Error) string {
	switch {
	case told.DeclineCode != "":
		return string(told.DeclineCode)
	case told.Code != "":
		return string(told.Code)
	}
	return string(told.Type)
}

var _ purchases.Gateway = (*Gateway)(nil)

// refusedAmount says that Stripe cannot take an amount.
func refusedAmount(p catalog.Price) *fault.Error {
	return purchases.ErrPaymentRefused.With("provider", purchases.Stripe, "reason", "amount", "amount", p.Amount, "currency", p.Currency)
}
