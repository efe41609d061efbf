package v1

import (
	"context"
	"net/http"

	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases"
)

// PaymentEvents takes in what a provider of payments tells by itself: the raw body, and its signature.
type PaymentEvents interface {
	Hear(ctx context.Context, body []byte, signature string) error
}

// maxEvent is the most that an event of a provider has, in bytes.
const maxEvent = 256 << 10

func (r *routes) mountPayments() {
	web.Typed(r.Server, noContent(web.Operation{
		Method: http.MethodPost, ID: "hear-stripe", Path: "/v1/providers/stripe/events", Tag: tagHolders, MaxBody: maxEvent,
		Summary: "Where Stripe sends its events: signed by it, for nobody else",
	}), r.hearStripe)
}

type stripeEventInput struct {
	Signature string `header:"Stripe-Signature" doc:"by the secret of this endpoint"`
	RawBody   []byte
	Body      map[string]any `doc:"an Event of Stripe's API, of any version"`
}

// hearStripe takes an event of Stripe's in. What it is about, Stripe is asked; it is taken when that is
// written down.
func (r *routes) hearStripe(ctx context.Context, in *stripeEventInput) (*struct{}, error) {
	if r.Stripe == nil {
		return nil, purchases.ErrProviderNotAvailable.With("provider", purchases.Stripe)
	}
	return nil, r.Stripe.Hear(ctx, in.RawBody, in.Signature)
}
