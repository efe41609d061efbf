package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// proof is a row with an id of its own that a transaction writes. The zero value is none.
type proof struct{ table, id string }

// proofOf names a row that appendRecord writes.
func proofOf(record journal.Record) proof {
	switch {
	case len(record.Audit) > 0:
		return proof{auditRow{}.TableName(), record.Audit[0].ID}
	case len(record.Events) > 0:
		return proof{eventRow{}.TableName(), record.Events[0].ID}
	}
	return proof{}
}

// runPostgres runs a transaction beside others, within writeTimeout.
func (db *DB) runPostgres(ctx context.Context, t transaction) error {
	bounded, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	err := db.repeat(bounded, t)
	switch {
	case err == nil, fault.As(err) != nil:
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case bounded.Err() != nil:
		return journal.ErrStoreUnavailable.Because(err)
	}
	return translate(err)
}

// repeat runs a transaction until it is committed or must not be run again. One whose connection was
// lost before COMMIT is undone by the server. Of one that was lost during COMMIT nobody knows: it is
// looked for, and only work that looks for itself first is run again.
func (db *DB) repeat(ctx context.Context, t transaction) error {
	lost := false
	for attempt := 1; ; attempt++ {
		err := db.attempt(ctx, t)
		if errors.Is(err, errUnknown) {
			if !t.keyed {
				return db.lookUp(ctx, t.proof, err)
			}
			lost = true
		}
		if !again(err, attempt, lost) || !pause(ctx, attempt) {
			return err
		}
	}
}

// again reports whether a transaction that ended with err may go better next time.
func again(err error, attempt int, lost bool) bool {
	var connect *pgconn.ConnectError
	switch {
	case err == nil, fault.As(err) != nil:
		return false
	case isPostgresConflict(err), errors.Is(err, errUnknown):
		return true
	case errors.Is(err, errConflict):
		return attempt < attempts
	case errors.As(err, &connect):
		return lost
	}
	return isPostgresCut(err)
}

// attempt runs a transaction once. errUnknown is joined to an error of COMMIT that leaves open what
// became of it.
func (db *DB) attempt(ctx context.Context, t transaction) error {
	decided := false
	err := db.writing.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		err := t.work(tx)
		decided = err == nil
		return err
	}, &sql.TxOptions{Isolation: t.isolation})
	if decided && err != nil && !isUndone(err) {
		return errors.Join(errUnknown, err)
	}
	return err
}

// lookUp says what became of a transaction whose COMMIT was not answered: nil when its proof is there,
// else lost, as it may still come.
func (db *DB) lookUp(ctx context.Context, p proof, lost error) error {
	for attempt := 1; p.id != ""; attempt++ {
		var found int64
		err := db.writing.WithContext(ctx).Table(p.table).Where("id = ?", p.id).Count(&found).Error
		if found > 0 {
			return nil
		}
		if err == nil || !pause(ctx, attempt) {
			break
		}
	}
	return lost
}

// pause waits a little, longer and longer, so that those who were in each other's way are not again.
// It returns false when ctx ended.
func pause(ctx context.Context, attempt int) bool {
	most := min(time.Millisecond<<min(attempt, 10), 100*time.Millisecond)
	wait := time.NewTimer(rand.N(most) + 1)
	defer wait.Stop()
	select {
	case <-wait.C:
		return true
	case <-ctx.Done():
		return false
	}
}
