package e2e

import (
	"net/http"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/pay/stripe/stripetest"
)

// till is a store whose priced pack is paid for with Stripe.
type till struct {
	*server
	stripe *stripetest.Server
	app    *api.Client
}

const stripeSecret = "whsec_of_the_store"

func newTill(t *testing.T) *till {
	t.Helper()
	stripe := stripetest.New(t)
	s := serve(t, t.TempDir(), "--stripe-key", "sk_live_store", "--stripe-public-key", "pk_live_store",
		"--stripe-webhook-secret", stripeSecret, "--stripe-url", stripe.URL)
	onSale(t, s.client(s.staff(t, "operator@example.com", "operator")), "moon", "2500")
	return &till{server: s, stripe: stripe, app: s.client(s.app(t, everyScope...))}
}

var byStripe = api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{Provider: "stripe"}}

// tell sends an event about a payment as Stripe does.
func (s *till) tell(t *testing.T, typ, payment string) *api.Raw {
	t.Helper()
	body, signature := s.stripe.Event(typ, payment, stripeSecret, true, time.Now())
	reply, err := s.client("").Do(t.Context(), http.MethodPost, "/v1/providers/stripe/events", body,
		http.Header{"Stripe-Signature": {signature}, "Content-Type": {"application/json"}})
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

// heard expects an event to be taken, and returns the order as it is then.
func (s *till) heard(t *testing.T, typ string, o api.Order) api.Order {
	t.Helper()
	if reply := s.tell(t, typ, s.stripe.PaymentOf(o.ID)); reply.Status != http.StatusNoContent {
		t.Fatalf("%s: %d %s", typ, reply.Status, reply.Body)
	}
	now, err := s.app.Order(t.Context(), o.Holder, o.ID)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

func (s *till) entitled(t *testing.T, holder string) bool {
	t.Helper()
	e, err := s.app.Entitlement(t.Context(), holder, "moon")
	if err != nil {
		t.Fatal(err)
	}
	return e.Entitled
}

// TestPackIsPaidForWithStripe takes an order from the app's request to the money, and back.
func TestPackIsPaidForWithStripe(t *testing.T) {
	s := newTill(t)
	o, err := s.app.PlaceOrder(t.Context(), "fan", "key-1", byStripe)
	if err != nil || o.State != "payment_pending" || o.NextAction == nil || o.NextAction.Kind != "stripe" || o.NextAction.PublicKey != "pk_live_store" {
		t.Fatalf("%+v, %v", o, err)
	}
	again, err := s.app.PlaceOrder(t.Context(), "fan", "key-1", byStripe)
	if err != nil || again.ID != o.ID || *again.NextAction != *o.NextAction {
		t.Errorf("asked again: %+v, %v", again, err)
	}
	payment := s.stripe.PaymentOf(o.ID)
	s.stripe.Decline(payment, "insufficient_funds")
	if now := s.heard(t, "payment_intent.payment_failed", o); now.State != "payment_pending" || s.entitled(t, "fan") {
		t.Errorf("declined: %+v", now)
	}
	s.stripe.Pay(payment)
	for range 2 {
		if now := s.heard(t, "payment_intent.succeeded", o); now.State != "fulfilled" || *now.Transaction != payment || now.Settled.Amount != 2500 {
			t.Errorf("paid: %+v", now)
		}
	}
	if !s.entitled(t, "fan") {
		t.Error("paid, and not entitled")
	}
	refund, err := s.app.RefundOrder(t.Context(), "fan", o.ID, "key-2", api.NewRefund{Reason: "a mistake"})
	if err != nil || refund.State != "pending" {
		t.Fatalf("%+v, %v", refund, err)
	}
	if now := s.heard(t, "charge.refunded", o); now.State != "refunded" || s.stripe.Held(payment) != 0 || s.entitled(t, "fan") {
		t.Errorf("given back: %+v, %d left", now, s.stripe.Held(payment))
	}
}

// TestStripeGoesWrong has Stripe not answer: the app sends its request again, and nobody pays twice.
func TestStripeGoesWrong(t *testing.T) {
	s := newTill(t)
	for i, trouble := range []stripetest.Trouble{stripetest.Away, stripetest.Deaf, stripetest.HTML} {
		holder, key := "fan-"+string(rune('a'+i)), "key-"+string(rune('a'+i))
		s.stripe.Next(trouble, trouble, trouble, trouble, trouble, trouble) // who asks tries again by itself
		_, err := s.app.PlaceOrder(t.Context(), holder, key, byStripe)
		problem(t, err, "payment-provider-unavailable")
		s.stripe.Next()
		o, err := s.app.PlaceOrder(t.Context(), holder, key, byStripe)
		if err != nil || o.NextAction == nil {
			t.Fatalf("%+v, %v", o, err)
		}
		if payment := s.stripe.PaymentOf(o.ID); payment == "" || payment == "twice" {
			t.Fatalf("payment %q", payment)
		}
		s.stripe.Pay(s.stripe.PaymentOf(o.ID))
		if now := s.heard(t, "payment_intent.succeeded", o); now.State != "fulfilled" {
			t.Errorf("%+v", now)
		}
	}
	s.stripe.Next(stripetest.Refuse)
	_, err := s.app.PlaceOrder(t.Context(), "fan-r", "key-r", byStripe)
	problem(t, err, "payment-refused")
	orders, err := s.app.Orders(t.Context(), "fan-r", "")
	if err != nil || len(orders.Items) != 1 || orders.Items[0].State != "failed" {
		t.Errorf("%+v, %v", orders, err)
	}
}

// TestDisputesTakeTheGrant has a payer's bank take the money back for a while.
func TestDisputesTakeTheGrant(t *testing.T) {
	s := newTill(t)
	o, err := s.app.PlaceOrder(t.Context(), "fan", "key-1", byStripe)
	if err != nil {
		t.Fatal(err)
	}
	payment := s.stripe.PaymentOf(o.ID)
	s.stripe.Pay(payment)
	s.heard(t, "payment_intent.succeeded", o)
	for _, step := range []struct {
		status, state string
		entitled      bool
	}{{"needs_response", "disputed", false}, {"won", "fulfilled", true}} {
		s.stripe.Dispute(payment, step.status)
		if now := s.heard(t, "charge.dispute.updated", o); now.State != step.state || s.entitled(t, "fan") != step.entitled {
			t.Errorf("%s: %+v", step.status, now)
		}
	}
}

// TestForgedEventsAreRefused has others tell of payments.
func TestForgedEventsAreRefused(t *testing.T) {
	s := newTill(t)
	o, err := s.app.PlaceOrder(t.Context(), "fan", "key-1", byStripe)
	if err != nil {
		t.Fatal(err)
	}
	payment := s.stripe.PaymentOf(o.ID)
	body, _ := s.stripe.Event("payment_intent.succeeded", payment, stripeSecret, true, time.Now())
	for name, c := range map[string]struct {
		body      []byte
		signature string
		status    int
	}{
		"unsigned": {body, "", 403}, "another secret": {body, stripetest.Sign(body, "whsec_guess", time.Now()), 403},
		"of yesterday": {body, stripetest.Sign(body, stripeSecret, time.Now().Add(-24*time.Hour)), 403},
		"10 MB":        {make([]byte, 10<<20), stripetest.Sign(body, stripeSecret, time.Now()), 413},
		"no event":     {[]byte(`[]`), stripetest.Sign([]byte(`[]`), stripeSecret, time.Now()), 422},
	} {
		reply, err := s.client("").Do(t.Context(), http.MethodPost, "/v1/providers/stripe/events", c.body,
			http.Header{"Stripe-Signature": {c.signature}, "Content-Type": {"application/json"}})
		if err != nil || reply.Status != c.status {
			t.Errorf("%s: %d %s, %v", name, reply.Status, reply.Body, err)
		}
	}
	if s.entitled(t, "fan") {
		t.Error("an event that Stripe did not send gave the pack away")
	}
}
