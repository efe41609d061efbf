package assignment

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

// Deps are what a Service needs.
type Deps struct {
	Messages Messages
	Store    Store
	Staff    Staff
	Now      func() time.Time
}

// Service is how work is given out and looked after. It is safe for concurrent use.
type Service struct {
	Deps

	mu      sync.Mutex
	touched map[place]bool // since the assignments there were looked at
	wake    chan struct{}
}

// place is a locale of a project.
type place struct {
	project string
	locale  i18n.Locale
}

// NewService returns a service that has given out nothing itself.
func NewService(deps Deps) *Service {
	return &Service{Deps: deps, touched: map[place]bool{}, wake: make(chan struct{}, 1)}
}

// Order is work to be given out.
type Order struct {
	What       What
	Query      translation.Query // project and locale; for Matching, what else narrows the messages
	Translator string            // id or address of an account
	Due        time.Time         // any moment of the day
	Note       string
}

// Give gives a part of a locale to a translator, with a letter to them.
func (s *Service) Give(ctx context.Context, by accounts.By, order Order) (Assignment, error) {
	err := by.Require(accounts.AssignStrings)
	if err != nil {
		return Assignment{}, err
	}
	a := Assignment{
		ID: journal.NewID("asn"), Version: 1, Project: translation.Home(order.Query.Project), Locale: order.Query.Locale, What: order.What,
		Assigner: by.Origin().Actor, Note: strings.TrimSpace(order.Note), At: s.moment(),
	}
	a.Due, err = s.due(order.Due)
	if err != nil {
		return a, err
	}
	translator, err := s.translator(ctx, order.Translator, a.Locale)
	if err != nil {
		return a, err
	}
	a.Translator, a.Reminded = translator.ID, s.nearlyDue(a)
	err = s.fill(ctx, &a, order.Query)
	if err != nil {
		return a, err
	}
	record := s.record(by, "assignment.give", nil, &a)
	record.Letters = s.letters("words_assigned", a, s.nameOf(ctx, a.Assigner), translator)
	return a, s.Store.Put(ctx, a, record)
}

// fill puts the messages into an assignment.
func (s *Service) fill(ctx context.Context, a *Assignment, q translation.Query) error {
	found, err := s.find(ctx, a.What, q)
	if err != nil {
		return err
	}
	a.Messages = map[string]string{}
	for _, m := range found {
		if m.Source == nil || m.State == translation.Reviewed {
			continue
		}
		a.Messages[m.Message] = m.Revision
		n := measure(m.Source)
		a.Words, a.Characters = a.Words+n.words, a.Characters+n.characters
	}
	switch {
	case len(a.Messages) == 0:
		return ErrNothingToDo.With("project", a.Project, "locale", a.Locale)
	case len(a.Messages) > maxMessages:
		return ErrTooLarge.With("limit", maxMessages, "messages", len(a.Messages))
	}
	return nil
}

// find returns the messages that an order is about, and maybe some that are reviewed; of more than an assignment
// holds, not all.
func (s *Service) find(ctx context.Context, what What, q translation.Query) ([]translation.Translation, error) {
	if what != Matching {
		q = translation.Query{Project: q.Project, Locale: q.Locale, State: states[what]}
	}
	var all []translation.Translation
	for q.After = ""; ; {
		q.Limit = maxMessages + 1 - len(all)
		page, err := s.Messages.List(ctx, q)
		all = append(all, page.Messages...)
		if err != nil || page.After == "" || len(all) > maxMessages {
			return all, err
		}
		q.After = page.After
	}
}

// states are those of the messages that a kind of work is about.
var states = map[What]translation.State{
	Missing: translation.Untranslated, Outdated: translation.NeedsWork, Unreviewed: translation.Translated,
}

// Change is what becomes of an assignment; zero fields leave it as it is.
type Change struct {
	Translator string // id or address of an account
	Due        time.Time
}

// Update gives an assignment to somebody else, or another day. Who gets it has a letter, who had it another, and who
// keeps it one of the new day.
func (s *Service) Update(ctx context.Context, by accounts.By, project, id string, change Change) (Assignment, error) {
	before, err := s.open(ctx, by, project, id)
	if err != nil {
		return before, err
	}
	a := before
	a.Version++
	if !change.Due.IsZero() {
		a.Due, err = s.due(change.Due)
		a.Reminded = s.nearlyDue(a)
	}
	if change.Translator != "" && err == nil {
		var translator accounts.Account
		translator, err = s.translator(ctx, change.Translator, a.Locale)
		a.Translator = translator.ID
	}
	if err != nil {
		return before, err
	}
	record := s.record(by, "assignment.change", &before, &a)
	record.Letters = s.lettersOfChange(ctx, by, before, a)
	return a, s.Store.Put(ctx, a, record)
}

// Cancel takes work back, with a letter to who had it.
func (s *Service) Cancel(ctx context.Context, by accounts.By, project, id string) error {
	before, err := s.open(ctx, by, project, id)
	if err != nil {
		return err
	}
	a := before
	a.Version++
	a.Cancelled = s.moment()
	record := s.record(by, "assignment.cancel", &before, &a)
	record.Letters = s.lettersOfChange(ctx, by, before, a)
	return s.Store.Put(ctx, a, record)
}

// open returns an assignment of a project that the caller may change.
func (s *Service) open(ctx context.Context, by accounts.By, project, id string) (Assignment, error) {
	err := by.Require(accounts.AssignStrings)
	if err != nil {
		return Assignment{}, err
	}
	a, err := s.Store.Assignment(ctx, id)
	if err == nil && a.Project != translation.Home(project) {
		err = ErrNotFound.With("assignment", id)
	}
	if err == nil && a.Over() {
		err = ErrOver.With("assignment", id)
	}
	return a, err
}

func (s *Service) translator(ctx context.Context, idOrEmail string, locale i18n.Locale) (accounts.Account, error) {
	account, err := s.Staff.Account(ctx, idOrEmail)
	if err == nil && !words(account, locale) {
		err = ErrNoTranslator.With("account", idOrEmail, "locale", locale)
	}
	return account, err
}

// due is the day of a moment. It must not be over.
func (s *Service) due(at time.Time) (time.Time, error) {
	now := s.Now().UTC()
	day := at.UTC().Truncate(24 * time.Hour)
	if day.Before(now.Truncate(24*time.Hour)) || day.After(now.Add(furthest)) {
		return day, ErrDueInvalid.With("due", day.Format(time.DateOnly))
	}
	return day, nil
}

// nearlyDue reports whether the day before the one that the work is due on has begun.
func (s *Service) nearlyDue(a Assignment) bool { return !s.Now().Before(a.Due.AddDate(0, 0, -1)) }

func (s *Service) moment() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

// Open returns how far assignments are that are not over. Empty arguments narrow nothing.
func (s *Service) Open(ctx context.Context, project string, locale i18n.Locale, translator string) ([]Progress, error) {
	found, err := s.Store.Open(ctx, translation.Home(project), locale)
	if err != nil {
		return nil, err
	}
	var all []Progress
	for _, a := range found {
		if translator != "" && a.Translator != translator {
			continue
		}
		p, err := s.Progress(ctx, a)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// Progress is how far an assignment is.
func (s *Service) Progress(ctx context.Context, a Assignment) (Progress, error) {
	messages, err := s.Messages.Some(ctx, a.Project, a.Locale, slices.Sorted(maps.Keys(a.Messages)))
	if errors.Is(err, i18n.ErrProjectNotFound) {
		err = nil // it is gone, and nothing is left to be done
	}
	p := Progress{Assignment: a, Left: map[string]bool{}}
	for _, m := range messages {
		if a.left(m) {
			p.Left[m.Message] = true
		}
	}
	return p, err
}
