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

func signUp(hash string) accounts.SignUp {
	return accounts.SignUp{
		Hash: hash, Email: "new@studio.example", Studio: "New Studio", PasswordHash: "x", Account: "acc_" + hash, Agreement: "v1",
		Language: language.Thai, CreatedAt: at, ExpiresAt: later,
	}
}

func (f fixture) signUp(t *testing.T, hash string) accounts.SignUp {
	t.Helper()
	kept, err := f.store.SignUp(ctx, hash)
	done(t, "SignUp", err)
	return kept
}

// signUpIsUsedOnce lets two confirm the same address at once.
func signUpIsUsedOnce(t *testing.T, f fixture) {
	ups := []accounts.SignUp{signUp("1"), signUp("2")}
	errs := make([]error, len(ups))
	for _, up := range ups {
		done(t, "AddSignUp", f.store.AddSignUp(ctx, up, journal.Record{}))
	}
	if diff := cmp.Diff(ups[0], f.signUp(t, "1"), cmp.Comparer(func(a, b language.Tag) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	var using sync.WaitGroup
	for i, up := range ups {
		account := accounts.Account{ID: up.Account, Email: up.Email, PasswordHash: "x", CreatedAt: later}
		using.Go(func() { errs[i] = f.store.UseSignUp(ctx, up, account, later, journal.Record{}) })
	}
	using.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("%v", errs)
	}
	if err := errors.Join(errs...); !errors.Is(err, accounts.ErrTicketInvalid) && !errors.Is(err, accounts.ErrEmailTaken) {
		t.Error(err)
	}
	for _, up := range ups {
		if kept := f.signUp(t, up.Hash); kept.UsedAt == nil || kept.PasswordHash != "" {
			t.Errorf("%+v", kept)
		}
	}
	if _, err := f.store.SignUp(ctx, "3"); !errors.Is(err, accounts.ErrTicketInvalid) {
		t.Errorf("no sign-up: %v", err)
	}
}

func signUpsExpire(t *testing.T, f fixture) {
	old, young := signUp("1"), signUp("2")
	young.CreatedAt, young.ExpiresAt = old.ExpiresAt, old.ExpiresAt.Add(1)
	for _, up := range []accounts.SignUp{old, young} {
		done(t, "AddSignUp", f.store.AddSignUp(ctx, up, journal.Record{}))
	}
	if _, err := f.store.SignUp(ctx, "1"); !errors.Is(err, accounts.ErrTicketInvalid) {
		t.Errorf("an old one is kept: %v", err)
	}
	f.signUp(t, "2")
}

func erasedIsGone(t *testing.T, f fixture) {
	account := f.member(t, "acc_a", accounts.Operator)
	key := accounts.Key{ID: "key_1", Kid: "kid1", Hash: "h", Account: account.ID, Mode: accounts.Staff, CreatedAt: at}
	done(t, "AddKey", f.store.AddKey(ctx, key, journal.Record{}))
	done(t, "AddTicket", f.store.AddTicket(ctx, accounts.Ticket{Hash: "1", Account: account.ID, CreatedAt: at, ExpiresAt: later}, journal.Record{}))
	erased := accounts.Account{ID: account.ID, Email: "acc_a@erased.invalid", PasswordHash: "y", CreatedAt: at, DisabledAt: &later}
	if err := f.store.EraseAccount(ctx, account.Email, erased, journal.Record{}); !errors.Is(err, accounts.ErrLastOperator) {
		t.Errorf("the last operator: %v", err)
	}
	f.member(t, "acc_b", accounts.Operator)
	who := accounts.Identity{Issuer: "https://id.example", Subject: "1"}
	done(t, "Link", f.store.Link(ctx, account.ID, who, at, journal.Record{}))
	done(t, "EraseAccount", f.store.EraseAccount(ctx, account.Email, erased, journal.Record{}))
	if _, err := f.store.Account(ctx, account.Email); !errors.Is(err, accounts.ErrAccountNotFound) {
		t.Errorf("the address is still there: %v", err)
	}
	if kept, err := f.store.Account(ctx, account.ID); err != nil || kept.Email != erased.Email || len(kept.Roles) != 0 || kept.DisabledAt == nil {
		t.Errorf("%+v, %v", kept, err)
	}
	if _, err := f.store.Key(ctx, key.ID); !errors.Is(err, accounts.ErrKeyNotFound) {
		t.Errorf("a key: %v", err)
	}
	if _, err := f.store.Ticket(ctx, "1"); !errors.Is(err, accounts.ErrTicketInvalid) {
		t.Errorf("a ticket: %v", err)
	}
	if _, err := f.store.Linked(ctx, who.Issuer, who.Subject); !errors.Is(err, accounts.ErrIdentityNotFound) {
		t.Errorf("an identity: %v", err)
	}
	erased.ID = "acc_none"
	if err := f.store.EraseAccount(ctx, "", erased, journal.Record{}); !errors.Is(err, accounts.ErrAccountNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

// linkedOnce ties an identity to one account for ever; another issuer's subject of the same name is another.
func linkedOnce(t *testing.T, f fixture) {
	first, second := f.member(t, "acc_a", accounts.Designer), f.member(t, "acc_b", accounts.Designer)
	who := accounts.Identity{Issuer: "https://id.example", Subject: "1"}
	for _, account := range []accounts.Account{first, second} {
		done(t, "Link", f.store.Link(ctx, account.ID, who, at, journal.Record{}))
	}
	if linked, err := f.store.Linked(ctx, who.Issuer, who.Subject); err != nil || linked.ID != first.ID {
		t.Errorf("%+v, %v", linked, err)
	}
	if _, err := f.store.Linked(ctx, "https://other.example", who.Subject); !errors.Is(err, accounts.ErrIdentityNotFound) {
		t.Errorf("another issuer: %v", err)
	}
}
