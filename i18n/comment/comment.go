// Package comment keeps what translators and reviewers say to each other about a message in a locale.
package comment

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of comments.
var (
	// ErrNotFound: the project has no such comment. Facts: comment.
	ErrNotFound = fault.Define(fault.NotFound, "comment-not-found")
	// ErrInvalid: a comment says nothing or too much. Facts: limit, in characters.
	ErrInvalid = fault.Define(fault.Invalid, "comment-invalid")
	// ErrNotYours: somebody else wrote it. Facts: comment.
	ErrNotYours = fault.Define(fault.Denied, "comment-not-yours")
	// ErrTooMany: the message has as many comments as it can have. Facts: limit.
	ErrTooMany = fault.Define(fault.Conflict, "comments-too-many")
)

const (
	// MaxText is how long a comment may be, in characters.
	MaxText = 2000
	// maxEach is how many comments a message may have in a locale.
	maxEach = 500
)

// Comment is what somebody says about a message in a locale.
type Comment struct {
	ID string // cmt_…
	translation.Part
	Account    string // who wrote it; of a program, its key
	Text       string
	At         time.Time
	ResolvedBy string // who settled it; "" while it is open
	ResolvedAt time.Time
}

// Resolved reports whether nothing is left to be done about it.
func (c *Comment) Resolved() bool { return c.ResolvedBy != "" }

// Store keeps comments.
type Store interface {
	// Put adds a comment, or changes the one with its id.
	Put(ctx context.Context, c Comment, record journal.Record) error

	// Remove takes a comment away; one that is gone is no failure.
	Remove(ctx context.Context, id string, record journal.Record) error

	// Comment returns a comment, or [ErrNotFound].
	Comment(ctx context.Context, id string) (Comment, error)

	// Of returns at most limit comments about a message, the first that were made, oldest first.
	Of(ctx context.Context, part translation.Part, limit int) ([]Comment, error)

	// Open counts the comments that nobody settled, by message.
	Open(ctx context.Context, project string, locale i18n.Locale) (map[string]int, error)
}

// Messages tells which messages there are.
type Messages interface {
	Message(ctx context.Context, part translation.Part) (translation.Translation, error)
}

// Service is how comments are made and settled. It is safe for concurrent use.
type Service struct {
	messages Messages
	store    Store
	now      func() time.Time
}

// NewService ties the service to the messages and to where comments are kept.
func NewService(messages Messages, store Store, now func() time.Time) *Service {
	return &Service{messages, store, now}
}

// Of returns the comments about a message, oldest first.
func (s *Service) Of(ctx context.Context, part translation.Part) ([]Comment, error) {
	_, err := s.messages.Message(ctx, part)
	if err != nil {
		return nil, err
	}
	part.Project = translation.Home(part.Project)
	return s.store.Of(ctx, part, maxEach)
}

// Open counts the comments that nobody settled, by message.
func (s *Service) Open(ctx context.Context, project string, locale i18n.Locale) (map[string]int, error) {
	return s.store.Open(ctx, translation.Home(project), locale)
}

// Add says something about a message.
func (s *Service) Add(ctx context.Context, by accounts.By, part translation.Part, text string) (Comment, error) {
	err := translation.MayWord(by, part.Locale)
	if err != nil {
		return Comment{}, err
	}
	if strings.TrimSpace(text) == "" || utf8.RuneCountInString(text) > MaxText {
		return Comment{}, ErrInvalid.With("limit", MaxText)
	}
	before, err := s.Of(ctx, part)
	if err == nil && len(before) >= maxEach {
		err = ErrTooMany.With("limit", maxEach)
	}
	if err != nil {
		return Comment{}, err
	}
	part.Project = translation.Home(part.Project)
	c := Comment{ID: journal.NewID("cmt"), Part: part, Account: by.Origin().Actor, Text: text, At: s.now().UTC().Truncate(time.Microsecond)}
	return c, s.store.Put(ctx, c, s.record(by, "comment.add", nil, &c))
}

// Resolve says that a comment is settled, or that it is open again.
func (s *Service) Resolve(ctx context.Context, by accounts.By, project, id string, resolved bool) (Comment, error) {
	before, err := s.find(ctx, by, project, id)
	if err != nil || before.Resolved() == resolved {
		return before, err
	}
	c, action := before, "comment.reopen"
	c.ResolvedBy, c.ResolvedAt = "", time.Time{}
	if resolved {
		action = "comment.resolve"
		c.ResolvedBy, c.ResolvedAt = by.Origin().Actor, s.now().UTC().Truncate(time.Microsecond)
	}
	return c, s.store.Put(ctx, c, s.record(by, action, &before, &c))
}

// Remove takes a comment away that the caller wrote. Operators take away any.
func (s *Service) Remove(ctx context.Context, by accounts.By, project, id string) error {
	c, err := s.find(ctx, by, project, id)
	if err != nil {
		return err
	}
	if c.Account != by.Origin().Actor && !slices.Contains(by.Roles, accounts.Operator) {
		return ErrNotYours.With("comment", id)
	}
	return s.store.Remove(ctx, id, s.record(by, "comment.remove", &c, nil))
}

// find returns a comment of a project that the caller may do something about.
func (s *Service) find(ctx context.Context, by accounts.By, project, id string) (Comment, error) {
	c, err := s.store.Comment(ctx, id)
	if err == nil && c.Project != translation.Home(project) {
		err = ErrNotFound.With("comment", id)
	}
	if err == nil {
		err = translation.MayWord(by, c.Locale)
	}
	return c, err
}

// record says what became of a comment. What it said is not in the audit log: who takes it away wants it gone.
func (s *Service) record(by accounts.By, action string, before, after *Comment) journal.Record {
	at := cmp.Or(after, before)
	entry := journal.NewAuditEntry(by.Origin(), action, at.ID, told(before), told(after), s.now())
	return journal.Record{Audit: []journal.AuditEntry{entry}}
}

func told(c *Comment) any {
	if c == nil {
		return nil
	}
	return map[string]any{
		"project": c.Project, "locale": c.Locale, "message": c.Message, "account": c.Account, "resolved": c.Resolved(),
	}
}
