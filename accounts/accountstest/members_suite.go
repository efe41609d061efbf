package accountstest

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

func (f fixture) member(t *testing.T, id string, roles ...accounts.Role) accounts.Account {
	t.Helper()
	account := accounts.Account{
		ID: id, Email: id + "@studio.example", Roles: roles, Locales: []language.Tag{}, PasswordHash: "x", CreatedAt: at, Language: language.Korean,
	}
	done(t, "AddAccount", f.store.AddAccount(ctx, account, nil, journal.Record{}))
	return account
}

// update makes an account what it is to be, whatever it was.
func (f fixture) update(account accounts.Account) error {
	return f.store.UpdateAccount(ctx, account.ID, later, func(kept *accounts.Account) error {
		*kept = account
		return nil
	}, journal.Record{})
}

func updatedComesBack(t *testing.T, f fixture) {
	f.member(t, "acc_b", accounts.Operator)
	account := f.member(t, "acc_a", accounts.Designer)
	key := accounts.Key{ID: "key_1", Kid: "kid1", Hash: "h", Account: account.ID, Mode: accounts.Staff, CreatedAt: at}
	done(t, "AddKey", f.store.AddKey(ctx, key, journal.Record{}))
	account.Roles, account.Locales, account.Language = []accounts.Role{accounts.Translator}, []language.Tag{language.Thai}, language.Thai
	account.DisabledAt, account.Muted = &later, []accounts.Topic{accounts.TopicSales}
	account.Agreed, account.AgreedAt = "v2", &later
	done(t, "UpdateAccount", f.update(account))
	all, err := f.store.Accounts(ctx)
	done(t, "Accounts", err)
	same := cmp.Comparer(func(a, b language.Tag) bool { return a == b })
	if len(all) != 2 || !cmp.Equal(all[0], account, same) {
		t.Error(cmp.Diff(account, all[0], same))
	}
	if kept, err := f.store.Key(ctx, key.ID); err != nil || kept.RevokedAt == nil {
		t.Errorf("the key of a closed account: %+v, %v", kept, err)
	}
	account.ID = "acc_none"
	if err := f.update(account); !errors.Is(err, accounts.ErrAccountNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

// lastOperatorStays lets two operators remove each other at once: one remains.
func lastOperatorStays(t *testing.T, f fixture) {
	both := []accounts.Account{f.member(t, "acc_a", accounts.Operator), f.member(t, "acc_b", accounts.Operator, accounts.Editor)}
	errs := make([]error, len(both))
	var removing sync.WaitGroup
	for i, account := range both {
		account.Roles = []accounts.Role{accounts.Editor}
		removing.Go(func() { errs[i] = f.update(account) })
	}
	removing.Wait()
	if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), accounts.ErrLastOperator) {
		t.Errorf("%v", errs)
	}
}

// ticketIsUsedOnce lets two use a ticket at once.
func ticketIsUsedOnce(t *testing.T, f fixture) {
	account := f.member(t, "acc_a", accounts.Designer)
	session := accounts.Key{ID: "key_1", Kid: "kid1", Hash: "h", Account: account.ID, Mode: accounts.Staff, CreatedAt: at, ExpiresAt: &later}
	done(t, "AddKey", f.store.AddKey(ctx, session, journal.Record{}))
	ticket := accounts.Ticket{Hash: "1", Account: account.ID, CreatedAt: at, ExpiresAt: later}
	other := ticket
	other.Hash = "2"
	done(t, "AddTicket", f.store.AddTicket(ctx, ticket, journal.Record{}))
	done(t, "AddTicket", f.store.AddTicket(ctx, other, journal.Record{}))
	errs := make([]error, 2)
	var using sync.WaitGroup
	for i := range errs {
		using.Go(func() { errs[i] = f.store.UseTicket(ctx, ticket, "new", later, journal.Record{}) })
	}
	using.Wait()
	if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), accounts.ErrTicketInvalid) {
		t.Errorf("%v", errs)
	}
	if kept, err := f.store.Ticket(ctx, "2"); err != nil || kept.UsedAt == nil {
		t.Errorf("the other ticket holds still: %+v, %v", kept, err)
	}
	if kept, err := f.store.Key(ctx, session.ID); err != nil || kept.RevokedAt == nil {
		t.Errorf("the session holds still: %v", err)
	}
	if _, err := f.store.Ticket(ctx, "3"); !errors.Is(err, accounts.ErrTicketInvalid) {
		t.Errorf("no ticket: %v", err)
	}
}

// roleFinds: those who may come in and have the role, by email.
func roleFinds(t *testing.T, f fixture) {
	f.member(t, "acc_c", accounts.Editor, accounts.Operator)
	f.member(t, "acc_a", accounts.Operator)
	f.member(t, "acc_b", accounts.Designer)
	closed := f.member(t, "acc_d", accounts.Operator)
	closed.DisabledAt = &later
	done(t, "UpdateAccount", f.update(closed))
	found, err := f.store.WithRole(ctx, accounts.Operator)
	done(t, "WithRole", err)
	if len(found) != 2 || found[0].ID != "acc_a" || found[1].ID != "acc_c" {
		t.Errorf("operators: %+v", found)
	}
}
