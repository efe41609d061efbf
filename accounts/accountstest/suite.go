// Package accountstest holds the behaviours that every accounts.Store must have, and a store in
// memory that has them.
package accountstest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

var (
	at    = time.Date(2026, 9, 20, 3, 4, 5, 678901000, time.UTC)
	later = at.Add(time.Hour)
)

// Run holds stores made by newStore, with their journals, to what accounts.Store promises.
func Run(t *testing.T, newStore func(t *testing.T) (accounts.Store, journal.Store)) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, fixture){
		"AppComesBack":                    appComesBack,
		"AccountComesBackByIDAndEmail":    accountComesBack,
		"EmailIsUnique":                   emailIsUnique,
		"KeyComesBackByIDAndKid":          keyComesBack,
		"ThirdKeyOfAModeIsRefused":        thirdKeyIsRefused,
		"ExpiredAndRevokedKeysMakeRoom":   deadKeysMakeRoom,
		"TwoKeysAtOnceAreCounted":         keysAtOnceAreCounted,
		"KeysOfNobodyAreRefused":          keysOfNobody,
		"RevokingHoldsAndIsRecordedOnce":  revokingHolds,
		"PasswordEndsSessionsButNotKeys":  passwordEndsSessions,
		"WhatIsMissingIsNamed":            missingIsNamed,
		"TouchingAKeyKeepsTheLatestUsage": touching,
		"RoleFindsItsAccounts":            roleFinds,
		"UpdatedAccountComesBack":         updatedComesBack,
		"ClosedStaysClosed":               closedStaysClosed,
		"DemotedStaysDemoted":             demotedStaysDemoted,
		"ChangesAtOnceAllStay":            changesAtOnceAllStay,
		"RefusedChangeLeavesNothing":      refusedChange,
		"LastOperatorStays":               lastOperatorStays,
		"TicketIsUsedOnce":                ticketIsUsedOnce,
		"SignUpIsUsedOnce":                signUpIsUsedOnce,
		"SignUpsExpire":                   signUpsExpire,
		"LinkedOnce":                      linkedOnce,
		"ErasedIsGone":                    erasedIsGone,
		"PersonIsKnownOnce":               personIsKnownOnce,
		"TokensEndForOneHolder":           tokensEndForOne,
		"IssuerComesBack":                 issuerComesBack,
		"ClientKeyComesBack":              clientKeyComesBack,
	} {
		t.Run(name, func(t *testing.T) {
			store, journal := newStore(t)
			test(t, fixture{store, journal})
		})
	}
}

type fixture struct {
	store   accounts.Store
	journal journal.Store
}

var ctx = context.Background()

func done(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b language.Tag) bool { return a == b })); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func is(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

func app() accounts.App {
	return accounts.App{ID: journal.NewID("app"), Name: "톡 Chat", CreatedAt: at}
}

func account(email string) accounts.Account {
	return accounts.Account{
		ID: journal.NewID("acc"), Email: email, Roles: []accounts.Role{accounts.Designer, accounts.Translator},
		Locales: []language.Tag{language.Korean, language.MustParse("zh-Hant-TW")}, PasswordHash: "$argon2id$…", CreatedAt: at,
	}
}

func key(app, account string, mode accounts.Mode) accounts.Key {
	id := journal.NewID("key")
	return accounts.Key{
		ID: id, Kid: id[len(id)-8:], Hash: "abc", App: app, Account: account, Mode: mode,
		Scopes: []accounts.Scope{accounts.OrdersRead, accounts.OrdersWrite}, CreatedAt: at, Device: accounts.Device{Browser: "Firefox", System: "Android"},
	}
}

func entry(action string) journal.Record {
	return journal.Record{Audit: []journal.AuditEntry{
		journal.NewAuditEntry(journal.Origin{Actor: "test"}, action, "x", nil, nil, at),
	}}
}

func (f fixture) addApp(t *testing.T, keys ...accounts.Key) accounts.App {
	t.Helper()
	a := app()
	for i := range keys {
		keys[i].App = a.ID
	}
	done(t, "AddApp", f.store.AddApp(ctx, a, keys, entry("app.create")))
	return a
}

func (f fixture) addAccount(t *testing.T, email string) accounts.Account {
	t.Helper()
	a := account(email)
	done(t, "AddAccount", f.store.AddAccount(ctx, a, nil, entry("account.create")))
	return a
}

func (f fixture) actions(t *testing.T) []string {
	t.Helper()
	entries, err := f.journal.Audit(ctx, 0, 100)
	done(t, "Audit", err)
	var actions []string
	for _, e := range entries {
		actions = append(actions, e.Action)
	}
	return actions
}

func appComesBack(t *testing.T, f fixture) {
	k := key("", "", accounts.Live)
	want := f.addApp(t, k)
	got, err := f.store.App(ctx, want.ID)
	done(t, "App", err)
	same(t, "app", want, got)
	second := f.addApp(t)
	all, err := f.store.Apps(ctx)
	done(t, "Apps", err)
	same(t, "apps", []accounts.App{want, second}, all)
	keys, err := f.store.Keys(ctx, want.ID)
	done(t, "Keys", err)
	k.App = want.ID
	same(t, "keys", []accounts.Key{k}, keys)
	same(t, "audit", []string{"app.create", "app.create"}, f.actions(t))
}

func accountComesBack(t *testing.T, f fixture) {
	want := f.addAccount(t, "kim@example.com")
	for _, name := range []string{want.ID, want.Email} {
		got, err := f.store.Account(ctx, name)
		done(t, "Account", err)
		same(t, "account", want, got)
	}
}

func emailIsUnique(t *testing.T, f fixture) {
	f.addAccount(t, "kim@example.com")
	twin := account("kim@example.com")
	is(t, "twin", f.store.AddAccount(ctx, twin, nil, entry("account.create")), accounts.ErrEmailTaken)
	_, err := f.store.Account(ctx, twin.ID)
	is(t, "twin's id", err, accounts.ErrAccountNotFound)
	same(t, "audit", []string{"account.create"}, f.actions(t))
}

func keyComesBack(t *testing.T, f fixture) {
	a := f.addApp(t)
	want := key(a.ID, "", accounts.Test)
	want.ExpiresAt = &later
	done(t, "AddKey", f.store.AddKey(ctx, want, entry("key.issue")))
	for _, name := range []string{want.ID, want.Kid} {
		got, err := f.store.Key(ctx, name)
		done(t, "Key", err)
		same(t, "key", want, got)
	}
}

func thirdKeyIsRefused(t *testing.T, f fixture) {
	a := f.addApp(t)
	for range accounts.MaxKeys {
		done(t, "AddKey", f.store.AddKey(ctx, key(a.ID, "", accounts.Live), journal.Record{}))
	}
	is(t, "third", f.store.AddKey(ctx, key(a.ID, "", accounts.Live), entry("key.issue")), accounts.ErrTooManyKeys)
	done(t, "other mode", f.store.AddKey(ctx, key(a.ID, "", accounts.Test), journal.Record{}))
	done(t, "other app", f.store.AddKey(ctx, key(f.addApp(t).ID, "", accounts.Live), journal.Record{}))
}

func deadKeysMakeRoom(t *testing.T, f fixture) {
	a := f.addApp(t)
	expired, revoked := key(a.ID, "", accounts.Live), key(a.ID, "", accounts.Live)
	expired.ExpiresAt = &at
	done(t, "expired", f.store.AddKey(ctx, expired, journal.Record{}))
	done(t, "revoked", f.store.AddKey(ctx, revoked, journal.Record{}))
	done(t, "RevokeKey", f.store.RevokeKey(ctx, revoked.ID, at, journal.Record{}))
	for range accounts.MaxKeys {
		done(t, "AddKey", f.store.AddKey(ctx, key(a.ID, "", accounts.Live), journal.Record{}))
	}
}

func keysAtOnceAreCounted(t *testing.T, f fixture) {
	a := f.addApp(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			err := f.store.AddKey(ctx, key(a.ID, "", accounts.Live), journal.Record{})
			if err != nil && !errors.Is(err, accounts.ErrTooManyKeys) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	keys, err := f.store.Keys(ctx, a.ID)
	done(t, "Keys", err)
	if len(keys) != accounts.MaxKeys {
		t.Errorf("%d keys", len(keys))
	}
}

func keysOfNobody(t *testing.T, f fixture) {
	is(t, "app", f.store.AddKey(ctx, key("app_none", "", accounts.Live), journal.Record{}), accounts.ErrAppNotFound)
	is(t, "account", f.store.AddKey(ctx, key("", "acc_none", accounts.Staff), journal.Record{}), accounts.ErrAccountNotFound)
}

func revokingHolds(t *testing.T, f fixture) {
	a := f.addApp(t)
	k := key(a.ID, "", accounts.Live)
	done(t, "AddKey", f.store.AddKey(ctx, k, journal.Record{}))
	done(t, "RevokeKey", f.store.RevokeKey(ctx, k.ID, at, entry("key.revoke")))
	done(t, "again", f.store.RevokeKey(ctx, k.ID, later, entry("key.revoke")))
	k.RevokedAt = &at
	got, err := f.store.Key(ctx, k.ID)
	done(t, "Key", err)
	same(t, "key", k, got)
	same(t, "audit", []string{"app.create", "key.revoke"}, f.actions(t))
	is(t, "missing", f.store.RevokeKey(ctx, "key_none", at, entry("x")), accounts.ErrKeyNotFound)
}

func passwordEndsSessions(t *testing.T, f fixture) {
	a := f.addAccount(t, "kim@example.com")
	session, lasting := key("", a.ID, accounts.Staff), key("", a.ID, accounts.Staff)
	session.ExpiresAt = &later
	done(t, "session", f.store.AddKey(ctx, session, journal.Record{}))
	done(t, "lasting", f.store.AddKey(ctx, lasting, journal.Record{}))
	done(t, "SetPassword", f.store.SetPassword(ctx, a.ID, "new", at, entry("account.reset-password")))
	got, err := f.store.Account(ctx, a.ID)
	done(t, "Account", err)
	session.RevokedAt, a.PasswordHash = &at, "new"
	same(t, "account", a, got)
	keys, err := f.store.Keys(ctx, a.ID)
	done(t, "Keys", err)
	same(t, "keys", []accounts.Key{session, lasting}, keys)
}

func missingIsNamed(t *testing.T, f fixture) {
	_, err := f.store.App(ctx, "app_none")
	is(t, "App", err, accounts.ErrAppNotFound)
	for _, name := range []string{"acc_none", "nobody@example.com", ""} {
		_, err = f.store.Account(ctx, name)
		is(t, "Account", err, accounts.ErrAccountNotFound)
	}
	for _, name := range []string{"key_none", "00000000", ""} {
		_, err = f.store.Key(ctx, name)
		is(t, "Key", err, accounts.ErrKeyNotFound)
	}
	is(t, "SetPassword", f.store.SetPassword(ctx, "acc_none", "x", at, entry("x")), accounts.ErrAccountNotFound)
	keys, err := f.store.Keys(ctx, "")
	if err != nil || len(keys) > 0 {
		t.Error("Keys of nobody:", keys, err)
	}
	same(t, "audit", []string(nil), f.actions(t))
}

func touching(t *testing.T, f fixture) {
	a := f.addApp(t)
	k := key(a.ID, "", accounts.Live)
	done(t, "AddKey", f.store.AddKey(ctx, k, journal.Record{}))
	done(t, "TouchKey", f.store.TouchKey(ctx, k.ID, later))
	done(t, "missing", f.store.TouchKey(ctx, "key_none", later))
	k.LastUsed = &later
	got, err := f.store.Key(ctx, k.Kid)
	done(t, "Key", err)
	same(t, "key", k, got)
}
