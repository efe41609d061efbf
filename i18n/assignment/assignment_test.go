package assignment_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/assignment"
	"github.com/hallyu-store/hallyu/i18n/assignment/assignmenttest"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// desk is a service, the messages of one locale and the people who work on them.
type desk struct {
	*assignment.Service
	t        *testing.T
	store    *assignmenttest.Store
	messages map[string]translation.Translation
	people   map[string]accounts.Account
	now      time.Time
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, store: &assignmenttest.Store{}, messages: map[string]translation.Translation{}, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	d.people = map[string]accounts.Account{
		"oleg": {ID: "oleg", Email: "oleg@example.com", Roles: []accounts.Role{accounts.Translator}, Locales: []language.Tag{language.Russian}},
		"mina": {ID: "mina", Email: "mina@example.com", Roles: []accounts.Role{accounts.Translator}, Language: language.Korean},
		"yuna": {ID: "yuna", Email: "yuna@example.com", Roles: []accounts.Role{accounts.Designer}},
		"boss": {ID: "boss", Email: "boss@example.com", Roles: []accounts.Role{accounts.Editor}},
	}
	d.Service = assignment.NewService(assignment.Deps{Messages: d, Store: d.store, Staff: d, Now: func() time.Time { return d.now }})
	for _, id := range []string{"bye", "hello", "shop"} {
		d.set(id, "", translation.Untranslated)
	}
	return d
}

// set has a message say something, and be of a state.
func (d *desk) set(id, text string, state translation.State) {
	m := translation.Translation{
		Part: translation.Part{Project: "app", Locale: "ru", Message: id}, State: state, Revision: translation.RevisionOf(nil),
		Source: &i18n.Message{ID: id, Forms: translation.Forms{"other": "Say it, {{.Name}}!"}},
	}
	if text != "" {
		m.Target = &i18n.Message{ID: id, Forms: translation.Forms{"other": text}}
		m.Revision = translation.RevisionOf(m.Target.Forms)
	}
	d.messages[id] = m
}

func (d *desk) Some(_ context.Context, _ string, _ i18n.Locale, ids []string) ([]translation.Translation, error) {
	var all []translation.Translation
	for _, id := range ids {
		if m, ok := d.messages[id]; ok {
			all = append(all, m)
		}
	}
	return all, nil
}

func (d *desk) List(_ context.Context, q translation.Query) (translation.Page, error) {
	var page translation.Page
	for id, m := range d.messages {
		if strings.Contains(id, q.Text) && (q.State == "" || q.State == m.State) {
			page.Messages = append(page.Messages, m)
		}
	}
	return page, nil
}

func (d *desk) Account(_ context.Context, id string) (accounts.Account, error) {
	account, ok := d.people[strings.TrimSuffix(id, "@example.com")]
	if !ok {
		return account, accounts.ErrAccountNotFound
	}
	return account, nil
}

func (d *desk) WithRole(_ context.Context, role accounts.Role) ([]accounts.Account, error) {
	var all []accounts.Account
	for _, id := range []string{"boss", "mina", "oleg", "yuna"} {
		if slices.Contains(d.people[id].Roles, role) {
			all = append(all, d.people[id])
		}
	}
	return all, nil
}

func (d *desk) by(id string) accounts.By {
	return accounts.By{Actor: accounts.Actor{Kind: accounts.KindAccount, Account: id, Roles: d.people[id].Roles}}
}

// give gives work to Oleg that is due in so many days.
func (d *desk) give(what assignment.What, text string, days int) assignment.Assignment {
	d.t.Helper()
	a, err := d.Give(d.t.Context(), d.by("boss"), d.order(what, text, days))
	if err != nil {
		d.t.Fatal(err)
	}
	return a
}

func (d *desk) order(what assignment.What, text string, days int) assignment.Order {
	q := translation.Query{Project: "app", Locale: "ru", Text: text}
	return assignment.Order{What: what, Query: q, Translator: "oleg@example.com", Due: d.now.AddDate(0, 0, days), Note: "soon"}
}

// left lists what is still to be done of Oleg's work.
func (d *desk) left() string {
	d.t.Helper()
	open, err := d.Open(d.t.Context(), "app", "ru", "oleg")
	if err != nil {
		d.t.Fatal(err)
	}
	var ids []string
	for _, p := range open {
		for id := range p.Left {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// letters lists who was written to about what since the last time, and forgets it.
func (d *desk) letters() string {
	d.t.Helper()
	if err := d.Tend(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	var all []string
	for _, l := range d.store.Letters {
		all = append(all, l.Kind+" "+l.To)
	}
	d.store.Letters = nil
	return strings.Join(all, ", ")
}

func TestWorkIsGivenAndDone(t *testing.T) {
	d := newDesk(t)
	d.set("shop", "Магазин", translation.Translated)
	a := d.give(assignment.Missing, "", 10)
	if a.Translator != "oleg" || len(a.Messages) != 2 || a.Words != 4 || a.Due != time.Date(2026, 12, 3, 0, 0, 0, 0, time.UTC) {
		t.Fatalf("%+v", a)
	}
	if l := d.store.Letters[0]; l.Facts["path"] != "/studio/words/app/ru?only="+a.ID || l.Facts["Language"] != "Russian" || l.Points[0].Note != "soon" || l.Facts["From"] != "boss@example.com" {
		t.Errorf("%+v", l)
	}
	if got := d.letters(); got != "words_assigned oleg@example.com" || d.left() != "bye hello" {
		t.Errorf("%s; %s left", got, d.left())
	}
	d.set("bye", "Пока", translation.Translated)
	if got := d.letters(); got != "" || d.left() != "hello" {
		t.Errorf("%s; %s left", got, d.left())
	}
	delete(d.messages, "hello") // its source is gone
	if got := d.letters(); got != "words_done boss@example.com" {
		t.Error(got)
	}
	if got := d.letters(); got != "" {
		t.Errorf("told twice: %s", got)
	}
	if err := d.Cancel(t.Context(), d.by("boss"), "app", a.ID); !errors.Is(err, assignment.ErrOver) {
		t.Error(err)
	}
}

func TestWhatCountsAsDone(t *testing.T) {
	for name, c := range map[string]struct {
		what          assignment.What
		before, after translation.State
		text          string
		want          string // what is left
	}{
		"translated":            {assignment.Missing, translation.Untranslated, translation.Translated, "новый", ""},
		"sent back":             {assignment.Missing, translation.Untranslated, translation.NeedsWork, "новый", "hello"},
		"outdated, as it was":   {assignment.Outdated, translation.NeedsWork, translation.NeedsWork, "старый", "hello"},
		"outdated, written":     {assignment.Outdated, translation.NeedsWork, translation.Translated, "новый", ""},
		"outdated, still right": {assignment.Outdated, translation.NeedsWork, translation.Reviewed, "старый", ""},
		"reviewed":              {assignment.Unreviewed, translation.Translated, translation.Reviewed, "старый", ""},
		"reviewed, sent back":   {assignment.Unreviewed, translation.Translated, translation.NeedsWork, "старый", ""},
		"unreviewed, rewritten": {assignment.Unreviewed, translation.Translated, translation.Translated, "новый", "hello"},
		"matching, as it was":   {assignment.Matching, translation.Translated, translation.Translated, "старый", "hello"},
		"matching, rewritten":   {assignment.Matching, translation.Translated, translation.Translated, "новый", ""},
	} {
		d := newDesk(t)
		d.messages = map[string]translation.Translation{}
		text := "старый"
		if c.before == translation.Untranslated {
			text = ""
		}
		d.set("hello", text, c.before)
		d.give(c.what, "hell", 3)
		if d.left() != "hello" {
			t.Errorf("%s: before: %q", name, d.left())
		}
		d.set("hello", c.text, c.after)
		if got := d.left(); got != c.want {
			t.Errorf("%s: %q is left, want %q", name, got, c.want)
		}
	}
}

func TestBothAreRemindedOnce(t *testing.T) {
	d := newDesk(t)
	d.give(assignment.Missing, "", 10)
	_ = d.letters()
	d.now = time.Date(2026, 12, 1, 23, 59, 59, 0, time.UTC)
	if got := d.letters(); got != "" {
		t.Errorf("too early: %s", got)
	}
	d.now = d.now.Add(time.Second)
	if got := d.letters(); got != "words_due oleg@example.com, words_due boss@example.com" {
		t.Error(got)
	}
	d.now = d.now.AddDate(0, 0, 1)
	if got := d.letters(); got != "" {
		t.Errorf("twice: %s", got)
	}
	d = newDesk(t)
	d.give(assignment.Missing, "", 1)
	if got := d.letters(); got != "words_assigned oleg@example.com" {
		t.Errorf("given on the day before: %s", got)
	}
	muted := d.people["oleg"]
	muted.Muted = []accounts.Topic{accounts.TopicWords}
	d.people["oleg"] = muted
	d.give(assignment.Matching, "shop", 1)
	if got := d.letters(); got != "" {
		t.Errorf("muted: %s", got)
	}
}

func TestWorkChangesHands(t *testing.T) {
	d := newDesk(t)
	a := d.give(assignment.Missing, "", 1)
	_ = d.letters()
	a, err := d.Update(t.Context(), d.by("boss"), "app", a.ID, assignment.Change{Translator: "mina", Due: d.now.AddDate(0, 0, 5)})
	if err != nil || a.Translator != "mina" || a.Reminded || a.Due.Day() != 28 {
		t.Errorf("%v: %+v", err, a)
	}
	if l := d.store.Letters; len(l) != 2 || l[1].Locale != "ko" || l[1].Facts["Language"] != "러시아어" {
		t.Errorf("%+v", l)
	}
	if err = d.Cancel(t.Context(), d.by("boss"), "app", a.ID); err != nil {
		t.Error(err)
	}
	if open, err := d.Open(t.Context(), "", "", ""); err != nil || len(open) != 0 {
		t.Errorf("%v: %+v", err, open)
	}
}

func TestWhatIsNotGiven(t *testing.T) {
	d := newDesk(t)
	for _, c := range []struct {
		by         string
		translator string
		what       assignment.What
		days       int
		want       error
	}{
		{"oleg", "oleg", assignment.Missing, 1, accounts.ErrRoleMissing},
		{"boss", "yuna", assignment.Missing, 1, assignment.ErrNoTranslator},
		{"boss", "nobody", assignment.Missing, 1, accounts.ErrAccountNotFound},
		{"boss", "oleg", assignment.Unreviewed, 1, assignment.ErrNothingToDo},
		{"boss", "oleg", assignment.Missing, -1, assignment.ErrDueInvalid},
		{"boss", "oleg", assignment.Missing, 800, assignment.ErrDueInvalid},
		{"boss", "oleg", assignment.Missing, 0, nil},
	} {
		order := d.order(c.what, "", c.days)
		order.Translator = c.translator
		if _, err := d.Give(t.Context(), d.by(c.by), order); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	order := d.order(assignment.Missing, "", 1)
	order.Query.Locale = "ko"
	if _, err := d.Give(t.Context(), d.by("boss"), order); !errors.Is(err, assignment.ErrNoTranslator) {
		t.Errorf("a locale that is not theirs: %v", err)
	}
}

// TestRunLooksWhereSomethingWasChanged: nobody waits for the next tick.
func TestRunLooksWhereSomethingWasChanged(t *testing.T) {
	d := newDesk(t)
	d.give(assignment.Matching, "hello", 3)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- d.Run(ctx, nil, func(err error) { t.Error(err) }) }()
	d.set("hello", "Привет", translation.Translated)
	d.Touch(translation.Part{Project: "app", Locale: "ru", Message: "hello"})
	for deadline := time.Now().Add(5 * time.Second); ; {
		open, err := d.store.Open(ctx, "", "")
		if err == nil && len(open) == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("it is not done")
		}
	}
	cancel()
	<-ended
}

func TestWhoMayBeGivenWork(t *testing.T) {
	d := newDesk(t)
	for locale, want := range map[i18n.Locale]string{"ru": "mina oleg", "ko": "mina"} {
		found, err := d.Translators(t.Context(), locale)
		var ids []string
		for _, account := range found {
			ids = append(ids, account.ID)
		}
		if got := strings.Join(ids, " "); err != nil || got != want {
			t.Errorf("%s: %s %v", locale, got, err)
		}
	}
}

func TestTranslatorsAreToldWhatBecomesOfTheirWork(t *testing.T) {
	d := newDesk(t)
	boss := d.people["boss"]
	boss.Roles = append(boss.Roles, accounts.Translator)
	d.people["boss"] = boss
	a := d.give(assignment.Missing, "", 10)
	_ = d.letters()
	facts := map[string]map[string]string{}
	for _, c := range []struct {
		change assignment.Change
		want   string
	}{
		{assignment.Change{Due: d.now.AddDate(0, 0, 20)}, "words_moved oleg@example.com"},
		{assignment.Change{Due: d.now.AddDate(0, 0, 20)}, ""},
		{assignment.Change{Translator: "mina", Due: d.now.AddDate(0, 0, 15)}, "words_taken oleg@example.com, words_assigned mina@example.com"},
		{assignment.Change{Translator: "boss"}, "words_taken mina@example.com, words_assigned boss@example.com"},
		{assignment.Change{Due: d.now.AddDate(0, 0, 5)}, ""}, // who did it knows
		{assignment.Change{Translator: "oleg"}, "words_assigned oleg@example.com"},
	} {
		_, err := d.Update(t.Context(), d.by("boss"), "app", a.ID, c.change)
		for _, l := range d.store.Letters {
			facts[l.Kind] = l.Facts
		}
		if got := d.letters(); got != c.want || err != nil {
			t.Errorf("%+v: %s, want %s; %v", c.change, got, c.want, err)
		}
	}
	err := d.Cancel(t.Context(), d.by("boss"), "app", a.ID)
	taken := d.store.Letters[0].Facts
	if got := d.letters(); got != "words_taken oleg@example.com" || err != nil {
		t.Errorf("cancelled: %s; %v", got, err)
	}
	if taken["path"] != "/studio/words/app/ru" || taken["Due"] != "2026-11-28" {
		t.Errorf("%+v", taken)
	}
	if moved := facts["words_moved"]; moved["Before"] != "2026-12-03" || moved["Due"] != "2026-12-13" {
		t.Errorf("%+v", moved)
	}
}
