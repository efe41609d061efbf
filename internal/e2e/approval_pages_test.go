package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestRefundsAboveTheLimitNeedASecondPerson has one member of support ask for more than one may give back alone, and somebody of
// finance approve it.
func TestRefundsAboveTheLimitNeedASecondPerson(t *testing.T) {
	s := serve(t, t.TempDir(), "--refund-limit", "KRW=1000")
	onSale(t, s.client(s.staff(t, "operator@example.com", "operator")), "moon", "2500")
	chat := s.client(s.app(t, everyScope...))
	won := int64(2500)
	o := must(chat.PlaceOrder(t.Context(), "fan", "key-1", api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{
		Provider: "external", Transaction: "txn-1", Amount: &won, Currency: "KRW",
	}}))(t)
	address := s.URL + "/studio/orders/" + o.ID
	state := func() string { return must(chat.Order(t.Context(), "fan", o.ID))(t).State }

	d := &designing{server: s, tab: browser(t)}
	d.enter(t, "suji@example.com", "support")
	said := complaints(t, d.tab)
	d.do(t, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("#amount")))
	d.setText(t, "#amount", "9999999")
	d.do(t, press(".button.danger"), chromedp.WaitVisible(chromedp.CSS(".notice.bad")))
	if typed := ask[string](t, d, `document.getElementById('amount').value`); typed != "9999999" {
		t.Errorf("what was typed is %q", typed)
	}
	d.look(t, "refund-wrong")
	d.setText(t, "#amount", "2500")
	d.setText(t, "#reason", "the wrong pack")
	d.do(t, press(".button.danger"), chromedp.WaitVisible(chromedp.CSS("#asked [data-state=waiting]")))
	d.look(t, "refund-asked")
	d.accessible(t, "an order whose refund waits")
	if buttons := ask[int](t, d, `document.querySelectorAll('#asked button').length`); buttons != 1 || state() != "fulfilled" {
		t.Errorf("%d buttons for who asked, the order is %s", buttons, state())
	}

	ask[bool](t, d, `fetch('/studio/sign-out', {method: 'POST'}).then(() => true)`)
	d.enter(t, "minho@example.com", "finance")
	d.do(t, chromedp.Navigate(s.URL+"/studio/orders"), chromedp.WaitVisible(chromedp.CSS(".title-bar .tag")), press(".title-bar a[href$=refunds]"), chromedp.WaitVisible(chromedp.CSS("#asked")))
	d.look(t, "refunds-waiting")
	d.accessible(t, "the refunds that wait")
	d.onAPhone(t, s.URL+"/studio/orders/refunds", "ar", "ko")
	d.do(t, chromedp.Navigate(s.URL+"/studio/orders/refunds"), press("#asked a"), chromedp.WaitVisible(chromedp.CSS("button[value=approve]")))
	ask[bool](t, d, `document.querySelector('button[value=approve]').focus(), true`)
	d.do(t, chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("#asked [data-state=approved]")))
	d.look(t, "refund-approved")
	if state() != "refunded" {
		t.Errorf("the order is %s", state())
	}
	if acts := ask[[]string](t, d, `[...document.querySelectorAll('#audit strong')].map(e => e.textContent)`); len(acts) != 3 {
		t.Errorf("the order's audit says %q", acts)
	}
	d.do(t, chromedp.Navigate(s.URL+"/studio/orders/refunds"), chromedp.WaitVisible(chromedp.CSS(".state")))
	for _, complaint := range said() {
		if !strings.Contains(complaint, "422") { // the refusal of an amount
			t.Errorf("the pages complain: %q", complaint)
		}
	}
}
