package googletest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"
)

// signer is a key that pushes are signed with.
type signer struct {
	id  string
	key *rsa.PrivateKey
}

// Members are those of a header, or claims.
type Members map[string]any

// With returns the members with others in their place; nil takes one away.
func (m Members) With(others Members) Members {
	made := maps.Clone(m)
	for name, value := range others {
		if made[name] = value; value == nil {
			delete(made, name)
		}
	}
	return made
}

// Rotate has pushes signed with a new key; that before is still among those that are told of, and none older.
func (s *Server) Rotate(t testing.TB) {
	t.Helper()
	key := newKey(t)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signing = append([]signer{{s.id("key-%d"), key}}, s.signing...)
	s.signing = s.signing[:min(len(s.signing), 2)]
}

// AccountKey is the file of Account's key, as Google Cloud hands it out.
func (s *Server) AccountKey() string {
	der, err := x509.MarshalPKCS8PrivateKey(s.account)
	if err != nil {
		panic(err) // our own key
	}
	return string(encode(map[string]any{
		"type": "service_account", "project_id": "moon", "private_key_id": "account-key", "client_email": Account,
		"private_key": string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), "token_uri": s.URL + "/token",
	}))
}

// Claims are those of a push at a moment.
func Claims(at time.Time) Members {
	return Members{
		"iss": "https://accounts.google.com", "aud": Audience, "azp": "1234567890", "sub": "1234567890", "email": Pusher,
		"email_verified": true, "iat": at.Unix(), "exp": at.Add(time.Hour).Unix(),
	}
}

// Header is that of a push.
func (s *Server) Header() Members {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Members{"alg": "RS256", "typ": "JWT", "kid": s.signing[0].id}
}

// Sign returns the Authorization of a push.
func (s *Server) Sign(claims any) string { return s.SignAs(s.Header(), claims) }

// SignAs returns one with another header, always signed by RS256.
func (s *Server) SignAs(header, claims any) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	content := part(header) + "." + part(claims)
	sum := sha256.Sum256([]byte(content))
	signature, err := rsa.SignPKCS1v15(rand.Reader, s.signing[0].key, crypto.SHA256, sum[:])
	if err != nil {
		panic(err) // our own key
	}
	return "Bearer " + content + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// PublicKey is the key that pushes are signed with, as a PEM file: what a confused verifier would take for a
// secret.
func (s *Server) PublicKey() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	der, err := x509.MarshalPKIXPublicKey(&s.signing[0].key.PublicKey)
	if err != nil {
		panic(err) // our own key
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

func part(value any) string {
	raw, is := value.([]byte)
	if !is {
		raw = encode(value)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// Bought and Voided are what notifications tell of.
const (
	Bought = "oneTimeProductNotification"
	Voided = "voidedPurchaseNotification"
)

// Notice is the body of a push about a purchase of an app.
func Notice(app, kind, token string) []byte {
	about := map[string]any{"version": "1.0", "purchaseToken": token, "notificationType": 1, "sku": "moon.small"}
	return Envelope(encode(map[string]any{"version": "1.0", "packageName": app, "eventTimeMillis": "1790000000000", kind: about}))
}

// Envelope is the body of a push of some data.
func Envelope(data []byte) []byte {
	return encode(map[string]any{
		"message": map[string]any{
			"data": base64.StdEncoding.EncodeToString(data), "messageId": "136969346945", "message_id": "136969346945",
			"publishTime": "2026-09-20T03:04:05.123Z", "attributes": map[string]any{},
		},
		"subscription": "projects/moon/subscriptions/play", "deliveryAttempt": 1,
	})
}

// certs are the keys that pushes are signed with, as a JWK Set.
func (s *Server) certs(w http.ResponseWriter, _ *http.Request) (any, *fail) {
	w.Header().Set("Cache-Control", "public, max-age=20000, must-revalidate, no-transform")
	list := []any{}
	for _, signer := range s.signing {
		public := signer.key.PublicKey
		list = append(list, map[string]any{
			"kty": "RSA", "use": "sig", "alg": "RS256", "kid": signer.id, "n": base64.RawURLEncoding.EncodeToString(public.N.Bytes()),
			"e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(public.E)).Bytes()),
		})
	}
	return map[string]any{"keys": list}, nil
}

// grant gives an access token for an assertion of Account's: RFC 7523.
func (s *Server) grant(_ http.ResponseWriter, r *http.Request) (any, *fail) {
	if r.ParseForm() != nil || r.Form.Get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" || !s.asserted(r.Form.Get("assertion")) {
		return nil, &fail{http.StatusBadRequest, "invalid_grant"}
	}
	s.granted++
	s.access = s.id("ya29.access-%d")
	return map[string]any{"access_token": s.access, "token_type": "Bearer", "expires_in": 3599}, nil
}

func (s *Server) asserted(assertion string) bool {
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 {
		return false
	}
	payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
	signature, _ := base64.RawURLEncoding.DecodeString(parts[2])
	var claims struct{ Iss, Aud, Scope string }
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	return json.Unmarshal(payload, &claims) == nil && claims.Iss == Account && claims.Aud == s.URL+"/token" &&
		claims.Scope == "https://www.googleapis.com/auth/androidpublisher" &&
		rsa.VerifyPKCS1v15(&s.account.PublicKey, crypto.SHA256, sum[:], signature) == nil
}

// Revoke has the access tokens that were given taken no more.
func (s *Server) Revoke() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.access = "revoked"
}

// allowed does what those ask who have an access token.
func (s *Server) allowed(do handler) handler {
	return func(w http.ResponseWriter, r *http.Request) (any, *fail) {
		if r.Header.Get("Authorization") != "Bearer "+s.access {
			return nil, &fail{http.StatusUnauthorized, "authError"}
		}
		return do(w, r)
	}
}
