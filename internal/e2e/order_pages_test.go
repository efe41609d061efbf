package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestEditorsOfMoneySeeAnOrdersStory finds an order by its payment, reads its whole story on one page, and
// gives a part of the money back there.
func TestEditorsOfMoneySeeAnOrdersStory(t *testing.T) {
	s := newTill(t)
	o := must(s.app.PlaceOrder(t.Context(), "fan", "key-1", byStripe))(t)
	payment := s.stripe.PaymentOf(o.ID)
	s.stripe.Pay(payment)
	s.heard(t, "payment_intent.succeeded", o)
	must(s.app.PlaceOrder(t.Context(), "somebody", "key-2", api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{Provider: "external"}}))(t)

	d := &designing{server: s.server, tab: browser(t)}
	d.enter(t, "suji@example.com", "support")
	said := complaints(t, d.tab)
	d.do(t, chromedp.Navigate(d.URL+"/studio/orders"), chromedp.WaitVisible(chromedp.CSS("#orders")))
	if rows := ask[int](t, d, `document.querySelectorAll('#orders > li').length`); rows != 2 {
		t.Errorf("%d orders in the list", rows)
	}
	d.look(t, "orders")
	d.accessible(t, "the list of orders")
	d.do(t, chromedp.SendKeys(chromedp.CSS("#q"), payment+"\r"), chromedp.WaitVisible(chromedp.CSS("#story")))
	if steps := ask[int](t, d, `document.querySelectorAll('#story > li').length`); steps != 3 { // ordered, paid, given
		t.Errorf("%d steps in the story", steps)
	}
	d.look(t, "order")
	d.accessible(t, "an order")
	d.setText(t, "#amount", "500")
	d.setText(t, "#reason", "a scratch")
	d.do(t, chromedp.Click(chromedp.CSS(".button.danger")), chromedp.WaitVisible(chromedp.CSS(".notice.good")))
	if now := s.heard(t, "charge.refunded", o); now.State != "fulfilled" || now.Refunded.Amount != 500 || s.stripe.Held(payment) != 2000 {
		t.Errorf("given back: %+v, %d left", now, s.stripe.Held(payment))
	}
	address := d.URL + "/studio/orders/" + o.ID
	d.do(t, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("#books")))
	if lines := ask[int](t, d, `document.querySelectorAll('#books td:first-child').length`); lines != 6 { // sale, refund, settled
		t.Errorf("%d lines in the books", lines)
	}
	d.do(t, chromedp.Navigate(d.URL+"/studio/orders?q=nobody"), chromedp.WaitVisible(chromedp.CSS(".none")))
	d.onAPhone(t, address, "ar", "ko")
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}
