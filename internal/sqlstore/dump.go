package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/migrations"
)

// Dump is the whole database as it was at one moment, while others go on writing. It holds a
// connection until it is closed.
type Dump struct {
	// Schema is the version of the schema: the number of the last migration.
	Schema int64
	// Tables are all there are but goose's own, by name.
	Tables []Table

	tx *sql.Tx
}

// Dump takes hold of the database as it is now. Everything that was acknowledged before is in it.
func (db *DB) Dump(ctx context.Context) (*Dump, error) {
	pool, err := db.reading.DB()
	if err != nil {
		return nil, err
	}
	options := &sql.TxOptions{ReadOnly: true}
	if db.dialect == migrations.Postgres {
		options.Isolation = sql.LevelRepeatableRead // one snapshot for all statements; SQLite has no other way
		pool = db.migrating                         // where statements may take their time
	}
	d := &Dump{}
	if d.tx, err = pool.BeginTx(ctx, options); err != nil {
		return nil, translate(err)
	}
	if d.Schema, err = migrations.Version(ctx, d.tx); err == nil {
		d.Tables, err = tablesOf(ctx, d.tx, db.dialect)
	}
	if err != nil {
		_ = d.Close()
		return nil, translate(err)
	}
	return d, nil
}

// Close lets go of the database.
func (d *Dump) Close() error { return d.tx.Rollback() }

// Rows calls yield with every row of a table, by its primary key. The values are of the types that
// the columns' kinds name, and are yield's to keep.
func (d *Dump) Rows(ctx context.Context, table Table, yield func([]any) error) error {
	query := "SELECT " + quoted(columnNames(table.Columns)) + " FROM " + quoted([]string{table.Name})
	if len(table.key) > 0 {
		query += " ORDER BY " + quoted(table.key)
	}
	rows, err := d.tx.QueryContext(ctx, query)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		values, err := scan(rows, table)
		if err == nil {
			err = yield(values)
		}
		if err != nil {
			return err
		}
	}
	return translate(rows.Err())
}

func scan(rows *sql.Rows, table Table) ([]any, error) {
	values := make([]any, len(table.Columns))
	targets := make([]any, len(values))
	for i := range values {
		targets[i] = &values[i]
	}
	if err := rows.Scan(targets...); err != nil {
		return nil, translate(err)
	}
	for i, column := range table.Columns {
		var fits bool
		if values[i], fits = column.Kind.value(values[i]); !fits {
			return nil, fmt.Errorf("sqlstore: %s.%s holds a %T, which is no %s", table.Name, column.Name, values[i], column.Kind)
		}
	}
	return values, nil
}

// value brings what a driver returned to the type that the kind names.
func (k Kind) value(v any) (any, bool) {
	switch v := v.(type) {
	case nil:
		return nil, true
	case string:
		return v, k == Text
	case int64:
		if k == Boolean {
			return v != 0, true // SQLite has no type of its own for it
		}
		return v, k == Integer
	case bool:
		return v, k == Boolean
	case time.Time:
		return v.UTC(), k == Moment
	case []byte:
		if k == Text {
			return string(v), true
		}
		return v, k == Bytes
	}
	return v, false
}

// BackupMade records that a backup was made at a moment, together with who made it.
func (db *DB) BackupMade(ctx context.Context, at time.Time, record journal.Record) error {
	return db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := tx.Exec(`INSERT INTO counters (name, value) VALUES ('backup', ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, at.Unix()).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

// LastBackup returns when the last backup was made, to the second; the zero time is never.
func (db *DB) LastBackup(ctx context.Context) (time.Time, error) {
	var seconds []int64
	err := db.read(ctx).Raw("SELECT value FROM counters WHERE name = 'backup'").Scan(&seconds).Error
	if err != nil || len(seconds) == 0 {
		return time.Time{}, translate(err)
	}
	return time.Unix(seconds[0], 0).UTC(), nil
}
