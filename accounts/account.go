// Package accounts says who may do what: chat apps and their scoped keys, staff with their roles and
// sessions, and the Actor that a request's key turns into.
package accounts

import (
	"net/mail"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/fault"
)

// Faults of accounts.
var (
	// ErrAccountNotFound: no account has this id or email. Facts: account.
	ErrAccountNotFound = fault.Define(fault.NotFound, "account-not-found")
	// ErrEmailInvalid: it is no address of the form name@host. Facts: email.
	ErrEmailInvalid = fault.Define(fault.Invalid, "email-invalid")
	// ErrEmailTaken: another account has it. Facts: email.
	ErrEmailTaken = fault.Define(fault.Conflict, "email-taken")
	// ErrAccountDisabled: an operator closed the account.
	ErrAccountDisabled = fault.Define(fault.Unauthenticated, "account-disabled")
	// ErrLanguageUnknown: the program does not speak it. Facts: language, known.
	ErrLanguageUnknown = fault.Define(fault.Invalid, "language-unknown")
	// ErrLastOperator: nobody would be left who runs the store.
	ErrLastOperator = fault.Define(fault.Conflict, "last-operator")
)

// Account is a member of staff.
type Account struct {
	ID           string // acc_…
	Email        string // lower case, unique
	Roles        []Role
	Locales      []language.Tag // that a translator may word; none means all
	PasswordHash string         // argon2id (RFC 9106) in PHC string format
	CreatedAt    time.Time
	Language     language.Tag // of mails to them; Und is the program's source language
	DisabledAt   *time.Time   // nil: they may come in
	Muted        []Topic      // that they want no mails about
	Agreed       string       // version of the agreement that they accepted last; "" for none
	AgreedAt     *time.Time   // nil: never
}

// Operates reports whether the account may come in and run the store.
func (a Account) Operates() bool { return a.DisabledAt == nil && slices.Contains(a.Roles, Operator) }

// maxEmail is the longest address that mail can be sent to (RFC 5321, section 4.5.3.1.3).
const maxEmail = 254

// normalEmail returns the address as it is kept, or ErrEmailInvalid.
func normalEmail(email string) (string, error) {
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > maxEmail {
		return "", ErrEmailInvalid.With("email", email)
	}
	return strings.ToLower(email), nil
}
