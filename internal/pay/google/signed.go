package google

import (
	"context"
	"crypto"
	"crypto/rsa"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/jwks"
)

// ErrUnsigned: a notification does not come from Google, or not for this store. Facts: reason, which is form,
// signature, time, issuer, audience or account.
var ErrUnsigned = fault.Define(fault.Denied, "google-play-unsigned")

// Push says how notifications come: cloud.google.com/pubsub/docs/authenticate-push-subscriptions.
type Push struct {
	Account  string // e-mail address of the service account that Pub/Sub pushes as
	Audience string // that it pushes to
	KeysURL  string // of the JWK Set that Google signs by; Google's own when empty
}

// keysURL is where Google says which keys it signs with: jwks_uri of its OpenID configuration.
const keysURL = "https://www.googleapis.com/oauth2/v3/certs"

// keysPolicy has Google's keys kept as long as Google says, and not longer: it sends again what was not taken.
var keysPolicy = jwks.Policy{Fresh: time.Hour, Longest: 24 * time.Hour, AskAgain: 30 * time.Second}

// issuers are what Google calls itself.
var issuers = []string{"https://accounts.google.com", "accounts.google.com"}

// skew is how far clocks may be apart.
const skew = time.Minute

// maxBearer is the most that a token may have, in bytes; Google's have a thousand.
const maxBearer = 8 << 10

// compact is the form of a JWS in compact serialization, RFC 7515, section 7.1.
var compact = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`)

// verifier tells Google's pushes from anybody else's.
type verifier struct {
	push   Push
	keys   *jwks.Cache
	at     string // where they are
	parser *jwt.Parser
}

func newVerifier(p Push, client *http.Client, now func() time.Time) *verifier {
	address := p.KeysURL
	if address == "" {
		address = keysURL
	}
	return &verifier{push: p, keys: jwks.NewCache(client, now, keysPolicy), at: address, parser: jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}), jwt.WithTimeFunc(now), jwt.WithLeeway(skew),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithStrictDecoding(),
	)}
}

// identity is what an ID token of Google's says of who has it.
type identity struct {
	jwt.RegisteredClaims
	Email    string `json:"email"`
	Verified bool   `json:"email_verified"`
}

// check reads the Authorization of a push. Faults: ErrUnsigned; ErrGatewayAway when Google's keys cannot be
// had.
func (v *verifier) check(ctx context.Context, authorization string) error {
	scheme, token, _ := strings.Cut(authorization, " ")
	if len(token) > maxBearer || !strings.EqualFold(scheme, "Bearer") || !compact.MatchString(token) {
		return ErrUnsigned.With("reason", "form")
	}
	var who identity
	_, err := v.parser.ParseWithClaims(token, &who, func(t *jwt.Token) (any, error) {
		id, _ := t.Header["kid"].(string)
		if _, critical := t.Header["crit"]; critical || id == "" {
			return nil, ErrUnsigned.With("reason", "form")
		}
		return v.key(ctx, id)
	})
	if err != nil {
		return unsigned(err)
	}
	switch {
	case !slices.Contains(issuers, who.Issuer):
		return ErrUnsigned.With("reason", "issuer")
	case len(who.Audience) != 1 || who.Audience[0] != v.push.Audience:
		return ErrUnsigned.With("reason", "audience")
	case who.Email != v.push.Account || !who.Verified:
		return ErrUnsigned.With("reason", "account")
	}
	return nil
}

// key returns Google's key of an id. Faults: ErrUnsigned when there is none; ErrGatewayAway.
func (v *verifier) key(ctx context.Context, id string) (any, error) {
	key, err := v.keys.Find(ctx, v.at, func(keys []jwks.Key) (crypto.PublicKey, bool) {
		for _, key := range keys {
			_, isRSA := key.Public.(*rsa.PublicKey)
			if key.ID == id && isRSA && (key.Algorithm == "" || key.Algorithm == jwt.SigningMethodRS256.Alg()) {
				return key.Public, true
			}
		}
		return nil, false
	})
	switch {
	case errors.Is(err, jwks.ErrAway):
		return nil, away(err)
	case err != nil:
		return nil, ErrUnsigned.With("reason", "signature")
	}
	return key, nil
}

// unsigned says why a token was not taken.
func unsigned(err error) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return known
	}
	reason := "signature"
	for _, late := range []error{jwt.ErrTokenExpired, jwt.ErrTokenNotValidYet, jwt.ErrTokenUsedBeforeIssued, jwt.ErrTokenRequiredClaimMissing} {
		if errors.Is(err, late) {
			reason = "time"
		}
	}
	return ErrUnsigned.With("reason", reason).Because(err)
}
