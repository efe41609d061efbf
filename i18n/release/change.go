package release

import (
	"context"
	"errors"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/journal"
)

// MaxNote bounds a note, in bytes.
const MaxNote = 500

// Cut makes a release of what the files of a project say now. When they say what a release says already, it is
// that one, and made is false. Files with errors are no release: [ErrDraftFaulty].
func (s *Service) Cut(ctx context.Context, by accounts.By, project, note string) (r Release, made bool, err error) {
	err = by.Require(accounts.ReleaseStrings)
	if err != nil {
		return r, false, err
	}
	s.words.Reload()
	files, err := s.words.Current().Project(project)
	if err != nil {
		return r, false, err
	}
	if found := s.faultsOfFiles(project); len(found) > 0 {
		return r, false, ErrDraftFaulty.With("project", project, "errors", len(found)).WithFields(found...)
	}
	r, err = s.store.Release(ctx, project, files.Release())
	if !errors.Is(err, ErrNotFound) {
		return r, false, err
	}
	change, err := s.cut(by, files, note)
	if err != nil {
		return r, false, err
	}
	err = s.store.Commit(ctx, change, s.audited(by, "strings.release", project, nil, change.Release.ID))
	if err != nil {
		return r, false, err
	}
	r, err = s.store.Release(ctx, project, files.Release())
	return r, true, err
}

// cut is the change that records a release of a project.
func (s *Service) cut(by accounts.By, p *i18n.Project, note string) (Change, error) {
	r, texts, err := snapshot(p)
	if err != nil {
		return Change{}, err
	}
	files, err := index(p)
	if err != nil {
		return Change{}, err
	}
	r.Note, r.Account, r.At = note, by.Origin().Actor, s.now().UTC()
	return Change{Release: &r, Texts: texts, Files: files}, nil
}

// mostFaults is how many faults a refusal names.
const mostFaults = 20

// faultsOfFiles are the errors of a project's files.
func (s *Service) faultsOfFiles(project string) []fault.Field {
	var found []fault.Field
	for _, f := range s.words.Current().Errors(project) {
		if len(found) < mostFaults {
			found = append(found, fieldOf(f))
		}
	}
	return found
}

// fieldOf tells a finding: where it is, and its words.
func fieldOf(f check.Finding) fault.Field {
	pointer := "/" + f.Locale
	if f.Key != "" {
		pointer += "/" + escapePointer(f.Key)
	}
	return fault.Field{Pointer: pointer, Code: f.Words(), Facts: f.Facts}
}

// Promotion asks that a channel holds a release.
type Promotion struct {
	Project  string
	Channel  string
	Release  string // "" for what From holds
	From     string // a channel; Draft makes a release of the files first
	Apps     Range  // for which versions of an app; others keep what the channel held for them
	Revision string // of the channel as it was seen; "" for any
	Note     string
}

// Promote moves a channel to a release. One with errors is [ErrFaulty], and the channel stays where it is, as does one
// that is frozen: [ErrFrozen]. A channel that holds the release already, for the same versions, stays as well.
func (s *Service) Promote(ctx context.Context, by accounts.By, p Promotion) (Move, error) {
	latest, err := s.movable(ctx, by, p.Project, p.Channel, p.Revision)
	if err == nil {
		err = thawed(latest)
	}
	if err == nil {
		err = p.Apps.check()
	}
	if err != nil {
		return latest, err
	}
	release, err := s.wanted(ctx, by, p)
	if err != nil || release == latest.Release && p.Apps == latest.Apps {
		return latest, err
	}
	err = s.validate(ctx, p.Project, release)
	if err != nil {
		return latest, err
	}
	move := Move{
		Project: p.Project, Channel: p.Channel, Number: latest.Number + 1, Release: release, Before: latest.Release,
		Back: latest.Number, BackTo: latest.Release, Apps: p.Apps, Kind: Promoted, Note: p.Note, Account: by.Origin().Actor, At: s.now().UTC(),
	}
	return move, s.move(ctx, by, "strings.promote", move)
}

// Rollback moves a channel to the release that it held before it was promoted to the one of now. What was
// rolled back is not come back to by a further rollback. [ErrNothingBefore] says that there is none.
func (s *Service) Rollback(ctx context.Context, by accounts.By, p Promotion) (Move, error) {
	latest, err := s.movable(ctx, by, p.Project, p.Channel, p.Revision)
	if err != nil {
		return latest, err
	}
	if latest.Back == 0 {
		return latest, ErrNothingBefore.With("project", p.Project, "channel", p.Channel)
	}
	moves, err := s.store.Moves(ctx, p.Project, p.Channel, latest.Back+1, 1)
	if err != nil || len(moves) == 0 {
		return latest, err
	}
	target := moves[0]
	move := Move{
		Project: p.Project, Channel: p.Channel, Number: latest.Number + 1, Release: target.Release, Before: latest.Release,
		Back: target.Back, BackTo: target.BackTo, Apps: target.Apps, Frozen: latest.Frozen, Kind: RolledBack, Note: p.Note, Account: by.Origin().Actor, At: s.now().UTC(),
	}
	return move, s.move(ctx, by, "strings.rollback", move)
}

// movable returns where a channel stands that the caller may move and has seen as it is.
func (s *Service) movable(ctx context.Context, by accounts.By, project, channel, revision string) (Move, error) {
	err := by.Require(accounts.ReleaseStrings)
	if err == nil {
		err = movable(channel)
	}
	if err == nil {
		err = s.Refresh(ctx)
	}
	if err != nil {
		return Move{}, err
	}
	standing, err := s.Standing(project)
	if err != nil {
		return Move{}, err
	}
	latest := standing.Channels[channel]
	switch {
	case standing.Mode != i18n.ModeReleased:
		return latest, ErrLive.With("project", project)
	case revision != "" && revision != latest.Revision():
		return latest, stale(project, channel, latest.Revision())
	}
	return latest, nil
}

func stale(project, channel, revision string) error {
	return ErrStale.With("project", project, "channel", channel, "revision", revision)
}

// wanted is the release that a promotion asks for.
func (s *Service) wanted(ctx context.Context, by accounts.By, p Promotion) (string, error) {
	if p.Release != "" {
		found, err := s.store.Release(ctx, p.Project, p.Release)
		return found.ID, err
	}
	if p.From == Draft {
		cut, _, err := s.Cut(ctx, by, p.Project, p.Note)
		return cut.ID, err
	}
	standing, err := s.Standing(p.Project)
	from, known := standing.Channels[p.From]
	if err == nil && !known {
		err = ErrChannelNotFound.With("channel", p.From)
	}
	return from.Release, err
}

func (s *Service) move(ctx context.Context, by accounts.By, action string, m Move) error {
	record := s.audited(by, action, m.Project+"/"+m.Channel, m.Before, m.Release)
	err := s.store.Commit(ctx, Change{Move: &m}, record)
	if err != nil {
		return err
	}
	_ = s.Refresh(ctx) // it is recorded; when it cannot be read now, Run reads it
	return nil
}

// SetMode switches how a project is delivered. What is live when it is switched to released is its first
// release, or a further one, and production holds it: nothing changes for those who read. revision is that of
// the mode as it was seen; "" for any.
func (s *Service) SetMode(ctx context.Context, by accounts.By, project string, mode i18n.Mode, revision string) (Standing, error) {
	err := by.Require(accounts.ManageStrings)
	if err == nil {
		err = s.Refresh(ctx)
	}
	if err != nil {
		return Standing{}, err
	}
	standing, err := s.Standing(project)
	switch {
	case err != nil:
		return standing, err
	case revision != "" && revision != standing.Revision():
		return standing, stale(project, Production, standing.Revision())
	case standing.Mode == mode:
		return standing, nil
	}
	err = mayGoLive(standing, mode)
	if err != nil {
		return standing, err
	}
	change := Change{}
	if mode == i18n.ModeReleased {
		change, err = s.begin(ctx, by, standing)
		if err != nil {
			return standing, err
		}
	}
	change.Mode = &Switch{Project: project, Mode: mode, Version: standing.Version + 1}
	err = s.store.Commit(ctx, change, s.audited(by, "strings.mode", project, standing.Mode, mode))
	if err != nil {
		return standing, err
	}
	_ = s.Refresh(ctx)
	return s.Standing(project)
}

// begin makes a release of what is live, and has production hold it.
func (s *Service) begin(ctx context.Context, by accounts.By, standing Standing) (Change, error) {
	files, err := s.words.Current().Project(standing.Project)
	if err != nil {
		return Change{}, err
	}
	change, err := s.cut(by, files, "")
	if err != nil {
		return change, err
	}
	latest := standing.Channels[Production]
	if latest.Release != files.Release() {
		change.Move = &Move{
			Project: standing.Project, Channel: Production, Number: latest.Number + 1, Release: files.Release(), Before: latest.Release,
			Back: latest.Number, BackTo: latest.Release, Kind: Begun, Account: by.Origin().Actor, At: s.now().UTC(),
		}
	}
	return change, nil
}

func (s *Service) audited(by accounts.By, action, subject string, before, after any) journal.Record {
	return journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(by.Origin(), action, subject, before, after, s.now())}}
}
