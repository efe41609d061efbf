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
	web.Typed(r.Server, noContent(web.Operation{
		Method: http.MethodPost, ID: "hear-app-store", Path: "/v1/providers/app_store/events", Tag: tagHolders, MaxBody: maxEvent,
		Summary: "Where Apple sends App Store Server Notifications of version 2: signed by it, for nobody else",
	}), r.hearAppStore)
	web.Typed(r.Server, noContent(web.Operation{
		Method: http.MethodPost, ID: "hear-google-play", Path: "/v1/providers/google_play/events", Tag: tagHolders, MaxBody: maxEvent,
		Summary: "Where Pub/Sub pushes Google Play's Real-time developer notifications: signed by Google, for nobody else",
	}), r.hearGooglePlay)
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

// Notifications takes in what a provider tells by itself in a body that it signed.
type Notifications interface {
	Hear(ctx context.Context, body []byte) error
}

type appStoreEventInput struct {
	RawBody []byte
	Body    struct {
		_      struct{} `additionalProperties:"true"`
		Signed string   `json:"signedPayload" doc:"a responseBodyV2 of Apple's: the notification as a JWS"`
	}
}

// hearAppStore takes a notification of Apple's in; it is taken when what follows of it is written down.
func (r *routes) hearAppStore(ctx context.Context, in *appStoreEventInput) (*struct{}, error) {
	if r.AppStore == nil {
		return nil, purchases.ErrProviderNotAvailable.With("provider", purchases.AppStore)
	}
	return nil, r.AppStore.Hear(ctx, in.RawBody)
}

type googlePlayEventInput struct {
	Authorization string `header:"Authorization" doc:"Bearer and an ID token of Google's, of the service account that pushes"`
	RawBody       []byte
	Body          map[string]any `doc:"a message as Pub/Sub pushes it, with a DeveloperNotification for its data"`
}

// hearGooglePlay takes a notification of Google's in. What it is about, Google is asked; it is taken when what
// follows of it is written down.
func (r *routes) hearGooglePlay(ctx context.Context, in *googlePlayEventInput) (*struct{}, error) {
	if r.GooglePlay == nil {
		return nil, purchases.ErrProviderNotAvailable.With("provider", purchases.GooglePlay)
	}
	return nil, r.GooglePlay.Hear(ctx, in.RawBody, in.Authorization)
}
