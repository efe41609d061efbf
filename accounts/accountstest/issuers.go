package accountstest

import (
	"context"
	"slices"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

// Issuer implements accounts.Store.
func (s *Store) Issuer(_ context.Context, app string, mode accounts.Mode) (accounts.Issuer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.issuer(app, mode)
	if i < 0 {
		return accounts.Issuer{}, accounts.ErrIssuerNotFound.With("app", app, "mode", mode)
	}
	return s.issuers[i], nil
}

// Issuers implements accounts.Store.
func (s *Store) Issuers(_ context.Context, name string, audiences []string) ([]accounts.Issuer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []accounts.Issuer
	for _, i := range s.issuers {
		if i.Name == name && slices.Contains(audiences, i.Audience) {
			found = append(found, i)
		}
	}
	return found, nil
}

// SetIssuer implements accounts.Store.
func (s *Store) SetIssuer(ctx context.Context, i accounts.Issuer, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.apps[i.App]; !ok {
		return accounts.ErrAppNotFound.With("app", i.App)
	}
	for _, other := range s.issuers {
		if other.Name == i.Name && other.Audience == i.Audience && (other.App != i.App || other.Mode != i.Mode) {
			return accounts.ErrIssuerTaken
		}
	}
	if at := s.issuer(i.App, i.Mode); at >= 0 {
		s.issuers[at] = i
	} else {
		s.issuers = append(s.issuers, i)
	}
	return s.Journal.Append(ctx, record)
}

// RemoveIssuer implements accounts.Store.
func (s *Store) RemoveIssuer(ctx context.Context, app string, mode accounts.Mode, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.issuer(app, mode)
	if i < 0 {
		return accounts.ErrIssuerNotFound.With("app", app, "mode", mode)
	}
	s.issuers = slices.Delete(s.issuers, i, i+1)
	return s.Journal.Append(ctx, record)
}

func (s *Store) issuer(app string, mode accounts.Mode) int {
	return slices.IndexFunc(s.issuers, func(i accounts.Issuer) bool { return i.App == app && i.Mode == mode })
}
