package accountstest

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/hallyu-store/hallyu/accounts"
)

// Person implements accounts.Store.
func (s *Store) Person(_ context.Context, id uuid.UUID) (*accounts.Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.people, func(p accounts.Person) bool { return p.ID == id })
	if i < 0 {
		return nil, nil
	}
	found := s.people[i]
	return &found, nil
}

// Know implements accounts.Store.
func (s *Store) Know(_ context.Context, p accounts.Person) (accounts.Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.named(p.App, p.Mode, p.Holder)
	if i < 0 {
		s.people = append(s.people, p)
		return p, nil
	}
	return s.people[i], nil
}

// EndTokens implements accounts.Store.
func (s *Store) EndTokens(_ context.Context, app string, mode accounts.Mode, holder string, at time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.named(app, mode, holder); i >= 0 && s.people[i].TokensFrom.Before(at) {
		s.people[i].TokensFrom = at
	}
	return nil
}

// SetClientKey implements accounts.Store.
func (s *Store) SetClientKey(_ context.Context, key, public string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.find(key); i >= 0 {
		s.keys[i].ClientKey = public
	}
	return nil
}

func (s *Store) named(app string, mode accounts.Mode, holder string) int {
	return slices.IndexFunc(s.people, func(p accounts.Person) bool { return p.App == app && p.Mode == mode && p.Holder == holder })
}
