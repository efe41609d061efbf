package accountstest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/journaltest"
)

// Store keeps apps, accounts and keys in memory.
type Store struct {
	Journal *journaltest.Store // what was recorded

	mu       sync.Mutex
	apps     map[string]accounts.App
	accounts map[string]accounts.Account
	keys     []accounts.Key
	tickets  []accounts.Ticket
	signUps  []accounts.SignUp
	linked   map[[2]string]string // account, by issuer and subject
	people   []accounts.Person
	issuers  []accounts.Issuer
}

// NewStore returns an empty store.
func NewStore() *Store {
	return &Store{
		Journal: journaltest.NewStore(),
		apps:    map[string]accounts.App{}, accounts: map[string]accounts.Account{}, linked: map[[2]string]string{},
	}
}

// AddApp implements accounts.Store.
func (s *Store) AddApp(ctx context.Context, app accounts.App, keys []accounts.Key, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.apps[app.ID] = app
	s.keys = append(s.keys, keys...)
	return s.Journal.Append(ctx, record)
}

// App implements accounts.Store.
func (s *Store) App(_ context.Context, id string) (accounts.App, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	app, ok := s.apps[id]
	if !ok {
		return accounts.App{}, accounts.ErrAppNotFound.With("app", id)
	}
	return app, nil
}

// Apps implements accounts.Store.
func (s *Store) Apps(context.Context) ([]accounts.App, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.Collect(maps.Values(s.apps))
	slices.SortFunc(all, func(a, b accounts.App) int { return cmp.Compare(a.ID, b.ID) })
	return all, nil
}

// AddAccount implements accounts.Store.
func (s *Store) AddAccount(ctx context.Context, account accounts.Account, keys []accounts.Key, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, other := range s.accounts {
		if other.Email == account.Email {
			return accounts.ErrEmailTaken.With("email", account.Email)
		}
	}
	s.accounts[account.ID] = account
	s.keys = append(s.keys, keys...)
	return s.Journal.Append(ctx, record)
}

// Account implements accounts.Store.
func (s *Store) Account(_ context.Context, idOrEmail string) (accounts.Account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, account := range s.accounts {
		if account.ID == idOrEmail || account.Email == idOrEmail {
			return account, nil
		}
	}
	return accounts.Account{}, accounts.ErrAccountNotFound.With("account", idOrEmail)
}

// SetPassword implements accounts.Store.
func (s *Store) SetPassword(ctx context.Context, id, hash string, at time.Time, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	account, ok := s.accounts[id]
	if !ok {
		return accounts.ErrAccountNotFound.With("account", id)
	}
	account.PasswordHash = hash
	s.accounts[id] = account
	for i, key := range s.keys {
		if key.Account == id && key.ExpiresAt != nil && key.RevokedAt == nil {
			s.keys[i].RevokedAt = &at
		}
	}
	return s.Journal.Append(ctx, record)
}

// AddKey implements accounts.Store.
func (s *Store) AddKey(ctx context.Context, key accounts.Key, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.apps[key.App]; key.App != "" && !ok {
		return accounts.ErrAppNotFound.With("app", key.App)
	}
	if _, ok := s.accounts[key.Account]; key.Account != "" && !ok {
		return accounts.ErrAccountNotFound.With("account", key.Account)
	}
	var live []string
	for _, other := range s.keys {
		if key.App != "" && other.App == key.App && other.Mode == key.Mode && other.LiveAt(key.CreatedAt) {
			live = append(live, other.ID)
		}
	}
	if len(live) >= accounts.MaxKeys {
		return accounts.ErrTooManyKeys.With("app", key.App, "keys", live)
	}
	s.keys = append(s.keys, key)
	return s.Journal.Append(ctx, record)
}

// Key implements accounts.Store.
func (s *Store) Key(_ context.Context, idOrKid string) (accounts.Key, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.find(idOrKid)
	if i < 0 {
		return accounts.Key{}, accounts.ErrKeyNotFound.With("key", idOrKid)
	}
	return s.keys[i], nil
}

// Keys implements accounts.Store.
func (s *Store) Keys(_ context.Context, owner string) ([]accounts.Key, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	keys := []accounts.Key{}
	for _, key := range s.keys {
		if key.App == owner || key.Account == owner {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// RevokeKey implements accounts.Store.
func (s *Store) RevokeKey(ctx context.Context, id string, at time.Time, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.find(id)
	if i < 0 {
		return accounts.ErrKeyNotFound.With("key", id)
	}
	if s.keys[i].RevokedAt != nil {
		return nil
	}
	s.keys[i].RevokedAt = &at
	return s.Journal.Append(ctx, record)
}

// TouchKey implements accounts.Store.
func (s *Store) TouchKey(_ context.Context, id string, at time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.find(id); i >= 0 {
		s.keys[i].LastUsed = &at
	}
	return nil
}

func (s *Store) find(idOrKid string) int {
	return slices.IndexFunc(s.keys, func(k accounts.Key) bool { return k.ID == idOrKid || k.Kid == idOrKid })
}
