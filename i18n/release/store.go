package release

import (
	"context"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

// Change is what is recorded together. What is nil is not changed.
type Change struct {
	Release *Release          // without a number; one whose content is there already stays as it is
	Texts   map[string]string // of the release, by digest
	Files   []File            // of the release
	Mode    *Switch
	Move    *Move
}

// Switch is a project's new mode.
type Switch struct {
	Project string
	Mode    i18n.Mode
	Version int // the one behind that of now
}

// Store keeps releases and where channels stand.
type Store interface {
	// Sequence returns a number that grows with every change of modes and channels.
	Sequence(ctx context.Context) (int64, error)

	// Standings returns how each project is delivered that was ever switched.
	Standings(ctx context.Context) ([]Standing, error)

	// Commit records a change, all of it or nothing. [ErrStale] says that another mode or move came first.
	Commit(ctx context.Context, change Change, record journal.Record) error

	// Release returns a release, or [ErrNotFound].
	Release(ctx context.Context, project, id string) (Release, error)

	// Releases returns releases with a number below before, newest first; 0 begins with the latest.
	Releases(ctx context.Context, project string, before, limit int) ([]Release, error)

	// Texts returns texts by digest; those that are not there are left out.
	Texts(ctx context.Context, project string, digests []string) (map[string]string, error)

	// Moves returns the moves of a channel with a number below before, newest first; 0 begins with the latest.
	Moves(ctx context.Context, project, channel string, before, limit int) ([]Move, error)

	// File returns what a file is made of, and a release that has it; [i18n.ErrFileNotFound] when no release has.
	File(ctx context.Context, project, sha256, format string) (File, string, error)
}
