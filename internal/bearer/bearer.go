// Package bearer reads the tokens that chat apps sign for their own users: JSON Web Tokens (RFC 7519), with keys
// that the app pinned or that are at its address. What a token says of how to check it — jwk, jku, x5u, x5c — is
// never followed: the app said once which family of algorithms it signs with, and where its keys are (RFC 8725).
package bearer

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/jwks"
)

const (
	// leeway is how far the app's clock and ours may be apart.
	leeway = time.Minute
	// longest is how long a token may be good for: nobody can take it back.
	longest = 24 * time.Hour
	// maxToken bounds what is parsed, in bytes.
	maxToken = 8 << 10
	// maxAudiences is of how many a token may speak.
	maxAudiences = 10
	maxHolder    = 128
)

// algorithms are those of each family.
var algorithms = map[accounts.Family][]jose.SignatureAlgorithm{
	accounts.FamilyRS:    {jose.RS256, jose.RS384, jose.RS512},
	accounts.FamilyPS:    {jose.PS256, jose.PS384, jose.PS512},
	accounts.FamilyES:    {jose.ES256, jose.ES384, jose.ES512},
	accounts.FamilyEdDSA: {jose.EdDSA},
	accounts.FamilyHS:    {jose.HS256, jose.HS384, jose.HS512},
}

// anyAlgorithm are all of them: "none" is not among them.
var anyAlgorithm = slices.Concat(
	algorithms[accounts.FamilyRS], algorithms[accounts.FamilyPS], algorithms[accounts.FamilyES], algorithms[accounts.FamilyEdDSA], algorithms[accounts.FamilyHS],
)

// Reader reads tokens.
type Reader struct {
	keys  *jwks.Cache // at the addresses of apps
	local bool
}

// New returns a reader that fetches keys with a client, which must guard itself against addresses that are not
// public. With local, addresses may be http.
func New(client *http.Client, now func() time.Time, local bool) *Reader {
	return &Reader{keys: jwks.NewCache(client, now, policy), local: local}
}

// claims are what is asked of a token.
type claims struct {
	Issuer    string       `json:"iss"`
	Audience  jwt.Audience `json:"aud"`
	Expiry    *float64     `json:"exp"`
	NotBefore *float64     `json:"nbf"`
	IssuedAt  *float64     `json:"iat"`
}

func refused(reason string) error { return accounts.ErrTokenRefused.With("reason", reason) }

// isStrange reports whether a character is none of base64url and the dots: RFC 7515, section 7.1. The library skips white space.
func isStrange(c rune) bool {
	return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.'
}

// parse reads a token that is signed with one of the algorithms, and proves nothing.
func parse(text string, allowed []jose.SignatureAlgorithm) (*jwt.JSONWebToken, error) {
	if len(text) > maxToken || strings.Count(text, ".") != 2 || strings.ContainsFunc(text, isStrange) {
		return nil, refused(accounts.TokenMalformed)
	}
	token, err := jwt.ParseSigned(text, allowed)
	if err != nil || len(token.Headers) != 1 {
		return nil, refused(accounts.TokenMalformed)
	}
	typ, named := token.Headers[0].ExtraHeaders[jose.HeaderType].(string)
	if named && !strings.EqualFold(typ, "JWT") && !strings.EqualFold(typ, "at+jwt") {
		return nil, refused(accounts.TokenMalformed)
	}
	return token, nil
}

// About implements accounts.TokenReader.
func (r *Reader) About(text string) (issuer string, audiences []string, err error) {
	token, err := parse(text, anyAlgorithm)
	if err != nil {
		return "", nil, err
	}
	var said claims
	err = token.UnsafeClaimsWithoutVerification(&said)
	if err != nil || said.Issuer == "" || len(said.Audience) == 0 || len(said.Audience) > maxAudiences {
		return "", nil, refused(accounts.TokenMalformed)
	}
	return said.Issuer, said.Audience, nil
}

// Holder implements accounts.TokenReader.
func (r *Reader) Holder(ctx context.Context, text string, from accounts.Issuer, now time.Time) (string, error) {
	token, err := parse(text, algorithms[from.Family])
	if err != nil {
		return "", refused(accounts.TokenUnproven)
	}
	key, err := r.key(ctx, token.Headers[0], from)
	if err != nil {
		return "", err
	}
	var said claims
	all := map[string]any{}
	err = token.Claims(key, &said, &all)
	if err != nil {
		return "", refused(accounts.TokenUnproven)
	}
	err = said.check(from, now)
	if err != nil {
		return "", err
	}
	return named(all[from.Claim])
}

// check holds proven claims to their issuer and the time.
func (c claims) check(from accounts.Issuer, now time.Time) error {
	if c.Issuer != from.Name || !c.Audience.Contains(from.Audience) {
		return refused(accounts.TokenStranger)
	}
	at := float64(now.Unix())
	switch {
	case c.Expiry == nil || math.IsNaN(*c.Expiry) || *c.Expiry+leeway.Seconds() <= at:
		return refused(accounts.TokenEnded)
	case *c.Expiry > at+(longest+leeway).Seconds():
		return refused(accounts.TokenTooLong)
	case c.NotBefore != nil && *c.NotBefore > at+leeway.Seconds(), c.IssuedAt != nil && *c.IssuedAt > at+leeway.Seconds():
		return refused(accounts.TokenEarly)
	}
	return nil
}

// named reads the claim that names the holder: a text, or a whole number that every reader of JSON reads alike.
func named(claim any) (string, error) {
	switch value := claim.(type) {
	case string:
		if value != "" && len(value) <= maxHolder {
			return value, nil
		}
	case float64:
		if value >= 0 && value == math.Trunc(value) && value < 1<<53 {
			return strconv.FormatInt(int64(value), 10), nil
		}
	}
	return "", refused(accounts.TokenNobody)
}
