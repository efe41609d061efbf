package accounts

import (
	"context"

	"github.com/hallyu-store/hallyu/journal"
)

// erasedHost is the host of addresses that no mail goes to (RFC 2606, section 2).
const erasedHost = "@erased.invalid"

// Erase deletes one's own account, for who knows its password: address, password, roles, sessions, keys
// and letters. The id stays, without a person: packs, decisions and the audit log name it. Errors:
// ErrSignInFailed, ErrLastOperator.
func (s *Service) Erase(ctx context.Context, by journal.Origin, id, password string) error {
	account, err := s.store.Account(ctx, id)
	if err != nil {
		return err
	}
	err = checkPassword(password, account.PasswordHash)
	if err != nil {
		return err
	}
	now := s.now()
	erased := Account{
		ID: id, Email: id + erasedHost, PasswordHash: nobodysHash, CreatedAt: account.CreatedAt, DisabledAt: &now,
		Agreed: account.Agreed, AgreedAt: account.AgreedAt,
	}
	err = s.store.EraseAccount(ctx, account.Email, erased, s.record(by, "account.erase", id, nil))
	s.cache.forget()
	return err
}
