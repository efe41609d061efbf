package sqlstore

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Codes of errors: https://www.postgresql.org/docs/current/errcodes-appendix.html.
const (
	pgSerializationFailure = "40001"
	pgDeadlockDetected     = "40P01"
	pgPlanChanged          = "0A000" // of a prepared SELECT *, when a newer program added a column
	pgUniqueViolation      = "23505"
	pgReadOnly             = "25006" // the server is no longer the primary
	pgLockNotAvailable     = "55P03"
)

// pgAwayClasses are classes of errors of a server that cannot serve: connection, resources (disk full
// among them), an operator's intervention (shutting down, a timeout), the system beneath.
var pgAwayClasses = map[string]bool{"08": true, "53": true, "57": true, "58": true}

// pgCode returns what PostgreSQL calls an error, or "".
func pgCode(err error) string {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return ""
	}
	return e.Code
}

// isPostgresConflict reports whether a transaction was undone because of another one.
func isPostgresConflict(err error) bool {
	code := pgCode(err)
	return code == pgSerializationFailure || code == pgDeadlockDetected || code == pgPlanChanged
}

// isPostgresAway reports whether the server cannot be reached, did not answer in time, or cannot serve.
func isPostgresAway(err error) bool {
	if code := pgCode(err); code != "" {
		return code == pgReadOnly || code == pgLockNotAvailable || pgAwayClasses[code[:2]]
	}
	var connect *pgconn.ConnectError
	return errors.As(err, &connect) || pgconn.Timeout(err) || isPostgresCut(err)
}

// isPostgresCut reports whether a connection that had been made ended beneath a statement.
func isPostgresCut(err error) bool {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.SeverityUnlocalized == "FATAL"
	}
	var network *net.OpError
	return errors.As(err, &network) && !network.Timeout() ||
		errors.Is(err, pgconn.ErrConnClosed) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// isUndone reports whether an error of COMMIT means that the transaction is undone, because the server
// says so. The driver's own word, pgconn.SafeToRetry, is not enough: it holds that for every COMMIT whose
// connection ended.
func isUndone(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.SeverityUnlocalized == "ERROR" || errors.Is(err, pgx.ErrTxCommitRollback)
}
