package comment_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/comment"
	"github.com/hallyu-store/hallyu/i18n/comment/commenttest"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// messages has one message in every locale.
type messages struct{}

func (messages) Message(_ context.Context, part translation.Part) (translation.Translation, error) {
	if part.Message != "hello" {
		return translation.Translation{}, i18n.ErrMessageNotFound
	}
	return translation.Translation{Part: part}, nil
}

func person(id string, role accounts.Role, locales ...string) accounts.By {
	a := accounts.Actor{Kind: accounts.KindAccount, Account: id, Roles: []accounts.Role{role}}
	for _, l := range locales {
		a.Locales = append(a.Locales, language.Make(l))
	}
	return accounts.By{Actor: a}
}

var (
	oleg  = person("acc_oleg", accounts.Translator, "ru")
	mina  = person("acc_mina", accounts.Translator, "ru", "ko")
	boss  = person("acc_boss", accounts.Operator)
	hello = translation.Part{Project: "app", Locale: "ru", Message: "hello"}
)

func newService() (*comment.Service, *commenttest.Store) {
	store := &commenttest.Store{}
	return comment.NewService(messages{}, store, func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }), store
}

func TestTwoTalkAboutAMessage(t *testing.T) {
	s, store := newService()
	c, err := s.Add(t.Context(), oleg, hello, "Formal or not?")
	if err != nil || c.Text != "Formal or not?" || c.Account != "acc_oleg" || c.Resolved() {
		t.Fatalf("%v: %+v", err, c)
	}
	if open, err := s.Open(t.Context(), "app", "ru"); err != nil || open["hello"] != 1 {
		t.Errorf("%v: %v", err, open)
	}
	if c, err = s.Resolve(t.Context(), mina, "app", c.ID, true); err != nil || c.ResolvedBy != "acc_mina" || c.ResolvedAt.IsZero() {
		t.Errorf("%v: %+v", err, c)
	}
	if open, err := s.Open(t.Context(), "app", "ru"); err != nil || len(open) != 0 {
		t.Errorf("%v: %v", err, open)
	}
	if c, err = s.Resolve(t.Context(), oleg, "app", c.ID, false); err != nil || c.Resolved() || !c.ResolvedAt.IsZero() {
		t.Errorf("%v: %+v", err, c)
	}
	var actions []string
	for _, entry := range store.Audit {
		actions = append(actions, entry.Action)
		if strings.Contains(string(entry.After), "Formal") {
			t.Error("the audit log keeps what was said")
		}
	}
	if got := strings.Join(actions, " "); got != "comment.add comment.resolve comment.reopen" {
		t.Error(got)
	}
}

func TestWhoMayRemove(t *testing.T) {
	s, _ := newService()
	for _, c := range []struct {
		by   accounts.By
		want error
	}{{mina, comment.ErrNotYours}, {oleg, nil}, {boss, nil}} {
		said, err := s.Add(t.Context(), oleg, hello, "x")
		if err != nil {
			t.Fatal(err)
		}
		if err = s.Remove(t.Context(), c.by, "app", said.ID); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.by.Account, err)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	s, _ := newService()
	korean, missing := hello, hello
	korean.Locale, missing.Message = "ko", "bye"
	for _, c := range []struct {
		by   accounts.By
		part translation.Part
		text string
		want error
	}{
		{oleg, korean, "x", translation.ErrNotYourLocale}, {person("acc_yuna", accounts.Designer), hello, "x", accounts.ErrRoleMissing},
		{oleg, missing, "x", i18n.ErrMessageNotFound}, {oleg, hello, " \n", comment.ErrInvalid},
		{oleg, hello, strings.Repeat("가", comment.MaxText+1), comment.ErrInvalid}, {oleg, hello, strings.Repeat("가", comment.MaxText), nil},
	} {
		if _, err := s.Add(t.Context(), c.by, c.part, c.text); !errors.Is(err, c.want) {
			t.Errorf("%.10q: %v, want %v", c.text, err, c.want)
		}
	}
	said, err := s.Add(t.Context(), mina, korean, "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = s.Resolve(t.Context(), oleg, "app", said.ID, true); !errors.Is(err, translation.ErrNotYourLocale) {
		t.Error(err)
	}
	if err = s.Remove(t.Context(), mina, "web", said.ID); !errors.Is(err, comment.ErrNotFound) {
		t.Errorf("of another project: %v", err)
	}
}
