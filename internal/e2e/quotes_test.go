package e2e

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/hallyu-store/hallyu/api"
)

// costs puts the pack of a till on sale in Korea at another price.
func (s *till) costs(t *testing.T, price api.Money) {
	t.Helper()
	operator := s.client(s.staff(t, "pricing@example.com", "operator"))
	must(operator.SetOffers(t.Context(), "moon", api.OfferList{Offers: []api.OfferDraft{{Regions: []string{"KR"}, Price: &price}}}))(t)
}

// TestQuoteIsWhatIsCharged quotes a price, changes it, and pays what was quoted with Stripe.
func TestQuoteIsWhatIsCharged(t *testing.T) {
	s := newTill(t)
	ctx := t.Context()
	q := must(s.app.Quote(ctx, "fan", api.NewQuote{Pack: "moon", Region: "KR", Locale: "ko"}))(t)
	if q.Price.Amount != 2500 || q.Price.Display != "₩2,500" || q.Coins != nil || len(q.ID) > 400 {
		t.Errorf("quoted: %+v", q)
	}
	s.costs(t, api.Money{Amount: 4900, Currency: "KRW"})
	order := byStripe
	order.Quote = q.ID
	o := must(s.app.PlaceOrder(ctx, "fan", "key-1", order))(t)
	s.stripe.Pay(s.stripe.PaymentOf(o.ID))
	if now := s.heard(t, "payment_intent.succeeded", o); now.State != "fulfilled" || now.Price.Amount != 2500 || now.Settled.Amount != 2500 {
		t.Errorf("charged: %+v", now)
	}

	_, err := s.app.PlaceOrder(ctx, "another", "key-2", order)
	problem(t, err, "quote-not-found")
	order.Quote, order.Expect = "", &api.Price{Amount: 2500, Currency: "KRW"}
	_, err = s.app.PlaceOrder(ctx, "another", "key-3", order)
	changed := problem(t, err, "price-changed")
	now, _ := changed.Facts["price"].(map[string]any)
	if changed.Status != http.StatusConflict || now["amount"] != 4900.0 || now["currency"] != "KRW" {
		t.Errorf("changed: %+v", changed)
	}
	order.Expect.Amount = 4900
	if o := must(s.app.PlaceOrder(ctx, "another", "key-4", order))(t); o.Price.Amount != 4900 {
		t.Errorf("as expected: %+v", o)
	}
}

// TestQuoteInCoins pays by a quote with coins, whose rate has changed since.
func TestQuoteInCoins(t *testing.T) {
	s := newTill(t)
	ctx := t.Context()
	finance := s.client(s.staff(t, "finance@example.com", "finance"))
	must(finance.SetTier(ctx, "coins", api.TierPrices{Currencies: map[string]int64{"KRW": 5000}}))(t)
	must(finance.SetCoinPackage(ctx, "hundred", api.CoinPackageDraft{Paid: 100, Tier: "coins"}))(t)
	must(finance.SetCoinRate(ctx, api.CoinRate{Currency: "KRW", Coins: 1, Amount: 50}))(t)
	byApp := api.PayWith{Provider: "external", Transaction: "txn-1"}
	must(s.app.TopUp(ctx, "fan", "key-1", api.NewTopUp{Package: "hundred", Region: "KR", PayWith: byApp}))(t)

	q := must(s.app.Quote(ctx, "fan", api.NewQuote{Pack: "moon", Region: "KR"}))(t)
	must(finance.SetCoinRate(ctx, api.CoinRate{Currency: "KRW", Coins: 1, Amount: 25}))(t)
	if q.Coins == nil || *q.Coins != 50 {
		t.Fatalf("quoted: %+v", q)
	}
	order := api.NewOrder{Pack: "moon", Region: "KR", Quote: q.ID, PayWith: api.PayWith{Provider: "wallet"}}
	if o := must(s.app.PlaceOrder(ctx, "fan", "key-2", order))(t); *o.Coins != (api.Coins{Paid: 50}) {
		t.Errorf("charged: %+v", o.Coins)
	}
}

// TestQuotesOfNothing asks for what cannot be quoted, and orders with what is no expectation.
func TestQuotesOfNothing(t *testing.T) {
	s := newTill(t)
	for name, c := range map[string]struct {
		body string
		code string
	}{
		"no pack":       {`{"region":"KR"}`, "request-invalid"},
		"a pack too":    {`{"pack":"moon","pass":"pss_1","region":"KR"}`, "request-invalid"},
		"unknown":       {`{"pack":"sun","region":"KR"}`, "pack-not-found"},
		"nowhere":       {`{"pack":"moon","region":"QQ"}`, "region-not-found"},
		"not sold":      {`{"pack":"moon","region":"JP"}`, "pack-not-offered"},
		"no locale":     {`{"pack":"moon","region":"KR","locale":"k"}`, "locale-malformed"},
		"unknown field": {`{"pack":"moon","region":"KR","price":1}`, "request-invalid"},
	} {
		s.refuses(t, name, "quotes", c.body, c.code)
	}
	for name, expect := range map[string]string{
		"negative": `{"amount":-1,"currency":"KRW"}`, "a fraction": `{"amount":24.5,"currency":"KRW"}`,
		"overflowing": `{"amount":9223372036854775808,"currency":"KRW"}`, "text": `{"amount":"2500","currency":"KRW"}`,
		"no currency": `{"amount":2500}`,
	} {
		s.refuses(t, name, "orders", `{"pack":"moon","region":"KR","pay_with":{"provider":"external"},"expect":`+expect+`}`, "request-invalid")
	}
	s.refuses(t, "unknown currency", "orders", `{"pack":"moon","region":"KR","pay_with":{"provider":"external"},"expect":{"amount":2500,"currency":"XXY"}}`, "order-invalid")
}

// refuses expects a problem of what a holder is asked for.
func (s *till) refuses(t *testing.T, name, what, body, code string) {
	t.Helper()
	header := http.Header{"Content-Type": {"application/json"}, "Idempotency-Key": {name}}
	reply, err := s.app.Do(t.Context(), http.MethodPost, "/v1/holders/fan/"+what, []byte(body), header)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(reply.Body, []byte(`/problems/`+code+`"`)) {
		t.Errorf("%s: %d %s, want %s", name, reply.Status, reply.Body, code)
	}
}
