package translation

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

// BaseKept is how long what was given out as a file is remembered.
const BaseKept = 180 * 24 * time.Hour

// Store keeps revisions, dismissals and what was given out as files.
type Store interface {
	Dismissals

	// Append records revisions and their record, all or none. Each has the number behind the latest of its
	// message; [ErrStale] says that another came first.
	Append(ctx context.Context, revisions []Revision, record journal.Record) error

	// Latest returns the latest revision of each message of a locale, by id.
	Latest(ctx context.Context, project string, locale i18n.Locale) (map[string]Revision, error)

	// History returns the revisions of a message with a number below before, newest first; 0 begins with the
	// latest.
	History(ctx context.Context, part Part, before, limit int) ([]Revision, error)

	// PutBase remembers what a locale said when it was given out. Those of more than [BaseKept] before it are
	// forgotten.
	PutBase(ctx context.Context, base Base) error

	// Base returns what was given out with a hash, or [ErrBaseUnknown].
	Base(ctx context.Context, project string, locale i18n.Locale, hash string) (Base, error)
}
