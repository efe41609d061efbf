package translation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of whole files.
var (
	// ErrFileFaulty: the file has errors, so nothing of it was taken. Facts: project, locale. Fields say which,
	// with pointers to messages.
	ErrFileFaulty = fault.Define(fault.Invalid, "upload-faulty")
	// ErrFileConflicts: messages were changed in the file and in the store, so nothing was taken. Facts: project,
	// locale, conflicts (message, base, yours, theirs), count.
	ErrFileConflicts = fault.Define(fault.Stale, "upload-conflicts")
	// ErrBaseUnknown: no file with that hash was given out, or too long ago. Facts: project, locale, base.
	ErrBaseUnknown = fault.Define(fault.Gone, "upload-base-unknown")
)

// Import is the origin of what came with a whole file.
const Import Origin = "import"

// Base is what a locale said when its words were given out as a file.
type Base struct {
	Project   string
	Locale    i18n.Locale
	Hash      string            // of the revisions; equal words have an equal one
	Revisions map[string]string // by message; those that say nothing are left out
	At        time.Time
}

func baseOf(project string, locale i18n.Locale, texts map[string]Forms) Base {
	b := Base{Project: project, Locale: locale, Revisions: map[string]string{}}
	h := sha256.New()
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		if revision := RevisionOf(texts[id]); revision != none {
			b.Revisions[id] = revision
			h.Write([]byte(id + "\x00" + revision + "\x00"))
		}
	}
	b.Hash = hex.EncodeToString(h.Sum(nil)[:16])
	return b
}

// of is the revision of a message; none of one that said nothing.
func (b Base) of(id string) string {
	if revision, said := b.Revisions[id]; said {
		return revision
	}
	return none
}

// Words is all that a locale of a project says of its own, for a file that its translators work with.
type Words struct {
	Project  string
	Locale   i18n.Locale
	From     i18n.Locale
	Source   map[string]*i18n.Message
	Messages map[string]*i18n.Message
	Settings *check.Project
	Hash     string // names what it says; an upload names it as its base
}

// Words returns what a locale says, and remembers it as a base of uploads.
func (s *Service) Words(ctx context.Context, project string, locale i18n.Locale) (Words, error) {
	t, err := s.whole(ctx, project, locale)
	if err != nil {
		return Words{}, err
	}
	base := t.base()
	base.At = s.now()
	w := Words{
		Project: project, Locale: locale, From: t.project.Source(), Hash: base.Hash, Settings: t.project.Settings(),
		Source: map[string]*i18n.Message{}, Messages: map[string]*i18n.Message{},
	}
	for _, id := range t.ids() {
		if m := t.source(id); m != nil {
			w.Source[id] = m
		}
		if m := t.project.Own(locale, id); m != nil {
			w.Messages[id] = m
		}
	}
	return w, s.store.PutBase(ctx, base)
}

// whole reads a locale of a project of files, or of one pack.
func (s *Service) whole(ctx context.Context, project string, locale i18n.Locale) (*table, error) {
	if !s.ofPacks(project) {
		return s.table(ctx, project, locale)
	}
	found, err := s.packs.PackWords(ctx, PackQuery{Pack: onePack(project), Locale: locale, Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 || onePack(project) == "" {
		return nil, i18n.ErrProjectNotFound.With("project", project)
	}
	return tableOfPack(&found[0], locale)
}

// base is what the locale says now.
func (t *table) base() Base {
	texts := map[string]Forms{}
	for _, id := range t.project.OwnIDs(t.locale) {
		texts[id] = t.project.Own(t.locale, id).Forms
	}
	return baseOf(t.project.Name(), t.locale, texts)
}

// Upload is a whole file that is to be merged into a locale, message by message. What it leaves out stays.
type Upload struct {
	Project string
	Locale  i18n.Locale
	Format  string // one of [Formats]
	Data    []byte
	Base    string // hash of what the file began with; "" for what there is now
	DryRun  bool   // say what would become of it
}

// Uploaded says what became of an upload.
type Uploaded struct {
	Written   []string   // ids of messages that say something else now
	Kept      int        // that were changed in the store alone since the base
	Same      int        // that say the same
	Conflicts []Conflict // of a dry run
	Findings  []check.Finding
	Hash      string // of what the locale says now
}

// Conflict is a message that both sides changed.
type Conflict struct {
	Message string `json:"message"`
	Base    Forms  `json:"base,omitempty"` // nil where it is not known
	Yours   Forms  `json:"yours"`
	Theirs  Forms  `json:"theirs"`
}

// maxConflicts is how many conflicts a refusal lists.
const maxConflicts = 100

// Upload merges a file into a locale: all of it or nothing. Errors: [ErrFileFaulty], [ErrFileConflicts],
// [ErrBaseUnknown], and those of [Service.Set].
func (s *Service) Upload(ctx context.Context, by accounts.By, u Upload) (Uploaded, error) {
	err := MayWord(by, u.Locale)
	if err != nil {
		return Uploaded{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ofPacks(u.Project) {
		return s.uploadToFiles(ctx, by, u)
	}
	done, err := s.upload(ctx, by, u)
	for try := 1; try < attempts && errors.Is(err, ErrPackMoved); try++ {
		done, err = s.upload(ctx, by, u)
	}
	return done, err
}

func (s *Service) uploadToFiles(ctx context.Context, by accounts.By, u Upload) (done Uploaded, err error) {
	err = s.write(u.Project, u.Locale, func() error {
		done, err = s.upload(ctx, by, u)
		return err
	})
	if errors.Is(err, i18n.ErrMoved) {
		err = ErrFileConflicts.With("project", u.Project, "locale", u.Locale, "conflicts", []Conflict{}, "count", 0).Because(err)
	}
	return done, err
}

// upload is Upload of who may write, while nobody else writes.
func (s *Service) upload(ctx context.Context, by accounts.By, u Upload) (Uploaded, error) {
	t, err := s.whole(ctx, u.Project, u.Locale)
	if err != nil {
		return Uploaded{}, err
	}
	base := t.base()
	if u.Base != "" && u.Base != base.Hash {
		base, err = s.store.Base(ctx, t.project.Name(), u.Locale, u.Base)
		if err != nil {
			return Uploaded{}, err
		}
	}
	texts, found, err := Decode(u.Format, u.Locale, u.Data)
	if err != nil {
		return Uploaded{}, err
	}
	_, ours := goI18n[u.Format]
	m := merging{service: s, table: t, base: base, texts: map[string]Forms{}, foreign: !ours}
	m.read(found)
	err = m.sort(ctx, texts)
	if err != nil {
		return Uploaded{}, err
	}
	if err = m.refusal(u.Project); err != nil && !u.DryRun {
		return m.done, err
	}
	m.done.Hash = t.base().Hash
	if u.DryRun || len(m.texts) == 0 {
		return m.done, nil
	}
	return s.take(ctx, by, &m)
}

// GiveWay puts on record that a text which somebody wrote gave way to another one of a file, such as one that git
// merged: the message needs work, and its note has the text.
func (s *Service) GiveWay(ctx context.Context, part Part, lost Forms) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, err := s.table(ctx, part.Project, part.Locale)
	if err != nil {
		return err
	}
	now := t.translation(part.Message)
	if now.Target == nil {
		return nil
	}
	var texts []string
	for _, c := range message.Categories {
		if text := lost[c]; text != "" {
			texts = append(texts, text)
		}
	}
	next := Revision{
		Part: now.Part, Forms: now.Target.Forms, SourceHash: SourceHash(now.Source), State: NeedsWork,
		Note: "≠ " + strings.Join(texts, " | "), Origin: File,
	}
	err = s.store.Append(ctx, s.revisions(accounts.By{}, t, now, next), journal.Record{})
	s.changed(now.Part)
	return err
}

// merging is an upload under way.
type merging struct {
	service *Service
	table   *table
	base    Base
	texts   map[string]Forms // to be written, by message
	foreign bool             // the format has a name of its own for the count
	faults  []fault.Field
	done    Uploaded
}

// sort decides message by message what becomes of a file's texts.
func (m *merging) sort(ctx context.Context, texts map[string]Forms) error {
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		now, forms := m.table.translation(id), m.clean(id, texts[id])
		if m.foreign {
			forms = countedLike(now.Source, forms)
		}
		if now.Source == nil && now.Target == nil {
			m.fault(id, check.Finding{Check: "B01", Severity: check.Error, Word: "B01", Key: id})
			continue
		}
		switch Changed(m.base.of(id), RevisionOf(forms), now.Revision) {
		case Neither:
			m.done.Same++
		case Theirs:
			m.done.Kept++
		case Ours:
			m.judge(now, forms)
		case Both:
			err := m.collide(ctx, now, forms)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// read notes what is wrong with the file itself.
func (m *merging) read(found []check.Finding) {
	m.done.Findings = found[:min(len(found), check.MaxFindings)]
	for _, f := range found {
		if f.Severity != check.Error {
			continue
		}
		at := ""
		if f.Key != "" {
			at = messagePointer(f.Key, f.Form)
		}
		facts := maps.Clone(f.Facts)
		if facts == nil {
			facts = check.Facts{}
		}
		facts["line"] = f.Line
		m.faults = append(m.faults, fault.Field{Pointer: at, Code: f.Words(), Facts: facts})
	}
}

// messagePointer names a message of a file, or one of its forms.
func messagePointer(id, form string) string {
	at := "/messages/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(id)
	if form != "" {
		at += "/" + form
	}
	return at
}

func (m *merging) clean(id string, forms Forms) Forms {
	out := Forms{}
	for c, text := range forms {
		if m.table.pack != nil {
			text = m.service.packs.CleanWord(id, text)
		}
		if text != "" {
			out[c] = text
		}
	}
	return out
}

// judge takes a text unless it has errors.
func (m *merging) judge(now Translation, forms Forms) {
	next := now.with(forms)
	found := append(wellFormed(forms), m.table.judge(next)...)
	if m.table.pack != nil {
		found = append(found, pluralOfPack(forms)...)
	}
	for _, f := range found {
		if f.Severity == check.Error {
			m.fault(now.Message, f)
		}
	}
	m.note(append(found, m.table.adviseOn(next)...), now.Message)
	m.texts[now.Message] = forms
	m.done.Written = append(m.done.Written, now.Message)
}

func (m *merging) fault(id string, f check.Finding) {
	m.faults = append(m.faults, fault.Field{Pointer: messagePointer(id, f.Form), Code: f.Words(), Facts: f.Facts})
	if f.Check == "B01" {
		m.note([]check.Finding{f}, id)
	}
}

// note adds findings to what the upload is told.
func (m *merging) note(found []check.Finding, id string) {
	for _, f := range found {
		if f.Key = id; len(m.done.Findings) < check.MaxFindings {
			m.done.Findings = append(m.done.Findings, f)
		}
	}
}

func (m *merging) collide(ctx context.Context, now Translation, forms Forms) error {
	c := Conflict{Message: now.Message, Yours: forms, Theirs: Forms{}}
	if now.Target != nil {
		c.Theirs = now.Target.Forms
	}
	if m.base.of(now.Message) == none {
		c.Base = Forms{}
	}
	history, err := m.service.store.History(ctx, now.Part, 0, lookBack)
	for _, r := range history {
		if RevisionOf(r.Forms) == m.base.of(now.Message) {
			c.Base = r.Forms
			break
		}
	}
	m.done.Conflicts = append(m.done.Conflicts, c)
	return err
}

// refusal says why nothing of the file is taken; nil when it is.
func (m *merging) refusal(project string) error {
	facts := []any{"project", project, "locale", m.table.locale}
	if len(m.faults) > 0 {
		return ErrFileFaulty.With(facts...).WithFields(m.faults[:min(len(m.faults), check.MaxFindings)]...)
	}
	if n := len(m.done.Conflicts); n > 0 {
		return ErrFileConflicts.With(facts...).With("conflicts", m.done.Conflicts[:min(n, maxConflicts)], "count", n)
	}
	return nil
}

// take writes what an upload changes, with a revision for each message.
func (s *Service) take(ctx context.Context, by accounts.By, m *merging) (Uploaded, error) {
	t := m.table
	if t.pack == nil {
		err := s.words.WriteAll(t.project.Name(), t.locale, m.texts)
		if err != nil {
			return m.done, err
		}
	}
	var revisions []Revision
	for _, id := range m.done.Written {
		before := t.translation(id)
		revisions = append(revisions, s.revisions(by, t, before, Revision{
			Part: before.Part, Forms: m.texts[id], SourceHash: SourceHash(before.Source), State: stateOf(m.texts[id]), Origin: Import,
		})...)
	}
	subject := t.project.Name() + "/" + string(t.locale)
	entry := journal.NewAuditEntry(by.Origin(), "translation.import", subject, m.base.Hash, len(m.texts), s.now())
	err := s.keepAll(ctx, by, t, revisions, journal.Record{Audit: []journal.AuditEntry{entry}})
	if err != nil {
		return m.done, err
	}
	for _, id := range m.done.Written {
		s.changed(t.translation(id).Part)
	}
	after, err := s.whole(ctx, m.home(), t.locale)
	if err == nil {
		m.done.Hash = after.base().Hash
	}
	return m.done, err
}

// home is the project as it was asked for: of packs, the pack.
func (m *merging) home() string {
	if m.table.pack != nil {
		return i18n.PacksProject + "." + m.table.pack.Pack
	}
	return m.table.project.Name()
}

// keepAll commits revisions; of a pack together with the words that they change.
func (s *Service) keepAll(ctx context.Context, by accounts.By, t *table, revisions []Revision, record journal.Record) error {
	if t.pack == nil {
		return s.store.Append(ctx, revisions, record)
	}
	edit := PackEdit{Pack: t.pack.Pack, Version: t.pack.Version, Revisions: revisions, Record: record}
	for _, r := range revisions {
		if r.Origin.Writes() {
			edit.Words = append(edit.Words, i18n.Word{Key: r.Message, Locale: r.Locale, Text: r.Forms[message.Other]})
		}
	}
	return s.packs.Reword(ctx, by, edit)
}
