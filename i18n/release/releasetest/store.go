// Package releasetest has the fake of release's store and the suite that it and every other store passes.
package releasetest

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/release"
	"github.com/hallyu-store/hallyu/journal"
)

// Store keeps releases in memory. Its zero value is empty and ready.
type Store struct {
	mu       sync.Mutex
	sequence int64
	projects map[string]*project
	Audit    []journal.AuditEntry
	broken   error
}

// Break makes every further look at the store fail with err; nil mends it.
func (s *Store) Break(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken = err
}

type project struct {
	mode     release.Switch
	releases []release.Release
	texts    map[string]string
	files    map[file]held
	moves    map[string][]release.Move
}

type file struct{ sha256, format string }

type held struct {
	file    release.File
	release string
}

func (s *Store) project(name string) *project {
	if s.projects == nil {
		s.projects = map[string]*project{}
	}
	if s.projects[name] == nil {
		s.projects[name] = &project{texts: map[string]string{}, files: map[file]held{}, moves: map[string][]release.Move{}}
	}
	return s.projects[name]
}

// Sequence implements [release.Store].
func (s *Store) Sequence(ctx context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken != nil {
		return 0, s.broken
	}
	return s.sequence, ctx.Err()
}

// Standings implements [release.Store].
func (s *Store) Standings(ctx context.Context) ([]release.Standing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []release.Standing
	for _, name := range slices.Sorted(maps.Keys(s.projects)) {
		p := s.projects[name]
		if p.mode.Version == 0 {
			continue
		}
		standing := release.Standing{Project: name, Mode: p.mode.Mode, Version: p.mode.Version, Channels: map[string]release.Move{}}
		for channel, moves := range p.moves {
			standing.Channels[channel] = moves[len(moves)-1]
		}
		all = append(all, standing)
	}
	return all, ctx.Err()
}

// Commit implements [release.Store].
func (s *Store) Commit(ctx context.Context, change release.Change, record journal.Record) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := change.Mode; m != nil && m.Version != s.project(m.Project).mode.Version+1 {
		return release.ErrStale.With("project", m.Project, "channel", release.Production, "revision", "")
	}
	if m := change.Move; m != nil && m.Number != len(s.project(m.Project).moves[m.Channel])+1 {
		return release.ErrStale.With("project", m.Project, "channel", m.Channel, "revision", "")
	}
	if change.Release != nil {
		s.add(change)
	}
	if m := change.Mode; m != nil {
		s.project(m.Project).mode = *m
	}
	if m := change.Move; m != nil {
		s.project(m.Project).moves[m.Channel] = append(s.project(m.Project).moves[m.Channel], *m)
	}
	s.sequence++
	s.Audit = append(s.Audit, record.Audit...)
	return nil
}

func (s *Store) add(change release.Change) {
	p, r := s.project(change.Release.Project), *change.Release
	if slices.ContainsFunc(p.releases, func(known release.Release) bool { return known.ID == r.ID }) {
		return
	}
	r.Number = len(p.releases) + 1
	p.releases = append(p.releases, r)
	maps.Copy(p.texts, change.Texts)
	for _, f := range change.Files {
		p.files[file{f.SHA256, f.Format}] = held{f, r.ID}
	}
}

// Release implements [release.Store].
func (s *Store) Release(ctx context.Context, project, id string) (release.Release, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.project(project).releases {
		if r.ID == id {
			return r, ctx.Err()
		}
	}
	return release.Release{}, release.ErrNotFound.With("project", project, "release", id)
}

// Releases implements [release.Store].
func (s *Store) Releases(ctx context.Context, project string, before, limit int) ([]release.Release, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []release.Release{}
	for _, r := range slices.Backward(s.project(project).releases) {
		if (before == 0 || r.Number < before) && len(list) < limit {
			list = append(list, r)
		}
	}
	return list, ctx.Err()
}

// Texts implements [release.Store].
func (s *Store) Texts(ctx context.Context, project string, digests []string) (map[string]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := map[string]string{}
	for _, digest := range digests {
		if body, ok := s.project(project).texts[digest]; ok {
			found[digest] = body
		}
	}
	return found, ctx.Err()
}

// Moves implements [release.Store].
func (s *Store) Moves(ctx context.Context, project, channel string, before, limit int) ([]release.Move, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []release.Move{}
	for _, m := range slices.Backward(s.project(project).moves[channel]) {
		if (before == 0 || m.Number < before) && len(list) < limit {
			list = append(list, m)
		}
	}
	return list, ctx.Err()
}

// File implements [release.Store].
func (s *Store) File(ctx context.Context, project, sha256, format string) (release.File, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.project(project).files[file{sha256, format}]
	if !ok {
		return release.File{}, "", i18n.ErrFileNotFound.With("sha256", sha256)
	}
	return found.file, found.release, ctx.Err()
}
