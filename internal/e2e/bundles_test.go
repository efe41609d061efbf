package e2e

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// threePacks is a bundle of three packs: the till's, and two more. They cost ₩2,500, ₩1,900 and nothing on their own.
func threePacks(t *testing.T, operator *api.Client) api.Bundle {
	t.Helper()
	onSale(t, operator, "tiger", "1900")
	onSale(t, operator, "fox", "")
	made := must(operator.CreateBundle(t.Context(), api.NewBundle{
		Title: map[string]string{"en": "The whole forest", "ko": "숲 전부"}, Packs: []string{"moon", "tiger", "fox"},
		Offers: []api.BundleOffer{{Regions: []string{"KR"}, Price: &api.Money{Amount: 3333, Currency: "KRW"}}},
	}))(t)
	state := "on_sale"
	return must(operator.UpdateBundle(t.Context(), made.ID, made.Version, api.BundleChange{State: &state}))(t)
}

func bundleOrder(b api.Bundle, with api.PayWith) api.NewOrder {
	return api.NewOrder{Bundle: b.ID, Region: "KR", Locale: "ko", PayWith: with}
}

// TestABundleFromSaleToRefund sells three packs together: to who has none of them, to who has one, and to nobody who has them
// all; takes one order back, and looks at what each pack earned.
func TestABundleFromSaleToRefund(t *testing.T) {
	s := newTill(t)
	ctx := t.Context()
	operator := s.client(s.staff(t, "editor@example.com", "operator"))
	b := threePacks(t, operator)
	here := must(s.app.Bundles(ctx, "KR", "ko"))(t).Items
	if len(here) != 1 || here[0].Title != "숲 전부" || here[0].Price.Display != "₩3,333" || here[0].Separately.Amount != 4400 || len(here[0].Packs) != 3 {
		t.Fatalf("in Korea: %+v", here)
	}
	if elsewhere := must(s.app.Bundles(ctx, "JP", "ja"))(t).Items; len(elsewhere) != 0 {
		t.Errorf("in Japan: %+v", elsewhere)
	}

	whole := must(s.app.PlaceOrder(ctx, "fan", "k1", bundleOrder(b, api.PayWith{Provider: "external", Transaction: "t1"})))(t)
	if whole.Bundle != b.ID || whole.Pack != "" || whole.State != "fulfilled" || len(whole.Grants) != 3 || sumOf(whole) != 3333 || whole.Price.Amount != 3333 {
		t.Errorf("the whole: %+v", whole)
	}
	for _, pack := range []string{"moon", "tiger", "fox"} {
		if e := must(s.app.Entitlement(ctx, "fan", pack))(t); !e.Entitled || e.Grants[0].Source != whole.ID {
			t.Errorf("%s: %+v", pack, e)
		}
	}
	_, err := s.app.PlaceOrder(ctx, "fan", "k2", bundleOrder(b, api.PayWith{Provider: "external"}))
	problem(t, err, "already-owned")

	must(s.app.PlaceOrder(ctx, "friend", "k3", api.NewOrder{Pack: "tiger", Region: "KR", PayWith: api.PayWith{Provider: "external", Transaction: "t3"}}))(t)
	rest := must(s.app.PlaceOrder(ctx, "friend", "k4", bundleOrder(b, api.PayWith{Provider: "stripe"})))(t)
	if len(rest.Lines) != 2 || rest.Price.Amount != 1894 || sumOf(rest) != 1894 { // 3333 × 2500 / 4400, and nothing for the free one
		t.Errorf("the rest: %+v", rest)
	}
	s.stripe.Pay(s.stripe.PaymentOf(rest.ID))
	if paid := s.heard(t, "payment_intent.succeeded", rest); paid.State != "fulfilled" || len(paid.Grants) != 2 {
		t.Errorf("paid: %+v", paid)
	}

	part := int64(1000)
	must(s.app.RefundOrder(ctx, "fan", whole.ID, "k5", api.NewRefund{Amount: &part}))(t)
	if e := must(s.app.Entitlement(ctx, "fan", "moon"))(t); !e.Entitled {
		t.Error("a part of the money took the pack")
	}
	must(s.app.RefundOrder(ctx, "fan", whole.ID, "k6", api.NewRefund{}))(t)
	for _, pack := range []string{"moon", "tiger", "fox"} {
		if e := must(s.app.Entitlement(ctx, "fan", pack))(t); e.Entitled {
			t.Errorf("%s after the refund: %+v", pack, e)
		}
	}
	if e := must(s.app.Entitlement(ctx, "friend", "fox"))(t); !e.Entitled {
		t.Error("another's pack went too")
	}
	report := must(operator.SalesReport(ctx, url.Values{"by": {"pack"}}))(t)
	net := map[string]int64{}
	for _, row := range report.Items {
		net[row.Pack] += row.Net
	}
	if moon, tiger := whole.Lines[0].Pack, whole.Lines[1].Pack; net[moon] != 1894 || net[tiger] != 1900 || len(net) != 2 {
		t.Errorf("what each pack earned: %+v", report.Items)
	}
	events := must(s.app.Events(ctx, ""))(t).Items
	for _, e := range events {
		if packs, _ := e.Data["packs"].([]any); e.Subject == whole.ID && (e.Data["bundle"] != b.ID || len(packs) != 3) {
			t.Errorf("told of the whole: %+v", e)
		}
	}
}

func sumOf(o api.Order) (sum int64) {
	for _, line := range o.Lines {
		if line.Price != nil {
			sum += line.Price.Amount
		}
	}
	return sum
}

// TestAnOrderOfABundleTellsItsParts reads the story of one in the studio: what it gave, and what each pack had of the price.
func TestAnOrderOfABundleTellsItsParts(t *testing.T) {
	s := newTill(t)
	b := threePacks(t, s.client(s.staff(t, "editor@example.com", "operator")))
	o := must(s.app.PlaceOrder(t.Context(), "fan", "k1", bundleOrder(b, api.PayWith{Provider: "external", Transaction: "t1"})))(t)
	d := &designing{server: s.server, tab: browser(t)}
	d.enter(t, "suji@example.com", "support")
	said := complaints(t, d.tab)
	address := d.URL + "/studio/orders/" + o.ID
	d.do(t, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("#parts")))
	text := ask[string](t, d, `document.querySelector('main').innerText`)
	for _, want := range []string{"The whole forest", "₩1,894", "₩1,439"} {
		if !strings.Contains(text, want) {
			t.Errorf("the story lacks %q: %s", want, text)
		}
	}
	d.look(t, "bundle-order")
	d.accessible(t, "an order of a bundle")
	d.onAPhone(t, address, "ar", "ko")
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}
