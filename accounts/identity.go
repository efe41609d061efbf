package accounts

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of identities.
var (
	// ErrEmailUnverified: the provider does not vouch for the address. Facts: email.
	ErrEmailUnverified = fault.Define(fault.Denied, "email-unverified")
	// ErrNotInvited: no account has the address, and the provider names no role for one. Facts: email.
	ErrNotInvited = fault.Define(fault.Denied, "not-invited")
	// ErrIdentityNotFound: no account is linked to it.
	ErrIdentityNotFound = fault.Define(fault.NotFound, "identity-not-found")
)

// Identity is who somebody is at a provider of OpenID Connect.
type Identity struct {
	Issuer   string
	Subject  string // of the provider, for ever the same person
	Email    string
	Verified bool   // the provider vouches for the address
	Roles    []Role // that the provider gives; nil: it says nothing of roles
}

// SignInAs starts a session of the account that an identity is linked to. An identity that is linked to
// none is linked to the account of its address, if the provider vouches for that; where there is none, one
// is made when the provider gives a role. Errors: ErrEmailUnverified, ErrNotInvited, ErrAccountDisabled,
// ErrLastOperator.
func (s *Service) SignInAs(ctx context.Context, from Arrival, who Identity) (Key, string, error) {
	account, err := s.store.Linked(ctx, who.Issuer, who.Subject)
	if errors.Is(err, ErrIdentityNotFound) {
		account, err = s.link(ctx, from.RequestID, who)
	}
	if err != nil {
		return Key{}, "", err
	}
	if account.DisabledAt != nil {
		return Key{}, "", ErrAccountDisabled
	}
	by := journal.Origin{Actor: account.ID, RequestID: from.RequestID}
	if who.Roles != nil && !slices.Equal(account.Roles, who.Roles) {
		after := account
		after.Roles = who.Roles
		entry := journal.NewAuditEntry(by, "account.update", account.ID, told(account), told(after), s.now())
		err = s.changeOpen(ctx, account.ID, journal.Record{Audit: []journal.AuditEntry{entry}}, func(a *Account) { a.Roles = who.Roles })
		if err != nil {
			return Key{}, "", err
		}
		s.cache.forget()
	}
	return s.begin(ctx, by, account, from.Device)
}

// link ties an identity to the account of its address, or to a new one.
func (s *Service) link(ctx context.Context, requestID string, who Identity) (Account, error) {
	email, err := normalEmail(who.Email)
	if err != nil || !who.Verified {
		return Account{}, ErrEmailUnverified.With("email", who.Email)
	}
	account, err := s.store.Account(ctx, email)
	isNew := errors.Is(err, ErrAccountNotFound)
	switch {
	case isNew && len(who.Roles) == 0:
		return Account{}, ErrNotInvited.With("email", email)
	case isNew:
		account, _, err = s.newAccount(NewAccount{Email: email, Roles: who.Roles})
	case err == nil && account.DisabledAt != nil:
		err = ErrAccountDisabled
	}
	if err != nil {
		return Account{}, err
	}
	by := journal.Origin{Actor: account.ID, RequestID: requestID}
	if isNew {
		err = s.store.AddAccount(ctx, account, nil, s.created(by, account))
		if err != nil {
			return Account{}, err
		}
	}
	record := s.record(by, "account.link", account.ID, map[string]any{"issuer": who.Issuer, "subject": who.Subject})
	return account, s.store.Link(ctx, account.ID, who, s.now(), record)
}

// begin starts a session.
func (s *Service) begin(ctx context.Context, by journal.Origin, account Account, with Device) (Key, string, error) {
	key, token := s.newKey(Staff)
	end := key.CreatedAt.Add(SessionFor)
	key.Account, key.ExpiresAt, key.Device = account.ID, &end, with
	return key, token, s.store.AddKey(ctx, key, s.record(by, "session.start", key.ID, nil))
}

// IdentityStore keeps which account an identity belongs to.
type IdentityStore interface {
	// Linked returns the account that an identity is linked to, or ErrIdentityNotFound.
	Linked(ctx context.Context, issuer, subject string) (Account, error)

	// Link ties an identity to an account. One that is tied already stays where it is.
	Link(ctx context.Context, account string, who Identity, at time.Time, record journal.Record) error
}
