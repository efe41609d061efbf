package e2e

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/pay/apple/appletest"
)

// counter is a store whose pack of a tier is bought in Apple's App Store.
type counter struct {
	*server
	apple    *appletest.Chain
	app      *api.Client
	attempts int
}

// appStoreArgs have a store take purchases in that a chain signs.
func appStoreArgs(t testing.TB, chain *appletest.Chain) []string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(root, chain.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"--app-store-bundle", appletest.Bundle, "--app-store-app-id", "1234567890", "--app-store-roots", root,
		"--app-store-products", "small=com.moon.small,large=com.moon.large"}
}

// tierOnSale has a pack on sale by a tier, moon, and one by a price of its own, sun.
func tierOnSale(t *testing.T, operator *api.Client) {
	t.Helper()
	onSale(t, operator, "moon", "2500")
	onSale(t, operator, "sun", "900") // of no tier
	must(operator.SetTier(t.Context(), "small", api.TierPrices{Currencies: map[string]int64{"KRW": 2500}}))(t)
	must(operator.SetOffers(t.Context(), "moon", api.OfferList{Offers: []api.OfferDraft{{Regions: []string{"KR"}, Tier: "small"}}}))(t)
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	chain := appletest.New(t)
	s := serve(t, t.TempDir(), appStoreArgs(t, chain)...)
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	tierOnSale(t, operator)
	return &counter{server: s, apple: chain, app: s.client(s.app(t, everyScope...))}
}

var byAppStore = api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{Provider: "app_store"}}

// asks places an order that the App Store takes the money of.
func (s *counter) asks(t *testing.T, holder string) api.Order {
	t.Helper()
	o := must(s.app.PlaceOrder(t.Context(), holder, "order-of-"+holder, byAppStore))(t)
	a := o.NextAction
	if o.State != "payment_pending" || a == nil || a.Kind != "app_store" || a.Product != "com.moon.small" || a.AppAccountToken == "" {
		t.Fatalf("%+v, next %+v", o, a)
	}
	return o
}

// buys is what the payer's device gets for buying what an order asks for.
func buys(id string, o api.Order) appletest.Members {
	return appletest.Bought(id, o.NextAction.AppAccountToken, o.NextAction.Product)
}

// confirms hands in what was signed.
func (s *counter) confirms(t *testing.T, o api.Order, signed string) (api.Order, error) {
	t.Helper()
	s.attempts++
	return s.app.ConfirmOrder(t.Context(), o.Holder, o.ID, "confirm-"+strconv.Itoa(s.attempts), api.Confirmation{SignedTransaction: signed})
}

// tell sends a notification as Apple does.
func (s *counter) tell(t *testing.T, body string) *api.Raw {
	t.Helper()
	return must(s.client("").Do(t.Context(), http.MethodPost, "/v1/providers/app_store/events", []byte(body),
		http.Header{"Content-Type": {"application/json"}}))(t)
}

// told expects a notification about a transaction to be taken, and the order to stand so then.
func (s *counter) told(t *testing.T, o api.Order, typ string, transaction appletest.Members, state string, entitled bool) {
	t.Helper()
	reply := s.tell(t, s.notice(typ, transaction))
	now := must(s.app.Order(t.Context(), o.Holder, o.ID))(t)
	e := must(s.app.Entitlement(t.Context(), o.Holder, "moon"))(t)
	if reply.Status != http.StatusNoContent || now.State != state || e.Entitled != entitled {
		t.Errorf("%s: %d %s, order %s, entitled %v", typ, reply.Status, reply.Body, now.State, e.Entitled)
	}
}

func (s *counter) notice(typ string, transaction appletest.Members) string {
	body, _ := json.Marshal(map[string]string{"signedPayload": s.apple.Sign(appletest.Notice(typ, s.apple.Sign(transaction)))})
	return string(body)
}

// TestPackIsBoughtInTheAppStore takes an order from the app's request to Apple's signed word, and back.
func TestPackIsBoughtInTheAppStore(t *testing.T) {
	s := newCounter(t)
	o := s.asks(t, "fan")
	bought := buys("2000000000000001", o)
	signed := s.apple.Sign(bought)
	for range 2 {
		done := must(s.confirms(t, o, signed))(t)
		if done.State != "fulfilled" || *done.Transaction != "2000000000000001" || done.Settled.Amount != 2500 || done.Settled.Currency != "KRW" {
			t.Fatalf("%+v", done)
		}
	}
	s.told(t, o, "ONE_TIME_CHARGE", bought, "fulfilled", true)
	s.told(t, o, "CONSUMPTION_REQUEST", bought, "fulfilled", true)
	s.told(t, o, "A_TYPE_OF_LATER", bought, "fulfilled", true)
	_, err := s.app.RefundOrder(t.Context(), "fan", o.ID, "refund", api.NewRefund{})
	problem(t, err, "refund-at-provider")
	gone := bought.With(appletest.Revoked)
	for range 2 {
		s.told(t, o, "REFUND", gone, "refunded", false)
	}
	s.told(t, o, "ONE_TIME_CHARGE", bought, "refunded", false) // told late
	for range 2 {
		s.told(t, o, "REFUND_REVERSED", bought, "fulfilled", true)
	}
	s.told(t, o, "REFUND", gone, "fulfilled", true) // told late
	again := gone.With(appletest.Members{"signedDate": appletest.Now.UnixMilli() + 1})
	s.told(t, o, "REFUND", again, "refunded", false)
	s.told(t, o, "REFUND_REVERSED", bought, "refunded", false) // told late
}

// TestAppStoreTellsOfWhatNobodyHandedIn has the app go away after its holder paid.
func TestAppStoreTellsOfWhatNobodyHandedIn(t *testing.T) {
	s := newCounter(t)
	o := s.asks(t, "fan")
	s.told(t, o, "TEST", buys("1", o).With(appletest.Members{"appAccountToken": nil}), "payment_pending", false)
	s.told(t, o, "ONE_TIME_CHARGE", buys("1", o), "fulfilled", true)
	s.told(t, o, "REVOKE", buys("1", o).With(appletest.Revoked), "refunded", false)
}

// TestAppStoreMoneyIsNeverLost has holders pay what nothing can be given for: it is due, and told of.
func TestAppStoreMoneyIsNeverLost(t *testing.T) {
	s := newCounter(t)
	o := s.asks(t, "fan")
	for id, change := range map[string]appletest.Members{"11": {"productId": "com.moon.tiny"}, "12": {"quantity": 2}} {
		_, err := s.confirms(t, o, s.apple.Sign(buys(id, o).With(change)))
		due := dueOrder(t, err, "transaction-of-another-product")
		now := must(s.app.Order(t.Context(), "fan", due))(t)
		if now.State != "refund_due" || *now.Transaction != id {
			t.Errorf("%+v", now)
		}
		s.told(t, now, "REFUND", buys(id, o).With(change).With(appletest.Revoked), "refunded", false)
	}
	must(s.confirms(t, o, s.apple.Sign(buys("13", o))))(t)
	_, err := s.confirms(t, o, s.apple.Sign(buys("14", o))) // pays again
	dueOrder(t, err, "order-state")
	if e := must(s.app.Entitlement(t.Context(), "fan", "moon"))(t); len(e.Grants) != 1 {
		t.Errorf("%+v", e)
	}
}

// dueOrder expects a problem with the order that money is due on.
func dueOrder(t *testing.T, err error, code string) string {
	t.Helper()
	due, _ := problem(t, err, code).Facts["refund_due"].(string)
	if due == "" {
		t.Errorf("%v names no order that the money is due on", err)
	}
	return due
}

// TestForeignTransactionsAreRefused hands in what was signed for others, or by them.
func TestForeignTransactionsAreRefused(t *testing.T) {
	s := newCounter(t)
	o, other := s.asks(t, "fan"), s.asks(t, "friend")
	mine := buys("1", o)
	forger := appletest.New(t)
	must(s.confirms(t, other, s.apple.Sign(buys("2", other))))(t)
	for name, c := range map[string]struct{ signed, code string }{
		"another holder's":      {s.apple.Sign(buys("2", other)), "transaction-of-another-order"},
		"nobody's":              {s.apple.Sign(mine.With(appletest.Members{"appAccountToken": nil})), "transaction-of-another-order"},
		"another app's":         {s.apple.Sign(mine.With(appletest.Members{"bundleId": "com.sun.chat"})), "app-store-unsigned"},
		"of the sandbox":        {s.apple.Sign(mine.With(appletest.Members{"environment": "Sandbox"})), "app-store-unsigned"},
		"of Xcode":              {s.apple.Sign(mine.With(appletest.Members{"environment": "Xcode"})), "app-store-unsigned"},
		"of LocalTesting":       {s.apple.Sign(mine.With(appletest.Members{"environment": "LocalTesting"})), "app-store-unsigned"},
		"of a chain of its own": {forger.Sign(mine), "app-store-unsigned"},
		"of no algorithm":       {s.apple.SignAs(map[string]any{"alg": "none", "x5c": s.apple.Header()["x5c"]}, mine), "app-store-unsigned"},
		"nonsense":              {"nonsense", "app-store-unsigned"},
	} {
		_, err := s.confirms(t, o, c.signed)
		if p := problem(t, err, c.code); p.Status < 400 || p.Status > 499 {
			t.Errorf("%s: %d", name, p.Status)
		}
	}
	_, err := s.app.PlaceOrder(t.Context(), "fan", "untiered", api.NewOrder{Pack: "sun", Region: "KR", PayWith: byAppStore.PayWith})
	problem(t, err, "payment-refused")
	if now := must(s.app.Order(t.Context(), "fan", o.ID))(t); now.State != "payment_pending" {
		t.Errorf("%+v", now)
	}
	must(s.confirms(t, o, s.apple.Sign(mine)))(t)
}

// TestForgedNotificationsAreRefused has others tell of purchases.
func TestForgedNotificationsAreRefused(t *testing.T) {
	s := newCounter(t)
	o := s.asks(t, "fan")
	bought := buys("1", o)
	forger := &counter{apple: appletest.New(t)}
	mixed, _ := json.Marshal(map[string]string{"signedPayload": s.apple.Sign(appletest.Notice("REFUND", forger.apple.Sign(bought)))})
	for name, c := range map[string]struct {
		body   string
		status int
	}{
		"unsigned": {`{"signedPayload":"x"}`, 403}, "empty": {`{}`, 422}, "forged": {forger.notice("ONE_TIME_CHARGE", bought), 403},
		"forged within": {string(mixed), 403}, "10 MB": {strings.Repeat(" ", 10<<20), 413}, "no object": {`[]`, 422},
	} {
		if reply := s.tell(t, c.body); reply.Status != c.status {
			t.Errorf("%s: %d %s", name, reply.Status, reply.Body)
		}
	}
	if now := must(s.app.Order(t.Context(), "fan", o.ID))(t); now.State != "payment_pending" {
		t.Errorf("%+v", now)
	}
}
