package accounts

import (
	"context"
	"errors"
	"strings"
	"time"
)

// touchAfter is how far behind a key's last use may be, so that using keys is no constant writing.
const touchAfter = 10 * time.Minute

// Authenticate returns the actor whose token this is. It returns ErrNoKey for "", ErrKeyUnknown,
// ErrKeyRevoked or ErrKeyExpired; of a token that an app signed also ErrTokenRefused or ErrIssuerKeysAway. Answers are remembered for CacheFor.
func (s *Service) Authenticate(ctx context.Context, text string) (Actor, error) {
	if text == "" {
		return Actor{}, ErrNoKey
	}
	if strings.HasPrefix(text, clientPrefix) {
		return s.authenticateClient(ctx, text)
	}
	if isForeign(text) {
		return s.authenticateForeign(ctx, text)
	}
	token, ok := parseToken(text)
	if !ok {
		return Actor{}, ErrKeyUnknown
	}
	now := s.now()
	found, err := s.lookUp(ctx, token.kid, now)
	if errors.Is(err, ErrKeyNotFound) || err == nil && !found.key.fits(token) {
		return Actor{}, ErrKeyUnknown
	}
	if err != nil {
		return Actor{}, err
	}
	if err := found.key.check(now); err != nil {
		return Actor{}, err
	}
	if found.account.DisabledAt != nil {
		return Actor{}, ErrAccountDisabled
	}
	return s.actor(found), nil
}

// identity is a key and, for staff, whose it is.
type identity struct {
	key     Key
	account Account
}

func (s *Service) actor(i identity) Actor {
	if i.key.Account != "" {
		actor := Actor{
			Kind: KindAccount, Key: i.key.ID, Account: i.account.ID, Mode: i.key.Mode,
			Roles: i.account.Roles, Locales: i.account.Locales,
		}
		if i.key.ExpiresAt != nil {
			actor.Owes = s.policy.owes(i.account)
		}
		return actor
	}
	return Actor{Kind: KindApp, Key: i.key.ID, App: i.key.App, Mode: i.key.Mode, Scopes: i.key.Scopes}
}

// lookUp finds a key by its kid, in the cache or the store.
func (s *Service) lookUp(ctx context.Context, kid string, now time.Time) (identity, error) {
	if found, ok := s.cache.get(kid, now); ok {
		return found, nil
	}
	age := s.cache.age()
	key, err := s.store.Key(ctx, kid)
	if err != nil {
		return identity{}, err
	}
	found := identity{key: key}
	if key.Account != "" {
		if found.account, err = s.store.Account(ctx, key.Account); err != nil {
			return identity{}, err
		}
	}
	s.touch(ctx, key, now)
	s.cache.put(kid, found, now, age)
	return found, nil
}

// touch records that a key is used. A key lets in also when that cannot be written down.
func (s *Service) touch(ctx context.Context, key Key, now time.Time) {
	if key.LiveAt(now) && (key.LastUsed == nil || now.Sub(*key.LastUsed) >= touchAfter) {
		_ = s.store.TouchKey(ctx, key.ID, now)
	}
}
