package bearer

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/json"
	"net/url"

	"github.com/go-jose/go-jose/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
)

// Bounds of keys.
const (
	maxSet     = 64 << 10 // bytes
	maxKeys    = 50
	minRSABits = 2048
	maxRSABits = 8192
	maxURL     = 2000
)

// readSet reads the public keys of a JWK set. Those that cannot be read are as if they were not there: RFC 7517,
// section 5.
func readSet(data []byte) ([]jose.JSONWebKey, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	err := json.Unmarshal(data, &set)
	if err != nil {
		return nil, err
	}
	var keys []jose.JSONWebKey
	for _, raw := range set.Keys[:min(len(set.Keys), maxKeys)] {
		var key jose.JSONWebKey
		if json.Unmarshal(raw, &key) != nil {
			continue
		}
		if public := key.Public(); public.Key != nil && (key.Use == "" || key.Use == "sig") {
			keys = append(keys, public)
		}
	}
	return keys, nil
}

// fits reports whether a key can have signed with an algorithm of the family. A key is never used for an algorithm
// of another kind, and never for one that it says is not its own.
func fits(key jose.JSONWebKey, family accounts.Family, algorithm jose.SignatureAlgorithm) bool {
	if key.Algorithm != "" && key.Algorithm != string(algorithm) {
		return false
	}
	switch public := key.Key.(type) {
	case *rsa.PublicKey:
		bits := public.N.BitLen()
		return (family == accounts.FamilyRS || family == accounts.FamilyPS) && bits >= minRSABits && bits <= maxRSABits
	case *ecdsa.PublicKey:
		return family == accounts.FamilyES && curves[algorithm] == public.Curve
	case ed25519.PublicKey:
		return family == accounts.FamilyEdDSA
	}
	return false
}

// curves are those of RFC 7518, section 3.4.
var curves = map[jose.SignatureAlgorithm]elliptic.Curve{
	jose.ES256: elliptic.P256(), jose.ES384: elliptic.P384(), jose.ES512: elliptic.P521(),
}

// chosen returns the key that a token's header names, or the only one that fits when it names none.
func chosen(keys []jose.JSONWebKey, header jose.Header, family accounts.Family) (any, bool) {
	var found []any
	for _, key := range keys {
		if (header.KeyID == "" || key.KeyID == header.KeyID) && fits(key, family, jose.SignatureAlgorithm(header.Algorithm)) {
			found = append(found, key.Key)
		}
	}
	if len(found) != 1 {
		return nil, false
	}
	return found[0], true
}

// key returns what proves a token.
func (r *Reader) key(ctx context.Context, header jose.Header, from accounts.Issuer) (any, error) {
	if from.Family == accounts.FamilyHS {
		return from.Secret, nil
	}
	find := func(keys []jose.JSONWebKey) (any, bool) { return chosen(keys, header, from.Family) }
	if from.KeysURL != "" {
		return r.sources.find(ctx, from.KeysURL, find)
	}
	keys, err := readSet(from.Keys)
	if err != nil {
		return nil, err
	}
	key, ok := find(keys)
	if !ok {
		return nil, refused(accounts.TokenUnproven)
	}
	return key, nil
}

// CheckKeys implements accounts.TokenReader. Keys at an address are not fetched: the app may put them there later.
func (r *Reader) CheckKeys(i accounts.Issuer) []fault.Field {
	if i.KeysURL != "" {
		u, err := url.Parse(i.KeysURL)
		schemed := err == nil && (u.Scheme == "https" || u.Scheme == "http" && r.local)
		if !schemed || u.Hostname() == "" || u.User != nil || u.Fragment != "" || len(i.KeysURL) > maxURL {
			return []fault.Field{{Pointer: "/keys_url", Code: "invalid"}}
		}
	}
	if len(i.Keys) == 0 {
		return nil
	}
	keys, err := readSet(i.Keys)
	if err != nil || len(i.Keys) > maxSet {
		return []fault.Field{{Pointer: "/keys", Code: "invalid"}}
	}
	for _, key := range keys {
		for _, algorithm := range algorithms[i.Family] {
			if fits(key, i.Family, algorithm) {
				return nil
			}
		}
	}
	return []fault.Field{{Pointer: "/keys", Code: "invalid"}}
}
