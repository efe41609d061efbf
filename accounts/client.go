package accounts

import (
	"context"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/hallyu-store/hallyu/fault"
)

var (
	// ErrClientDenied: a client token, or an app's own, opens what its holder may read of themselves, and nothing else.
	ErrClientDenied = fault.Define(fault.Denied, "client-token-denied")
	// ErrClientFor: how long a client token may be good for. Facts: seconds, min, max.
	ErrClientFor = fault.Define(fault.Invalid, "client-token-lifetime")
)

// How long client tokens are good for.
const (
	ClientFor    = 15 * time.Minute // unless the app asks for another time
	MinClientFor = time.Minute
	MaxClientFor = time.Hour
)

// Person is a holder whom an app let in with tokens. Another holder whom the app calls the same later, when this
// one was erased, is another Person.
type Person struct {
	ID         uuid.UUID
	App        string
	Mode       Mode
	Holder     string    // the app's own id of the user
	TokensFrom time.Time // tokens that were made before open nothing
}

// PersonStore keeps persons.
type PersonStore interface {
	// Person returns the person with this id, or nil when there is none.
	Person(ctx context.Context, id uuid.UUID) (*Person, error)

	// Know returns the person of this app, mode and holder, and adds the one given when there is none.
	Know(ctx context.Context, p Person) (Person, error)

	// EndTokens ends the tokens of a holder that were made before a moment.
	EndTokens(ctx context.Context, app string, mode Mode, holder string, at time.Time) error

	// SetClientKey keeps the public half of what signs a key's client tokens.
	SetClientKey(ctx context.Context, key, public string) error
}

// ClientToken returns a token with which a browser or a phone reads what concerns one holder, and when it ends.
// token is the app's own, which signs it. lifetime 0 means ClientFor. The holder's name is the caller's to check.
// Errors: those of Authenticate, ErrClientFor.
func (s *Service) ClientToken(ctx context.Context, token, holder string, lifetime time.Duration) (string, time.Time, error) {
	if lifetime == 0 {
		lifetime = ClientFor
	}
	if lifetime < MinClientFor || lifetime > MaxClientFor {
		return "", time.Time{}, ErrClientFor.With("seconds", int(lifetime/time.Second), "min", int(MinClientFor/time.Second), "max", int(MaxClientFor/time.Second))
	}
	signer, found, err := s.signer(ctx, token)
	if err != nil {
		return "", time.Time{}, err
	}
	now := s.now()
	id, err := uuid.NewRandom()
	if err != nil {
		return "", time.Time{}, err
	}
	person, err := s.store.Know(ctx, Person{ID: id, App: found.App, Mode: found.Mode, Holder: holder, TokensFrom: now})
	if err != nil {
		return "", time.Time{}, err
	}
	made := clientToken{kid: found.Kid, person: person.ID, from: now, until: now.Add(lifetime)}
	return made.signed(signer), made.until, nil
}

// EndClientTokens ends all client tokens of a holder: at once in this process, within CacheFor in others.
func (s *Service) EndClientTokens(ctx context.Context, app string, mode Mode, holder string) error {
	err := s.store.EndTokens(ctx, app, mode, holder, s.now())
	s.people.forget()
	return err
}

// ForgetPeople has everything looked up anew that is remembered of persons.
func (s *Service) ForgetPeople() { s.people.forget() }

// signer is what signs the client tokens of the app whose token this is, with its key.
func (s *Service) signer(ctx context.Context, text string) (ed25519.PrivateKey, Key, error) {
	actor, err := s.Authenticate(ctx, text)
	if err != nil {
		return nil, Key{}, err
	}
	t, ours := parseToken(text)
	if !ours || actor.Kind != KindApp {
		return nil, Key{}, ErrClientDenied
	}
	found, err := s.lookUp(ctx, t.kid, s.now())
	if err != nil {
		return nil, Key{}, err
	}
	signer, err := t.signer()
	if err != nil {
		return nil, Key{}, err
	}
	if found.key.ClientKey == "" {
		public := base64.RawStdEncoding.EncodeToString(signer.Public().(ed25519.PublicKey))
		if err := s.store.SetClientKey(ctx, found.key.ID, public); err != nil {
			return nil, Key{}, err
		}
		s.cache.forget()
	}
	return signer, found.key, nil
}

// signer is the private half of what signs a key's client tokens: made of its secret by HKDF (RFC 5869).
func (t token) signer() (ed25519.PrivateKey, error) {
	seed, err := hkdf.Key(sha256.New, []byte(t.secret), nil, "hallyu client tokens 1", ed25519.SeedSize)
	if err != nil {
		return nil, err
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// authenticateClient returns the holder whose client token this is.
func (s *Service) authenticateClient(ctx context.Context, text string) (Actor, error) {
	t, ok := parseClientToken(text)
	if !ok {
		return Actor{}, ErrKeyUnknown
	}
	now := s.now()
	key, err := s.clientKey(ctx, t.kid, now)
	if err != nil {
		return Actor{}, err
	}
	public, err := base64.RawStdEncoding.DecodeString(key.ClientKey)
	if err != nil || len(public) != ed25519.PublicKeySize || !t.signedBy(public) {
		return Actor{}, ErrKeyUnknown
	}
	if err := key.check(now); err != nil {
		return Actor{}, err
	}
	if !now.Before(t.until) {
		return Actor{}, ErrKeyExpired.With("expired_at", t.until)
	}
	person, err := s.person(ctx, t.person, now)
	if err != nil {
		return Actor{}, err
	}
	if person == nil || person.App != key.App || person.Mode != key.Mode {
		return Actor{}, ErrKeyUnknown
	}
	if t.from.Before(person.TokensFrom) {
		return Actor{}, ErrKeyRevoked.With("revoked_at", person.TokensFrom)
	}
	return Actor{Kind: KindHolder, Key: key.ID, App: key.App, Mode: key.Mode, Scopes: key.Scopes, Holder: person.Holder}, nil
}

// clientKey finds the key that signed a client token. One that is remembered from before its first token is
// looked up anew.
func (s *Service) clientKey(ctx context.Context, kid string, now time.Time) (Key, error) {
	found, err := s.lookUp(ctx, kid, now)
	if err == nil && found.key.ClientKey == "" {
		found.key, err = s.store.Key(ctx, kid)
	}
	if errors.Is(err, ErrKeyNotFound) {
		return Key{}, ErrKeyUnknown
	}
	return found.key, err
}

// person finds somebody, in the cache or the store; nil when they are not there.
func (s *Service) person(ctx context.Context, id uuid.UUID, now time.Time) (*Person, error) {
	if found, ok := s.people.get(id.String(), now); ok {
		return &found, nil
	}
	age := s.people.age()
	found, err := s.store.Person(ctx, id)
	if err == nil && found != nil {
		s.people.put(id.String(), *found, now, age)
	}
	return found, err
}
