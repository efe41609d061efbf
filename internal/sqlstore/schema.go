package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/hallyu-store/hallyu/migrations"
)

// Table is a table as the database itself describes it.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`

	key []string // columns of the primary key
}

// Column is a column of a Table.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// Kind is what a column holds, whatever a database calls it.
type Kind string

// The kinds, and the Go type of their values. Every one may be NULL, which is nil.
const (
	Text    Kind = "text"    // string
	Integer Kind = "integer" // int64
	Boolean Kind = "boolean" // bool
	Moment  Kind = "time"    // time.Time in UTC
	Bytes   Kind = "bytes"   // []byte
)

// kinds are the databases' names of types. A migration that brings in a further type adds it here.
var kinds = map[string]Kind{
	"text": Text, "bigint": Integer, "integer": Integer, "boolean": Boolean, "blob": Bytes, "bytea": Bytes,
	"timestamp": Moment, "timestamp without time zone": Moment, "timestamp with time zone": Moment,
}

// catalogue are the questions that make a database describe itself.
type catalogue struct{ tables, columns string }

var catalogues = map[migrations.Dialect]catalogue{
	migrations.SQLite: {
		tables:  `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`,
		columns: `SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid`,
	},
	migrations.Postgres: {
		tables: `SELECT table_name FROM information_schema.tables
			WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name`,
		columns: `SELECT c.column_name, c.data_type, COALESCE(k.ordinal_position, 0)
			FROM information_schema.columns c
			LEFT JOIN information_schema.table_constraints t ON t.table_schema = c.table_schema
				AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY'
			LEFT JOIN information_schema.key_column_usage k ON k.constraint_schema = t.constraint_schema
				AND k.constraint_name = t.constraint_name AND k.table_name = c.table_name AND k.column_name = c.column_name
			WHERE c.table_schema = current_schema() AND c.table_name = $1 ORDER BY c.ordinal_position`,
	},
}

// tablesOf lists every table but goose's own, by name.
func tablesOf(ctx context.Context, tx *sql.Tx, dialect migrations.Dialect) ([]Table, error) {
	names, err := collect(ctx, tx, func(rows *sql.Rows) (name string, err error) {
		return name, rows.Scan(&name)
	}, catalogues[dialect].tables)
	if err != nil {
		return nil, err
	}
	var tables []Table
	for _, name := range names {
		if name == migrations.Table {
			continue
		}
		table, err := describe(ctx, tx, dialect, name)
		if err != nil {
			return nil, err
		}
		tables = append(tables, table)
	}
	return tables, nil
}

func describe(ctx context.Context, tx *sql.Tx, dialect migrations.Dialect, name string) (Table, error) {
	table := Table{Name: name}
	places := map[int]string{}
	_, err := collect(ctx, tx, func(rows *sql.Rows) (struct{}, error) {
		var column, typ string
		var place int
		if err := rows.Scan(&column, &typ, &place); err != nil {
			return struct{}{}, err
		}
		kind, known := kinds[strings.ToLower(typ)]
		if !known {
			return struct{}{}, fmt.Errorf("sqlstore: %s.%s is of type %s, which is not known here", name, column, typ)
		}
		table.Columns = append(table.Columns, Column{column, kind})
		places[place] = column
		return struct{}{}, nil
	}, catalogues[dialect].columns, name)
	for place := 1; places[place] != ""; place++ {
		table.key = append(table.key, places[place])
	}
	return table, err
}

// collect runs a query and reads each of its rows.
func collect[T any](ctx context.Context, tx *sql.Tx, read func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		value, err := read(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, value)
	}
	return all, rows.Err()
}

// quoted lists names as identifiers of SQL.
func quoted(names []string) string {
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
	}
	return strings.Join(parts, ", ")
}

func columnNames(columns []Column) []string {
	return mapped(columns, func(c Column) string { return c.Name })
}
