// Package migrations holds the database schema as numbered SQL files and brings a database up to it.
// It is the only importer of goose.
//
// The files are valid for SQLite and for PostgreSQL alike, go forward only, and add before they take
// away, so that the program of one version runs on the schema of the next. Keys are TEXT, times are
// TIMESTAMP in UTC written by the program, money is BIGINT in minor units, JSON is TEXT. TEXT is
// compared and sorted by its bytes.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed *.sql
var files embed.FS

// Dialect is the kind of a database.
type Dialect string

// The dialects that the files are written for.
const (
	SQLite   Dialect = "sqlite3"
	Postgres Dialect = "postgres"
)

// Migration is one file and when it was run; AppliedAt is the zero time while it waits.
type Migration struct {
	Version   int64
	Name      string
	AppliedAt time.Time
}

// attempts bounds how often Up gives way to another process that is migrating the same database.
const attempts = 50

// lockSeconds is how long a process waits for another one that migrates the same PostgreSQL.
const lockSeconds = 300

// Up runs every migration that waits, each in a transaction of its own. Several processes may do so at
// once: on PostgreSQL they wait for each other; on SQLite one runs a migration, the others fail on it,
// see that the schema went forward, and carry on from there.
func Up(ctx context.Context, db *sql.DB, dialect Dialect) error {
	pending, err := Pending(ctx, db, dialect)
	if err == nil && pending == 0 {
		return nil
	}
	p, err := provider(db, dialect)
	if err != nil {
		return err
	}
	if dialect == Postgres {
		_, err = p.Up(ctx)
	} else {
		err = upInTurns(ctx, p)
	}
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}

// upInTurns carries on when another process was quicker with a migration.
func upInTurns(ctx context.Context, p *goose.Provider) error {
	last := version(ctx, p)
	for attempt := 1; ; attempt++ {
		_, err := p.Up(ctx)
		now := version(ctx, p)
		if err == nil || now == last || attempt == attempts {
			return err
		}
		last = now
	}
}

// Pending returns how many migrations wait. It only reads.
func Pending(ctx context.Context, db *sql.DB, dialect Dialect) (int, error) {
	p, err := provider(db, dialect)
	if err != nil {
		return 0, err
	}
	done, err := Version(ctx, db)
	if err != nil {
		return 0, err
	}
	pending := 0
	for _, s := range p.ListSources() {
		if s.Version > done {
			pending++
		}
	}
	return pending, nil
}

// Status lists every migration in the order in which they run.
func Status(ctx context.Context, db *sql.DB, dialect Dialect) ([]Migration, error) {
	p, err := provider(db, dialect)
	if err != nil {
		return nil, err
	}
	found, err := p.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	list := make([]Migration, len(found))
	for i, s := range found {
		list[i] = Migration{Version: s.Source.Version, Name: s.Source.Path, AppliedAt: s.AppliedAt}
	}
	return list, nil
}

// Table is where goose notes which migrations have run.
const Table = goose.DefaultTablename

// ErrTooNew says that a schema is newer than this program knows.
var ErrTooNew = errors.New("migrations: the schema is newer than this program")

// Version is the number of the last migration that has run in the database that q reads.
func Version(ctx context.Context, q interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}) (int64, error) {
	var done int64
	err := q.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM "+Table).Scan(&done)
	if err != nil {
		return 0, fmt.Errorf("migrations: %w", err)
	}
	return done, nil
}

// Latest is the number of the last migration that this program has.
func Latest() (int64, error) {
	names, err := files.ReadDir(".")
	if err != nil {
		return 0, err
	}
	var latest int64
	for _, name := range names {
		number, err := goose.NumericComponent(name.Name())
		if err != nil {
			return 0, fmt.Errorf("migrations: %w", err)
		}
		latest = max(latest, number)
	}
	return latest, nil
}

// UpTo runs the migrations that wait up to a version, which may be an older one than this program's.
// A newer one is ErrTooNew. A schema that is at that version, or beyond it, is left as it is.
func UpTo(ctx context.Context, db *sql.DB, dialect Dialect, version int64) error {
	latest, err := Latest()
	if err != nil {
		return err
	}
	if version > latest {
		return ErrTooNew
	}
	p, err := provider(db, dialect)
	if err != nil {
		return err
	}
	_, err = p.UpTo(ctx, version)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}

func provider(db *sql.DB, dialect Dialect) (*goose.Provider, error) {
	var sources fs.FS = files
	options := []goose.ProviderOption{goose.WithLogger(goose.NopLogger())}
	if dialect == Postgres {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, lockSeconds))
		if err != nil {
			return nil, fmt.Errorf("migrations: %w", err)
		}
		sources, options = byBytes{files}, append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(goose.Dialect(dialect), db, sources, options...)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return p, nil
}

// version returns the schema's version, or -1 when the database cannot tell.
func version(ctx context.Context, p *goose.Provider) int64 {
	v, err := p.GetDBVersion(ctx)
	if err != nil {
		return -1
	}
	return v
}
