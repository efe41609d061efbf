package sqlstore

import (
	"context"
	"errors"

	"gorm.io/gorm"
)

// attempts is how often a transaction is run when others keep getting in its way.
const attempts = 10

// write runs work in one transaction and commits it when work returns nil. Writers wait for their
// turn in the order in which they came, and leave the queue when ctx ends. When the database says
// that another transaction got in the way, or work returns errConflict, everything is undone and
// work runs again on the new state: work must do nothing but read and write through tx.
func (db *DB) write(ctx context.Context, work func(tx *gorm.DB) error) error {
	select {
	case db.turn <- struct{}{}:
		defer func() { <-db.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	var err error
	for range attempts {
		err = db.writing.WithContext(ctx).Transaction(work)
		if !errors.Is(err, errConflict) && !isBusy(err) {
			break
		}
	}
	return translate(err)
}
