package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestTaxIsShownChargedAndReported sets a tax within the prices of Korea and one on top of those of the United States,
// sells in both, gives one back, and looks at what everybody is told.
func TestTaxIsShownChargedAndReported(t *testing.T) {
	s := newTill(t)
	ctx := t.Context()
	finance := s.client(s.staff(t, "finance@example.com", "finance", "operator"))
	must(finance.SetOffers(ctx, "moon", api.OfferList{Offers: []api.OfferDraft{
		{Regions: []string{"KR"}, Price: &api.Money{Amount: 2500, Currency: "KRW"}},
		{Regions: []string{"US"}, Price: &api.Money{Amount: 249, Currency: "USD"}},
	}}))(t)
	if before := must(s.client("").Pack(ctx, "KR", "en", "moon"))(t); before.Tax != nil {
		t.Errorf("a tax that nobody set: %+v", before.Tax)
	}
	must(finance.CreateTax(ctx, api.NewTax{Region: "KR", Rate: 100_000, Included: true}))(t)
	must(finance.CreateTax(ctx, api.NewTax{Region: "US", Rate: 88_750}))(t)
	_, err := finance.CreateTax(ctx, api.NewTax{Region: "KR", Rate: 110_000})
	problem(t, err, "taxes-overlap")

	for place, want := range map[[2]string]api.PriceTax{
		{"KR", "ko"}: {Rate: 100_000, Included: true, Total: api.Money{Amount: 2500, Currency: "KRW", Display: "₩2,500"}, Display: "세금 10% 포함"},
		{"US", "en"}: {Rate: 88_750, Total: api.Money{Amount: 271, Currency: "USD", Display: "$2.71"}, Display: "plus 8.875% tax: $2.71 in all"},
	} {
		shown := must(s.client("").Pack(ctx, place[0], place[1], "moon"))(t)
		if shown.Tax == nil || *shown.Tax != want {
			t.Errorf("%s: %+v, want %+v", place, shown.Tax, want)
		}
	}

	q := must(s.app.Quote(ctx, "fan", api.NewQuote{Pack: "moon", Region: "US", Locale: "en"}))(t)
	order := api.NewOrder{Pack: "moon", Region: "US", Quote: q.ID, Locale: "en", PayWith: api.PayWith{Provider: "stripe"}}
	o := must(s.app.PlaceOrder(ctx, "fan", "key-1", order))(t)
	payment := s.stripe.PaymentOf(o.ID)
	s.stripe.Pay(payment)
	o = s.heard(t, "payment_intent.succeeded", o)
	if o.Price.Amount != 271 || o.Settled.Amount != 271 || s.stripe.Held(payment) != 271 || o.Tax.Net.Display != "$2.49" || o.Tax.Amount.Amount != 22 || o.Tax.Gross.Amount != 271 {
		t.Errorf("charged: %+v, %+v", o, o.Tax)
	}
	if *q.Tax != *o.Tax || q.Price.Display != "$2.71" {
		t.Errorf("quoted: %+v", q)
	}
	korean := api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{Provider: "external", Transaction: "txn-1"}}
	must(s.app.PlaceOrder(ctx, "fan-2", "key-2", korean))(t)
	korean.PayWith.Transaction = "txn-2"
	back := must(s.app.PlaceOrder(ctx, "fan-3", "key-3", korean))(t)
	must(s.app.RefundOrder(ctx, "fan-3", back.ID, "key-4", api.NewRefund{}))(t)
	report := must(finance.SalesReport(ctx, map[string][]string{"by": {"region"}}))(t)
	if len(report.Items) != 2 || report.Items[0].Tax != 227 || report.Items[1].Tax != 22 || report.Items[1].Gross != 271 {
		t.Errorf("reported: %+v", report.Items)
	}
}

// TestTaxIsOnPages looks at a pack's page and at an order's story where tax is charged.
func TestTaxIsOnPages(t *testing.T) {
	s := newTill(t)
	finance := s.client(s.staff(t, "finance@example.com", "finance"))
	must(finance.CreateTax(t.Context(), api.NewTax{Region: "KR", Rate: 100_000, Included: true}))(t)
	o := must(s.app.PlaceOrder(t.Context(), "fan", "key-1", api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{Provider: "external", Transaction: "txn-1"}}))(t)
	d := &designing{server: s.server, tab: browser(t)}
	said := complaints(t, d.tab)
	d.do(t, chromedp.Navigate(d.URL+"/KR/ko/packs/moon"), chromedp.WaitVisible(chromedp.CSS(".offer .tax")))
	if text := ask[string](t, d, `document.querySelector('.offer .tax').textContent`); text != "세금 10% 포함" {
		t.Errorf("the page says %q", text)
	}
	d.look(t, "tax-pack")
	d.accessible(t, "a pack with tax")
	d.enter(t, "suji@example.com", "support")
	d.do(t, chromedp.Navigate(d.URL+"/studio/orders/"+o.ID), chromedp.WaitVisible(chromedp.CSS("#books")))
	if text := ask[string](t, d, `document.querySelector('main').textContent`); !strings.Contains(text, "₩227 (10%, in the price; ₩2,273 without it)") || !strings.Contains(text, "tax:KR") {
		t.Errorf("the story says %q", text)
	}
	d.look(t, "tax-order")
	d.accessible(t, "an order with tax")
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}
