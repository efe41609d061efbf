package stripe_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/pay/stripe"
	"github.com/hallyu-store/hallyu/internal/pay/stripe/stripetest"
	"github.com/hallyu-store/hallyu/purchases"
)

var (
	ctx   = context.Background()
	now   = time.Date(2026, 9, 20, 3, 4, 5, 0, time.UTC)
	price = catalog.Price{Amount: 2500, Currency: "KRW"}
	order = purchases.Order{ID: "ord_1", Ledger: purchases.Ledger{App: "app_a"}, Price: &price}
)

const secret, testSecret = "whsec_live", "whsec_test"

func gateway(url string) *stripe.Gateway {
	return stripe.New(stripe.Config{
		Live: stripe.Keys{Secret: "sk_live_1", Public: "pk_live_1", Webhook: secret},
		Test: stripe.Keys{Secret: "sk_test_1", Public: "pk_test_1", Webhook: testSecret},
		URL:  url, Now: func() time.Time { return now },
	})
}

func TestPaymentFromBeginningToDispute(t *testing.T) {
	server := stripetest.New(t)
	g := gateway(server.URL)
	begun, err := g.Begin(ctx, order)
	if err != nil || begun.Payment == "" || begun.Secret == "" || begun.Taken != nil {
		t.Fatalf("Begin: %+v, %v", begun, err)
	}
	again, err := g.Begin(ctx, order)
	if err != nil || again.Payment != begun.Payment {
		t.Fatalf("begun again: %+v, %v", again, err)
	}
	server.Decline(begun.Payment, "insufficient_funds")
	if st := look(t, g, begun.Payment); st.Declined != "insufficient_funds" || st.Taken != nil || st.Ended {
		t.Errorf("declined: %+v", st)
	}
	server.Pay(begun.Payment)
	if st := look(t, g, begun.Payment); st.Taken == nil || *st.Taken != price || st.Declined != "" {
		t.Errorf("paid: %+v", st)
	}
	refund := purchases.Refund{ID: "ref_1", Amount: &catalog.Price{Amount: 500, Currency: "KRW"}}
	for range 2 {
		ret, err := g.GiveBack(ctx, order, begun.Payment, refund)
		if err != nil || ret.Refund != "ref_1" || ret.Amount != 500 || ret.State != purchases.RefundSettled {
			t.Errorf("GiveBack: %+v, %v", ret, err)
		}
	}
	server.Refund(begun.Payment, 300)
	if st := look(t, g, begun.Payment); len(st.Returns) != 2 || server.Held(begun.Payment) != 1700 {
		t.Errorf("given back: %+v", st)
	}
	for status, want := range map[string]purchases.Dispute{
		"warning_needs_response": purchases.Undisputed, "needs_response": purchases.DisputeOpen, "under_review": purchases.DisputeOpen,
		"won": purchases.DisputeWon, "lost": purchases.DisputeLost,
	} {
		server.Dispute(begun.Payment, status)
		if st := look(t, g, begun.Payment); st.Dispute != want {
			t.Errorf("%s: %+v", status, st)
		}
	}
}

func look(t *testing.T, g *stripe.Gateway, payment string) purchases.Standing {
	t.Helper()
	st, err := g.Look(ctx, order, payment)
	if err != nil {
		t.Fatal("Look:", err)
	}
	return st
}

func TestStop(t *testing.T) {
	server := stripetest.New(t)
	g := gateway(server.URL)
	begun, err := g.Begin(ctx, order)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		st, err := g.Stop(ctx, order, begun.Payment)
		if err != nil || !st.Ended {
			t.Errorf("Stop: %+v, %v", st, err)
		}
	}
	paid := order
	paid.ID = "ord_2"
	begun, err = g.Begin(ctx, paid)
	if err != nil {
		t.Fatal(err)
	}
	server.Pay(begun.Payment)
	if st, err := g.Stop(ctx, paid, begun.Payment); err != nil || st.Ended || st.Taken == nil {
		t.Errorf("stopped too late: %+v, %v", st, err)
	}
}

func TestTroubleIsToldApart(t *testing.T) {
	for name, c := range map[string]struct {
		trouble stripetest.Trouble
		want    error
	}{
		"away": {stripetest.Away, purchases.ErrGatewayAway}, "deaf": {stripetest.Deaf, purchases.ErrGatewayAway},
		"an error page": {stripetest.HTML, purchases.ErrGatewayAway}, "refuses": {stripetest.Refuse, purchases.ErrPaymentRefused},
	} {
		server := stripetest.New(t)
		g := gateway(server.URL)
		server.Next(c.trouble, c.trouble, c.trouble, c.trouble, c.trouble, c.trouble)
		if st, err := g.Begin(ctx, order); !errors.Is(err, c.want) {
			t.Errorf("%s: %+v, %v", name, st, err)
		}
		server.Next()
		if st, err := g.Begin(ctx, order); err != nil || server.PaymentOf(order.ID) != st.Payment {
			t.Errorf("%s, then: %+v, %v", name, st, err)
		}
	}
}

func TestKeysAreKeptApart(t *testing.T) {
	server := stripetest.New(t)
	g := stripe.New(stripe.Config{Live: stripe.Keys{Secret: "sk_live_1"}, URL: server.URL})
	test := order
	test.Ledger.Test = true
	if _, err := g.Begin(ctx, test); !errors.Is(err, purchases.ErrPaymentRefused) {
		t.Errorf("a test order with live keys: %v", err)
	}
	refund := purchases.Refund{ID: "ref_1", Amount: &price}
	if _, err := g.GiveBack(ctx, test, "pi_1", refund); !errors.Is(err, purchases.ErrGatewayAway) {
		t.Errorf("keys that are gone decide about a refund: %v", err)
	}
}

func TestAmounts(t *testing.T) {
	server := stripetest.New(t)
	g := gateway(server.URL)
	for _, p := range []catalog.Price{
		{Amount: 2500, Currency: "KRW"}, {Amount: 120, Currency: "JPY"}, {Amount: 199, Currency: "USD"}, {Amount: 1230, Currency: "KWD"},
		{Amount: 350, Currency: "ISK"}, {Amount: 3700, Currency: "UGX"}, {Amount: 15000, Currency: "LAK"}, {Amount: 29000, Currency: "VND"},
	} {
		o := purchases.Order{ID: "ord_" + p.Currency, Price: &p}
		begun, err := g.Begin(ctx, o)
		if err != nil {
			t.Errorf("%+v: %v", p, err)
			continue
		}
		server.Pay(begun.Payment)
		if st, err := g.Look(ctx, o, begun.Payment); err != nil || st.Taken == nil || *st.Taken != p {
			t.Errorf("%+v came back as %+v, %v", p, st.Taken, err)
		}
	}
	for payment, want := range map[string]int64{"ord_ISK": 35000, "ord_KWD": 1230, "ord_JPY": 120, "ord_USD": 199} {
		if got := server.Held(server.PaymentOf(payment)); got != want {
			t.Errorf("%s: Stripe took %d of its smallest units, want %d", payment, got, want)
		}
	}
	for _, p := range []catalog.Price{{Amount: 1234, Currency: "KWD"}} { // three decimals end in 0
		if _, err := g.Begin(ctx, purchases.Order{ID: "ord_x", Price: &p}); !errors.Is(err, purchases.ErrPaymentRefused) {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

// learnt keeps what was learnt.
type learnt struct {
	order string
	test  bool
	st    purchases.Standing
	n     int
}

func (l *learnt) Learn(_ context.Context, _ purchases.Provider, test bool, order string, st purchases.Standing) error {
	l.order, l.test, l.st = order, test, st
	l.n++
	return nil
}

func TestEventsAreHeardThatAreSigned(t *testing.T) {
	server := stripetest.New(t)
	g := gateway(server.URL)
	begun, err := g.Begin(ctx, order)
	if err != nil {
		t.Fatal(err)
	}
	server.Pay(begun.Payment)
	body, signature := server.Event("payment_intent.succeeded", begun.Payment, secret, true, now)
	var to learnt
	if err := g.Hear(ctx, body, signature, &to); err != nil || to.order != "ord_1" || to.test || to.st.Taken == nil {
		t.Errorf("%+v, %v", to, err)
	}
	heard := to.n
	testBody, testSigned := server.Event("payment_intent.succeeded", begun.Payment, secret, false, now)
	_, old := server.Event("payment_intent.succeeded", begun.Payment, secret, true, now.Add(-10*time.Minute))
	_, early := server.Event("payment_intent.succeeded", begun.Payment, secret, true, now.Add(10*time.Minute))
	_, foreign := server.Event("payment_intent.succeeded", begun.Payment, "whsec_other", true, now)
	for name, c := range map[string]struct {
		body      []byte
		signature string
	}{
		"no signature": {body, ""}, "nonsense": {body, "t=x,v1=y"}, "no version": {body, signature[:12]},
		"another body": {append([]byte(" "), body...), signature}, "ten minutes old": {body, old}, "ten minutes early": {body, early},
		"another secret": {body, foreign}, "a test event with the live secret": {testBody, testSigned},
		"another moment": {body, strings.Replace(signature, "t=", "t=1", 1)},
	} {
		if err := g.Hear(ctx, c.body, c.signature, &to); !errors.Is(err, stripe.ErrEventUnsigned) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if to.n != heard {
		t.Error("something was learnt of what is not signed")
	}
}
