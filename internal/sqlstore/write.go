package sqlstore

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/migrations"
)

// attempts is how often something is run when others keep getting in its way. A transaction that
// found SQLite busy has waited for busy_timeout already: it is run busyAttempts times.
const (
	attempts     = 10
	busyAttempts = 2
)

// transaction is work to be committed as one. work must do nothing but read and write through tx: it
// may be run several times, each time on the state that is left when everything of the time before
// is undone.
type transaction struct {
	work func(tx *gorm.DB) error

	isolation sql.IsolationLevel // on PostgreSQL; SQLite has one writer

	// What tells whether it was committed, when a connection is lost during COMMIT.
	proof proof // a row that it writes
	keyed bool  // work itself: it begins by looking for what it would write, under a unique key
}

// write runs work in one transaction and commits it when work returns nil. It is as if no other ran
// meanwhile: when the database says that another got in the way, or work returns errConflict, work
// runs again. record is what work appends to the journal; its ids tell, if it comes to that, whether
// the transaction was committed.
func (db *DB) write(ctx context.Context, record proof, work func(tx *gorm.DB) error) error {
	return db.run(ctx, transaction{work: work, isolation: sql.LevelSerializable, proof: record})
}

// writeKeyed is write for work whose own keys and versions refuse what another transaction made
// impossible: work sees one state, but others may change what it read and does not write.
func (db *DB) writeKeyed(ctx context.Context, work func(tx *gorm.DB) error) error {
	return db.run(ctx, transaction{work: work, isolation: sql.LevelRepeatableRead, keyed: true})
}

// writeOne is write for a single statement, which finds everything it needs by itself.
func (db *DB) writeOne(ctx context.Context, work func(tx *gorm.DB) error) error {
	return db.run(ctx, transaction{work: work, isolation: sql.LevelReadCommitted})
}

func (db *DB) run(ctx context.Context, t transaction) error {
	if db.dialect == migrations.Postgres {
		return db.runPostgres(ctx, t)
	}
	return db.runSQLite(ctx, t)
}

// runSQLite lets writers wait for their turn in the order in which they came; they leave the queue
// when ctx ends.
func (db *DB) runSQLite(ctx context.Context, t transaction) error {
	select {
	case db.turn <- struct{}{}:
		defer func() { <-db.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	for attempt := 1; ; attempt++ {
		err := db.writing.WithContext(ctx).Transaction(t.work)
		switch {
		case errors.Is(err, errConflict) && attempt < attempts:
		case isBusy(err) && attempt < busyAttempts:
		default:
			return translate(err)
		}
	}
}
