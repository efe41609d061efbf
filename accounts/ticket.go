package accounts

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of tickets and of the passwords that they are for.
var (
	// ErrTicketInvalid: the address from the mail was used, is too old, or never was.
	ErrTicketInvalid = fault.Define(fault.Gone, "ticket-invalid")
	// ErrPasswordWeak: a password has MinPassword characters to MaxPassword bytes. Facts: min, max.
	ErrPasswordWeak = fault.Define(fault.Invalid, "password-weak")
)

// MinPassword and MaxPassword bound passwords that people choose: in characters, and in bytes (NIST SP
// 800-63B, section 3.1.1.2, asks for at least eight and for no rules of composition).
const (
	MinPassword = 10
	MaxPassword = maxPassword
)

// How long tickets hold.
const (
	ResetFor      = time.Hour
	InvitationFor = 7 * 24 * time.Hour
)

// Ticket lets whoever got its token by mail choose a password for an account, once. The token itself is
// kept nowhere but in the letter that waits.
type Ticket struct {
	Hash      string // SHA-256 of the token, hexadecimal
	Account   string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time // nil: it was not
}

// newTicket draws a ticket and its token, of 130 random bits.
func (s *Service) newTicket(account string, holds time.Duration) (Ticket, string) {
	token, now := rand.Text(), s.now()
	return Ticket{Hash: hashTicket(token), Account: account, CreatedAt: now, ExpiresAt: now.Add(holds)}, token
}

func hashTicket(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// passwordPath is the page that a ticket opens.
func passwordPath(token string) string { return "/studio/password?token=" + token }

// ForgotPassword sends a letter with which to choose another password, where an account has the
// address. It answers the same where none has: nobody learns here whose address is known.
func (s *Service) ForgotPassword(ctx context.Context, requestID, email string) error {
	address, err := normalEmail(email)
	if err != nil {
		return err
	}
	account, err := s.store.Account(ctx, address)
	if errors.Is(err, ErrAccountNotFound) || err == nil && account.DisabledAt != nil {
		return nil
	}
	if err != nil {
		return err
	}
	ticket, token := s.newTicket(account.ID, ResetFor)
	record := s.record(journal.Origin{Actor: account.ID, RequestID: requestID}, "account.forgot-password", account.ID, nil)
	record.Letters = []journal.Letter{s.letter(account, "password", token)}
	return s.store.AddTicket(ctx, ticket, record)
}

func (s *Service) letter(to Account, kind, token string) journal.Letter {
	return journal.NewLetter(to.Email, to.Language.String(), kind, map[string]string{"path": passwordPath(token)}, s.now())
}

// Ticket returns the ticket of a token and whose it is, or ErrTicketInvalid.
func (s *Service) Ticket(ctx context.Context, token string) (Ticket, Account, error) {
	ticket, err := s.store.Ticket(ctx, hashTicket(token))
	if err != nil {
		return Ticket{}, Account{}, err
	}
	if ticket.UsedAt != nil || !s.now().Before(ticket.ExpiresAt) {
		return Ticket{}, Account{}, ErrTicketInvalid
	}
	account, err := s.store.Account(ctx, ticket.Account)
	if err == nil && account.DisabledAt != nil {
		err = ErrTicketInvalid
	}
	return ticket, account, err
}

// ChoosePassword gives the account of a ticket another password and ends all its sessions.
func (s *Service) ChoosePassword(ctx context.Context, requestID, token, password string) (Account, error) {
	ticket, account, err := s.Ticket(ctx, token)
	if err != nil {
		return Account{}, err
	}
	hash, err := newPasswordHash(password)
	if err != nil {
		return Account{}, err
	}
	record := s.record(journal.Origin{Actor: account.ID, RequestID: requestID}, "account.choose-password", account.ID, nil)
	err = s.store.UseTicket(ctx, ticket, hash, s.now(), record)
	if err != nil {
		return Account{}, err
	}
	s.cache.forget()
	return account, nil
}

// ChangePassword gives an account another password, for who knows the one before, and ends all its
// sessions.
func (s *Service) ChangePassword(ctx context.Context, by journal.Origin, id, before, after string) error {
	account, err := s.store.Account(ctx, id)
	if err != nil {
		return err
	}
	err = checkPassword(before, account.PasswordHash)
	if err != nil {
		return err
	}
	hash, err := newPasswordHash(after)
	if err != nil {
		return err
	}
	err = s.store.SetPassword(ctx, id, hash, s.now(), s.record(by, "account.change-password", id, nil))
	s.cache.forget()
	return err
}

// newPasswordHash hashes a password that somebody chose, or returns ErrPasswordWeak.
func newPasswordHash(password string) (string, error) {
	err := checkNewPassword(password)
	if err != nil {
		return "", err
	}
	return hashPassword(password)
}

func checkNewPassword(password string) error {
	if utf8.RuneCountInString(password) < MinPassword || len(password) > MaxPassword {
		return ErrPasswordWeak.With("min", MinPassword, "max", MaxPassword)
	}
	return nil
}
