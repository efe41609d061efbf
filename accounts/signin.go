package accounts

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// ErrSignInFailed: email and password do not belong together. It does not say which one is wrong.
var ErrSignInFailed = fault.Define(fault.Unauthenticated, "sign-in-failed")

// SessionFor is how long a sign-in holds at most.
const SessionFor = 12 * time.Hour

// IdleFor is how long it holds when it is not used. Uses are written down every ten minutes, so it may
// be that much shorter.
const IdleFor = 2 * time.Hour

// maxPassword bounds what is hashed for strangers, in bytes.
const maxPassword = 1024

// SignIn starts a session of a member of staff and returns its key and token. It takes as long for
// an email that nobody has. Repeated guesses are the caller's to limit.
func (s *Service) SignIn(ctx context.Context, from Arrival, email, password string) (Key, string, error) {
	account, err := s.store.Account(ctx, strings.ToLower(email))
	if errors.Is(err, ErrAccountNotFound) {
		account = Account{PasswordHash: nobodysHash}
	} else if err != nil {
		return Key{}, "", err
	}
	if len(password) > maxPassword {
		return Key{}, "", ErrSignInFailed
	}
	fits, err := passwordFits(password, account.PasswordHash)
	if err != nil {
		return Key{}, "", err
	}
	if !fits || account.ID == "" || account.Email != strings.ToLower(email) {
		return Key{}, "", ErrSignInFailed
	}
	if account.DisabledAt != nil {
		return Key{}, "", ErrAccountDisabled
	}
	return s.begin(ctx, journal.Origin{Actor: account.ID, RequestID: from.RequestID}, account, from.Device)
}

// SignOut ends the session of an actor. Keys without an end stay.
func (s *Service) SignOut(ctx context.Context, by journal.Origin, actor Actor) error {
	key, err := s.store.Key(ctx, actor.Key)
	if err != nil || key.ExpiresAt == nil {
		return err
	}
	return s.RevokeKey(ctx, by, key.ID)
}

// FirstOperator is the account that a new store starts with.
const FirstOperator = "operator@localhost"

// EnsureOperator makes the first operator's account when there is none, and then returns its
// password, shown this once; else "". When the process ended before anyone saw it, ResetPassword
// gives another. Several processes may start at once: one gets the password.
func (s *Service) EnsureOperator(ctx context.Context) (password string, err error) {
	if _, err := s.store.Account(ctx, FirstOperator); !errors.Is(err, ErrAccountNotFound) {
		return "", err
	}
	account, password, err := s.newAccount(NewAccount{Email: FirstOperator, Roles: []Role{Operator}})
	if err != nil {
		return "", err
	}
	err = s.store.AddAccount(ctx, account, nil, s.created(journal.Origin{Actor: "first-start"}, account))
	if errors.Is(err, ErrEmailTaken) {
		return "", nil
	}
	return password, err
}
