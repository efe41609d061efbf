package translation

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// Edit is what somebody wants a message to say.
type Edit struct {
	Part
	Forms    Forms  // empty texts are left out; none at all takes the message out of the locale
	Revision string // of the text that was read; another says [ErrStale]
	Origin   Origin
}

// Set gives a message other texts: in its file, at once, with a revision. What would harm a client is
// [ErrFaulty] and changes nothing.
func (s *Service) Set(ctx context.Context, by accounts.By, edit Edit) (Translation, error) {
	err := MayWord(by, edit.Locale)
	if err != nil {
		return Translation{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ofPacks(edit.Project) {
		return s.setOfPack(ctx, by, edit)
	}
	var saved Translation
	err = s.write(edit.Project, edit.Locale, func() (err error) {
		saved, err = s.set(ctx, by, edit)
		return err
	})
	if errors.Is(err, i18n.ErrMoved) {
		err = ErrStale.With("project", edit.Project, "message", edit.Message, "locale", edit.Locale, "revision", saved.Revision).Because(err)
	}
	return saved, err
}

// write looks at the files, as what an editor saved a moment ago counts, and does what changes them; anew when somebody
// else has changed the same message meanwhile.
func (s *Service) write(project string, locale i18n.Locale, do func() error) error {
	s.words.ReloadLocale(project, locale)
	err := do()
	for try := 1; try < attempts && errors.Is(err, i18n.ErrMoved); try++ {
		s.words.ReloadLocale(project, locale)
		err = do()
	}
	return err
}

// set is Set of who may write, while nobody else writes.
func (s *Service) set(ctx context.Context, by accounts.By, edit Edit) (Translation, error) {
	t, before, err := s.read(ctx, edit.Part, edit.Revision)
	if errors.Is(err, ErrStale) {
		return before, s.conflict(ctx, edit, before, err)
	}
	if err != nil {
		return before, err
	}
	forms := maps.Clone(edit.Forms)
	maps.DeleteFunc(forms, func(_ i18n.Category, text string) bool { return text == "" })
	if RevisionOf(forms) == before.Revision {
		return before, nil
	}
	if found := append(wellFormed(forms), t.judge(before.with(forms))...); len(forms) > 0 && check.Failed(found) {
		return before, faulty(edit.Part, found)
	}
	if t.pack == nil {
		err = s.words.Write(edit.Project, edit.Locale, edit.Message, forms)
		if err != nil {
			return before, err
		}
	}
	return s.record(ctx, by, t, before, Revision{
		Part: before.Part, Forms: forms, SourceHash: SourceHash(before.Source), State: stateOf(forms), Origin: edit.Origin,
	})
}

// wellFormed checks what a file could not even hold: forms that no language has, and texts that are too long.
func wellFormed(forms Forms) []check.Finding {
	var found []check.Finding
	for c, text := range forms {
		f := check.Finding{Severity: check.Error, Form: string(c)}
		switch {
		case !slices.Contains(message.Categories, c):
			f.Check, f.Word, f.Facts = "F09", "F09-form", check.Facts{"Field": string(c)}
		case len(text) > check.MaxMessage:
			f.Check, f.Word, f.Facts = "F16", "F16-text", check.Facts{"Limit": check.MaxMessage}
		default:
			continue
		}
		found = append(found, f)
	}
	return found
}

// conflict adds to [ErrStale] the three texts that there are: the one that both began with, where it is known,
// the caller's and the one of now.
func (s *Service) conflict(ctx context.Context, edit Edit, now Translation, stale error) error {
	history, err := s.store.History(ctx, now.Part, 0, lookBack)
	if err != nil {
		return err
	}
	base, theirs := Forms(nil), Forms{}
	for _, r := range history {
		if RevisionOf(r.Forms) == edit.Revision {
			base = r.Forms
			break
		}
	}
	if edit.Revision == none {
		base = Forms{}
	}
	if now.Target != nil {
		theirs = now.Target.Forms
	}
	return fault.As(stale).With("base", base, "yours", edit.Forms, "theirs", theirs)
}

func stateOf(forms Forms) State {
	if len(forms) == 0 {
		return Untranslated
	}
	return Translated
}

// read returns a message that must be as the caller saw it.
func (s *Service) read(ctx context.Context, part Part, revision string) (*table, Translation, error) {
	t, err := s.tableOf(ctx, part)
	if err != nil {
		return nil, Translation{}, err
	}
	before, err := t.message(part)
	if err != nil {
		return nil, Translation{}, err
	}
	if revision != before.Revision {
		return nil, before, ErrStale.With("project", part.Project, "message", part.Message, "locale", part.Locale, "revision", before.Revision)
	}
	return t, before, nil
}

// record appends a revision.
func (s *Service) record(ctx context.Context, by accounts.By, t *table, before Translation, next Revision) (Translation, error) {
	revisions := s.revisions(by, t, before, next)
	record := s.audited(by, "translation."+string(next.Origin), next.Part, before.Revision, RevisionOf(next.Forms))
	err := s.keepAll(ctx, by, t, revisions, record)
	if err != nil {
		return before, err
	}
	s.changed(next.Part)
	return s.Message(ctx, next.Part)
}

// revisions are what comes behind the latest of a message. What the file said before without anybody having told
// comes first, so that the history has every text that was.
func (s *Service) revisions(by accounts.By, t *table, before Translation, next Revision) []Revision {
	var revisions []Revision
	number := t.latest[next.Message].Number
	if before.Target != nil && RevisionOf(t.latest[next.Message].Forms) != before.Revision {
		number++
		revisions = append(revisions, Revision{
			Part: next.Part, Number: number, Forms: before.Target.Forms, SourceHash: SourceHash(before.Source),
			State: Translated, Origin: File, At: s.now(),
		})
	}
	next.Number, next.Account, next.At = number+1, by.Account, s.now()
	return append(revisions, next)
}

// MayWord refuses who may not write words of a locale: [accounts.ErrRoleMissing], [ErrNotYourLocale] and the like.
func MayWord(by accounts.By, locale i18n.Locale) error {
	err := by.Require(accounts.WriteStrings)
	if err == nil && !by.Words(locale.Tag()) {
		err = ErrNotYourLocale.With("locale", locale)
	}
	return err
}

// faulty words the errors of a text as fields of the request.
func faulty(part Part, found []check.Finding) error {
	var fields []fault.Field
	for _, f := range found {
		if f.Severity == check.Error {
			fields = append(fields, fault.Field{Pointer: pointer(f.Form), Code: f.Words(), Facts: f.Facts})
		}
	}
	return ErrFaulty.With("project", part.Project, "message", part.Message, "locale", part.Locale).WithFields(fields...)
}

func pointer(form string) string {
	if form == "" {
		return "/forms"
	}
	return "/forms/" + form
}

// Verdict is what a reviewer thinks of a text.
type Verdict struct {
	Part
	Revision string // of the text that was read
	Approved bool   // else it needs work
	Note     string // why
}

// Judge records what a reviewer thinks of a text. Nobody reviews what they wrote.
func (s *Service) Judge(ctx context.Context, by accounts.By, v Verdict) (Translation, error) {
	err := MayWord(by, v.Locale)
	if err != nil {
		return Translation{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.again(v.Part, func() (Translation, error) { return s.judge(ctx, by, v) })
}

// judge is Judge of who may, while nobody else writes.
func (s *Service) judge(ctx context.Context, by accounts.By, v Verdict) (Translation, error) {
	t, before, err := s.read(ctx, v.Part, v.Revision)
	if err != nil {
		return before, err
	}
	err = s.reviewable(ctx, by, before)
	if err != nil {
		return before, err
	}
	v.Part = before.Part
	return s.record(ctx, by, t, before, verdictOn(before, v))
}

// reviewable says why somebody may not review a text: there is none, or it is theirs.
func (s *Service) reviewable(ctx context.Context, by accounts.By, m Translation) error {
	facts := []any{"project", m.Project, "message", m.Message, "locale", m.Locale}
	if m.Target == nil {
		return ErrEmpty.With(facts...)
	}
	author, err := s.author(ctx, m.Part, m.Revision)
	if err == nil && author != "" && author == by.Account {
		err = ErrOwnReview.With(facts...)
	}
	return err
}

// verdictOn is the revision that a review of a text is.
func verdictOn(m Translation, v Verdict) Revision {
	state := NeedsWork
	if v.Approved {
		state = Reviewed
	}
	return Revision{Part: v.Part, Forms: m.Target.Forms, SourceHash: SourceHash(m.Source), State: state, Note: v.Note, Origin: Review}
}

// lookBack is how many revisions are searched for who wrote a text.
const lookBack = 50

// author returns who wrote the text that a message has, or "" when that is not known.
func (s *Service) author(ctx context.Context, part Part, revision string) (string, error) {
	history, err := s.store.History(ctx, part, 0, lookBack)
	if err != nil {
		return "", err
	}
	for _, r := range history {
		if RevisionOf(r.Forms) != revision {
			break
		}
		if r.Origin != Review {
			return r.Account, nil
		}
	}
	return "", nil
}
