package sqlstore

import (
	"context"
	"errors"

	"gorm.io/gorm"
)

// attempts is how often something is run when others keep getting in its way. A transaction that
// found the database busy has waited for busy_timeout already: it is run busyAttempts times.
const (
	attempts     = 10
	busyAttempts = 2
)

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
	for attempt := 1; ; attempt++ {
		err := db.writing.WithContext(ctx).Transaction(work)
		switch {
		case errors.Is(err, errConflict) && attempt < attempts:
		case isBusy(err) && attempt < busyAttempts:
		default:
			return translate(err)
		}
	}
}
