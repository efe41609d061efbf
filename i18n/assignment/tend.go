package assignment

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

// Every is how often all assignments are looked at: for what is due, and what was done in files.
const Every = time.Minute

// Touch says that a message was changed, so that assignments there may be done.
func (s *Service) Touch(part translation.Part) {
	s.mu.Lock()
	s.touched[place{translation.Home(part.Project), part.Locale}] = true
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default: // it will be looked at anyway
	}
}

// Run looks after the assignments until ctx is done. failed is told what went wrong; the next round tries again.
func (s *Service) Run(ctx context.Context, tick <-chan time.Time, failed func(error)) error {
	for {
		var err error
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick:
			err = s.Tend(ctx)
		case <-s.wake:
			err = s.tendTouched(ctx)
		}
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
	}
}

// tendTouched looks after the assignments of locales where something was changed.
func (s *Service) tendTouched(ctx context.Context) error {
	s.mu.Lock()
	places := s.touched
	s.touched = map[place]bool{}
	s.mu.Unlock()
	var failures error
	for at := range maps.Keys(places) {
		failures = errors.Join(failures, s.tend(ctx, at))
	}
	return failures
}

// Tend tells assigners what is done, and everybody concerned what is due on the next day.
func (s *Service) Tend(ctx context.Context) error { return s.tend(ctx, place{}) }

func (s *Service) tend(ctx context.Context, at place) error {
	open, err := s.Open(ctx, at.project, at.locale, "")
	if err != nil {
		return err
	}
	var failures error
	for _, p := range open {
		err := s.tell(ctx, p)
		if !errors.Is(err, ErrChanged) { // else somebody else told it, or it is another now
			failures = errors.Join(failures, err)
		}
	}
	return failures
}

// program is who does what nobody asked for.
var program = accounts.By{Actor: accounts.Actor{Account: "assignments"}}

// tell writes the letters that an assignment asks for by now.
func (s *Service) tell(ctx context.Context, p Progress) error {
	before, a := p.Assignment, p.Assignment
	a.Version++
	switch {
	case len(p.Left) == 0:
		a.DoneAt = s.moment()
		record := s.record(program, "assignment.done", &before, &a)
		record.Letters = s.letters("words_done", a, s.nameOf(ctx, a.Translator), s.readers(ctx, a.Assigner)...)
		return s.Store.Put(ctx, a, record)
	case !a.Reminded && s.nearlyDue(a):
		a.Reminded = true
		record := s.record(program, "assignment.remind", &before, &a)
		record.Letters = s.letters("words_due", a, s.nameOf(ctx, a.Translator), s.readers(ctx, a.Translator, a.Assigner)...)
		return s.Store.Put(ctx, a, record)
	}
	return nil
}

// lettersOfChange tell the translators of an assignment what became of it. Nobody is told what they did themselves.
func (s *Service) lettersOfChange(ctx context.Context, by accounts.By, before, after Assignment) []journal.Letter {
	actor := by.Origin().Actor
	tell := func(kind string, a Assignment, facts map[string]string) []journal.Letter {
		if a.Translator == actor && kind != "words_assigned" {
			return nil
		}
		letters := s.letters(kind, a, s.nameOf(ctx, actor), s.readers(ctx, a.Translator)...)
		for _, l := range letters {
			maps.Copy(l.Facts, facts)
		}
		return letters
	}
	taken := map[string]string{"path": "/studio/words/" + before.Project + "/" + string(before.Locale)} // of no assignment any more
	switch {
	case !after.Cancelled.IsZero():
		return tell("words_taken", before, taken)
	case after.Translator != before.Translator:
		return append(tell("words_taken", before, taken), tell("words_assigned", after, nil)...)
	case !after.Due.Equal(before.Due):
		return tell("words_moved", after, map[string]string{"Before": before.Due.Format(time.DateOnly)})
	}
	return nil
}

// readers are the accounts with these ids, each once; those that are gone read nothing.
func (s *Service) readers(ctx context.Context, ids ...string) []accounts.Account {
	var all []accounts.Account
	for _, id := range slices.Compact(ids) {
		account, err := s.Staff.Account(ctx, id)
		if err == nil {
			all = append(all, account)
		}
	}
	return all
}

// nameOf is how people know an account; of an app, its key.
func (s *Service) nameOf(ctx context.Context, id string) string {
	if found := s.readers(ctx, id); len(found) > 0 {
		return found[0].Email
	}
	return id
}

// settings is where readers say which letters they want.
const settings = "/studio/settings#mails"

// letters tells readers of an assignment. from is who did it.
func (s *Service) letters(kind string, a Assignment, from string, readers ...accounts.Account) []journal.Letter {
	var all []journal.Letter
	for _, reader := range readers {
		if !reader.Hears(accounts.TopicWords) {
			continue
		}
		locale, reads := "", i18n.Locale("en")
		if !reader.Language.IsRoot() {
			locale = reader.Language.String()
			reads = i18n.Locale(locale)
		}
		letter := journal.NewLetter(reader.Email, locale, kind, map[string]string{
			"path": "/studio/words/" + a.Project + "/" + string(a.Locale) + "?only=" + a.ID, "settings": settings,
			"Project": a.Project, "Language": a.Locale.NameIn(reads), "Due": a.Due.Format(time.DateOnly), "From": from,
			"Messages": strconv.Itoa(len(a.Messages)), "Words": strconv.Itoa(a.Words),
		}, s.Now())
		if a.Note != "" {
			letter.Points = []journal.Point{{Note: a.Note}}
		}
		all = append(all, letter)
	}
	return all
}

func (s *Service) record(by accounts.By, action string, before, after *Assignment) journal.Record {
	entry := journal.NewAuditEntry(by.Origin(), action, after.ID, told(before), told(after), s.Now())
	return journal.Record{Audit: []journal.AuditEntry{entry}}
}

func told(a *Assignment) any {
	if a == nil {
		return nil
	}
	return map[string]any{
		"project": a.Project, "locale": a.Locale, "what": a.What, "messages": len(a.Messages), "translator": a.Translator,
		"due": a.Due.Format(time.DateOnly), "done": !a.DoneAt.IsZero(), "cancelled": !a.Cancelled.IsZero(),
	}
}
