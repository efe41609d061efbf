package accounts

import (
	"crypto/subtle"
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// Faults of keys.
var (
	// ErrNoKey: the request carries no key.
	ErrNoKey = fault.Define(fault.Unauthenticated, "key-missing")
	// ErrKeyUnknown: no such key was ever issued.
	ErrKeyUnknown = fault.Define(fault.Unauthenticated, "key-unknown")
	// ErrKeyRevoked: the key was taken back. Facts: revoked_at.
	ErrKeyRevoked = fault.Define(fault.Unauthenticated, "key-revoked")
	// ErrKeyExpired: the key's, or the session's, time is over. Facts: expired_at.
	ErrKeyExpired = fault.Define(fault.Unauthenticated, "key-expired")
	// ErrKeyNotFound: no key has this id. Facts: key.
	ErrKeyNotFound = fault.Define(fault.NotFound, "key-not-found")
	// ErrTooManyKeys: the app has MaxKeys live keys of this mode; revoke one first. Facts: app, keys
	// (ids of the live ones).
	ErrTooManyKeys = fault.Define(fault.Conflict, "too-many-keys")
	// ErrModeInvalid: an app's keys are of no such mode. Facts: mode, known.
	ErrModeInvalid = fault.Define(fault.Invalid, "key-mode-invalid")
)

// MaxKeys is how many live keys of one mode an app may have: the one in use and its successor.
const MaxKeys = 2

// Mode is what a key works on.
type Mode string

// The modes of keys.
const (
	Live  Mode = "live"  // an app's real ledger
	Test  Mode = "test"  // the app's ledger for trying things
	Staff Mode = "staff" // an account's
)

// Key lets an app or an account in. A session is a key with an end. The token itself is kept nowhere.
type Key struct {
	ID        string // key_…
	Kid       string // public part of the token, unique
	Hash      string // SHA-256 of the token's secret part, hexadecimal
	App       string // id of the app it belongs to, or ""
	Account   string // id of the account it belongs to, or ""
	Mode      Mode
	Scopes    []Scope // of an app's key
	CreatedAt time.Time
	ExpiresAt *time.Time // nil: it has no end
	RevokedAt *time.Time // nil: it was not revoked
	LastUsed  *time.Time // kept to about ten minutes; nil: never
	Device    Device     // that a session was started with

	ClientKey string // public half of what signs the client tokens of an app's key, base64; "" before the first
}

// LiveAt reports whether the key opens anything at a moment.
func (k Key) LiveAt(now time.Time) bool { return k.check(now) == nil }

func (k Key) check(now time.Time) error {
	if k.RevokedAt != nil {
		return ErrKeyRevoked.With("revoked_at", *k.RevokedAt)
	}
	if end := k.end(); end != nil && !now.Before(*end) {
		return ErrKeyExpired.With("expired_at", *end)
	}
	return nil
}

// end is when the key's time is over, or was: a session's also when nobody used it for IdleFor. nil is never.
func (k Key) end() *time.Time {
	if k.ExpiresAt == nil || k.Account == "" {
		return k.ExpiresAt
	}
	last := k.CreatedAt
	if k.LastUsed != nil {
		last = *k.LastUsed
	}
	if idle := last.Add(IdleFor); idle.Before(*k.ExpiresAt) {
		return &idle
	}
	return k.ExpiresAt
}

// fits compares the token's secret with the key's hash in constant time.
func (k Key) fits(t token) bool {
	return k.Mode == t.mode && subtle.ConstantTimeCompare([]byte(k.Hash), []byte(t.hash())) == 1
}
