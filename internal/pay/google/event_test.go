package google_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/pay/google"
	"github.com/hallyu-store/hallyu/internal/pay/google/googletest"
	"github.com/hallyu-store/hallyu/purchases"
)

// books knows the order, and what it learns of it.
type books struct {
	learnt []purchases.Standing
	tests  []bool
	paid   map[string]purchases.Order
	err    error
}

func (b *books) Learn(_ context.Context, _ purchases.Provider, test bool, id string, st purchases.Standing) error {
	if id != order.ID {
		return purchases.ErrOrderNotFound
	}
	b.learnt, b.tests = append(b.learnt, st), append(b.tests, test)
	return b.err
}

func (b *books) Story(_ context.Context, id string) (purchases.Story, error) {
	if id != order.ID {
		return purchases.Story{}, purchases.ErrOrderNotFound
	}
	return purchases.Story{Order: order}, nil
}

func (b *books) Paid(_ context.Context, _ purchases.Provider, payment string) (purchases.Order, error) {
	o, known := b.paid[payment]
	if !known {
		return o, purchases.ErrOrderNotFound
	}
	return o, nil
}

func (w *world) signed() string { return w.Sign(googletest.Claims(w.now)) }

func TestNotificationHasGoogleAsked(t *testing.T) {
	w := newWorld(t)
	token := w.Buy(w.sale())
	stranger := w.Buy(w.sale(func(s *googletest.Sale) { s.Account = "x" }))
	elsewhere := w.Buy(w.sale(func(s *googletest.Sale) { s.Profile = "x" }))
	waiting := w.Buy(w.sale(func(s *googletest.Sale) { s.Pending = true }))
	for name, c := range map[string]struct {
		body []byte
		want int // lessons
	}{
		"bought":               {googletest.Notice(googletest.Package, googletest.Bought, token), 1},
		"voided":               {googletest.Notice(googletest.Package, googletest.Voided, token), 1},
		"of another app":       {googletest.Notice("com.sun.chat", googletest.Bought, token), 0},
		"of another holder":    {googletest.Notice(googletest.Package, googletest.Bought, stranger), 0},
		"of another store":     {googletest.Notice(googletest.Package, googletest.Bought, elsewhere), 0},
		"to be paid":           {googletest.Notice(googletest.Package, googletest.Bought, waiting), 0},
		"of nothing":           {googletest.Notice(googletest.Package, googletest.Bought, "unknown"), 0},
		"of a subscription":    {googletest.Notice(googletest.Package, "subscriptionNotification", token), 0},
		"a test":               {googletest.Notice(googletest.Package, "testNotification", ""), 0},
		"leading elsewhere":    {googletest.Notice(googletest.Package, googletest.Bought, "../orders/x"), 0},
		"with a token of 1 MB": {googletest.Notice(googletest.Package, googletest.Bought, strings.Repeat("x", 1<<20)), 0},
	} {
		b := &books{}
		if err := w.gateway.Hear(ctx, c.body, w.signed(), b); err != nil || len(b.learnt) != c.want {
			t.Errorf("%s: %+v, %v", name, b.learnt, err)
		}
	}
	for _, body := range []string{"", "null", "[]", "{}", `{"message":{}}`, `{"message":{"data":"!"}}`, `{"message":{"data":"bm8="}}`, `{"message":7}`} {
		err := w.gateway.Hear(ctx, []byte(body), w.signed(), &books{})
		if !errors.Is(err, google.ErrUnsigned) || fault.As(err).Facts()["reason"] != "form" {
			t.Errorf("%q: %v", body, err)
		}
	}
	full := &books{err: purchases.ErrGatewayAway}
	if err := w.gateway.Hear(ctx, googletest.Notice(googletest.Package, googletest.Bought, token), w.signed(), full); !errors.Is(err, purchases.ErrGatewayAway) {
		t.Errorf("the store is away: %v", err)
	}
	w.Next("productsv2", googletest.Away)
	if err := w.gateway.Hear(ctx, googletest.Notice(googletest.Package, googletest.Bought, token), w.signed(), &books{}); !errors.Is(err, purchases.ErrGatewayAway) {
		t.Errorf("Google is away: %v", err)
	}
}

// TestForgedPushesAreRefused changes one thing about a token that is good.
func TestForgedPushesAreRefused(t *testing.T) {
	w := newWorld(t)
	token := w.Buy(w.sale())
	body := googletest.Notice(googletest.Package, googletest.Bought, token)
	good, header := googletest.Claims(now), w.Header()
	claims := func(change googletest.Members) string { return w.Sign(good.With(change)) }
	head := func(change googletest.Members) string { return w.SignAs(header.With(change), good) }
	at := func(shift time.Duration) string { return w.Sign(googletest.Claims(now.Add(shift))) }
	signed := w.Sign(good)
	content, _, _ := cutLast(signed)
	for name, c := range map[string]struct{ authorization, reason string }{
		"nothing":               {"", "form"},
		"another scheme":        {"Basic" + strings.TrimPrefix(signed, "Bearer"), "form"},
		"no token":              {"Bearer ", "form"},
		"two tokens":            {signed + " " + signed, "form"},
		"dots":                  {"Bearer " + strings.Repeat(".", 8000), "form"},
		"1 MB":                  {signed + strings.Repeat("A", 1<<20), "form"},
		"line breaks":           {strings.Replace(signed, ".", "\n.", 1), "form"},
		"padding":               {signed + "=", "form"},
		"no signature":          {content + ".", "form"},
		"part of a signature":   {signed[:len(signed)-8], "signature"},
		"no algorithm":          {head(googletest.Members{"alg": "none"}), "signature"},
		"None":                  {head(googletest.Members{"alg": "None"}), "signature"},
		"PS256":                 {head(googletest.Members{"alg": "PS256"}), "signature"},
		"RS512":                 {head(googletest.Members{"alg": "RS512"}), "signature"},
		"ES256":                 {head(googletest.Members{"alg": "ES256"}), "signature"},
		"the key for a secret":  {w.confused(header, good), "signature"},
		"no key":                {head(googletest.Members{"kid": nil}), "form"},
		"a number for a key":    {head(googletest.Members{"kid": 7}), "form"},
		"a key of its own":      {head(googletest.Members{"kid": "unknown"}), "signature"},
		"an extension":          {head(googletest.Members{"crit": []string{"exp"}}), "form"},
		"another's key":         {googletest.New(t).Sign(good), "signature"},
		"other claims":          {"Bearer " + header64(header) + "." + header64(good.With(googletest.Members{"sub": "2"})) + signed[strings.LastIndexByte(signed, '.'):], "signature"},
		"no claims":             {w.Sign([]byte("moon")), "signature"},
		"another issuer":        {claims(googletest.Members{"iss": "https://accounts.google.com.evil.example"}), "issuer"},
		"no issuer":             {claims(googletest.Members{"iss": nil}), "issuer"},
		"another audience":      {claims(googletest.Members{"aud": "https://sun.example"}), "audience"},
		"no audience":           {claims(googletest.Members{"aud": nil}), "audience"},
		"two audiences":         {claims(googletest.Members{"aud": []string{googletest.Audience, "https://sun.example"}}), "audience"},
		"another account":       {claims(googletest.Members{"email": "push@sun.iam.gserviceaccount.com"}), "account"},
		"no account":            {claims(googletest.Members{"email": nil}), "account"},
		"not verified":          {claims(googletest.Members{"email_verified": false}), "account"},
		"nobody said":           {claims(googletest.Members{"email_verified": nil}), "account"},
		"verified, in words":    {claims(googletest.Members{"email_verified": "true"}), "signature"},
		"no end":                {claims(googletest.Members{"exp": nil}), "time"},
		"an end that is none":   {claims(googletest.Members{"exp": "tomorrow"}), "signature"},
		"ended ten minutes ago": {at(-70 * time.Minute), "time"},
		"ended a minute ago":    {at(-61*time.Minute - time.Second), "time"},
		"of the future":         {at(10 * time.Minute), "time"},
		"valid later":           {claims(googletest.Members{"nbf": now.Add(10 * time.Minute).Unix()}), "time"},
	} {
		b := &books{}
		err := w.gateway.Hear(ctx, body, c.authorization, b)
		if !errors.Is(err, google.ErrUnsigned) || fault.As(err).Facts()["reason"] != c.reason || len(b.learnt) > 0 {
			t.Errorf("%s: %v, learnt %d", name, err, len(b.learnt))
		}
	}
	for name, authorization := range map[string]string{
		"good": signed, "of the other name": claims(googletest.Members{"iss": "accounts.google.com"}), "in a list": claims(googletest.Members{"aud": []string{googletest.Audience}}),
		"a clock that is late": at(50 * time.Second), "one that is early": at(-60*time.Minute - 30*time.Second), "another spelling": "bearer" + strings.TrimPrefix(signed, "Bearer"),
	} {
		b := &books{}
		if err := w.gateway.Hear(ctx, body, authorization, b); err != nil || len(b.learnt) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func cutLast(text string) (before, after string, found bool) {
	i := strings.LastIndexByte(text, '.')
	return text[:i], text[i+1:], i >= 0
}

func header64(v any) string {
	b, _ := json.Marshal(v)
	return base64.RawURLEncoding.EncodeToString(b)
}

// confused is signed by HMAC, with the public key for a secret.
func (w *world) confused(header, claims googletest.Members) string {
	content := header64(header.With(googletest.Members{"alg": "HS256"})) + "." + header64(claims)
	mac := hmac.New(sha256.New, w.PublicKey())
	mac.Write([]byte(content))
	return "Bearer " + content + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// TestKeysAreKeptAndRotate counts how often Google is asked for its keys.
func TestKeysAreKeptAndRotate(t *testing.T) {
	w := newWorld(t)
	body := googletest.Notice(googletest.Package, "testNotification", "")
	hear := func(what, authorization string, want error, asked int) {
		t.Helper()
		if err := w.gateway.Hear(ctx, body, authorization, &books{}); !errors.Is(err, want) || w.Calls("certs") != asked {
			t.Errorf("%s: %v, keys asked for %d times, want %d", what, err, w.Calls("certs"), asked)
		}
	}
	unknown := func() string {
		return w.SignAs(w.Header().With(googletest.Members{"kid": "unknown"}), googletest.Claims(w.now))
	}
	hear("the first", w.signed(), nil, 1)
	hear("the second", w.signed(), nil, 1)
	for range 100 {
		hear("a flood", unknown(), google.ErrUnsigned, 1)
	}
	w.now = w.now.Add(time.Minute)
	hear("a key that there is none of", unknown(), google.ErrUnsigned, 2)
	w.Rotate(t)
	hear("a new key, at once", w.signed(), google.ErrUnsigned, 2)
	w.now = w.now.Add(31 * time.Second)
	hear("a new key", w.signed(), nil, 3)
	w.now = w.now.Add(20_001 * time.Second)
	w.Next("certs", googletest.Away)
	hear("old keys, and Google is away", w.signed(), purchases.ErrGatewayAway, 4)
	hear("still away", w.signed(), purchases.ErrGatewayAway, 4)
	w.now = w.now.Add(31 * time.Second)
	w.Next("certs", googletest.HTML)
	hear("an error page", w.signed(), purchases.ErrGatewayAway, 5)
	w.now = w.now.Add(31 * time.Second)
	w.Next("certs", googletest.Wrong)
	hear("no keys", w.signed(), purchases.ErrGatewayAway, 6)
	w.now = w.now.Add(31 * time.Second)
	hear("keys again", w.signed(), nil, 7)
}

func TestPushesAreNotTakenWithoutAnAccount(t *testing.T) {
	w := newWorld(t, func(c *google.Config) { c.Push = google.Push{} })
	if err := w.gateway.Hear(ctx, nil, w.signed(), &books{}); !errors.Is(err, purchases.ErrProviderNotAvailable) {
		t.Error(err)
	}
}

// TestVoidedPurchasesAreRead follows the pages, and leaves out what is known.
func TestVoidedPurchasesAreRead(t *testing.T) {
	w := newWorld(t)
	b := &books{paid: map[string]purchases.Order{}}
	var tokens []string
	for range 5 { // on pages of two
		token := w.Buy(w.sale())
		w.Refund(token, googletest.Remorse)
		tokens = append(tokens, token)
	}
	if err := w.gateway.Voided(ctx, b); err != nil || len(b.learnt) != 5 || w.Calls("voided") != 3 {
		t.Fatalf("learnt %+v by %d requests, %v", b.learnt, w.Calls("voided"), err)
	}
	for i, st := range b.learnt {
		if st.Payment != tokens[i] || len(st.Returns) != 1 {
			t.Errorf("learnt %+v", st)
		}
	}
	known := order
	known.Settled, known.Refunded = &price, 2500
	b.paid[tokens[0]] = known
	known.Refunded = 500
	b.paid[tokens[1]] = known
	b.learnt = nil
	w.Next("productsv2", googletest.Away)
	if err := w.gateway.Voided(ctx, b); !errors.Is(err, purchases.ErrGatewayAway) || len(b.learnt) != 3 {
		t.Errorf("learnt %+v, %v", b.learnt, err)
	}
}
