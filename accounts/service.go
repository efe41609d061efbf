package accounts

import (
	"context"
	"time"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/journal"
)

// Service issues keys and tells whose they are.
type Service struct {
	store Store
	now   func() time.Time
	cache *cache[identity]

	people  *cache[Person]
	issuers *cache[Issuer]
	tokens  TokenReader

	policy Policy
}

// NewService returns a service over a store. now gives the time; nil is the machine's clock.
func NewService(store Store, now func() time.Time) *Service {
	if now == nil {
		now = time.Now
	}
	// Databases keep microseconds; so do we, so that what is written is what is read.
	clock := func() time.Time { return now().UTC().Truncate(time.Microsecond) }
	return &Service{store: store, now: clock, cache: newCache[identity](), people: newCache[Person](), issuers: newCache[Issuer]()}
}

// CreateApp makes an app with one live key, and returns the key's token, which is shown this once.
func (s *Service) CreateApp(ctx context.Context, by journal.Origin, name string, scopes []Scope) (App, string, error) {
	name, err := normalAppName(name)
	if err != nil {
		return App{}, "", err
	}
	if err := checkScopes(scopes); err != nil {
		return App{}, "", err
	}
	app := App{ID: journal.NewID("app"), Name: name, CreatedAt: s.now()}
	key, token := s.newKey(Live)
	key.App, key.Scopes = app.ID, scopes
	record := s.record(by, "app.create", app.ID, map[string]any{"name": name, "key": key.ID, "scopes": scopes})
	return app, token, s.store.AddApp(ctx, app, []Key{key}, record)
}

// IssueKey gives an app a further key, Live or Test, and returns its token, which is shown this once.
// It returns ErrTooManyKeys when the app has MaxKeys live keys of that mode.
func (s *Service) IssueKey(ctx context.Context, by journal.Origin, app string, mode Mode, scopes []Scope) (Key, string, error) {
	if err := checkScopes(scopes); err != nil {
		return Key{}, "", err
	}
	if mode != Live && mode != Test {
		return Key{}, "", ErrModeInvalid.With("mode", mode, "known", []Mode{Live, Test})
	}
	key, token := s.newKey(mode)
	key.App, key.Scopes = app, scopes
	record := s.record(by, "key.issue", key.ID, map[string]any{"app": app, "mode": mode, "scopes": scopes})
	return key, token, s.store.AddKey(ctx, key, record)
}

// IssueStaffKey gives an account a key without an end, and returns its token, shown this once.
func (s *Service) IssueStaffKey(ctx context.Context, by journal.Origin, account string) (Key, string, error) {
	key, token := s.newKey(Staff)
	key.Account = account
	record := s.record(by, "key.issue", key.ID, map[string]any{"account": account})
	return key, token, s.store.AddKey(ctx, key, record)
}

// RevokeKey takes a key back: at once in this process, within CacheFor in others.
func (s *Service) RevokeKey(ctx context.Context, by journal.Origin, id string) error {
	record := s.record(by, "key.revoke", id, nil)
	if err := s.store.RevokeKey(ctx, id, s.now(), record); err != nil {
		return err
	}
	s.cache.forget()
	return nil
}

// Keys returns every key of an app or account, oldest first. They hold no secrets.
func (s *Service) Keys(ctx context.Context, owner string) ([]Key, error) {
	return s.store.Keys(ctx, owner)
}

// App returns an app, or ErrAppNotFound.
func (s *Service) App(ctx context.Context, id string) (App, error) { return s.store.App(ctx, id) }

// Apps returns every app, the oldest first.
func (s *Service) Apps(ctx context.Context) ([]App, error) { return s.store.Apps(ctx) }

// Account returns the account with this id or email, or ErrAccountNotFound.
func (s *Service) Account(ctx context.Context, idOrEmail string) (Account, error) {
	return s.store.Account(ctx, idOrEmail)
}

// Credentials are the secrets of a new account. They are shown once and kept nowhere.
type Credentials struct {
	Password string
	Token    string // of a staff key without an end
}

// NewAccount says what account to create.
type NewAccount struct {
	Email   string
	Roles   []Role
	Locales []language.Tag // that a translator may word; none means all
}

// CreateAccount makes an account with a password and a staff key.
func (s *Service) CreateAccount(ctx context.Context, by journal.Origin, wanted NewAccount) (Account, Credentials, error) {
	account, password, err := s.newAccount(wanted)
	if err != nil {
		return Account{}, Credentials{}, err
	}
	key, token := s.newKey(Staff)
	key.Account = account.ID
	err = s.store.AddAccount(ctx, account, []Key{key}, s.created(by, account))
	return account, Credentials{Password: password, Token: token}, err
}

// newAccount checks what is wanted and draws a password.
func (s *Service) newAccount(wanted NewAccount) (Account, string, error) {
	email, err := normalEmail(wanted.Email)
	if err != nil {
		return Account{}, "", err
	}
	for _, role := range wanted.Roles {
		if _, err := ParseRole(string(role)); err != nil {
			return Account{}, "", err
		}
	}
	password := newPassword()
	hash, err := hashPassword(password)
	if err != nil {
		return Account{}, "", err
	}
	return Account{
		ID: journal.NewID("acc"), Email: email, Roles: wanted.Roles, Locales: wanted.Locales,
		PasswordHash: hash, CreatedAt: s.now(),
	}, password, nil
}

// ResetPassword gives the account with this id or email a new password, ends its sessions, and
// returns the password, which is shown this once.
func (s *Service) ResetPassword(ctx context.Context, by journal.Origin, idOrEmail string) (string, error) {
	account, err := s.store.Account(ctx, idOrEmail)
	if err != nil {
		return "", err
	}
	password := newPassword()
	hash, err := hashPassword(password)
	if err != nil {
		return "", err
	}
	record := s.record(by, "account.reset-password", account.ID, nil)
	if err := s.store.SetPassword(ctx, account.ID, hash, s.now(), record); err != nil {
		return "", err
	}
	s.cache.forget()
	return password, nil
}

// newKey draws a key and its token.
func (s *Service) newKey(mode Mode) (Key, string) {
	t := newToken(mode)
	return Key{ID: journal.NewID("key"), Kid: t.kid, Hash: t.hash(), Mode: mode, CreatedAt: s.now()}, t.String()
}

func (s *Service) record(by journal.Origin, action, subject string, after any) journal.Record {
	entry := journal.NewAuditEntry(by, action, subject, nil, after, s.now())
	return journal.Record{Audit: []journal.AuditEntry{entry}}
}

func (s *Service) created(by journal.Origin, account Account) journal.Record {
	after := map[string]any{"email": account.Email, "roles": account.Roles, "locales": account.Locales}
	return s.record(by, "account.create", account.ID, after)
}

func checkScopes(scopes []Scope) error {
	for _, scope := range scopes {
		if _, err := ParseScope(string(scope)); err != nil {
			return err
		}
	}
	return nil
}
