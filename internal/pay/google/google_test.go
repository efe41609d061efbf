package google_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/pay/google"
	"github.com/hallyu-store/hallyu/internal/pay/google/googletest"
	"github.com/hallyu-store/hallyu/purchases"
)

var (
	ctx   = context.Background()
	now   = time.Date(2026, 9, 20, 3, 4, 5, 678901000, time.UTC)
	price = catalog.Price{Amount: 2500, Currency: "KRW"}
	order = purchases.Order{ID: "ord_0198c2f4-9d3b-7c1e-8a51-2f6d1c7b9e10", Ledger: purchases.Ledger{App: "app_a"}, Holder: "fan", Price: &price}
)

// world is a gateway and the Google that it asks.
type world struct {
	*googletest.Server
	gateway *google.Gateway
	account string // what the order's holder is called
	now     time.Time
}

func newWorld(t testing.TB, changes ...func(*google.Config)) *world {
	t.Helper()
	w := &world{Server: googletest.New(t), now: now}
	account, err := google.ParseAccount(w.AccountKey())
	if err != nil {
		t.Fatal(err)
	}
	c := google.Config{
		Package: googletest.Package, Account: account, URL: w.URL, Now: func() time.Time { return w.now }, Lasting: []string{"moon.once"},
		Push:    google.Push{Account: googletest.Pusher, Audience: googletest.Audience, KeysURL: w.URL + "/certs"},
		Product: func(context.Context, purchases.Order) (string, error) { return "moon.small", nil },
	}
	for _, change := range changes {
		change(&c)
	}
	w.gateway = google.New(c)
	begun, err := w.gateway.Begin(ctx, order)
	if err != nil || begun.Product != "moon.small" || begun.Payment != "" || len(begun.Secret) != 43 {
		t.Fatalf("Begin: %+v, %v", begun, err)
	}
	w.account = begun.Secret
	return w
}

// sale is what the order's holder buys for it.
func (w *world) sale(changes ...func(*googletest.Sale)) googletest.Sale {
	a := w.gateway.Action(purchases.Payment{Order: order.ID, Secret: w.account, Product: "moon.small"}, false)
	sold := googletest.Sale{Product: a.Product, Account: a.Secret, Profile: a.Profile, At: now}
	for _, change := range changes {
		change(&sold)
	}
	return sold
}

func (w *world) read(t *testing.T, token string) purchases.Standing {
	t.Helper()
	st, err := w.gateway.Read(ctx, order, token)
	if err != nil {
		t.Fatal("Read:", err)
	}
	return st
}

func TestPurchaseFromTheTokenToTheRefund(t *testing.T) {
	w := newWorld(t)
	token := w.Buy(w.sale())
	st := w.read(t, token)
	by := now.Truncate(time.Millisecond).Add(3 * 24 * time.Hour)
	if st.Payment != token || st.Product != "moon.small" || *st.Taken != price || st.Number != w.OrderOf(token) || !st.Acknowledgement.By.Equal(by) || st.Acknowledgement.Told {
		t.Errorf("bought: %+v", st)
	}
	payment := purchases.Payment{Order: order.ID, ID: token, Product: "moon.small"}
	for range 2 { // the second time it is refused, and was done
		if err := w.gateway.Acknowledge(ctx, order, payment); err != nil {
			t.Error("Acknowledge:", err)
		}
	}
	if st = w.read(t, token); !st.Acknowledgement.Told {
		t.Errorf("acknowledged: %+v", st)
	}
	w.RefundPart(token, 500)
	if st = w.read(t, token); len(st.Returns) != 1 || st.Returns[0].Amount != 500 || st.Returns[0].State != purchases.RefundSettled {
		t.Errorf("a part went back: %+v", st)
	}
	left := purchases.Refund{ID: "ref_1", Amount: &catalog.Price{Amount: 2000, Currency: "KRW"}}
	for range 2 {
		ret, err := w.gateway.GiveBack(ctx, order, token, left)
		if err != nil || ret.Refund != "ref_1" || ret.Amount != 2000 || ret.State != purchases.RefundSettled {
			t.Errorf("GiveBack: %+v, %v", ret, err)
		}
	}
	if w.Calls("refund") != 1 {
		t.Errorf("it was given back %d times", w.Calls("refund"))
	}
	if st = w.read(t, token); len(st.Returns) != 2 || st.Returns[1].Amount != 2000 || *st.Taken != price {
		t.Errorf("all went back: %+v", st)
	}
	if w.Calls("token") != 1 {
		t.Errorf("%d tokens to call with", w.Calls("token"))
	}
}

func TestLastingProductsAreNotConsumed(t *testing.T) {
	w := newWorld(t)
	token := w.Buy(w.sale(func(s *googletest.Sale) { s.Product = "moon.once" }))
	if err := w.gateway.Acknowledge(ctx, order, purchases.Payment{ID: token, Product: "moon.once"}); err != nil {
		t.Fatal(err)
	}
	acknowledged, consumed := w.Settled(token)
	if st := w.read(t, token); !acknowledged || consumed || !st.Acknowledgement.Told {
		t.Errorf("acknowledged %v, consumed %v: %+v", acknowledged, consumed, st)
	}
}

// TestWhatWasBought reads purchases of every kind.
func TestWhatWasBought(t *testing.T) {
	w, trial := newWorld(t), order
	trial.Ledger.Test = true
	for name, c := range map[string]struct {
		change  func(*googletest.Sale)
		after   func(*world, string)
		order   purchases.Order
		want    error
		product string
		taken   *catalog.Price
		dispute purchases.Dispute
	}{
		"paid":                  {product: "moon.small", taken: &price},
		"to be paid":            {change: func(s *googletest.Sale) { s.Pending = true }},
		"never paid":            {change: func(s *googletest.Sale) { s.Pending = true }, after: (*world).cancel, want: google.ErrTokenInvalid},
		"paid by a code":        {change: func(s *googletest.Sale) { s.Free = true }, want: google.ErrTokenInvalid},
		"of another app":        {change: func(s *googletest.Sale) { s.Package = "com.sun.chat" }, want: google.ErrTokenInvalid},
		"of another holder":     {change: func(s *googletest.Sale) { s.Account = "x" }, want: purchases.ErrTransactionForeign},
		"of another order":      {change: func(s *googletest.Sale) { s.Profile = "x" }, want: purchases.ErrTransactionForeign},
		"of nobody":             {change: func(s *googletest.Sale) { s.Account, s.Profile = "", "" }, want: purchases.ErrTransactionForeign},
		"two of them":           {change: func(s *googletest.Sale) { s.Quantity = 2 }, product: "2 × moon.small", taken: &price},
		"another product":       {change: func(s *googletest.Sale) { s.Product = "moon.tiny" }, product: "moon.tiny", taken: &price},
		"dollars":               {change: func(s *googletest.Sale) { s.Currency, s.Units = "USD", 2 }, product: "moon.small", taken: &catalog.Price{Amount: 200, Currency: "USD"}},
		"dinars":                {change: func(s *googletest.Sale) { s.Currency, s.Units = "KWD", 1 }, product: "moon.small", taken: &catalog.Price{Amount: 1000, Currency: "KWD"}},
		"nothing":               {change: func(s *googletest.Sale) { s.Currency, s.Units = "KRW", 0 }, want: google.ErrTokenInvalid},
		"no money":              {change: func(s *googletest.Sale) { s.Currency, s.Units = "WON", -1 }, want: google.ErrTokenInvalid},
		"charged back":          {after: (*world).chargeBack, product: "moon.small", taken: &price, dispute: purchases.DisputeLost},
		"a test":                {change: func(s *googletest.Sale) { s.Test = true }, want: google.ErrTokenInvalid},
		"a test, for a trial":   {change: func(s *googletest.Sale) { s.Test = true }, order: trial, product: "moon.small", taken: &price},
		"paid, for a trial":     {order: trial, want: google.ErrTokenInvalid},
		"a free test for trial": {change: func(s *googletest.Sale) { s.Test, s.Free = true, true }, order: trial, product: "moon.small", taken: &price},
	} {
		if c.order.ID == "" {
			c.order = order
		}
		begun, err := w.gateway.Begin(ctx, c.order)
		if err != nil {
			t.Fatal(err)
		}
		sold := w.sale(func(s *googletest.Sale) { s.Account = begun.Secret })
		if c.change != nil {
			c.change(&sold)
		}
		token := w.Buy(sold)
		if c.after != nil {
			c.after(w, token)
		}
		st, err := w.gateway.Read(ctx, c.order, token)
		if c.want != nil || err != nil {
			if c.want == nil || !errors.Is(err, c.want) {
				t.Errorf("%s: %+v, %v", name, st, err)
			}
			continue
		}
		if (st.Taken == nil) != (c.taken == nil) || c.taken != nil && *st.Taken != *c.taken || st.Product != c.product || st.Dispute != c.dispute || (st.Payment == "") != (c.taken == nil) {
			t.Errorf("%s: %+v", name, st)
		}
	}
}

func (w *world) cancel(token string)     { w.Cancel(token) }
func (w *world) chargeBack(token string) { w.Refund(token, googletest.Chargeback) }

// TestTroubleIsToldApart has every request go wrong in every way.
func TestTroubleIsToldApart(t *testing.T) {
	w := newWorld(t, func(c *google.Config) { c.Client = &http.Client{Timeout: 200 * time.Millisecond} })
	token := w.Buy(w.sale())
	payment := purchases.Payment{ID: token, Product: "moon.small"}
	calls := map[string]func() error{
		"productsv2": func() error { _, err := w.gateway.Read(ctx, order, token); return err },
		"/orders/":   func() error { _, err := w.gateway.Look(ctx, order, token); return err },
		"products/":  func() error { return w.gateway.Acknowledge(ctx, order, payment) },
		":refund": func() error {
			_, err := w.gateway.GiveBack(ctx, order, token, purchases.Refund{ID: "ref_1", Amount: &price})
			return err
		},
		"voidedpurchases": func() error { return w.gateway.Voided(ctx, nobody{}) },
	}
	for about, call := range calls {
		for _, trouble := range []googletest.Trouble{
			googletest.Away, googletest.Deaf, googletest.Slow, googletest.HTML, googletest.Lost, googletest.Forbid, googletest.Limit,
		} {
			w.Next(about, trouble, trouble, trouble) // connections that break are tried again by themselves
			if err := call(); !errors.Is(err, purchases.ErrGatewayAway) && !(err == nil && w.Refunded(token)) {
				t.Errorf("%s, trouble %d: %v", about, trouble, err)
			}
		}
	}
	for about, call := range map[string]func() error{"productsv2": calls["productsv2"], "/orders/": calls["/orders/"]} {
		w.Next(about, googletest.Wrong)
		if err := call(); !errors.Is(err, purchases.ErrGatewayAway) {
			t.Errorf("%s, other content: %v", about, err)
		}
	}
	w.Next("productsv2", googletest.Unknown)
	if err := calls["productsv2"](); !errors.Is(err, google.ErrTokenInvalid) || fault.As(err).Facts()["reason"] != "unknown" {
		t.Errorf("unknown: %v", err)
	}
}

// TestKeyThatIsTakenNoMore has Google refuse a token that it gave, and then give none.
func TestKeyThatIsTakenNoMore(t *testing.T) {
	w := newWorld(t)
	token := w.Buy(w.sale())
	w.read(t, token)
	w.Revoke()
	if _, err := w.gateway.Read(ctx, order, token); !errors.Is(err, purchases.ErrGatewayAway) {
		t.Errorf("revoked: %v", err)
	}
	w.Next("/token", googletest.Away)
	if _, err := w.gateway.Read(ctx, order, token); !errors.Is(err, purchases.ErrGatewayAway) {
		t.Errorf("no token: %v", err)
	}
	w.read(t, token)
	if w.Calls("token") != 3 {
		t.Errorf("%d tokens were asked for", w.Calls("token"))
	}
}

func TestAccounts(t *testing.T) {
	for _, text := range []string{
		"", "x", "{}", `{"client_email":"a@b","private_key":"x"}`, `{"client_email":"a@b","private_key":"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"}`,
	} {
		if a, err := google.ParseAccount(text); err == nil {
			t.Errorf("%q is %+v", text, a)
		}
	}
}

// TestHoldersHaveNamesOfTheirOwn: nobody passes for another, whatever the two are called.
func TestHoldersHaveNamesOfTheirOwn(t *testing.T) {
	w := newWorld(t)
	names := map[string]purchases.Order{}
	for _, o := range []purchases.Order{
		{Holder: "fan", Ledger: purchases.Ledger{App: "app_a"}}, {Holder: "friend", Ledger: purchases.Ledger{App: "app_a"}},
		{Holder: "fan", Ledger: purchases.Ledger{App: "app_a", Test: true}}, {Holder: "fan", Ledger: purchases.Ledger{App: "app_b"}},
		{Holder: "test:fan", Ledger: purchases.Ledger{App: "app_a"}},
	} {
		begun, err := w.gateway.Begin(ctx, o)
		if _, taken := names[begun.Secret]; taken || err != nil || len(begun.Secret) > 64 {
			t.Errorf("%+v is called %q as %+v, %v", o, begun.Secret, names[begun.Secret], err)
		}
		names[begun.Secret] = o
	}
}

// nobody knows of no order.
type nobody struct{}

func (nobody) Learn(context.Context, purchases.Provider, bool, string, purchases.Standing) error {
	return purchases.ErrOrderNotFound
}

func (nobody) Story(context.Context, string) (purchases.Story, error) {
	return purchases.Story{}, purchases.ErrOrderNotFound
}

func (nobody) Paid(context.Context, purchases.Provider, string) (purchases.Order, error) {
	return purchases.Order{}, purchases.ErrOrderNotFound
}
