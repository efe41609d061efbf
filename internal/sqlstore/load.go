package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/migrations"
)

// ErrNotEmpty says that something is kept already where a backup is to be restored. Facts: where.
var ErrNotEmpty = fault.Define(fault.Conflict, "restore-not-empty")

// Load fills an empty database in one transaction: until Commit nothing is seen of it, and when the
// process dies before, nothing is left.
type Load struct {
	Tables map[string]Table

	dialect migrations.Dialect
	tx      *sql.Tx
}

// Load brings an empty database to a version of the schema and begins to fill it. A database that
// holds anything is ErrNotEmpty.
func (db *DB) Load(ctx context.Context, schema int64) (*Load, error) {
	if err := migrations.UpTo(ctx, db.migrating, db.dialect, schema); err != nil {
		return nil, translate(err)
	}
	l := &Load{Tables: map[string]Table{}, dialect: db.dialect}
	var err error
	if l.tx, err = db.migrating.BeginTx(ctx, nil); err != nil {
		return nil, translate(err)
	}
	if err := l.begin(ctx, schema); err != nil {
		return nil, errors.Join(translate(err), l.Rollback())
	}
	return l, nil
}

func (l *Load) begin(ctx context.Context, schema int64) error {
	version, err := migrations.Version(ctx, l.tx)
	if err != nil {
		return err
	}
	if version != schema {
		return ErrNotEmpty.With("where", fmt.Sprintf("database with schema %d, where the backup has %d", version, schema))
	}
	tables, err := tablesOf(ctx, l.tx, l.dialect)
	if err != nil {
		return err
	}
	for _, table := range tables {
		l.Tables[table.Name] = table
		if err := l.clear(ctx, table.Name); err != nil {
			return err
		}
	}
	return l.checkReferences(ctx, false)
}

// clear locks a table and makes sure that it holds nothing but what migrations put there, which the
// backup has too.
func (l *Load) clear(ctx context.Context, table string) error {
	name := quoted([]string{table})
	if l.dialect == migrations.Postgres {
		if _, err := l.tx.ExecContext(ctx, "LOCK TABLE "+name+" IN ACCESS EXCLUSIVE MODE"); err != nil {
			return err
		}
	}
	query := "SELECT COUNT(*) FROM " + name
	switch table {
	case "counters":
		query += " WHERE value <> 0"
	case chainRow{}.TableName():
		query += " WHERE sequence <> 0"
	}
	var rows int64
	if err := l.tx.QueryRowContext(ctx, query).Scan(&rows); err != nil {
		return err
	}
	if rows > 0 {
		return ErrNotEmpty.With("where", "table "+table)
	}
	_, err := l.tx.ExecContext(ctx, "DELETE FROM "+name)
	return err
}

// checkReferences says whether foreign keys are checked with each statement, or all at the end: rows
// come table by table, whatever refers to what.
func (l *Load) checkReferences(ctx context.Context, atOnce bool) error {
	if l.dialect == migrations.SQLite {
		if atOnce {
			return nil // COMMIT checks them and ends the deferral
		}
		_, err := l.tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = ON") // until the transaction ends
		return err
	}
	mode := "DEFERRABLE INITIALLY DEFERRED"
	if atOnce {
		mode = "NOT DEFERRABLE"
		if _, err := l.tx.ExecContext(ctx, "SET CONSTRAINTS ALL IMMEDIATE"); err != nil {
			return err
		}
	}
	statements, err := collect(ctx, l.tx, func(rows *sql.Rows) (statement string, err error) {
		return statement, rows.Scan(&statement)
	}, `SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I %s', conrelid::regclass, conname, $1::text)
		FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`, mode)
	for _, statement := range statements {
		_, failed := l.tx.ExecContext(ctx, statement)
		err = errors.Join(err, failed)
	}
	return err
}

// maxParameters is how many values one statement takes: SQLite's limit is 32766, PostgreSQL's 65535.
const maxParameters = 30000

// Insert adds rows to a table; each has a value for each of the columns. Names must be those of
// Tables.
func (l *Load) Insert(ctx context.Context, table string, columns []Column, rows [][]any) error {
	for len(rows) > 0 {
		n := min(len(rows), maxParameters/len(columns))
		values := make([]any, 0, n*len(columns))
		for _, row := range rows[:n] {
			values = append(values, row...)
		}
		_, err := l.tx.ExecContext(ctx, l.insertion(table, columns, n), values...)
		if err != nil {
			return translate(err)
		}
		rows = rows[n:]
	}
	return nil
}

func (l *Load) insertion(table string, columns []Column, rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", quoted([]string{table}), quoted(columnNames(columns)))
	for i := range rows * len(columns) {
		switch {
		case i == 0:
			b.WriteByte('(')
		case i%len(columns) == 0:
			b.WriteString("), (")
		default:
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "$%d", i+1) // both databases read this
	}
	b.WriteByte(')')
	return b.String()
}

// Commit checks that the books balance and that every reference leads somewhere, and makes all of it
// seen at once.
func (l *Load) Commit(ctx context.Context) error {
	err := l.number(ctx)
	if err == nil {
		err = l.checkBooks(ctx)
	}
	if err == nil {
		err = l.checkReferences(ctx, true)
	}
	if err != nil {
		return errors.Join(translate(err), l.Rollback())
	}
	return translate(l.tx.Commit())
}

// number gives numbers to what nobody had read when the backup was made.
func (l *Load) number(ctx context.Context) error {
	for _, table := range []string{eventRow{}.TableName(), auditRow{}.TableName()} {
		if _, found := l.Tables[table]; !found {
			continue
		}
		if _, err := l.tx.ExecContext(ctx, numbering(table, "id", "")); err != nil {
			return err
		}
	}
	return nil
}

// checkBooks looks for transfers that do not balance. An old schema may have no books yet.
func (l *Load) checkBooks(ctx context.Context) error {
	if _, found := l.Tables["postings"]; !found {
		return nil
	}
	var wrong int64
	err := l.tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM ("+imbalance+") AS wrong").Scan(&wrong)
	if err == nil && wrong > 0 {
		err = fmt.Errorf("sqlstore: %d transfers of the ledger do not balance", wrong)
	}
	return err
}

// Rollback undoes everything, unless it is committed.
func (l *Load) Rollback() error {
	err := l.tx.Rollback()
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}
