package accounts_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/accounts/accountstest"
	"github.com/hallyu-store/hallyu/journal"
)

var (
	ctx     = context.Background()
	by      = journal.Origin{Actor: "test"}
	arrival = accounts.Arrival{RequestID: "req", Device: accounts.Device{Browser: "Firefox", System: "Linux"}}
	open    = []accounts.Scope{accounts.CatalogRead, accounts.OrdersWrite}
)

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func service() (*accounts.Service, *accountstest.Store, *clock) {
	store, clock := accountstest.NewStore(), &clock{now: time.Date(2026, 9, 20, 0, 0, 0, 0, time.UTC)}
	return accounts.NewService(store, clock.Now), store, clock
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func is(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

func createApp(t *testing.T, s *accounts.Service) (accounts.App, string) {
	t.Helper()
	app, token, err := s.CreateApp(ctx, by, " 톡 ", open)
	if err != nil {
		t.Fatal(err)
	}
	return app, token
}

func TestAppsKeyLetsTheAppIn(t *testing.T) {
	s, _, _ := service()
	app, token := createApp(t, s)
	actor := must[accounts.Actor](t)(s.Authenticate(ctx, token))
	if actor.Kind != accounts.KindApp || actor.App != app.ID || actor.Mode != accounts.Live || app.Name != "톡" {
		t.Errorf("actor %+v of %+v", actor, app)
	}
	if !strings.HasPrefix(token, "hk_live_") || len(token) != len("hk_live_")+8+1+43+1+6 {
		t.Error("token", token)
	}
	if !actor.Can(accounts.WriteOrders) || actor.Can(accounts.ReadOrders) || actor.Can(accounts.PublishDirect) {
		t.Error("it may do the wrong things")
	}
	is(t, "orders:read", actor.Require(accounts.ReadOrders), accounts.ErrScopeMissing)
	is(t, "accounts:manage", actor.Require(accounts.ManageAccounts), accounts.ErrRoleMissing)
}

func TestTokensThatAreRefused(t *testing.T) {
	s, _, _ := service()
	_, token := createApp(t, s)
	_, err := s.Authenticate(ctx, "")
	is(t, "none", err, accounts.ErrNoKey)
	other, _, _ := service()
	_, foreign := createApp(t, other)
	for _, text := range []string{
		"hk_live_nope", "nonsense", "_", token + "x", token[:len(token)-1], " " + token, strings.ToLower(token), foreign,
		strings.Replace(token, "hk_live_", "hk_test_", 1), strings.Replace(token, "hk_live_", "hs_", 1), strings.Repeat("a_", 5000),
	} {
		_, err := s.Authenticate(ctx, text)
		is(t, text, err, accounts.ErrKeyUnknown)
	}
}

func TestGarbageAsksNoDatabase(t *testing.T) {
	s := accounts.NewService(nil, nil) // it would panic
	_, err := s.Authenticate(ctx, "hk_live_00000000_0000000000000000000000000000000000000000000_000000")
	is(t, "garbage", err, accounts.ErrKeyUnknown)
}

func TestRevokedKeyIsRefusedAtOnce(t *testing.T) {
	s, _, _ := service()
	_, token := createApp(t, s)
	actor := must[accounts.Actor](t)(s.Authenticate(ctx, token))
	if err := s.RevokeKey(ctx, by, actor.Key); err != nil {
		t.Fatal(err)
	}
	_, err := s.Authenticate(ctx, token)
	is(t, "revoked", err, accounts.ErrKeyRevoked)
	is(t, "none", s.RevokeKey(ctx, by, "key_none"), accounts.ErrKeyNotFound)
}

func TestRevocationElsewhereHoldsWithinCacheFor(t *testing.T) {
	s, store, clock := service()
	elsewhere := accounts.NewService(store, clock.Now)
	_, token := createApp(t, s)
	actor := must[accounts.Actor](t)(s.Authenticate(ctx, token))
	if err := elsewhere.RevokeKey(ctx, by, actor.Key); err != nil {
		t.Fatal(err)
	}
	clock.advance(accounts.CacheFor)
	_, err := s.Authenticate(ctx, token)
	is(t, "revoked elsewhere", err, accounts.ErrKeyRevoked)
}

func TestKeysRotate(t *testing.T) {
	s, _, _ := service()
	app, first := createApp(t, s)
	_, second, err := s.IssueKey(ctx, by, app.ID, accounts.Live, open)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.IssueKey(ctx, by, app.ID, accounts.Live, open)
	is(t, "third", err, accounts.ErrTooManyKeys)
	for _, token := range []string{first, second} {
		must[accounts.Actor](t)(s.Authenticate(ctx, token))
	}
	keys := must[[]accounts.Key](t)(s.Keys(ctx, app.ID))
	if err := s.RevokeKey(ctx, by, keys[0].ID); err != nil || len(keys) != 2 {
		t.Fatal(keys, err)
	}
	if _, _, err := s.IssueKey(ctx, by, app.ID, accounts.Live, open); err != nil {
		t.Error("after revoking:", err)
	}
}

func TestTestKeyHasItsMode(t *testing.T) {
	s, _, _ := service()
	app, _ := createApp(t, s)
	_, token, err := s.IssueKey(ctx, by, app.ID, accounts.Test, open)
	if err != nil || !strings.HasPrefix(token, "hk_test_") {
		t.Fatal(token, err)
	}
	if actor := must[accounts.Actor](t)(s.Authenticate(ctx, token)); actor.Mode != accounts.Test {
		t.Errorf("actor %+v", actor)
	}
	_, _, err = s.IssueKey(ctx, by, app.ID, accounts.Staff, nil)
	is(t, "staff", err, accounts.ErrModeInvalid)
}

func TestBadNamesAreRefused(t *testing.T) {
	s, _, _ := service()
	for _, name := range []string{"", "  ", strings.Repeat("x", 101), "a\x00b", "\xff"} {
		_, _, err := s.CreateApp(ctx, by, name, nil)
		is(t, "name", err, accounts.ErrAppNameInvalid)
	}
	_, _, err := s.CreateApp(ctx, by, "x", []accounts.Scope{"everything"})
	is(t, "scope", err, accounts.ErrScopeUnknown)
	for _, email := range []string{"", "x", "a@", "A <a@b.c>", strings.Repeat("x", 251) + "@b.c"} {
		_, _, err := s.CreateAccount(ctx, by, accounts.NewAccount{Email: email})
		is(t, email, err, accounts.ErrEmailInvalid)
	}
	_, _, err = s.CreateAccount(ctx, by, accounts.NewAccount{Email: "a@b.c", Roles: []accounts.Role{"king"}})
	is(t, "role", err, accounts.ErrRoleUnknown)
}

func TestStaffSignIn(t *testing.T) {
	s, _, clock := service()
	account, secrets, err := s.CreateAccount(ctx, by, accounts.NewAccount{Email: "Kim@Example.com", Roles: []accounts.Role{accounts.Reviewer}})
	if err != nil || account.Email != "kim@example.com" {
		t.Fatal(account, err)
	}
	actor := must[accounts.Actor](t)(s.Authenticate(ctx, secrets.Token))
	if actor.Kind != accounts.KindAccount || actor.Account != account.ID || !actor.Can(accounts.ReviewPacks) || actor.Can(accounts.PublishDirect) {
		t.Errorf("actor %+v", actor)
	}
	_, session, err := s.SignIn(ctx, arrival, "KIM@example.com", secrets.Password)
	if err != nil || !strings.HasPrefix(session, "hs_") {
		t.Fatal(session, err)
	}
	must[accounts.Actor](t)(s.Authenticate(ctx, session))
	clock.advance(accounts.SessionFor)
	_, err = s.Authenticate(ctx, session)
	is(t, "after its time", err, accounts.ErrKeyExpired)
	must[accounts.Actor](t)(s.Authenticate(ctx, secrets.Token))
}

func TestSignInFails(t *testing.T) {
	s, _, _ := service()
	account, secrets, err := s.CreateAccount(ctx, by, accounts.NewAccount{Email: "kim@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{"kim@example.com", "wrong"}, {"kim@example.com", ""}, {"lee@example.com", secrets.Password},
		{account.ID, secrets.Password}, {"kim@example.com", strings.Repeat("x", 5000)}, {"", ""},
	} {
		_, _, err := s.SignIn(ctx, arrival, c[0], c[1])
		is(t, c[0], err, accounts.ErrSignInFailed)
	}
}

func TestSignOutEndsTheSessionAlone(t *testing.T) {
	s, _, _ := service()
	_, secrets, err := s.CreateAccount(ctx, by, accounts.NewAccount{Email: "kim@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	_, session, err := s.SignIn(ctx, arrival, "kim@example.com", secrets.Password)
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{session, secrets.Token} {
		actor := must[accounts.Actor](t)(s.Authenticate(ctx, token))
		if err := s.SignOut(ctx, by, actor); err != nil {
			t.Fatal(err)
		}
	}
	_, err = s.Authenticate(ctx, session)
	is(t, "session", err, accounts.ErrKeyRevoked)
	must[accounts.Actor](t)(s.Authenticate(ctx, secrets.Token))
}

func TestResetPasswordEndsSessions(t *testing.T) {
	s, _, _ := service()
	password := must[string](t)(s.EnsureOperator(ctx))
	_, session, err := s.SignIn(ctx, arrival, accounts.FirstOperator, password)
	if err != nil {
		t.Fatal(err)
	}
	actor := must[accounts.Actor](t)(s.Authenticate(ctx, session))
	if !actor.Can(accounts.PublishDirect) {
		t.Errorf("actor %+v", actor)
	}
	fresh := must[string](t)(s.ResetPassword(ctx, by, accounts.FirstOperator))
	_, err = s.Authenticate(ctx, session)
	is(t, "session", err, accounts.ErrKeyRevoked)
	_, _, err = s.SignIn(ctx, arrival, accounts.FirstOperator, password)
	is(t, "old password", err, accounts.ErrSignInFailed)
	if _, _, err := s.SignIn(ctx, arrival, accounts.FirstOperator, fresh); err != nil {
		t.Error("new password:", err)
	}
}

func TestFirstOperatorIsMadeOnce(t *testing.T) {
	s, _, _ := service()
	var mu sync.Mutex
	var passwords []string
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			password, err := s.EnsureOperator(ctx)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			if password != "" {
				passwords = append(passwords, password)
			}
		})
	}
	wg.Wait()
	if len(passwords) != 1 {
		t.Error("passwords:", passwords)
	}
}

func TestLastUseIsKeptNowAndThen(t *testing.T) {
	s, _, clock := service()
	app, token := createApp(t, s)
	first := clock.Now()
	for range 5 {
		must[accounts.Actor](t)(s.Authenticate(ctx, token))
		clock.advance(accounts.CacheFor)
	}
	if used := must[[]accounts.Key](t)(s.Keys(ctx, app.ID))[0].LastUsed; used == nil || !used.Equal(first) {
		t.Error("last used", used, "want", first)
	}
	clock.advance(10 * time.Minute)
	must[accounts.Actor](t)(s.Authenticate(ctx, token))
	if used := must[[]accounts.Key](t)(s.Keys(ctx, app.ID))[0].LastUsed; !used.Equal(clock.Now()) {
		t.Error("last used", used, "want", clock.Now())
	}
}

func TestTranslatorsWordTheirLocales(t *testing.T) {
	translator := accounts.Actor{
		Kind: accounts.KindAccount, Roles: []accounts.Role{accounts.Translator},
		Locales: []language.Tag{language.Korean, language.MustParse("pt-BR")},
	}
	for tag, want := range map[string]bool{"ko": true, "ko-KR": true, "pt-BR": true, "pt": false, "ja": false} {
		if got := translator.Words(language.MustParse(tag)); got != want {
			t.Errorf("%s: %t", tag, got)
		}
	}
	designer := accounts.Actor{Kind: accounts.KindAccount, Roles: []accounts.Role{accounts.Designer}}
	if designer.Words(language.Korean) {
		t.Error("a designer words")
	}
}

func TestEveryScopeOpensTheActionOfItsName(t *testing.T) {
	for _, scope := range accounts.Scopes() {
		actor := accounts.Actor{Kind: accounts.KindApp, Scopes: []accounts.Scope{scope}}
		if err := actor.Require(accounts.Action(scope)); err != nil {
			t.Error(err)
		}
	}
}
