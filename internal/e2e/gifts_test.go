package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// giftBy is the priced pack for a friend, paid for with a provider.
func giftBy(provider, recipient string) api.NewOrder {
	return api.NewOrder{
		Pack: "moon", Region: "KR", Locale: "ko", Recipient: recipient, Message: "생일 축하해! 🎂", PayWith: api.PayWith{Provider: provider},
	}
}

// TestGiftsFindTheirWay gives a pack to three friends: one accepts, one declines, and of one who has it the giver is
// told before anything is taken.
func TestGiftsFindTheirWay(t *testing.T) {
	s := newTill(t)
	ctx := t.Context()
	accepted := s.given(t, "key-1", "minji")
	_, err := s.app.PlaceOrder(ctx, "fan", "key-2", giftBy("stripe", "minji"))
	problem(t, err, "recipient-has-gift")
	waiting := must(s.app.Gifts(ctx, "minji", ""))(t)
	if len(waiting.Items) != 1 || waiting.Items[0].From != "fan" || waiting.Items[0].Message != "생일 축하해! 🎂" || waiting.Items[0].State != "offered" {
		t.Errorf("waiting: %+v", waiting)
	}
	_, err = s.app.AcceptGift(ctx, "fan", accepted.ID, "")
	problem(t, err, "gift-not-found")
	for range 2 {
		g := must(s.app.AcceptGift(ctx, "minji", accepted.ID, ""))(t)
		if g.State != "accepted" || len(g.Grants) != 1 || g.Grants[0].Kind != "gift" {
			t.Errorf("accepted: %+v", g)
		}
	}
	if !s.entitled(t, "minji") || s.entitled(t, "fan") {
		t.Error("the pack did not find its way")
	}
	_, err = s.app.PlaceOrder(ctx, "fan", "key-3", giftBy("stripe", "minji"))
	problem(t, err, "recipient-has-pack")
	elsewhere := giftBy("stripe", "minji")
	elsewhere.RecipientRegion = "JP"
	_, err = s.app.PlaceOrder(ctx, "fan", "key-4", elsewhere)
	problem(t, err, "recipient-region")

	declined := s.given(t, "key-5", "joon")
	if g := must(s.app.DeclineGift(ctx, "joon", declined.ID, "key-6"))(t); g.State != "declined" || len(g.Grants) != 0 {
		t.Errorf("declined: %+v", g)
	}
	_, err = s.app.AcceptGift(ctx, "joon", declined.ID, "")
	problem(t, err, "gift-state")
	now := s.heard(t, "charge.refunded", declined)
	if now.State != "refunded" || now.Gift.State != "declined" || s.stripe.Held(s.stripe.PaymentOf(declined.ID)) != 0 || s.entitled(t, "joon") {
		t.Errorf("sent back: %+v", now)
	}

	must(s.app.RefundOrder(ctx, "fan", accepted.ID, "key-7", api.NewRefund{}))(t)
	if s.entitled(t, "minji") {
		t.Error("its money went back, and the friend has it")
	}
	s.tellsTheGiftsStory(t, accepted.ID, declined.ID)
}

// given is a gift of the fan that Stripe took the money for.
func (s *till) given(t *testing.T, key, recipient string) api.Order {
	t.Helper()
	o := must(s.app.PlaceOrder(t.Context(), "fan", key, giftBy("stripe", recipient)))(t)
	if o.State != "payment_pending" || o.Gift == nil || o.Gift.State != "pending" || o.Gift.RecipientRegion != "KR" {
		t.Fatalf("asked: %+v", o)
	}
	s.stripe.Pay(s.stripe.PaymentOf(o.ID))
	o = s.heard(t, "payment_intent.succeeded", o)
	if o.State != "fulfilled" || o.Gift.State != "offered" || len(o.Grants) != 0 {
		t.Fatalf("paid: %+v", o)
	}
	return o
}

// tellsTheGiftsStory reads the page of orders: what happened to their gifts is among the steps.
func (s *till) tellsTheGiftsStory(t *testing.T, accepted, declined string) {
	t.Helper()
	d := &designing{server: s.server, tab: browser(t)}
	d.enter(t, "suji@example.com", "support")
	said := complaints(t, d.tab)
	for order, steps := range map[string]int{
		accepted: 8, // ordered, paid, offered, accepted, given, given back, taken back, with the payer
		declined: 6, // ordered, paid, offered, declined, given back, with the payer
	} {
		d.do(t, chromedp.Navigate(d.URL+"/studio/orders/"+order), chromedp.WaitVisible(chromedp.CSS("#story")))
		if got := ask[int](t, d, `document.querySelectorAll('#story > li').length`); got != steps {
			t.Errorf("%d steps of %d: %s", got, steps, ask[string](t, d, `document.querySelector('#story').innerText`))
		}
	}
	d.accessible(t, "a gift's order")
	d.onAPhone(t, d.URL+"/studio/orders/"+accepted, "ar", "ko")
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}
