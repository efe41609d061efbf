package accountstest

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

// AddSignUp implements accounts.Store.
func (s *Store) AddSignUp(ctx context.Context, up accounts.SignUp, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signUps = slices.DeleteFunc(s.signUps, func(other accounts.SignUp) bool { return !up.CreatedAt.Before(other.ExpiresAt) })
	s.signUps = append(s.signUps, up)
	return s.Journal.Append(ctx, record)
}

// SignUp implements accounts.Store.
func (s *Store) SignUp(_ context.Context, hash string) (accounts.SignUp, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.signUps, func(up accounts.SignUp) bool { return up.Hash == hash })
	if i < 0 {
		return accounts.SignUp{}, accounts.ErrTicketInvalid
	}
	return s.signUps[i], nil
}

// UseSignUp implements accounts.Store.
func (s *Store) UseSignUp(ctx context.Context, up accounts.SignUp, account accounts.Account, at time.Time, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.ContainsFunc(s.signUps, func(known accounts.SignUp) bool { return known.Hash == up.Hash && known.UsedAt == nil }) {
		return accounts.ErrTicketInvalid
	}
	for _, other := range s.accounts {
		if other.Email == account.Email {
			return accounts.ErrEmailTaken.With("email", account.Email)
		}
	}
	for i := range s.signUps {
		if s.signUps[i].Email == up.Email && s.signUps[i].UsedAt == nil {
			s.signUps[i].UsedAt, s.signUps[i].PasswordHash = &at, ""
		}
	}
	s.accounts[account.ID] = account
	return s.Journal.Append(ctx, record)
}

// EraseAccount implements accounts.Store. Its journal keeps the letters: they are not its own.
func (s *Store) EraseAccount(ctx context.Context, email string, account accounts.Account, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, known := s.accounts[account.ID]
	if !known {
		return accounts.ErrAccountNotFound.With("account", account.ID)
	}
	if s.wouldBeLeftAlone(before, account) {
		return accounts.ErrLastOperator
	}
	s.accounts[account.ID] = account
	s.keys = slices.DeleteFunc(s.keys, func(k accounts.Key) bool { return k.Account == account.ID })
	s.tickets = slices.DeleteFunc(s.tickets, func(t accounts.Ticket) bool { return t.Account == account.ID })
	s.signUps = slices.DeleteFunc(s.signUps, func(up accounts.SignUp) bool { return up.Email == email })
	maps.DeleteFunc(s.linked, func(_ [2]string, linked string) bool { return linked == account.ID })
	return s.Journal.Append(ctx, record)
}

// Linked implements accounts.Store.
func (s *Store) Linked(_ context.Context, issuer, subject string) (accounts.Account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	account, known := s.accounts[s.linked[[2]string{issuer, subject}]]
	if !known {
		return accounts.Account{}, accounts.ErrIdentityNotFound
	}
	return account, nil
}

// Link implements accounts.Store.
func (s *Store) Link(ctx context.Context, account string, who accounts.Identity, _ time.Time, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := [2]string{who.Issuer, who.Subject}
	if _, known := s.linked[key]; known {
		return nil
	}
	s.linked[key] = account
	return s.Journal.Append(ctx, record)
}
