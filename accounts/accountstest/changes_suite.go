package accountstest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

var who = accounts.Identity{Issuer: "https://id.example", Subject: "1", Roles: []accounts.Role{accounts.Editor}}

// ownChanges are what an account changes about itself.
var ownChanges = map[string]func(s *accounts.Service, id string) error{
	"Mute": func(s *accounts.Service, id string) error {
		return s.Mute(ctx, journal.Origin{}, id, []accounts.Topic{accounts.TopicSales})
	},
	"Agree": func(s *accounts.Service, id string) error { return s.Agree(ctx, journal.Origin{}, id, "v2") },
	"Speak": func(s *accounts.Service, id string) error { return s.Speak(ctx, journal.Origin{}, id, language.Thai) },
	"SignInAs": func(s *accounts.Service, _ string) error {
		_, _, err := s.SignInAs(ctx, accounts.Arrival{}, who)
		return err
	},
}

// overtaken is a store in which an operator always comes before who changes an account: all that was read
// of it is outdated.
type overtaken struct {
	accounts.Store
	operator accounts.Change
}

func (s overtaken) UpdateAccount(ctx context.Context, id string, at time.Time, change accounts.Change, record journal.Record) error {
	err := s.Store.UpdateAccount(ctx, id, at, s.operator, journal.Record{})
	if err != nil {
		return err
	}
	return s.Store.UpdateAccount(ctx, id, at, change, record)
}

func (f fixture) overtakenBy(operator accounts.Change) *accounts.Service {
	service := accounts.NewService(overtaken{f.store, operator}, nil)
	service.Set(accounts.Policy{Agreement: "v2"})
	return service
}

func (f fixture) accountOf(t *testing.T, id string) accounts.Account {
	t.Helper()
	kept, err := f.store.Account(ctx, id)
	done(t, "Account", err)
	return kept
}

// closedStaysClosed lets people change their account who do not know yet that it was closed and lost roles.
func closedStaysClosed(t *testing.T, f fixture) {
	open := f.member(t, "acc_a", accounts.Designer, accounts.Translator)
	done(t, "Link", f.store.Link(ctx, open.ID, who, at, journal.Record{}))
	service := f.overtakenBy(func(a *accounts.Account) error {
		a.Roles, a.DisabledAt = []accounts.Role{accounts.Translator}, &later
		return nil
	})
	closed := open
	closed.Roles, closed.DisabledAt = []accounts.Role{accounts.Translator}, &later
	for name, change := range ownChanges {
		done(t, "open again", f.update(open))
		is(t, name, change(service, open.ID), accounts.ErrAccountDisabled)
		same(t, name, closed, f.accountOf(t, open.ID))
	}
	keys, err := f.store.Keys(ctx, open.ID)
	if err != nil || len(keys) > 0 {
		t.Errorf("sessions of a closed account: %v, %v", keys, err)
	}
}

// demotedStaysDemoted does the same with one that lost a role only: both changes hold.
func demotedStaysDemoted(t *testing.T, f fixture) {
	account := f.member(t, "acc_a", accounts.Designer, accounts.Translator)
	service := f.overtakenBy(func(a *accounts.Account) error {
		a.Roles, a.Locales = []accounts.Role{accounts.Translator}, []language.Tag{language.Thai}
		return nil
	})
	for _, name := range []string{"Mute", "Agree", "Speak"} {
		done(t, "all roles again", f.update(account))
		done(t, name, ownChanges[name](service, account.ID))
		kept := f.accountOf(t, account.ID)
		same(t, name+": roles", []accounts.Role{accounts.Translator}, kept.Roles)
		same(t, name+": locales", []language.Tag{language.Thai}, kept.Locales)
		if len(kept.Muted) == 0 && kept.Agreed == "" && kept.Language != language.Thai {
			t.Errorf("%s was lost: %+v", name, kept)
		}
	}
}

// changesAtOnceAllStay lets many change one account at once, each a part of it.
func changesAtOnceAllStay(t *testing.T, f fixture) {
	want := f.member(t, "acc_a", accounts.Designer)
	changes := []accounts.Change{
		func(a *accounts.Account) error { a.Roles = []accounts.Role{accounts.Translator}; return nil },
		func(a *accounts.Account) error { a.Language = language.Thai; return nil },
		func(a *accounts.Account) error { a.Muted = []accounts.Topic{accounts.TopicSales}; return nil },
		func(a *accounts.Account) error { a.Agreed, a.AgreedAt = "v2", &later; return nil },
		func(a *accounts.Account) error { a.DisabledAt = &later; return nil },
	}
	var changing sync.WaitGroup
	for _, change := range changes {
		done(t, "wanted", change(&want))
		changing.Go(func() {
			if err := f.store.UpdateAccount(ctx, want.ID, later, change, journal.Record{}); err != nil {
				t.Error(err)
			}
		})
	}
	changing.Wait()
	same(t, "account", want, f.accountOf(t, want.ID))
}

// refusedChange is one that fails when it has changed something already.
func refusedChange(t *testing.T, f fixture) {
	account, refused := f.member(t, "acc_a", accounts.Designer), errors.New("refused")
	err := f.store.UpdateAccount(ctx, account.ID, later, func(a *accounts.Account) error {
		a.Roles = nil
		return refused
	}, entry("account.update"))
	is(t, "UpdateAccount", err, refused)
	same(t, "account", account, f.accountOf(t, account.ID))
	same(t, "audit", []string(nil), f.actions(t))
}
