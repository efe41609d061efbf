package sqlstore

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"
)

// bounded is a pool whose statements end in time, the wait for a free connection included: a server
// that is silent, and answers none of them, holds nobody for longer.
type bounded struct {
	*sql.DB
	bound time.Duration
}

var (
	_ gorm.ConnPool       = bounded{}
	_ gorm.TxBeginner     = bounded{}
	_ gorm.GetDBConnector = bounded{}
)

// within is a context that ends in time. Rows are read after the call that asked for them, so nothing
// but its time ends it.
func (b bounded) within(ctx context.Context) context.Context {
	ctx, cancel := context.WithTimeout(ctx, b.bound)
	context.AfterFunc(ctx, cancel)
	return ctx
}

// GetDBConn returns the pool itself, as gorm.DB.DB wants it.
func (b bounded) GetDBConn() (*sql.DB, error) { return b.DB, nil }

// PrepareContext prepares a statement.
func (b bounded) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return b.DB.PrepareContext(b.within(ctx), query)
}

// ExecContext runs a statement without rows.
func (b bounded) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return b.DB.ExecContext(b.within(ctx), query, args...)
}

// QueryContext runs a statement with rows.
func (b bounded) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return b.DB.QueryContext(b.within(ctx), query, args...)
}

// QueryRowContext runs a statement with one row.
func (b bounded) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return b.DB.QueryRowContext(b.within(ctx), query, args...)
}

// BeginTx begins a transaction, which is undone when its time is over.
func (b bounded) BeginTx(ctx context.Context, options *sql.TxOptions) (*sql.Tx, error) {
	return b.DB.BeginTx(b.within(ctx), options)
}
