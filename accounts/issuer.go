package accounts

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of tokens that apps sign themselves.
var (
	// ErrTokenRefused: the token is not one that its app signed for this store, or not now. Facts: reason.
	ErrTokenRefused = fault.Define(fault.Unauthenticated, "token-refused")
	// ErrIssuerKeysAway: the keys that the app's tokens are checked with cannot be read. Facts: none.
	ErrIssuerKeysAway = fault.Define(fault.Unavailable, "issuer-keys-unavailable")
	// ErrIssuerNotFound: the app's holders do not come with tokens of its own. Facts: app, mode.
	ErrIssuerNotFound = fault.Define(fault.NotFound, "issuer-not-found")
	// ErrIssuerInvalid: a part of the settings breaks rules; the fields say which.
	ErrIssuerInvalid = fault.Define(fault.Invalid, "issuer-invalid")
	// ErrIssuerTaken: tokens of this issuer for this audience are those of another app, or of the other mode.
	ErrIssuerTaken = fault.Define(fault.Conflict, "issuer-taken")
)

// Why a token is refused.
const (
	TokenMalformed = "malformed"
	TokenStranger  = "issuer" // or the audience: no app's
	TokenUnproven  = "signature"
	TokenEnded     = "expired"
	TokenEarly     = "not_yet"
	TokenTooLong   = "lifetime" // it is good for longer than tokens may be
	TokenNobody    = "holder"   // it names no user
)

// Family is the one kind of algorithms that an app signs with: RFC 7518, section 3.1, and RFC 8037.
type Family string

// The families. Only those of HS share a secret with the store.
const (
	FamilyRS    Family = "RS"
	FamilyPS    Family = "PS"
	FamilyES    Family = "ES"
	FamilyEdDSA Family = "EdDSA"
	FamilyHS    Family = "HS"
)

// Families are all of them.
var Families = []Family{FamilyRS, FamilyPS, FamilyES, FamilyEdDSA, FamilyHS}

// Issuer is how an app's holders come in with tokens of its own (JWT, RFC 7519) in place of client tokens. Its keys
// are at an address, or pinned, or a secret: one of the three.
type Issuer struct {
	App      string
	Mode     Mode
	Name     string // claim iss
	Audience string // one of claim aud
	Claim    string // that names the holder
	Family   Family
	KeysURL  string
	Keys     json.RawMessage // a JWK set (RFC 7517)
	Secret   []byte
	SetAt    time.Time
}

// Bounds of an Issuer, in bytes.
const (
	maxIssuerName  = 500
	maxClaim       = 100
	minTokenSecret = 32
	maxTokenSecret = 512
)

// TokenReader reads tokens that apps signed.
type TokenReader interface {
	// About returns what a token says of its issuer and audiences. Nothing of it is proven.
	About(token string) (issuer string, audiences []string, err error)

	// Holder returns whom a token names, when it is proven by the keys of its issuer, and in time.
	Holder(ctx context.Context, token string, from Issuer, now time.Time) (string, error)

	// CheckKeys says what is wrong with the keys of an issuer.
	CheckKeys(i Issuer) []fault.Field
}

// IssuerStore keeps issuers.
type IssuerStore interface {
	// Issuer returns that of an app and mode, or ErrIssuerNotFound.
	Issuer(ctx context.Context, app string, mode Mode) (Issuer, error)

	// Issuers returns those of a name and one of the audiences.
	Issuers(ctx context.Context, name string, audiences []string) ([]Issuer, error)

	// SetIssuer adds or replaces that of its app and mode, or returns ErrAppNotFound or ErrIssuerTaken.
	SetIssuer(ctx context.Context, i Issuer, record journal.Record) error

	// RemoveIssuer takes that of an app and mode away, or returns ErrIssuerNotFound.
	RemoveIssuer(ctx context.Context, app string, mode Mode, record journal.Record) error
}

// ReadTokens has tokens that apps signed read by a reader. Without one they are refused.
func (s *Service) ReadTokens(reader TokenReader) { s.tokens = reader }

// Issuer returns that of an app and mode, or ErrIssuerNotFound.
func (s *Service) Issuer(ctx context.Context, app string, mode Mode) (Issuer, error) {
	return s.store.Issuer(ctx, app, mode)
}

// SetIssuer lets an app's holders come in with tokens of its own. The secret of the one before is kept when none is
// given. Faults: ErrIssuerInvalid, ErrAppNotFound, ErrIssuerTaken, ErrModeInvalid.
func (s *Service) SetIssuer(ctx context.Context, by journal.Origin, i Issuer) (Issuer, error) {
	if i.Mode != Live && i.Mode != Test {
		return i, ErrModeInvalid.With("mode", i.Mode, "known", []Mode{Live, Test})
	}
	before, err := s.store.Issuer(ctx, i.App, i.Mode)
	if err == nil && i.Family == FamilyHS && len(i.Secret) == 0 {
		i.Secret = before.Secret
	}
	if fields := append(i.check(), s.tokens.CheckKeys(i)...); len(fields) > 0 {
		return i, ErrIssuerInvalid.WithFields(fields...)
	}
	i.SetAt = s.now()
	told := map[string]any{"app": i.App, "mode": i.Mode, "issuer": i.Name, "audience": i.Audience, "claim": i.Claim, "family": i.Family, "keys_url": i.KeysURL}
	err = s.store.SetIssuer(ctx, i, s.record(by, "issuer.set", i.App, told))
	s.issuers.forget()
	return i, err
}

// RemoveIssuer has tokens of the app's own refused: at once in this process, within CacheFor in others.
func (s *Service) RemoveIssuer(ctx context.Context, by journal.Origin, app string, mode Mode) error {
	err := s.store.RemoveIssuer(ctx, app, mode, s.record(by, "issuer.remove", app, map[string]any{"mode": mode}))
	s.issuers.forget()
	return err
}

// check says what is wrong but for the keys.
func (i Issuer) check() []fault.Field {
	var fields []fault.Field
	for pointer, text := range map[string]struct {
		value string
		limit int
	}{"/issuer": {i.Name, maxIssuerName}, "/audience": {i.Audience, maxIssuerName}, "/claim": {i.Claim, maxClaim}} {
		trimmed, fine := trimmedName(text.value, text.limit)
		if !fine || trimmed != text.value {
			fields = append(fields, fault.Field{Pointer: pointer, Code: "invalid"})
		}
	}
	if !slices.Contains(Families, i.Family) {
		return append(fields, fault.Field{Pointer: "/family", Code: "invalid"})
	}
	sources := 0
	for _, given := range []bool{i.KeysURL != "", len(i.Keys) > 0, len(i.Secret) > 0} {
		if given {
			sources++
		}
	}
	if sources != 1 || (i.Family == FamilyHS) != (len(i.Secret) > 0) {
		fields = append(fields, fault.Field{Pointer: "/family", Code: "issuer-keys"})
	}
	if n := len(i.Secret); n > 0 && (n < minTokenSecret || n > maxTokenSecret) {
		fields = append(fields, fault.Field{Pointer: "/secret", Code: "invalid"})
	}
	return fields
}

// TryToken returns whom a token that an app signed itself opens the store for at this moment, as the API would have it.
// Faults: ErrTokenRefused, ErrIssuerKeysAway.
func (s *Service) TryToken(ctx context.Context, text string) (Actor, error) {
	if !isForeign(text) {
		return Actor{}, ErrTokenRefused.With("reason", TokenMalformed)
	}
	return s.authenticateForeign(ctx, text)
}

// isForeign reports whether a text has the form of a token that an app signed: RFC 7515, section 7.1.
func isForeign(text string) bool { return strings.Count(text, ".") == 2 }

// ownScopes are what a holder may read with a token that names no key.
var ownScopes = []Scope{OrdersRead, HoldersRead}

// authenticateForeign returns the holder whom an app's own token names.
func (s *Service) authenticateForeign(ctx context.Context, text string) (Actor, error) {
	if s.tokens == nil {
		return Actor{}, ErrTokenRefused.With("reason", TokenStranger)
	}
	name, audiences, err := s.tokens.About(text)
	if err != nil {
		return Actor{}, err
	}
	now := s.now()
	from, err := s.issuerOf(ctx, name, audiences, now)
	if err != nil {
		return Actor{}, err
	}
	holder, err := s.tokens.Holder(ctx, text, from, now)
	if err != nil {
		return Actor{}, err
	}
	return Actor{Kind: KindHolder, App: from.App, Mode: from.Mode, Scopes: ownScopes, Holder: holder}, nil
}

// issuerOf finds the one issuer that a token speaks of. One that speaks of several apps is no app's.
func (s *Service) issuerOf(ctx context.Context, name string, audiences []string, now time.Time) (Issuer, error) {
	id := name + "\n" + strings.Join(audiences, "\n")
	if found, ok := s.issuers.get(id, now); ok {
		return found, nil
	}
	age := s.issuers.age()
	found, err := s.store.Issuers(ctx, name, audiences)
	if err != nil {
		return Issuer{}, err
	}
	if len(found) != 1 {
		return Issuer{}, ErrTokenRefused.With("reason", TokenStranger)
	}
	s.issuers.put(id, found[0], now, age)
	return found[0], nil
}
