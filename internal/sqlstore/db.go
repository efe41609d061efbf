// Package sqlstore keeps the domain's nouns in a SQL database, through GORM. It is the only importer
// of GORM and of the SQL drivers.
//
// Each domain package says what it wants kept as an interface; this package implements it and knows
// no rule of the domain. Rows are unexported structs, mapped by hand to the domain's types. There is
// no AutoMigrate, no hook, no soft delete and no Save: the schema is in package migrations, and every
// statement is one that somebody wrote.
package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/migrations"
)

// Config says which database to open.
type Config struct {
	// URL is the path of a SQLite file, or a file: URL of one; the file is made when it is missing, its
	// folder is not. Or it is postgres://user:password@host:port/database?parameters, or with several
	// hosts, of which the primary is used: https://www.postgresql.org/docs/current/libpq-connect.html.
	URL string
	// Logger receives what GORM finds worth telling; nil is slog's default.
	Logger *slog.Logger
}

// DB is an open database. Its stores share it; all methods may be called from many goroutines.
type DB struct {
	dialect   migrations.Dialect
	writing   *gorm.DB      // one connection to SQLite, which has one writer; many to PostgreSQL
	reading   *gorm.DB      // a pool of connections that cannot write
	migrating *sql.DB       // the pool for the schema; on SQLite that of writing
	turn      chan struct{} // on SQLite, holds a token while somebody writes
	orders    *group        // commits the decisions of purchases
	looks     *looks        // reads for those that will probably be refused
}

// Open opens the database that config names and checks that it answers. It does not migrate.
func Open(ctx context.Context, config Config) (*DB, error) {
	scheme, _, found := strings.Cut(config.URL, "://")
	switch {
	case !found || scheme == "file":
		return openSQLite(ctx, config)
	case scheme == "postgres" || scheme == "postgresql":
		return openPostgres(ctx, config)
	}
	return nil, fmt.Errorf("sqlstore: no database of scheme %q is spoken here", scheme)
}

// Migrate brings the schema up to this program's version. Several processes may do so at once.
func (db *DB) Migrate(ctx context.Context) error {
	if err := migrations.Up(ctx, db.migrating, db.dialect); err != nil {
		return err
	}
	return db.beginChain(ctx)
}

// Ready returns nil when the database answers and its schema is this program's or newer.
func (db *DB) Ready(ctx context.Context) error {
	pool, err := db.reading.DB()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	pending, err := migrations.Pending(ctx, pool, db.dialect)
	if err != nil {
		return translate(err)
	}
	if pending > 0 {
		return fmt.Errorf("sqlstore: %d migrations wait to be run", pending)
	}
	return nil
}

// Migrations lists every migration with the moment it was run.
func (db *DB) Migrations(ctx context.Context) ([]migrations.Migration, error) {
	return migrations.Status(ctx, db.migrating, db.dialect)
}

// Shared reports whether processes on other machines may use the same database.
func (db *DB) Shared() bool { return db.dialect == migrations.Postgres }

// Close closes every connection. What is being written is finished or undone first.
func (db *DB) Close() error {
	db.orders.close()
	return errors.Join(closePool(db.reading), closePool(db.writing), db.migrating.Close())
}

func closePool(g *gorm.DB) error {
	pool, err := g.DB()
	if err != nil {
		return err
	}
	return pool.Close()
}

// read returns a session for statements that change nothing.
func (db *DB) read(ctx context.Context) *gorm.DB { return db.reading.WithContext(ctx) }

// maxPrepared bounds the statements that a connection keeps prepared: lists of every length are a
// statement each.
const maxPrepared = 256

// openGORM puts GORM over a pool. GORM opens no transaction that the code does not ask for, and
// prepares nothing: connections do.
func openGORM(dialector gorm.Dialector, log *slog.Logger) (*gorm.DB, error) {
	if log == nil {
		log = slog.Default()
	}
	return gorm.Open(dialector, &gorm.Config{
		SkipDefaultTransaction: true,
		Logger:                 gormLog{log},
	})
}

// keepOpen lets a pool hold n connections and keep them, so that none is opened on a hot path.
func keepOpen(pool *sql.DB, n int) {
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
}
