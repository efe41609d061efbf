// Package jwks reads the public keys with which others sign, JSON Web Key sets (RFC 7517), and keeps those at an
// address for as long as whoever asks for them lets it.
package jwks

import (
	"crypto"
	"crypto/rsa"
	"encoding/json"

	"github.com/go-jose/go-jose/v4"
)

// MaxSet is the most that a set may have, in bytes.
const MaxSet = 64 << 10

// Bounds of keys: more of a set are not read, and RSA keys of other sizes, in bits, are not used.
const (
	maxKeys    = 50
	minRSABits = 2048
	maxRSABits = 8192
)

// Key is a public key for signatures: *rsa.PublicKey, *ecdsa.PublicKey or ed25519.PublicKey.
type Key struct {
	ID        string // kid, "" when it has none
	Algorithm string // alg, the only one that it is for; "" when it does not say
	Public    crypto.PublicKey
}

// Parse reads the keys of a set. Those that cannot be read or are too weak, and those for anything else than
// signatures, are as if they were not there: RFC 7517, section 5.
func Parse(set []byte) ([]Key, error) {
	var members struct {
		Keys []json.RawMessage `json:"keys"`
	}
	err := json.Unmarshal(set, &members)
	if err != nil {
		return nil, err
	}
	var keys []Key
	for _, raw := range members.Keys[:min(len(members.Keys), maxKeys)] {
		var key jose.JSONWebKey
		if json.Unmarshal(raw, &key) != nil {
			continue
		}
		public := key.Public() // nothing, of a secret
		if public.Key != nil && (key.Use == "" || key.Use == "sig") && strong(public.Key) {
			keys = append(keys, Key{ID: key.KeyID, Algorithm: key.Algorithm, Public: public.Key})
		}
	}
	return keys, nil
}

// strong reports whether a key is no RSA key of a size or exponent that nobody should sign with.
func strong(key crypto.PublicKey) bool {
	public, isRSA := key.(*rsa.PublicKey)
	if !isRSA {
		return true
	}
	bits := public.N.BitLen()
	return bits >= minRSABits && bits <= maxRSABits && public.E >= 3 && public.E%2 == 1
}
