package sqlstore

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// watch sees how the statements of a pool end. When one connection turns out to be cut, all that were
// made before are taken for cut, too, before anybody uses them: a server that was started again has none
// of them.
type watch struct{ cuts atomic.Int64 }

// TraceQueryStart implements pgx.QueryTracer.
func (w *watch) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (w *watch) TraceQueryEnd(_ context.Context, _ *pgx.Conn, data pgx.TraceQueryEndData) {
	// What we closed ourselves, because a caller left, says nothing of the server.
	if data.Err != nil && isPostgresCut(data.Err) && !errors.Is(data.Err, pgconn.ErrConnClosed) {
		w.cuts.Add(1)
	}
}

// madeAfter is where a connection keeps how many cuts were known when it was made.
const madeAfter = "hallyu.cuts"

// connected prepares a new connection.
func (w *watch) connected(ctx context.Context, conn *pgx.Conn) error {
	conn.PgConn().CustomData()[madeAfter] = w.cuts.Load()
	return timesInUTC(ctx, conn)
}

// reused refuses a connection that was made before the last cut.
func (w *watch) reused(_ context.Context, conn *pgx.Conn) error {
	if conn.PgConn().CustomData()[madeAfter] != w.cuts.Load() {
		return driver.ErrBadConn
	}
	return nil
}
