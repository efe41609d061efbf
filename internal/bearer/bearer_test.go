package bearer

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
)

var now = time.Date(2026, 9, 20, 3, 4, 5, 0, time.UTC)

// signer is somebody's key of one algorithm.
type signer struct {
	algorithm jose.SignatureAlgorithm
	family    accounts.Family
	private   any
	public    any
}

var signers = sync.OnceValue(func() []signer {
	rsaKey, _ := rsa.GenerateKey(rand.Reader, 2048)
	edPublic, edKey, _ := ed25519.GenerateKey(rand.Reader)
	secret := []byte("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
	all := []signer{{jose.EdDSA, accounts.FamilyEdDSA, edKey, edPublic}}
	for _, a := range algorithms[accounts.FamilyRS] {
		all = append(all, signer{a, accounts.FamilyRS, rsaKey, &rsaKey.PublicKey})
	}
	for _, a := range algorithms[accounts.FamilyPS] {
		all = append(all, signer{a, accounts.FamilyPS, rsaKey, &rsaKey.PublicKey})
	}
	for a, curve := range curves {
		key, _ := ecdsa.GenerateKey(curve, rand.Reader)
		all = append(all, signer{a, accounts.FamilyES, key, &key.PublicKey})
	}
	for _, a := range algorithms[accounts.FamilyHS] {
		all = append(all, signer{a, accounts.FamilyHS, secret, secret})
	}
	return all
})

// sign signs claims, or any text that stands for them.
func (s signer) sign(t testing.TB, payload []byte, headers map[jose.HeaderKey]any) string {
	t.Helper()
	options := &jose.SignerOptions{ExtraHeaders: headers}
	with, err := jose.NewSigner(jose.SigningKey{Algorithm: s.algorithm, Key: jose.JSONWebKey{Key: s.private, KeyID: "k1"}}, options)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := with.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// issuer is the settings of an app that signs so.
func (s signer) issuer() accounts.Issuer {
	i := accounts.Issuer{App: "app_1", Mode: accounts.Live, Name: "https://chat.example", Audience: "stickers", Claim: "sub", Family: s.family}
	if s.family == accounts.FamilyHS {
		i.Secret = s.public.([]byte)
	} else {
		i.Keys, _ = json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: s.public, KeyID: "k1", Use: "sig"}}})
	}
	return i
}

func good() map[string]any {
	return map[string]any{
		"iss": "https://chat.example", "aud": []string{"other", "stickers"}, "sub": "fan", "exp": now.Add(time.Hour).Unix(), "iat": now.Unix(),
	}
}

func payload(changes map[string]any) []byte {
	all := good()
	maps.Copy(all, changes)
	for name, value := range changes {
		if value == nil {
			delete(all, name)
		}
	}
	data, _ := json.Marshal(all)
	return data
}

func reader() *Reader { return New(nil, func() time.Time { return now }, false) }

// refusals holds a token to be refused as a fault that is no accident.
func refuses(t *testing.T, what string, r *Reader, token string, from accounts.Issuer) {
	t.Helper()
	holder, err := r.Holder(context.Background(), token, from, now)
	if err == nil || fault.As(err) == nil || !errors.Is(err, accounts.ErrTokenRefused) {
		t.Errorf("%s: let in %q, %v: %.200s", what, holder, err, token)
	}
}

// TestGoodTokensNameTheirHolder: with every algorithm, whichever claim names the holder.
func TestGoodTokensNameTheirHolder(t *testing.T) {
	for _, s := range signers() {
		for claim, value := range map[string]any{"sub": "fan", "user_id": 42, "https://chat.example/id": "fan@example.com"} {
			from := s.issuer()
			from.Claim = claim
			token := s.sign(t, payload(map[string]any{claim: value}), map[jose.HeaderKey]any{jose.HeaderType: "JWT"})
			holder, err := reader().Holder(t.Context(), token, from, now)
			if err != nil || holder != fmt.Sprint(value) {
				t.Errorf("%s, %s: %q, %v", s.algorithm, claim, holder, err)
			}
			issuer, audiences, err := reader().About(token)
			if err != nil || issuer != from.Name || len(audiences) != 2 {
				t.Errorf("%s: %q %v, %v", s.algorithm, issuer, audiences, err)
			}
		}
	}
}

// TestWrongClaimsAreRefused: every algorithm with every claim that is not as it must be.
func TestWrongClaimsAreRefused(t *testing.T) {
	wrong := map[string]map[string]any{
		"no issuer": {"iss": nil}, "another issuer": {"iss": "https://chat.example/"}, "issuer of another case": {"iss": "https://CHAT.example"},
		"issuer a list": {"iss": []string{"https://chat.example"}}, "no audience": {"aud": nil}, "another audience": {"aud": "sticker"},
		"audience a number": {"aud": 7}, "no audiences": {"aud": []string{}}, "no end": {"exp": nil}, "ended": {"exp": now.Add(-leeway).Unix()},
		"ended long ago": {"exp": 1}, "ends in text": {"exp": "tomorrow"}, "ends never": {"exp": 1e300}, "too long": {"exp": now.Add(25 * time.Hour).Unix()},
		"ends before zero": {"exp": -1e300}, "not yet": {"nbf": now.Add(2 * leeway).Unix()}, "never": {"nbf": 1e300}, "made later": {"iat": now.Add(2 * leeway).Unix()},
		"nobody": {"sub": nil}, "empty": {"sub": ""}, "a list": {"sub": []string{"fan"}}, "an object": {"sub": map[string]any{"a": 1}},
		"true": {"sub": true}, "a fraction": {"sub": 1.5}, "a negative": {"sub": -1}, "too large a number": {"sub": 1 << 60}, "too long a name": {"sub": strings.Repeat("x", 129)},
	}
	tried := 0
	for _, s := range signers() {
		for what, changes := range wrong {
			tried++
			refuses(t, string(s.algorithm)+", "+what, reader(), s.sign(t, payload(changes), nil), s.issuer())
		}
		for _, text := range []string{`{}`, `null`, `[]`, `"fan"`, ``, `{"iss":"a","iss":"https://chat.example"}`, string(payload(nil)) + " x", strings.Replace(string(payload(nil)), `{`, `{"sub":"other",`, 1)} {
			tried++
			refuses(t, string(s.algorithm)+", "+text, reader(), s.sign(t, []byte(text), nil), s.issuer())
		}
	}
	t.Logf("%d tokens with wrong claims, all refused", tried)
}

// TestForgedTokensAreRefused: every pair of what an app signs with and what a token was signed with otherwise, and the
// known tricks.
func TestForgedTokensAreRefused(t *testing.T) {
	tried := 0
	for _, s := range signers() {
		token := s.sign(t, payload(nil), nil)
		for what, forged := range forgeries(t, s, token) {
			tried++
			refuses(t, string(s.algorithm)+", "+what, reader(), forged, s.issuer())
		}
		for _, other := range signers() {
			if other.family != s.family || other.algorithm != s.algorithm && s.family == accounts.FamilyES {
				tried++
				refuses(t, fmt.Sprintf("%s for %s", other.algorithm, s.algorithm), reader(), other.sign(t, payload(nil), nil), s.issuer())
			}
		}
	}
	t.Logf("%d forged tokens, all refused", tried)
}

func b64(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// forgeries are tokens that are not s's though they look so.
func forgeries(t *testing.T, s signer, token string) map[string]string {
	t.Helper()
	parts := strings.Split(token, ".")
	all := map[string]string{
		"without a signature": parts[0] + "." + parts[1] + ".", "cut": token[:len(token)-4], "empty": "..", "four parts": token + ".x",
		"another payload": parts[0] + "." + b64(payload(map[string]any{"sub": "friend"})) + "." + parts[2],
		"padded":          parts[0] + "." + parts[1] + "." + parts[2] + "==", "large": parts[0] + "." + strings.Repeat("A", 9000) + "." + parts[2],
		"zero signature": parts[0] + "." + parts[1] + "." + b64(make([]byte, 64)), "line break": parts[0] + ".\n" + parts[1] + "." + parts[2],
		"of another type": s.sign(t, payload(nil), map[jose.HeaderKey]any{jose.HeaderType: "secevent+jwt"}),
	}
	for i := 0; i < len(parts[2])-2; i += 7 {
		changed := []byte(parts[2])
		changed[i] ^= 1
		all[fmt.Sprint("signature changed at ", i)] = parts[0] + "." + parts[1] + "." + string(changed)
	}
	for _, none := range []string{"none", "None", "NONE", "nOnE", ""} {
		header := b64([]byte(`{"alg":"` + none + `","kid":"k1"}`))
		all["alg "+none] = header + "." + parts[1] + "."
		all["alg "+none+" with a signature"] = header + "." + parts[1] + "." + parts[2]
	}
	for what, secret := range publicTexts(s) {
		header := b64([]byte(`{"alg":"HS256","kid":"k1"}`))
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(header + "." + parts[1]))
		all["HS256 with the public key as "+what] = header + "." + parts[1] + "." + b64(mac.Sum(nil))
	}
	for what, header := range ownKeys() {
		all["header "+what] = own(t, header)
	}
	return all
}

// publicTexts are what attackers take a public key for a secret by.
func publicTexts(s signer) map[string][]byte {
	if s.family == accounts.FamilyHS {
		return map[string][]byte{"nothing": {}, "the word secret": []byte("secret")}
	}
	der, _ := x509.MarshalPKIXPublicKey(s.public)
	jwk, _ := json.Marshal(jose.JSONWebKey{Key: s.public, KeyID: "k1"})
	return map[string][]byte{
		"DER": der, "PEM": pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), "JWK": jwk, "JWK set": s.issuer().Keys, "nothing": {},
		"PEM without its end": bytes.TrimSpace(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})),
	}
}

var attacker, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)

// ownKeys are headers that bring a key along, or say where it is.
func ownKeys() map[string]map[jose.HeaderKey]any {
	jwk := jose.JSONWebKey{Key: &attacker.PublicKey, KeyID: "k1"}
	return map[string]map[jose.HeaderKey]any{
		"jwk": {"jwk": jwk}, "jku": {"jku": "https://attacker.example/keys"}, "x5u": {"x5u": "https://attacker.example/cert"},
		"kid of a path": {"kid": "../../dev/null"}, "kid of SQL": {"kid": "' OR 1=1 --"}, "crit": {"crit": []string{"exp"}}, "b64": {"b64": false, "crit": []string{"b64"}},
		"nothing": {},
	}
}

func own(t *testing.T, headers map[jose.HeaderKey]any) string {
	t.Helper()
	header := map[string]any{"alg": "ES256", "kid": "k1"}
	for name, value := range headers {
		header[string(name)] = value
	}
	data, _ := json.Marshal(header)
	said := b64(data) + "." + b64(payload(nil))
	sum := sha256.Sum256([]byte(said))
	r, s, err := ecdsa.Sign(rand.Reader, attacker, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return said + "." + b64(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...))
}

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
	clock = clock.Add(fresh)
	expect("once they were changed", try(stranger), nil, 2)
	expect("the old one", try(ed), accounts.ErrTokenRefused, 2)
	body.Store([]byte{})
	clock = clock.Add(fresh)
	expect("their address is away", try(stranger), nil, 3)
	expect("and is not asked again", try(stranger), nil, 3)
	clock = clock.Add(stale)
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
