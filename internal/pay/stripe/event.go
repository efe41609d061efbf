package stripe

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v85/webhook"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases"
)

// Faults of events.
var (
	// ErrEventUnsigned: the event does not bear a signature of now by one of our secrets.
	ErrEventUnsigned = fault.Define(fault.Denied, "event-unsigned")
	// ErrEventInvalid: the event is signed, and cannot be read.
	ErrEventInvalid = fault.Define(fault.Invalid, "event-invalid")
)

// MaxEvent is the most that an event may have, in bytes.
const MaxEvent = 256 << 10

// tolerance is how far the moment of a signature may be from now.
const tolerance = 5 * time.Minute

// event is what we look at of one: which payment it is about. What became of that, Stripe is asked.
type event struct {
	Type     string `json:"type"`
	Livemode bool   `json:"livemode"`
	Data     struct {
		Object struct {
			ID            string `json:"id"`
			Object        string `json:"object"`
			PaymentIntent string `json:"payment_intent"`
		} `json:"object"`
	} `json:"data"`
}

// Learner takes in what a gateway says.
type Learner interface {
	Learn(ctx context.Context, p purchases.Provider, test bool, order string, st purchases.Standing) error
}

// Hear takes an event in: its raw body, and its Stripe-Signature. Events about what is none of ours are
// taken and mean nothing. Faults: ErrEventUnsigned, ErrEventInvalid, those of purchases.Gateway; after any
// of them Stripe sends the event again.
func (g *Gateway) Hear(ctx context.Context, body []byte, signature string, to Learner) error {
	test, err := g.signed(body, signature)
	if err != nil {
		return err
	}
	var e event
	if json.Unmarshal(body, &e) != nil || e.Type == "" {
		return ErrEventInvalid
	}
	if e.Livemode == test {
		return ErrEventUnsigned // by the secret of the other ledgers
	}
	payment := e.Data.Object.PaymentIntent
	if e.Data.Object.Object == "payment_intent" {
		payment = e.Data.Object.ID
	}
	if payment == "" {
		return nil
	}
	order, st, err := g.read(ctx, test, payment)
	if err != nil || order == "" {
		return err
	}
	err = to.Learn(ctx, purchases.Stripe, test, order, st)
	if errors.Is(err, purchases.ErrOrderNotFound) {
		return nil // of another store with the same keys
	}
	return err
}

// signed returns whose secret an event is signed with, test ledgers' or live ones'.
func (g *Gateway) signed(body []byte, signature string) (test bool, err error) {
	if at := signedAt(signature); at.Before(g.config.Now().Add(-tolerance)) || at.After(g.config.Now().Add(tolerance)) {
		return false, ErrEventUnsigned
	}
	for _, keys := range []Keys{g.config.Live, g.config.Test} {
		if keys.Webhook != "" && webhook.ValidatePayloadIgnoringTolerance(body, signature, keys.Webhook) == nil {
			return keys == g.config.Test, nil
		}
	}
	return false, ErrEventUnsigned
}

// signedAt is the moment that a signature names: t=<unix seconds>,v1=….
func signedAt(signature string) time.Time {
	for part := range strings.SplitSeq(signature, ",") {
		if value, found := strings.CutPrefix(strings.TrimSpace(part), "t="); found {
			seconds, err := strconv.ParseInt(value, 10, 64)
			if err == nil {
				return time.Unix(seconds, 0)
			}
		}
	}
	return time.Time{}
}
