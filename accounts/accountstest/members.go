package accountstest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

// Accounts implements accounts.Store.
func (s *Store) Accounts(context.Context) ([]accounts.Account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.accounts), func(a, b accounts.Account) int { return strings.Compare(a.Email, b.Email) }), nil
}

// WithRole implements accounts.Store.
func (s *Store) WithRole(ctx context.Context, role accounts.Role) ([]accounts.Account, error) {
	all, err := s.Accounts(ctx)
	return slices.DeleteFunc(all, func(a accounts.Account) bool { return a.DisabledAt != nil || !slices.Contains(a.Roles, role) }), err
}

// UpdateAccount implements accounts.Store.
func (s *Store) UpdateAccount(ctx context.Context, id string, at time.Time, change accounts.Change, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before, known := s.accounts[id]
	if !known {
		return accounts.ErrAccountNotFound.With("account", id)
	}
	account := before
	err := change(&account)
	if err != nil {
		return err
	}
	if s.wouldBeLeftAlone(before, account) {
		return accounts.ErrLastOperator
	}
	before.Roles, before.Locales, before.Language, before.DisabledAt = account.Roles, account.Locales, account.Language, account.DisabledAt
	before.Muted, before.Agreed, before.AgreedAt = account.Muted, account.Agreed, account.AgreedAt
	s.accounts[id] = before
	if account.DisabledAt != nil {
		s.revoke(id, at, func(accounts.Key) bool { return true })
	}
	return s.Journal.Append(ctx, record)
}

// wouldBeLeftAlone reports whether nobody would run the store any more.
func (s *Store) wouldBeLeftAlone(before, after accounts.Account) bool {
	others := maps.Clone(s.accounts)
	delete(others, after.ID)
	return before.Operates() && !after.Operates() && !slices.ContainsFunc(slices.Collect(maps.Values(others)), accounts.Account.Operates)
}

func (s *Store) revoke(account string, at time.Time, which func(accounts.Key) bool) {
	for i, key := range s.keys {
		if key.Account == account && key.RevokedAt == nil && which(key) {
			s.keys[i].RevokedAt = &at
		}
	}
}

// AddTicket implements accounts.Store.
func (s *Store) AddTicket(ctx context.Context, ticket accounts.Ticket, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tickets = append(s.tickets, ticket)
	return s.Journal.Append(ctx, record)
}

// Ticket implements accounts.Store.
func (s *Store) Ticket(_ context.Context, hash string) (accounts.Ticket, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ticket := range s.tickets {
		if ticket.Hash == hash {
			return ticket, nil
		}
	}
	return accounts.Ticket{}, accounts.ErrTicketInvalid
}

// UseTicket implements accounts.Store.
func (s *Store) UseTicket(ctx context.Context, ticket accounts.Ticket, hash string, at time.Time, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.tickets, func(t accounts.Ticket) bool { return t.Hash == ticket.Hash })
	if i < 0 || s.tickets[i].UsedAt != nil {
		return accounts.ErrTicketInvalid
	}
	for i := range s.tickets {
		if s.tickets[i].Account == ticket.Account && s.tickets[i].UsedAt == nil {
			s.tickets[i].UsedAt = &at
		}
	}
	account := s.accounts[ticket.Account]
	account.PasswordHash = hash
	s.accounts[ticket.Account] = account
	s.revoke(ticket.Account, at, func(k accounts.Key) bool { return k.ExpiresAt != nil })
	return s.Journal.Append(ctx, record)
}
