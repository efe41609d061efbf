// Package migrations holds the database schema as numbered SQL files and brings a database up to it.
// It is the only importer of goose.
//
// The files are valid for SQLite and for PostgreSQL alike, go forward only, and add before they take
// away, so that the program of one version runs on the schema of the next. Keys are TEXT, times are
// TIMESTAMP in UTC written by the program, money is BIGINT in minor units, JSON is TEXT.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"time"

	"github.com/pressly/goose/v3"
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

// Up runs every migration that waits, each in a transaction of its own. Of several processes that do
// so at once, one runs a migration; the others fail on it, see that the schema went forward, and
// carry on from there.
func Up(ctx context.Context, db *sql.DB, dialect Dialect) error {
	p, err := provider(db, dialect)
	if err != nil {
		return err
	}
	last := version(ctx, p)
	for range attempts {
		if _, err = p.Up(ctx); err == nil {
			return nil
		}
		now := version(ctx, p)
		if now == last {
			break
		}
		last = now
	}
	return fmt.Errorf("migrations: %w", err)
}

// Pending returns how many migrations wait. It only reads.
func Pending(ctx context.Context, db *sql.DB, dialect Dialect) (int, error) {
	p, err := provider(db, dialect)
	if err != nil {
		return 0, err
	}
	var done int64
	row := db.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM "+goose.DefaultTablename)
	if err := row.Scan(&done); err != nil {
		return 0, fmt.Errorf("migrations: %w", err)
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

func provider(db *sql.DB, dialect Dialect) (*goose.Provider, error) {
	p, err := goose.NewProvider(goose.Dialect(dialect), db, files, goose.WithLogger(goose.NopLogger()))
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
