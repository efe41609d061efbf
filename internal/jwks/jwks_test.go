package jwks

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"math/big"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// setOf is a JWK set of keys.
func setOf(t *testing.T, keys ...jose.JSONWebKey) []byte {
	t.Helper()
	set, err := json.Marshal(jose.JSONWebKeySet{Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestParse: what cannot be used is left out, and nothing else is lost by it.
func TestParse(t *testing.T) {
	good := newKey(t)
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	even := &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 2047), E: 4}
	set := setOf(t,
		jose.JSONWebKey{Key: &weak.PublicKey, KeyID: "weak"},
		jose.JSONWebKey{Key: even, KeyID: "even"},
		jose.JSONWebKey{Key: &good.PublicKey, KeyID: "to encrypt", Use: "enc"},
		jose.JSONWebKey{Key: []byte("0123456789abcdef0123456789abcdef"), KeyID: "secret"},
		jose.JSONWebKey{Key: good, KeyID: "private", Algorithm: "ES256"},
		jose.JSONWebKey{Key: &good.PublicKey, KeyID: "public", Use: "sig"},
	)
	var members struct{ Keys []json.RawMessage }
	if err := json.Unmarshal(set, &members); err != nil {
		t.Fatal(err)
	}
	members.Keys = append([]json.RawMessage{[]byte(`7`), []byte(`{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}`)}, members.Keys...)
	set, err = json.Marshal(map[string]any{"keys": members.Keys})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := Parse(set)
	if err != nil || len(keys) != 2 || keys[0].ID != "private" || keys[0].Algorithm != "ES256" || keys[1].ID != "public" {
		t.Fatalf("%+v, %v", keys, err)
	}
	for _, key := range keys {
		if !good.PublicKey.Equal(key.Public) {
			t.Errorf("%s: %T", key.ID, key.Public)
		}
	}
	for _, text := range []string{``, `[]`, `{"keys":7}`, `<html>`} {
		if _, err := Parse([]byte(text)); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}
