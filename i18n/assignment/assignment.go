// Package assignment gives translators parts of a locale to work on by a day: which messages, how many words that
// is, how far they are, and the letters that tell of it.
package assignment

import (
	"context"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of assignments.
var (
	// ErrNotFound: the project has no such assignment. Facts: assignment.
	ErrNotFound = fault.Define(fault.NotFound, "assignment-not-found")
	// ErrNothingToDo: no message is as the order says. Facts: project, locale.
	ErrNothingToDo = fault.Define(fault.Conflict, "assignment-nothing-to-do")
	// ErrTooLarge: more messages fit than one assignment holds. Facts: limit, messages.
	ErrTooLarge = fault.Define(fault.Invalid, "assignment-too-large")
	// ErrNoTranslator: the account may not word the locale, or is closed. Facts: account, locale.
	ErrNoTranslator = fault.Define(fault.Invalid, "assignment-no-translator")
	// ErrDueInvalid: the day is over, or too far away. Facts: due.
	ErrDueInvalid = fault.Define(fault.Invalid, "assignment-due-invalid")
	// ErrOver: the assignment is done or was cancelled, so it does not change. Facts: assignment.
	ErrOver = fault.Define(fault.Conflict, "assignment-over")
	// ErrChanged: somebody else changed the assignment meanwhile. Facts: assignment.
	ErrChanged = fault.Define(fault.Conflict, "assignment-changed")
)

const (
	maxMessages = 10000
	// furthest is how far away a day may be on which work is due.
	furthest = 2 * 365 * 24 * time.Hour
)

// What says which messages of a locale an assignment is about.
type What string

// The kinds of work.
const (
	Missing    What = "missing"    // that have no text
	Outdated   What = "outdated"   // that need work: their source has changed, or a reviewer sent them back
	Unreviewed What = "unreviewed" // that wait for a reviewer
	Matching   What = "matching"   // that a query finds
)

// Kinds lists the kinds of work.
func Kinds() []What { return []What{Missing, Outdated, Unreviewed, Matching} }

// Assignment is a part of a locale that somebody is to work on.
type Assignment struct {
	ID         string // asn_…
	Version    int    // from 1; counts changes
	Project    string
	Locale     i18n.Locale
	What       What
	Translator string // account
	Assigner   string // account, or an app's key
	Note       string
	Messages   map[string]string // revisions of the texts when the work was given, by id
	Words      int               // of their sources
	Characters int               // of their sources, as readers count them (UAX #29)
	Due        time.Time         // the day, at its beginning in UTC
	At         time.Time
	Reminded   bool      // that it is due
	DoneAt     time.Time // zero: not yet
	Cancelled  time.Time // zero: never
}

// Over reports whether nothing is to be done any more.
func (a *Assignment) Over() bool { return !a.DoneAt.IsZero() || !a.Cancelled.IsZero() }

// left reports whether a message still waits for the translator. A text that is right as it is can be reviewed.
func (a *Assignment) left(m translation.Translation) bool {
	switch {
	case m.Source == nil && m.Target == nil, m.State == translation.Reviewed:
		return false
	case a.What == Unreviewed:
		return m.State != translation.NeedsWork || m.Stale
	}
	return m.State != translation.Translated || m.Revision == a.Messages[m.Message]
}

// Progress is how far an assignment is.
type Progress struct {
	Assignment
	Left map[string]bool // messages that still wait, by id
}

// Done is how many messages wait no more.
func (p *Progress) Done() int { return len(p.Messages) - len(p.Left) }

// Store keeps assignments.
type Store interface {
	// Put adds an assignment of version 1, or writes a version over the one before. [ErrChanged] says that
	// another came first.
	Put(ctx context.Context, a Assignment, record journal.Record) error

	// Assignment returns an assignment, or [ErrNotFound].
	Assignment(ctx context.Context, id string) (Assignment, error)

	// Open returns the assignments that are not over, the one that is due first before the others. "" narrows
	// neither projects nor locales.
	Open(ctx context.Context, project string, locale i18n.Locale) ([]Assignment, error)
}

// Messages gives the messages of a locale.
type Messages interface {
	Some(ctx context.Context, project string, locale i18n.Locale, ids []string) ([]translation.Translation, error)
	List(ctx context.Context, q translation.Query) (translation.Page, error)
}

// Staff finds those who work here.
type Staff interface {
	// Account returns the account with an id or an address, or ErrAccountNotFound of package accounts.
	Account(ctx context.Context, idOrEmail string) (accounts.Account, error)

	// WithRole returns the accounts that may come in and have a role.
	WithRole(ctx context.Context, role accounts.Role) ([]accounts.Account, error)
}

// words reports whether an account may be given words of a locale.
func words(account accounts.Account, locale i18n.Locale) bool {
	actor := accounts.Actor{Kind: accounts.KindAccount, Account: account.ID, Roles: account.Roles, Locales: account.Locales}
	return account.DisabledAt == nil && actor.Words(locale.Tag())
}

// Translators lists who may be given words of a locale, by address.
func (s *Service) Translators(ctx context.Context, locale i18n.Locale) ([]accounts.Account, error) {
	var all []accounts.Account
	for _, role := range accounts.WriteStrings.Roles() {
		found, err := s.Staff.WithRole(ctx, role)
		if err != nil {
			return nil, err
		}
		for _, account := range found {
			known := slices.ContainsFunc(all, func(a accounts.Account) bool { return a.ID == account.ID })
			if !known && words(account, locale) {
				all = append(all, account)
			}
		}
	}
	return all, nil
}
