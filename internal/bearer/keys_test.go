package bearer

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/hallyu-store/hallyu/accounts"
)

// TestKeysAreReadAgain: keys at an address are asked for when a token names one that is not known, once a minute,
// and serve for a day while their address is away.
func TestKeysAreReadAgain(t *testing.T) {
	ed := signers()[0]
	var asked atomic.Int32
	var body atomic.Value
	body.Store([]byte(ed.issuer().Keys))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		if data := body.Load().([]byte); len(data) > 0 {
			_, _ = w.Write(data)
			return
		}
		w.WriteHeader(http.StatusBadGateway)
	}))
	defer server.Close()
	clock := now
	r := New(server.Client(), func() time.Time { return clock }, true)
	from := ed.issuer()
	from.Keys, from.KeysURL = nil, server.URL
	try := func(s signer) error {
		_, err := r.Holder(t.Context(), s.sign(t, payload(nil), nil), from, now)
		return err
	}
	expect := func(what string, err, want error, times int32) {
		t.Helper()
		if !errors.Is(err, want) || asked.Load() != times {
			t.Errorf("%s: %v after %d questions; want %v, %d", what, err, asked.Load(), want, times)
		}
	}
	expect("the first token", try(ed), nil, 1)
	expect("the next", try(ed), nil, 1)
	_, next, _ := ed25519.GenerateKey(rand.Reader)
	stranger := signer{jose.EdDSA, accounts.FamilyEdDSA, next, next.Public()}
	for range 20 {
		expect("another key of the same name", try(stranger), accounts.ErrTokenRefused, 1)
	}
	body.Store([]byte(stranger.issuer().Keys))
	clock = clock.Add(policy.Fresh)
	expect("once they were changed", try(stranger), nil, 2)
	expect("the old one", try(ed), accounts.ErrTokenRefused, 2)
	body.Store([]byte{})
	clock = clock.Add(policy.Fresh)
	expect("their address is away", try(stranger), nil, 3)
	expect("and is not asked again", try(stranger), nil, 3)
	clock = clock.Add(policy.Stale)
	expect("for a day", try(stranger), accounts.ErrIssuerKeysAway, 4)
}

// TestKeysThatAreNotTaken: too weak, of another kind, for another use, or at addresses that nobody calls.
func TestKeysThatAreNotTaken(t *testing.T) {
	weak, _ := rsa.GenerateKey(rand.Reader, 1024)
	set := func(key any, use string) []byte {
		data, _ := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key, Use: use}}})
		return data
	}
	for what, i := range map[string]accounts.Issuer{
		"RSA of 1024 bits": {Family: accounts.FamilyRS, Keys: set(&weak.PublicKey, "")},
		"for another use":  {Family: accounts.FamilyES, Keys: set(&attacker.PublicKey, "enc")},
		"another family":   {Family: accounts.FamilyRS, Keys: set(&attacker.PublicKey, "sig")},
		"no set":           {Family: accounts.FamilyES, Keys: []byte(`[]`)},
		"a secret":         {Family: accounts.FamilyES, Keys: set([]byte("0123456789abcdef0123456789abcdef"), "sig")},
		"http":             {Family: accounts.FamilyES, KeysURL: "http://chat.example/keys"},
		"with a password":  {Family: accounts.FamilyES, KeysURL: "https://a:b@chat.example/keys"},
		"a file":           {Family: accounts.FamilyES, KeysURL: "file:///etc/passwd"},
		"no host":          {Family: accounts.FamilyES, KeysURL: "https:///keys"},
	} {
		if len(reader().CheckKeys(i)) == 0 {
			t.Errorf("%s was taken", what)
		}
	}
}
