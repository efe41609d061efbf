package sqlstore

import (
	"context"
	"database/sql/driver"
	"strings"

	"modernc.org/sqlite"
)

// preparedConnector opens connections that keep their statements prepared, in transactions and
// outside of them. Parsing is a large part of what a statement costs SQLite; what GORM prepares in a
// transaction is gone with it.
type preparedConnector struct{ driver.Connector }

func newSQLiteConnector(dsn string) (driver.Connector, error) {
	c, err := sqlite.NewConnector(dsn)
	return preparedConnector{c}, err
}

// Connect implements driver.Connector.
func (c preparedConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &preparedConn{sqliteConn: conn.(sqliteConn), kept: map[string]*preparedStmt{}}, nil
}

// sqliteConn and the others are what the driver's own types can do that database/sql makes use of.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type sqliteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

type sqliteRows interface {
	driver.Rows
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypeNullable
	driver.RowsColumnTypePrecisionScale
	driver.RowsColumnTypeScanType
}

// preparedConn is a connection that keeps at most maxPrepared statements. Like every connection of
// database/sql it is used by one goroutine at a time.
type preparedConn struct {
	sqliteConn
	kept map[string]*preparedStmt
}

type preparedStmt struct {
	sqliteStmt
	open bool // its rows are being read
}

// preparedRows give their statement back when they are closed.
type preparedRows struct {
	sqliteRows
	of *preparedStmt
}

// Close implements driver.Rows.
func (r preparedRows) Close() error {
	r.of.open = false
	return r.sqliteRows.Close()
}

// ExecContext implements driver.ExecerContext.
func (c *preparedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.keep(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.ExecContext(ctx, query, args)
	}
	return s.ExecContext(ctx, args)
}

// QueryContext implements driver.QueryerContext.
func (c *preparedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.keep(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.sqliteConn.QueryContext(ctx, query, args)
	}
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.open = true
	return preparedRows{rows.(sqliteRows), s}, nil
}

// keep returns the statement, which is prepared when it is not yet, or nil when it is not one to keep
// or its rows are still being read.
func (c *preparedConn) keep(ctx context.Context, query string) (*preparedStmt, error) {
	if s := c.kept[query]; s != nil {
		if s.open {
			return nil, nil
		}
		return s, nil
	}
	if !isData(query) {
		return nil, nil
	}
	prepared, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	c.makeRoom()
	s := &preparedStmt{sqliteStmt: prepared.(sqliteStmt)}
	c.kept[query] = s
	return s, nil
}

// makeRoom drops one statement, whichever it is, when there are too many.
func (c *preparedConn) makeRoom() {
	if len(c.kept) < maxPrepared {
		return
	}
	for query, s := range c.kept {
		if !s.open {
			_ = s.Close()
			delete(c.kept, query)
			return
		}
	}
}

// Close implements driver.Conn.
func (c *preparedConn) Close() error {
	for _, s := range c.kept {
		_ = s.Close()
	}
	return c.sqliteConn.Close()
}

// isData reports whether a statement reads or changes rows; others are run once.
func isData(query string) bool {
	verb, _, _ := strings.Cut(strings.TrimSpace(query), " ")
	switch strings.ToUpper(verb) {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return true
	}
	return false
}
