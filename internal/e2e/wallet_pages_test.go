package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/hallyu-store/hallyu/api"
)

// TestSupportLooksUpAWallet sees what coins a holder has, when they end, and how they came and went.
func TestSupportLooksUpAWallet(t *testing.T) {
	s := newTill(t)
	finance := s.client(s.staff(t, "finance@example.com", "finance"))
	must(finance.SetTier(t.Context(), "coins-100", api.TierPrices{Currencies: map[string]int64{"KRW": 5000}}))(t)
	must(finance.SetCoinPackage(t.Context(), "hundred", api.CoinPackageDraft{Paid: 100, Bonus: 10, BonusDays: 30, Tier: "coins-100"}))(t)
	must(finance.SetCoinRate(t.Context(), api.CoinRate{Currency: "KRW", Coins: 1, Amount: 50}))(t)
	topUp := must(s.app.TopUp(t.Context(), "fan", "key-1", api.NewTopUp{Package: "hundred", Region: "KR", PayWith: api.PayWith{Provider: "stripe"}}))(t)
	s.stripe.Pay(s.stripe.PaymentOf(topUp.ID))
	s.heard(t, "payment_intent.succeeded", topUp)
	must(s.app.PlaceOrder(t.Context(), "fan", "key-2", api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{Provider: "wallet"}}))(t)
	app := must(s.app.Events(t.Context(), ""))(t).Items[0].App

	d := &designing{server: s.server, tab: browser(t)}
	d.enter(t, "suji@example.com", "support")
	said := complaints(t, d.tab)
	home := s.URL + "/studio/orders/wallets"
	d.do(t, chromedp.Navigate(home), chromedp.WaitVisible(chromedp.CSS("#look-up")))
	d.accessible(t, "looking a wallet up")
	d.setText(t, "#app", app)
	d.do(t, chromedp.SendKeys(chromedp.CSS("#holder"), "fan\r"), chromedp.WaitVisible(chromedp.CSS("#books")))
	if text := ask[string](t, d, `document.querySelector('main').innerText`); !strings.Contains(text, "60 paid coins") {
		t.Errorf("the wallet: %s", text)
	}
	d.look(t, "wallet")
	d.accessible(t, "a wallet")
	d.onAPhone(t, home+"?app="+app+"&holder=fan", "ar", "ko")
	d.do(t, chromedp.Navigate(home+"?app="+app+"&holder=nobody"), chromedp.WaitVisible(chromedp.CSS("main .none")))
	if complaints := said(); len(complaints) > 0 {
		t.Errorf("the pages complain: %q", complaints)
	}
}
