package accounts

import (
	"context"
	"time"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/journal"
)

// Accounts returns every account, by email, for who may manage them.
func (s *Service) Accounts(ctx context.Context, actor Actor) ([]Account, error) {
	err := actor.Require(ManageAccounts)
	if err != nil {
		return nil, err
	}
	return s.store.Accounts(ctx)
}

// Invite makes an account, whose password nobody knows, and sends a letter with which to choose another.
// It returns the path of that page too: where mail is not sent, the operator hands it over.
func (s *Service) Invite(ctx context.Context, by journal.Origin, actor Actor, wanted NewAccount, reads language.Tag) (path string, err error) {
	err = actor.Require(ManageAccounts)
	if err != nil {
		return "", err
	}
	account, _, err := s.newAccount(wanted)
	if err != nil {
		return "", err
	}
	account.Language = reads
	err = s.store.AddAccount(ctx, account, nil, s.created(by, account))
	if err != nil {
		return "", err
	}
	ticket, token := s.newTicket(account.ID, InvitationFor)
	record := s.record(by, "account.invite", account.ID, nil)
	record.Letters = []journal.Letter{s.letter(account, "invitation", token)}
	return passwordPath(token), s.store.AddTicket(ctx, ticket, record)
}

// MemberChange says what to change about an account.
type MemberChange struct {
	Roles    []Role
	Locales  []language.Tag
	Disabled bool
}

// UpdateMember changes roles and locales of the account with this id, closes it or opens it again. Its
// keys follow at once here, within CacheFor elsewhere; closing revokes them for good. It returns
// ErrLastOperator when nobody would be left who runs the store.
func (s *Service) UpdateMember(ctx context.Context, by journal.Origin, actor Actor, id string, change MemberChange) error {
	err := actor.Require(ManageAccounts)
	if err != nil {
		return err
	}
	for _, role := range change.Roles {
		if _, err := ParseRole(string(role)); err != nil {
			return err
		}
	}
	before, err := s.store.Account(ctx, id)
	if err != nil {
		return err
	}
	after, now := before, s.now()
	change.apply(&after, now)
	entry := journal.NewAuditEntry(by, "account.update", id, told(before), told(after), now)
	err = s.store.UpdateAccount(ctx, id, now, func(a *Account) error {
		change.apply(a, now)
		return nil
	}, journal.Record{Audit: []journal.AuditEntry{entry}})
	s.cache.forget()
	return err
}

func (c MemberChange) apply(a *Account, now time.Time) {
	a.Roles, a.Locales, a.DisabledAt = c.Roles, c.Locales, nil
	if c.Disabled {
		a.DisabledAt = &now
	}
}

// changeOpen changes an account for itself. One that was closed stays as it is: ErrAccountDisabled.
func (s *Service) changeOpen(ctx context.Context, id string, record journal.Record, change func(*Account)) error {
	return s.store.UpdateAccount(ctx, id, s.now(), func(a *Account) error {
		if a.DisabledAt != nil {
			return ErrAccountDisabled
		}
		change(a)
		return nil
	}, record)
}

// told is what the audit log keeps of an account.
func told(a Account) map[string]any {
	return map[string]any{"roles": a.Roles, "locales": a.Locales, "disabled": a.DisabledAt != nil}
}

// SpokenOf returns the language among those that are spoken which somebody names by its tag (BCP 47), or
// ErrLanguageUnknown.
func SpokenOf(tag string, spoken []language.Tag) (language.Tag, error) {
	for _, one := range spoken {
		if one.String() == tag {
			return one, nil
		}
	}
	return language.Und, ErrLanguageUnknown.With("language", tag, "known", spoken)
}

// Speak records the language of mails to an account. The error is ErrAccountDisabled.
func (s *Service) Speak(ctx context.Context, by journal.Origin, id string, reads language.Tag) error {
	account, err := s.store.Account(ctx, id)
	if err != nil || account.Language == reads {
		return err
	}
	record := s.record(by, "account.speak", id, map[string]any{"language": reads.String()})
	return s.changeOpen(ctx, id, record, func(a *Account) { a.Language = reads })
}

// Sessions returns the sessions of an account that hold at this moment, the oldest first.
func (s *Service) Sessions(ctx context.Context, account string) ([]Key, error) {
	keys, err := s.store.Keys(ctx, account)
	if err != nil {
		return nil, err
	}
	sessions := []Key{}
	for _, key := range keys {
		if key.ExpiresAt != nil && key.LiveAt(s.now()) {
			sessions = append(sessions, key)
		}
	}
	return sessions, nil
}

// EndOtherSessions ends the sessions of an account but for the one that asks.
func (s *Service) EndOtherSessions(ctx context.Context, by journal.Origin, actor Actor) error {
	sessions, err := s.Sessions(ctx, actor.Account)
	if err != nil {
		return err
	}
	for _, session := range sessions {
		if session.ID == actor.Key {
			continue
		}
		err = s.RevokeKey(ctx, by, session.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

// EndSession ends one session of an account. It returns ErrKeyNotFound for what is none of theirs.
func (s *Service) EndSession(ctx context.Context, by journal.Origin, account, session string) error {
	key, err := s.store.Key(ctx, session)
	if err != nil {
		return err
	}
	if key.Account != account || key.ExpiresAt == nil {
		return ErrKeyNotFound.With("key", session)
	}
	return s.RevokeKey(ctx, by, key.ID)
}
