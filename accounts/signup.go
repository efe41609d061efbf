package accounts

import (
	"context"
	"errors"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of signing up.
var (
	// ErrSignUpClosed: the operator lets nobody sign up by themselves.
	ErrSignUpClosed = fault.Define(fault.Denied, "sign-up-closed")
	// ErrStudioInvalid: a studio's name is 1 to 80 characters, none of them a control character. Facts: name.
	ErrStudioInvalid = fault.Define(fault.Invalid, "studio-name-invalid")
)

// ConfirmFor is how long the mail that confirms an address works.
const ConfirmFor = 24 * time.Hour

// maxStudio bounds a studio's name, in characters, as that of a creator is.
const maxStudio = 80

// SignUp is what somebody asked for who wants an account. There is none until their address is confirmed.
type SignUp struct {
	Hash         string // SHA-256 of the token in the mail, hexadecimal
	Email        string
	Studio       string // name of the creator that is to be theirs
	PasswordHash string // "" once it is used
	Account      string // id that the account is to have
	Agreement    string // version that was accepted
	Language     language.Tag
	CreatedAt    time.Time
	ExpiresAt    time.Time
	UsedAt       *time.Time // nil: it waits
}

// NewSignUp says what somebody asks for.
type NewSignUp struct {
	Email, Studio, Password string
	Agreement               string // version that they accept
	Language                language.Tag
}

// SignUp sends a letter with which to confirm the address; nothing in it is a stranger's own text. It answers the same, and takes as long, where
// an account has the address already: the letter says so instead. Repeated requests are the caller's to
// limit. Errors: ErrSignUpClosed, ErrEmailInvalid, ErrStudioInvalid, ErrPasswordWeak, ErrAgreementChanged.
func (s *Service) SignUp(ctx context.Context, requestID string, wanted NewSignUp) error {
	up, token, err := s.newSignUp(wanted)
	if err != nil {
		return err
	}
	letter := journal.NewLetter(up.Email, languageText(up.Language), "sign_up", map[string]string{"path": confirmPath(token)}, up.CreatedAt)
	known, err := s.store.Account(ctx, up.Email)
	switch {
	case err == nil:
		up.UsedAt = &up.CreatedAt // its token is never sent
		letter = journal.NewLetter(known.Email, languageText(known.Language), "sign_up_known", map[string]string{"path": "/studio/forgot"}, up.CreatedAt)
	case !errors.Is(err, ErrAccountNotFound):
		return err
	}
	record := s.record(journal.Origin{Actor: "sign-up", RequestID: requestID}, "account.sign-up", up.Account, nil)
	record.Letters = []journal.Letter{letter}
	return s.store.AddSignUp(ctx, up, record)
}

// CheckSignUp returns what is wanted in its one form, or why SignUp would refuse it. It sends nothing.
func (s *Service) CheckSignUp(wanted NewSignUp) (NewSignUp, error) {
	if !s.policy.SignUp {
		return NewSignUp{}, ErrSignUpClosed
	}
	email, err := normalEmail(wanted.Email)
	if err != nil {
		return NewSignUp{}, err
	}
	studio, fine := trimmedName(wanted.Studio, maxStudio)
	if !fine {
		return NewSignUp{}, ErrStudioInvalid.With("name", wanted.Studio)
	}
	err = s.policy.current(wanted.Agreement)
	if err != nil {
		return NewSignUp{}, err
	}
	wanted.Email, wanted.Studio = email, studio
	return wanted, checkNewPassword(wanted.Password)
}

// newSignUp checks what is wanted, hashes the password and draws a token.
func (s *Service) newSignUp(wanted NewSignUp) (SignUp, string, error) {
	wanted, err := s.CheckSignUp(wanted)
	if err != nil {
		return SignUp{}, "", err
	}
	hash, err := hashPassword(wanted.Password)
	ticket, token := s.newTicket("", ConfirmFor)
	return SignUp{
		Hash: ticket.Hash, Email: wanted.Email, Studio: wanted.Studio, PasswordHash: hash, Account: journal.NewID("acc"), Agreement: wanted.Agreement,
		Language: wanted.Language, CreatedAt: ticket.CreatedAt, ExpiresAt: ticket.ExpiresAt,
	}, token, err
}

// languageText is "" for no language, which BCP 47 calls und.
func languageText(tag language.Tag) string {
	if tag.IsRoot() {
		return ""
	}
	return tag.String()
}

// confirmPath is the page that the letter of a sign-up opens.
func confirmPath(token string) string { return "/studio/confirm?token=" + token }

// Waiting returns the sign-up of a token, or ErrTicketInvalid.
func (s *Service) Waiting(ctx context.Context, token string) (SignUp, error) {
	up, err := s.store.SignUp(ctx, hashTicket(token))
	if err == nil && (up.UsedAt != nil || !s.now().Before(up.ExpiresAt)) {
		err = ErrTicketInvalid
	}
	return up, err
}

// Confirm makes the account of a sign-up for who has the mail and knows the password: somebody else's
// sign-up cannot be made one's own by a click. It may be repeated until it succeeds. Errors:
// ErrTicketInvalid, ErrSignInFailed, ErrEmailTaken.
func (s *Service) Confirm(ctx context.Context, requestID, token, password string) (Account, error) {
	up, err := s.Waiting(ctx, token)
	if err != nil {
		return Account{}, err
	}
	err = checkPassword(password, up.PasswordHash)
	if err != nil {
		return Account{}, err
	}
	if s.policy.Opens != nil {
		err = s.policy.Opens(ctx, up)
		if err != nil {
			return Account{}, err
		}
	}
	now := s.now()
	account := Account{
		ID: up.Account, Email: up.Email, Roles: []Role{Designer}, PasswordHash: up.PasswordHash, CreatedAt: now, Language: up.Language,
		Agreed: up.Agreement, AgreedAt: &up.CreatedAt,
	}
	record := s.created(journal.Origin{Actor: account.ID, RequestID: requestID}, account)
	record.Audit = append(record.Audit, s.agreed(journal.Origin{Actor: account.ID, RequestID: requestID}, account.ID, up.Agreement).Audit...)
	return account, s.store.UseSignUp(ctx, up, account, now, record)
}

// checkPassword returns ErrSignInFailed unless the password is the one that the hash is of.
func checkPassword(password, hash string) error {
	if len(password) > maxPassword {
		return ErrSignInFailed
	}
	fits, err := passwordFits(password, hash)
	if err == nil && !fits {
		err = ErrSignInFailed
	}
	return err
}

// CreatorOf is the id of the creator that an account gets when it signs up.
func (up SignUp) CreatorOf() string { return "crt_" + strings.TrimPrefix(up.Account, "acc_") }
