package e2e

import (
	"context"
	"net/http"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/internal/pay/google/googletest"
	"github.com/hallyu-store/hallyu/internal/servertest"
)

// playShop is a store whose pack of a tier is bought in Google Play.
type playShop struct {
	*server
	google   *googletest.Server
	app      *api.Client
	attempts int
}

// playArgs have a store take purchases in that a Google tells of.
func playArgs(google *googletest.Server) []string {
	return []string{"--google-play-package", googletest.Package, "--google-play-key", google.AccountKey(), "--google-play-url", google.URL,
		"--google-play-products", "small=moon.small,large=moon.large", "--google-play-push-account", googletest.Pusher,
		"--google-play-push-audience", googletest.Audience, "--google-play-keys-url", google.URL + "/certs"}
}

func newPlayShop(t *testing.T) *playShop {
	t.Helper()
	google := googletest.New(t)
	return openPlayShop(t, google, serve(t, t.TempDir(), playArgs(google)...))
}

// openPlayShop has a server sell.
func openPlayShop(t *testing.T, google *googletest.Server, s *server) *playShop {
	t.Helper()
	operator := s.client(s.staff(t, "operator@example.com", "operator"))
	tierOnSale(t, operator)
	return &playShop{server: s, google: google, app: s.client(s.app(t, everyScope...))}
}

var byGooglePlay = api.NewOrder{Pack: "moon", Region: "KR", PayWith: api.PayWith{Provider: "google_play"}}

// asks places an order that Google takes the money of.
func (s *playShop) asks(t *testing.T, holder string) api.Order {
	t.Helper()
	s.attempts++
	o := must(s.app.PlaceOrder(t.Context(), holder, "order-"+strconv.Itoa(s.attempts), byGooglePlay))(t)
	a := o.NextAction
	if o.State != "payment_pending" || a == nil || a.Kind != "google_play" || a.Product != "moon.small" || a.ObfuscatedAccountID == "" || "ord_"+a.ObfuscatedProfileID != o.ID {
		t.Fatalf("%+v, next %+v", o, a)
	}
	return o
}

// sale is what the payer's device buys when an order asks for it.
func sale(o api.Order) googletest.Sale {
	return googletest.Sale{Product: o.NextAction.Product, Account: o.NextAction.ObfuscatedAccountID, Profile: o.NextAction.ObfuscatedProfileID}
}

// confirms hands a token in.
func (s *playShop) confirms(t *testing.T, o api.Order, token string) (api.Order, error) {
	t.Helper()
	s.attempts++
	return s.app.ConfirmOrder(t.Context(), o.Holder, o.ID, "confirm-"+strconv.Itoa(s.attempts), api.Confirmation{PurchaseToken: token})
}

// push sends a notification as Pub/Sub does.
func (s *playShop) push(t *testing.T, body []byte, authorization string) *api.Raw {
	t.Helper()
	header := http.Header{"Content-Type": {"application/json"}}
	if authorization != "" {
		header.Set("Authorization", authorization)
	}
	return must(s.client("").Do(t.Context(), http.MethodPost, "/v1/providers/google_play/events", body, header))(t)
}

// told expects a notification about a token to be taken, and the order to stand so then.
func (s *playShop) told(t *testing.T, o api.Order, kind, token, state string, entitled bool) {
	t.Helper()
	reply := s.push(t, googletest.Notice(googletest.Package, kind, token), s.google.Sign(googletest.Claims(time.Now())))
	if reply.Status != http.StatusNoContent {
		t.Errorf("%s: %d %s", kind, reply.Status, reply.Body)
	}
	s.stands(t, o, state, entitled)
}

func (s *playShop) stands(t *testing.T, o api.Order, state string, entitled bool) {
	t.Helper()
	now := must(s.app.Order(t.Context(), o.Holder, o.ID))(t)
	e := must(s.app.Entitlement(t.Context(), o.Holder, "moon"))(t)
	if now.State != state || e.Entitled != entitled {
		t.Errorf("order %s, entitled %v; want %s, %v", now.State, e.Entitled, state, entitled)
	}
}

// TestPackIsBoughtInGooglePlay takes an order from the app's request to the token that the device got, and back.
func TestPackIsBoughtInGooglePlay(t *testing.T) {
	s := newPlayShop(t)
	o := s.asks(t, "fan")
	token := s.google.Buy(sale(o))
	for range 2 {
		done := must(s.confirms(t, o, token))(t)
		if done.State != "fulfilled" || *done.Transaction != token || done.Settled.Amount != 2500 || done.Settled.Currency != "KRW" {
			t.Fatalf("%+v", done)
		}
	}
	if _, consumed := s.google.Settled(token); !consumed || s.google.Calls("tell") != 1 {
		t.Errorf("consumed: %v, by %d requests", consumed, s.google.Calls("tell"))
	}
	s.told(t, o, googletest.Bought, token, "fulfilled", true)
	s.google.Refund(token, googletest.Remorse)
	for range 2 {
		s.told(t, o, googletest.Voided, token, "refunded", false)
	}
	s.told(t, o, googletest.Bought, token, "refunded", false) // told late
}

// TestPendingPurchaseIsNone has a payer pay at a shop, with cash, some time later.
func TestPendingPurchaseIsNone(t *testing.T) {
	s := newPlayShop(t)
	o := s.asks(t, "fan")
	slow := sale(o)
	slow.Pending = true
	token := s.google.Buy(slow)
	waiting := must(s.confirms(t, o, token))(t)
	if waiting.State != "payment_pending" || waiting.Transaction != nil {
		t.Errorf("%+v", waiting)
	}
	s.told(t, o, googletest.Bought, token, "payment_pending", false)
	s.google.Pay(token)
	s.told(t, o, googletest.Bought, token, "fulfilled", true)
	if acknowledged, _ := s.google.Settled(token); !acknowledged {
		t.Error("nobody told Google")
	}

	other := s.asks(t, "friend")
	slow = sale(other)
	slow.Pending = true
	given := s.google.Buy(slow)
	s.google.Cancel(given)
	s.told(t, other, googletest.Bought, given, "payment_pending", false)
	_, err := s.confirms(t, other, given)
	problem(t, err, "purchase-token-invalid")
}

// TestGooglePlayMoneyGoesBack has the store give money back, the payer's bank take it, and Google a part.
func TestGooglePlayMoneyGoesBack(t *testing.T) {
	s := newPlayShop(t)
	buys := func(holder string) (api.Order, string) {
		o := s.asks(t, holder)
		token := s.google.Buy(sale(o))
		must(s.confirms(t, o, token))(t)
		return o, token
	}
	o, token := buys("fan")
	part := int64(500)
	_, err := s.app.RefundOrder(t.Context(), "fan", o.ID, "refund-1", api.NewRefund{Amount: &part})
	problem(t, err, "refund-whole")
	refund := must(s.app.RefundOrder(t.Context(), "fan", o.ID, "refund-2", api.NewRefund{Reason: "a mistake"}))(t)
	if refund.State != "pending" || !s.google.Refunded(token) {
		t.Errorf("%+v, given back: %v", refund, s.google.Refunded(token))
	}
	s.told(t, o, googletest.Voided, token, "refunded", false)

	o, token = buys("friend")
	s.google.RefundPart(token, 500)
	s.told(t, o, googletest.Voided, token, "fulfilled", true)
	if now := must(s.app.Order(t.Context(), "friend", o.ID))(t); now.Refunded.Amount != 500 {
		t.Errorf("%+v went back", now.Refunded)
	}
	s.google.Refund(token, googletest.Chargeback)
	s.told(t, o, googletest.Voided, token, "refunded", false)
	if now := must(s.app.Order(t.Context(), "friend", o.ID))(t); now.Refunded.Amount != 2500 {
		t.Errorf("%+v went back", now.Refunded)
	}
}

// TestGooglePlayMoneyIsNeverLost has holders pay what nothing can be given for: it is told of, and goes back.
func TestGooglePlayMoneyIsNeverLost(t *testing.T) {
	s := newPlayShop(t)
	o := s.asks(t, "fan")
	another, twice := sale(o), sale(o)
	another.Product, twice.Quantity = "moon.tiny", 2
	for _, bought := range []googletest.Sale{another, twice} {
		token := s.google.Buy(bought)
		_, err := s.confirms(t, o, token)
		due := dueOrder(t, err, "transaction-of-another-product")
		s.goesBack(t, "fan", due, token)
	}
	must(s.confirms(t, o, s.google.Buy(sale(o))))(t)
	again := s.google.Buy(sale(o)) // pays again
	_, err := s.confirms(t, o, again)
	s.goesBack(t, "fan", dueOrder(t, err, "order-state"), again)
	if e := must(s.app.Entitlement(t.Context(), "fan", "moon"))(t); len(e.Grants) != 1 {
		t.Errorf("%+v", e)
	}
}

// goesBack waits for the reconciler to give the money of an order back.
func (s *playShop) goesBack(t *testing.T, holder, order, token string) {
	t.Helper()
	eventually(t, order+" is refunded", soon(), func() bool {
		return must(s.app.Order(t.Context(), holder, order))(t).State == "refunded" && s.google.Refunded(token)
	})
}

// soon is more than the reconciler takes.
func soon() time.Time { return time.Now().Add(time.Minute) }

// TestForeignTokensAreRefused hands in what others bought, or nobody.
func TestForeignTokensAreRefused(t *testing.T) {
	s := newPlayShop(t)
	o, other := s.asks(t, "fan"), s.asks(t, "friend")
	change := func(what func(*googletest.Sale)) string {
		made := sale(o)
		what(&made)
		return s.google.Buy(made)
	}
	used := s.google.Buy(sale(other))
	must(s.confirms(t, other, used))(t)
	for name, c := range map[string]struct{ token, code string }{
		"another holder's":       {used, "transaction-of-another-order"},
		"another holder's order": {change(func(x *googletest.Sale) { x.Profile = other.NextAction.ObfuscatedProfileID }), "transaction-of-another-order"},
		"by another holder":      {change(func(x *googletest.Sale) { x.Account = other.NextAction.ObfuscatedAccountID }), "transaction-of-another-order"},
		"nobody's":               {change(func(x *googletest.Sale) { x.Account, x.Profile = "", "" }), "transaction-of-another-order"},
		"another app's":          {change(func(x *googletest.Sale) { x.Package = "com.sun.chat" }), "purchase-token-invalid"},
		"a test's":               {change(func(x *googletest.Sale) { x.Test = true }), "purchase-token-invalid"},
		"paid by a code":         {change(func(x *googletest.Sale) { x.Free = true }), "purchase-token-invalid"},
		"guessed":                {"guessed", "purchase-token-invalid"},
		"leading elsewhere":      {"../../orders/GPA.1", "purchase-token-invalid"},
		"a question":             {"x?y=z", "purchase-token-invalid"},
	} {
		_, err := s.confirms(t, o, c.token)
		if p := problem(t, err, c.code); p.Status < 400 || p.Status > 499 {
			t.Errorf("%s: %d", name, p.Status)
		}
	}
	_, err := s.app.PlaceOrder(t.Context(), "fan", "untiered", api.NewOrder{Pack: "sun", Region: "KR", PayWith: byGooglePlay.PayWith})
	problem(t, err, "payment-refused")
	_, err = s.app.ConfirmOrder(t.Context(), "fan", o.ID, "signed", api.Confirmation{SignedTransaction: "x"})
	problem(t, err, "transaction-of-another-order")
	s.stands(t, o, "payment_pending", false)
	must(s.confirms(t, o, s.google.Buy(sale(o))))(t)
}

// TestForgedPushesAreRefused has others tell of purchases.
func TestForgedPushesAreRefused(t *testing.T) {
	s := newPlayShop(t)
	o := s.asks(t, "fan")
	token := s.google.Buy(sale(o))
	now := googletest.Claims(time.Now())
	body := googletest.Notice(googletest.Package, googletest.Bought, token)
	forger := googletest.New(t)
	for name, c := range map[string]struct {
		body          []byte
		authorization string
		status        int
	}{
		"unsigned":         {body, "", 403},
		"by somebody else": {body, forger.Sign(now), 403},
		"of no algorithm":  {body, s.google.SignAs(s.google.Header().With(googletest.Members{"alg": "none"}), now), 403},
		"ten minutes old":  {body, s.google.Sign(googletest.Claims(time.Now().Add(-70 * time.Minute))), 403},
		"ten minutes soon": {body, s.google.Sign(googletest.Claims(time.Now().Add(10 * time.Minute))), 403},
		"another's":        {body, s.google.Sign(now.With(googletest.Members{"email": "push@sun.iam.gserviceaccount.com"})), 403},
		"for elsewhere":    {body, s.google.Sign(now.With(googletest.Members{"aud": "https://sun.example"})), 403},
		"10 MB":            {make([]byte, 10<<20), s.google.Sign(now), 413},
		"no object":        {[]byte(`[]`), s.google.Sign(now), 422},
		"no message":       {[]byte(`{}`), s.google.Sign(now), 403},
		"no notification":  {googletest.Envelope([]byte("moon")), s.google.Sign(now), 403},
		"another app's":    {googletest.Notice("com.sun.chat", googletest.Bought, token), s.google.Sign(now), 204},
		"of no purchase":   {googletest.Notice(googletest.Package, googletest.Bought, "guessed"), s.google.Sign(now), 204},
		"a trial":          {googletest.Notice(googletest.Package, "testNotification", ""), s.google.Sign(now), 204},
	} {
		if reply := s.push(t, c.body, c.authorization); reply.Status != c.status {
			t.Errorf("%s: %d %s", name, reply.Status, reply.Body)
		}
	}
	s.stands(t, o, "payment_pending", false)
	s.told(t, o, googletest.Bought, token, "fulfilled", true)
}

// TestGooglePlayGoesWrong has Google not answer: the app sends its request again, and nothing happens twice.
func TestGooglePlayGoesWrong(t *testing.T) {
	s := newPlayShop(t)
	for i, trouble := range []googletest.Trouble{
		googletest.Away, googletest.Deaf, googletest.HTML, googletest.Lost, googletest.Wrong, googletest.Forbid, googletest.Limit,
	} {
		o := s.asks(t, "fan-"+strconv.Itoa(i))
		token := s.google.Buy(sale(o))
		for _, of := range []string{"productsv2", "/orders/"} {
			s.google.Next(of, trouble, trouble, trouble)
			_, err := s.confirms(t, o, token)
			problem(t, err, "payment-provider-unavailable")
			s.stands(t, o, "payment_pending", false)
		}
		s.google.Next("products/", trouble)
		done := must(s.confirms(t, o, token))(t)
		if done.State != "fulfilled" {
			t.Errorf("%+v", done)
		}
		s.google.Next("")
	}
}

// doomed runs a server in a process of its own that is killed.
type doomed struct {
	command *exec.Cmd
	dead    chan struct{}
}

func (d *doomed) run(ctx context.Context, printed *servertest.Output, env []string, data string, args ...string) error {
	path, err := program()
	if err != nil {
		return err
	}
	d.command, d.dead = exec.CommandContext(ctx, path, serveArguments(data, args...)...), make(chan struct{})
	d.command.Stdout, d.command.Stderr, d.command.Env = printed, printed, env
	_ = d.command.Run() // which kill ends
	close(d.dead)
	return nil
}

// kill ends the server at once, as a machine does that loses its power.
func (d *doomed) kill(t *testing.T) {
	t.Helper()
	if err := d.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-d.dead
}

// TestAcknowledgementOutlivesTheServer kills a server that could not tell Google what it gave.
func TestAcknowledgementOutlivesTheServer(t *testing.T) {
	google, doomed := googletest.New(t), &doomed{}
	s := openPlayShop(t, google, start(t, t.TempDir(), doomed.run, playArgs(google)...))
	o := s.asks(t, "fan")
	token := s.google.Buy(sale(o))
	away := make([]googletest.Trouble, 1000)
	for i := range away {
		away[i] = googletest.Away
	}
	s.google.Next("products/", away...)
	if done := must(s.confirms(t, o, token))(t); done.State != "fulfilled" {
		t.Fatalf("%+v", done)
	}
	doomed.kill(t)
	if acknowledged, _ := s.google.Settled(token); acknowledged {
		t.Fatal("it was told after all")
	}
	s.google.Next("")
	serve(t, s.Data, playArgs(google)...)
	eventually(t, "Google is told", soon(), func() bool {
		_, consumed := s.google.Settled(token)
		return consumed
	})
}

// TestVoidedPurchasesAreReadAtTheStart has notifications of refunds not come.
func TestVoidedPurchasesAreReadAtTheStart(t *testing.T) {
	s := newPlayShop(t)
	var orders []api.Order
	for i := range 5 {
		o := s.asks(t, "fan-"+strconv.Itoa(i))
		token := s.google.Buy(sale(o))
		must(s.confirms(t, o, token))(t)
		s.google.Refund(token, map[bool]int{true: googletest.Chargeback, false: googletest.Remorse}[i%2 == 0])
		orders = append(orders, o)
	}
	s.stop()
	app := serve(t, s.Data, playArgs(s.google)...).client(s.app.Key)
	eventually(t, "all are refunded", soon(), func() bool {
		for _, o := range orders {
			now := must(app.Order(t.Context(), o.Holder, o.ID))(t)
			if now.State != "refunded" {
				return false
			}
		}
		return true
	})
}
