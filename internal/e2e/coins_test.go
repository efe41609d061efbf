package e2e

import (
	"testing"

	"github.com/hallyu-store/hallyu/api"
)

// TestCoinsAreBoughtAndSpent sells coins for money taken with Stripe, buys a pack with them, and takes both back.
func TestCoinsAreBoughtAndSpent(t *testing.T) {
	s := newTill(t)
	ctx := t.Context()
	finance := s.client(s.staff(t, "finance@example.com", "finance"))
	must(finance.SetTier(ctx, "coins-100", api.TierPrices{Currencies: map[string]int64{"KRW": 5000, "USD": 399}}))(t)
	must(finance.SetCoinPackage(ctx, "hundred", api.CoinPackageDraft{Paid: 100, Bonus: 10, BonusDays: 30, Tier: "coins-100"}))(t)
	must(finance.SetCoinRate(ctx, api.CoinRate{Currency: "KRW", Coins: 1, Amount: 50}))(t)

	sold := must(s.app.CoinPackages(ctx, "US"))(t)
	if len(sold.Items) != 1 || sold.Items[0].Price.Display != "$3.99" {
		t.Errorf("sold in the US: %+v", sold)
	}
	byWallet := api.NewOrder{Pack: "moon", Region: "KR", Locale: "en", PayWith: api.PayWith{Provider: "wallet"}}
	_, err := s.app.PlaceOrder(ctx, "fan", "key-1", byWallet)
	problem(t, err, "coins-insufficient")

	topUp := must(s.app.TopUp(ctx, "fan", "key-2", api.NewTopUp{Package: "hundred", Region: "KR", PayWith: api.PayWith{Provider: "stripe"}}))(t)
	s.stripe.Pay(s.stripe.PaymentOf(topUp.ID))
	if now := s.heard(t, "payment_intent.succeeded", topUp); now.State != "fulfilled" || now.TopUp.Paid != 100 || now.Pack != "" || now.Settled.Amount != 5000 {
		t.Errorf("paid: %+v", now)
	}
	s.holds(t, api.Coins{Paid: 100, Bonus: 10}, 0)
	bought := must(s.app.PlaceOrder(ctx, "fan", "key-3", byWallet))(t)
	if bought.State != "fulfilled" || *bought.Coins != (api.Coins{Paid: 40, Bonus: 10}) || bought.Settled.Currency != "COIN" || bought.Settled.Display != "50" {
		t.Errorf("bought: %+v", bought)
	}
	s.holds(t, api.Coins{Paid: 60}, 0)
	again := must(s.app.PlaceOrder(ctx, "fan", "key-3", byWallet))(t)
	if again.ID != bought.ID || *again.Coins != *bought.Coins {
		t.Errorf("asked again: %+v", again)
	}

	must(s.app.RefundOrder(ctx, "fan", topUp.ID, "key-4", api.NewRefund{}))(t)
	s.holds(t, api.Coins{}, 50)
	if now := s.heard(t, "charge.refunded", topUp); now.State != "refunded" {
		t.Errorf("given back: %+v", now)
	}
	must(s.app.RefundOrder(ctx, "fan", bought.ID, "key-5", api.NewRefund{}))(t)
	s.holds(t, api.Coins{}, 0)
	if s.entitled(t, "fan") {
		t.Error("entitled to what was given back")
	}
}

func (s *till) holds(t *testing.T, want api.Coins, owed int64) {
	t.Helper()
	w := must(s.app.Wallet(t.Context(), "fan"))(t)
	if w.Coins != want || w.Owed != owed {
		t.Errorf("the wallet has %+v and owes %d, want %+v and %d", w.Coins, w.Owed, want, owed)
	}
}
