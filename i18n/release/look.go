package release

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
	"github.com/hallyu-store/hallyu/i18n/message"
)

// Releases returns the releases of a project with a number below before, newest first; 0 begins with the latest.
func (s *Service) Releases(ctx context.Context, project string, before, limit int) ([]Release, error) {
	_, err := s.Standing(project)
	if err != nil {
		return nil, err
	}
	return s.store.Releases(ctx, project, before, limit)
}

// Release returns a release of a project, or [ErrNotFound].
func (s *Service) Release(ctx context.Context, project, id string) (Release, error) {
	return s.store.Release(ctx, project, id)
}

// Moves returns how a channel was moved, newest first, below the number before; 0 begins with the latest.
func (s *Service) Moves(ctx context.Context, project, channel string, before, limit int) ([]Move, error) {
	_, err := s.Standing(project)
	if err != nil {
		return nil, err
	}
	return s.store.Moves(ctx, project, channel, before, limit)
}

// Content returns what a release says, or what a channel holds where that name is a channel's. The error is
// [ErrNotFound].
func (s *Service) Content(ctx context.Context, project, name string) (*i18n.Project, error) {
	if held, err := s.Project(project, name); err == nil {
		return held.Whole(), nil
	}
	return s.content(ctx, project, name)
}

// Change of one locale between two releases: ids of messages, in alphabetical order.
type Difference struct {
	Locale  i18n.Locale
	Added   []string
	Changed []string
	Removed []string
}

// Differences lists what a release says otherwise than another, by locale. Either name may be a channel's.
// Locales without a difference are left out.
func (s *Service) Differences(ctx context.Context, project, from, to string) ([]Difference, error) {
	before, err := s.Content(ctx, project, from)
	if err != nil {
		return nil, err
	}
	after, err := s.Content(ctx, project, to)
	if err != nil {
		return nil, err
	}
	locales := slices.Concat(before.Locales(), after.Locales())
	slices.Sort(locales)
	var all []Difference
	for _, l := range slices.Compact(locales) {
		if d := difference(before, after, l); len(d.Added)+len(d.Changed)+len(d.Removed) > 0 {
			all = append(all, d)
		}
	}
	return all, nil
}

func difference(before, after *i18n.Project, l i18n.Locale) Difference {
	d := Difference{Locale: l}
	for _, id := range after.OwnIDs(l) {
		switch old := before.Own(l, id); {
		case old == nil:
			d.Added = append(d.Added, id)
		case !old.Says(after.Own(l, id)):
			d.Changed = append(d.Changed, id)
		}
	}
	for _, id := range before.OwnIDs(l) {
		if after.Own(l, id) == nil {
			d.Removed = append(d.Removed, id)
		}
	}
	return d
}

// validate checks all messages of a release by what the project wants now.
func (s *Service) validate(ctx context.Context, project, id string) error {
	release, err := s.content(ctx, project, id)
	if err != nil {
		return err
	}
	settings := release.Settings()
	if files, err := s.words.Current().Project(project); err == nil {
		settings = files.Settings()
	}
	var found []fault.Field
	for _, l := range release.Locales() {
		rules, err := message.RulesOf(string(l))
		if err != nil {
			return err
		}
		for _, id := range release.OwnIDs(l) {
			c := check.Case{Message: release.Own(l, id), Rules: rules, Locale: string(l), From: string(release.Source()), Project: settings}
			if l != release.Source() {
				c.Source = release.Own(release.Source(), id)
			}
			for _, f := range settings.Weigh(append(check.Judge(c), check.Advise(c)...)) {
				if f.Severity == check.Error && len(found) < mostFaults {
					found = append(found, fieldOf(f))
				}
			}
		}
	}
	if len(found) > 0 {
		return ErrFaulty.With("project", project, "release", id, "errors", len(found)).WithFields(found...)
	}
	return nil
}

// escapePointer writes a token of a JSON pointer (RFC 6901).
func escapePointer(token string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(token)
}

// File returns the file of that SHA-256 (lower-case hex) and format of any release, of what the files say now or
// said before. The error is [i18n.ErrFileNotFound] or [i18n.ErrFormatNotFound].
func (s *Service) File(ctx context.Context, project, sha256, format string) (i18n.Encoded, error) {
	if files, err := s.words.Current().Project(project); err == nil {
		file, err := files.FileByDigest(sha256, format)
		if !errors.Is(err, i18n.ErrFileNotFound) {
			return file, err
		}
	}
	of, release, err := s.store.File(ctx, project, sha256, format)
	if err != nil {
		return i18n.Encoded{}, err
	}
	content, err := s.content(ctx, project, release)
	if err != nil {
		return i18n.Encoded{}, err
	}
	file, err := content.File(of.Locale, format)
	if err == nil && file.Digest != sha256 { // a newer program writes it otherwise
		err = i18n.ErrFileNotFound.With("sha256", sha256)
	}
	return file, err
}
