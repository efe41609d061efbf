package sqlstore

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// What the stores here need to know about a failure, whatever the driver calls it.
var (
	errConflict  = errors.New("sqlstore: another transaction got in the way") // work is run again
	errUnknown   = errors.New("sqlstore: the connection was lost during COMMIT")
	errDuplicate = errors.New("sqlstore: a row with this key is there already")
	errNotFound  = gorm.ErrRecordNotFound
)

// translate is the one place where drivers' errors get the names above, and where a database that is
// away or too busy becomes a fault. Faults and ends of a context pass as they are.
func translate(err error) error {
	switch {
	case err == nil, fault.As(err) != nil, errors.Is(err, errNotFound), errors.Is(err, errDuplicate),
		errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, errConflict), errors.Is(err, errUnknown), isBusy(err), isAway(err),
		isPostgresConflict(err), isPostgresAway(err):
		return journal.ErrStoreUnavailable.Because(err)
	case isDuplicate(err):
		return errors.Join(errDuplicate, err)
	case sqliteCode(err)&0xff == sqlite3.SQLITE_INTERRUPT:
		return errors.Join(context.Canceled, err)
	}
	return err
}

// sqliteCode returns the extended result code (https://www.sqlite.org/rescode.html), or 0.
func sqliteCode(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return sqlite3.SQLITE_OK
	}
	return e.Code()
}

func isDuplicate(err error) bool {
	switch sqliteCode(err) {
	case sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE:
		return true
	}
	return pgCode(err) == pgUniqueViolation || errors.Is(err, errDuplicate)
}

func isBusy(err error) bool {
	switch sqliteCode(err) & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return true
	}
	return false
}

// isAway reports whether the database cannot be reached or cannot store: no file, no disk space.
func isAway(err error) bool {
	switch sqliteCode(err) & 0xff {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY:
		return true
	}
	return false
}
