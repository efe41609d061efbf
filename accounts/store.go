package accounts

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// Store keeps apps, accounts and keys. What changes is committed together with its record, or not at
// all. Besides the faults named here, every method may return journal.ErrStoreUnavailable.
type Store interface {
	MemberStore
	IdentityStore
	PersonStore
	IssuerStore

	// AddApp adds an app and its first keys.
	AddApp(ctx context.Context, app App, keys []Key, record journal.Record) error

	// App returns an app, or ErrAppNotFound.
	App(ctx context.Context, id string) (App, error)

	// Apps returns every app, the oldest first.
	Apps(ctx context.Context) ([]App, error)

	// AddAccount adds an account and its first keys, or returns ErrEmailTaken.
	AddAccount(ctx context.Context, account Account, keys []Key, record journal.Record) error

	// Account returns the account with this id or email, or ErrAccountNotFound.
	Account(ctx context.Context, idOrEmail string) (Account, error)

	// SetPassword changes the account's password hash and revokes, at the moment given, its keys that
	// have an end (its sessions). It returns ErrAccountNotFound.
	SetPassword(ctx context.Context, account, hash string, at time.Time, record journal.Record) error

	// AddKey adds a key to an app or account. It returns ErrTooManyKeys when the app already has
	// MaxKeys keys of that mode that are live when the new one is created, and ErrAppNotFound or
	// ErrAccountNotFound when there is no such owner.
	AddKey(ctx context.Context, key Key, record journal.Record) error

	// Key returns the key with this id or kid, or ErrKeyNotFound.
	Key(ctx context.Context, idOrKid string) (Key, error)

	// Keys returns every key of an app or account, oldest first.
	Keys(ctx context.Context, owner string) ([]Key, error)

	// RevokeKey marks a key as revoked, unless it was before, or returns ErrKeyNotFound.
	RevokeKey(ctx context.Context, id string, at time.Time, record journal.Record) error

	// TouchKey records that a key was used, when it exists.
	TouchKey(ctx context.Context, id string, at time.Time) error
}

// Change changes an account, or returns why not. It may be called several times, each time with the account
// as it is kept then: it must not rely on what was read of it before.
type Change func(account *Account) error

// MemberStore keeps what changes about members of staff, and the tickets that were sent to them.
type MemberStore interface {
	// Accounts returns every account, by email.
	Accounts(ctx context.Context) ([]Account, error)

	// WithRole returns the accounts that are not disabled and have a role, by email.
	WithRole(ctx context.Context, role Role) ([]Account, error)

	// UpdateAccount applies a change to the account with this id as it is kept at that moment, and writes its
	// roles, locales, language, muted topics, agreement and whether it is disabled. It revokes, at the moment
	// given, all keys of one that is. It returns the change's error, ErrAccountNotFound, or ErrLastOperator
	// when no account would be left that operates.
	UpdateAccount(ctx context.Context, id string, at time.Time, change Change, record journal.Record) error

	// EraseAccount writes all of an account that is disabled, removes its keys, tickets and identities, and the letters
	// and sign-ups of the address that it had. It returns ErrAccountNotFound or ErrLastOperator.
	EraseAccount(ctx context.Context, email string, account Account, record journal.Record) error

	// AddSignUp adds a sign-up, and removes those whose time is over when it was made.
	AddSignUp(ctx context.Context, up SignUp, record journal.Record) error

	// SignUp returns the sign-up with this hash, or ErrTicketInvalid.
	SignUp(ctx context.Context, hash string) (SignUp, error)

	// UseSignUp adds an account and marks its sign-up, and all others of its address, as used, without
	// their passwords. It returns ErrTicketInvalid for one that is used, or ErrEmailTaken.
	UseSignUp(ctx context.Context, up SignUp, account Account, at time.Time, record journal.Record) error

	// AddTicket adds a ticket.
	AddTicket(ctx context.Context, ticket Ticket, record journal.Record) error

	// Ticket returns the ticket with this hash, or ErrTicketInvalid.
	Ticket(ctx context.Context, hash string) (Ticket, error)

	// UseTicket marks the ticket, and all others of its account and purpose, as used, and does what
	// SetPassword does. It returns ErrTicketInvalid for one that is used: of two at once, one is let in.
	UseTicket(ctx context.Context, ticket Ticket, passwordHash string, at time.Time, record journal.Record) error
}
