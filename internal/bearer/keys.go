package bearer

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"errors"
	"net/url"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/jwks"
)

// maxURL is the longest address of keys, in bytes.
const maxURL = 2000

// policy is how long the keys of apps are believed: an app that takes a key back is heard within ten minutes.
var policy = jwks.Policy{Fresh: 10 * time.Minute, Longest: 10 * time.Minute, AskAgain: time.Minute, Stale: 24 * time.Hour}

// fits reports whether a key can have signed with an algorithm of the family. A key is never used for an algorithm
// of another kind, and never for one that it says is not its own.
func fits(key jwks.Key, family accounts.Family, algorithm jose.SignatureAlgorithm) bool {
	if key.Algorithm != "" && key.Algorithm != string(algorithm) {
		return false
	}
	switch public := key.Public.(type) {
	case *rsa.PublicKey:
		return family == accounts.FamilyRS || family == accounts.FamilyPS
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
func chosen(keys []jwks.Key, header jose.Header, family accounts.Family) (crypto.PublicKey, bool) {
	var found []crypto.PublicKey
	for _, key := range keys {
		if (header.KeyID == "" || key.ID == header.KeyID) && fits(key, family, jose.SignatureAlgorithm(header.Algorithm)) {
			found = append(found, key.Public)
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
	choose := func(keys []jwks.Key) (crypto.PublicKey, bool) { return chosen(keys, header, from.Family) }
	if from.KeysURL != "" {
		key, err := r.keys.Find(ctx, from.KeysURL, choose)
		switch {
		case errors.Is(err, jwks.ErrAway):
			return nil, accounts.ErrIssuerKeysAway.Because(err)
		case err != nil:
			return nil, refused(accounts.TokenUnproven)
		}
		return key, nil
	}
	keys, err := jwks.Parse(from.Keys)
	if err != nil {
		return nil, err
	}
	key, ok := choose(keys)
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
	keys, err := jwks.Parse(i.Keys)
	if err != nil || len(i.Keys) > jwks.MaxSet {
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
