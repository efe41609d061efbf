package translation

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
	"github.com/hallyu-store/hallyu/journal"
)

// Files are the projects as their files have them, and the files themselves.
type Files interface {
	Current() *i18n.Bundle
	// ReloadLocale looks now at the files of a locale and of its source.
	ReloadLocale(project string, locale i18n.Locale) bool
	// Write gives a message other texts in the file that has it, or takes it out where forms is nil. They count at once.
	Write(project string, locale i18n.Locale, id string, forms Forms) error
	// WriteAll is Write for many messages by id; each file is written once.
	WriteAll(project string, locale i18n.Locale, messages map[string]Forms) error
}

// Service is what translators work with. It is safe for concurrent use.
type Service struct {
	words Files
	packs Packs
	store Store
	now   func() time.Time

	changed func(Part) // is told what was changed

	mu sync.Mutex // one writes at a time, so that nobody writes over what was not seen
}

// NewService ties the service to the words in files, to those of packs (nil for none) and to where revisions are kept.
func NewService(words Files, packs Packs, store Store, now func() time.Time) *Service {
	return &Service{words: words, packs: packs, store: store, now: now, changed: func(Part) {}}
}

// Watch has changed told of each message that is changed here from now on. It must not be called beside other methods.
func (s *Service) Watch(changed func(Part)) { s.changed = changed }

// table is one locale of a project at one moment, with what is known of its messages.
type table struct {
	project   *i18n.Project
	locale    i18n.Locale
	rules     *message.Rules
	latest    map[string]Revision
	findings  map[string][]check.Finding // of the files, by id
	dismissed map[string][]Dismissal     // by id
	pack      *PackWords                 // whose words these are; nil of words in files

	held func(id string) *i18n.Message // what files hold back; nil of words in the database
}

// tableOf reads what a message stands among: all of a locale of a project, or of one pack.
func (s *Service) tableOf(ctx context.Context, part Part) (*table, error) {
	if s.ofPacks(part.Project) {
		return s.packTable(ctx, part)
	}
	return s.table(ctx, part.Project, part.Locale)
}

// table reads a locale of a project. The project need not have the locale yet; its language must have plural
// rules, else it is [i18n.ErrLocaleNotFound].
func (s *Service) table(ctx context.Context, project string, locale i18n.Locale) (*table, error) {
	bundle := s.words.Current()
	p, err := bundle.Project(project)
	if err != nil {
		return nil, err
	}
	rules, err := message.RulesOf(string(locale))
	if err != nil {
		return nil, i18n.ErrLocaleNotFound.With("locale", locale).Because(err)
	}
	latest, err := s.store.Latest(ctx, project, locale)
	if err != nil {
		return nil, err
	}
	t := &table{project: p, locale: locale, rules: rules, latest: latest, findings: map[string][]check.Finding{}}
	t.held = func(id string) *i18n.Message { return bundle.Held(project, locale, id) }
	for _, f := range bundle.FindingsOf(project, locale) {
		t.findings[f.Key] = append(t.findings[f.Key], f)
	}
	t.dismissed, err = s.dismissals(ctx, project, locale)
	return t, err
}

// source returns the message in the source locale, or nil.
func (t *table) source(id string) *i18n.Message { return t.project.Own(t.project.Source(), id) }

// translation returns a message as its translator sees it, without what the checker says of its text.
func (t *table) translation(id string) Translation {
	source, target := t.source(id), t.project.Own(t.locale, id)
	out := Translation{
		Part: Part{t.project.Name(), t.locale, id}, Source: source, Target: target,
		State: Untranslated, Revision: none, Findings: t.findings[id], From: t.project.Source(), Settings: t.project.Settings(),
	}
	if source != nil {
		out.Description = source.Description
	}
	if t.pack != nil {
		out.Pack = t.pack.Slug
	}
	if t.held != nil {
		out.Held = t.held(id)
	}
	if target == nil {
		return out
	}
	out.State, out.Revision = Translated, RevisionOf(target.Forms)
	last, known := t.latest[id]
	switch {
	case known && RevisionOf(last.Forms) == out.Revision: // what is on record says more than goi18n's hash in the file
		out.State, out.Note = cmp.Or(last.State, Translated), last.Note
		out.Stale = t.locale != t.project.Source() && last.SourceHash != SourceHash(source)
	case source != nil && target.Hash != "":
		out.Stale = target.Hash != source.SourceHash()
	}
	if out.Stale {
		out.State = NeedsWork
	}
	return out
}

// checked is a translation with all that the checker says of it.
func (t *table) checked(id string) Translation {
	out := t.translation(id)
	out.Findings = append(out.Findings, t.advise(out)...)
	t.settle(&out)
	return out
}

func (t *table) judge(m *i18n.Message) []check.Finding { return check.Judge(t.asCase(m)) }

// advise is what the checker advises about the text that a message has.
func (t *table) advise(m Translation) []check.Finding {
	if m.Target == nil {
		return nil
	}
	return t.adviseOn(m.Target)
}

func (t *table) adviseOn(m *i18n.Message) []check.Finding {
	return t.project.Settings().Weigh(check.Advise(t.asCase(m)))
}

func (t *table) asCase(m *i18n.Message) check.Case {
	c := check.Case{
		Message: m, Rules: t.rules, Locale: string(t.locale), From: string(t.project.Source()), Project: t.project.Settings(),
	}
	if t.locale != t.project.Source() {
		c.Source = t.source(m.ID)
	}
	return c
}

// Message returns a message of a project in a locale, or [i18n.ErrMessageNotFound].
func (s *Service) Message(ctx context.Context, part Part) (Translation, error) {
	t, err := s.tableOf(ctx, part)
	if err != nil {
		return Translation{}, err
	}
	return t.message(part)
}

func (t *table) message(part Part) (Translation, error) {
	out := t.checked(part.Message)
	if out.Source == nil && out.Target == nil {
		return out, i18n.ErrMessageNotFound.With("project", part.Project, "message", part.Message)
	}
	return out, nil
}

// Check says what is wrong with texts that a translator is writing.
func (s *Service) Check(ctx context.Context, part Part, forms Forms) ([]check.Finding, error) {
	t, err := s.tableOf(ctx, part)
	if err != nil {
		return nil, err
	}
	before, err := t.message(part)
	if err != nil {
		return nil, err
	}
	m := before.with(forms)
	before.Revision = RevisionOf(m.Forms)
	found, _ := t.apart(&before, append(t.judge(m), t.adviseOn(m)...))
	return found, nil
}

// with is the message as it would be with other texts.
func (t *Translation) with(forms Forms) *i18n.Message {
	switch {
	case t.Target != nil:
		return t.Target.WithForms(forms)
	case t.Source != nil:
		return t.Source.WithForms(forms)
	}
	return &i18n.Message{ID: t.Message, Forms: forms}
}

// History returns what was done to a message, newest first, below the revision before (0 for all).
func (s *Service) History(ctx context.Context, part Part, before, limit int) ([]Revision, error) {
	m, err := s.Message(ctx, part)
	if err != nil {
		return nil, err
	}
	return s.store.History(ctx, m.Part, before, limit)
}

// audited is the record of a change of words.
func (s *Service) audited(by accounts.By, action string, part Part, before, after any) journal.Record {
	subject := part.Project + "/" + string(part.Locale) + "/" + part.Message
	return journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(by.Origin(), action, subject, before, after, s.now())}}
}
