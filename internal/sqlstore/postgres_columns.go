package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// createColumns adds rows with one statement that has an array for each column. However many rows there are, it is the
// same statement, which is prepared once, and the server reads some twenty values in place of some thousand.
func createColumns[Row any](tx *gorm.DB, rows []Row) error {
	if len(rows) == 0 {
		return nil
	}
	t, err := tableOf[Row](tx)
	if err != nil {
		return err
	}
	arrays := make([]any, len(t.columns))
	for i, c := range t.columns {
		arrays[i] = c.array(tx.Statement.Context, reflect.ValueOf(rows))
	}
	return tx.Exec(t.insert, arrays...).Error
}

// table is how the rows of a table are written by columns.
type table struct {
	insert  string
	columns []column
}

// column makes the array of a column out of rows.
type column struct {
	field *schema.Field
	make  func(n int, at func(row int) reflect.Value) any
}

func (c column) array(ctx context.Context, rows reflect.Value) any {
	return c.make(rows.Len(), func(row int) reflect.Value { return c.field.ReflectValueOf(ctx, rows.Index(row)) })
}

// tables are known once a row of theirs was written, by its type.
var tables sync.Map

func tableOf[Row any](tx *gorm.DB) (table, error) {
	kind := reflect.TypeFor[Row]()
	if known, ok := tables.Load(kind); ok {
		return known.(table), nil
	}
	statement := &gorm.Statement{DB: tx}
	if err := statement.Parse(new(Row)); err != nil {
		return table{}, err
	}
	var t table
	var names, places []string
	for _, name := range statement.Schema.DBNames {
		field := statement.Schema.FieldsByDBName[name]
		kind, known := kindOf(field.FieldType)
		if !known {
			return table{}, fmt.Errorf("%w: %s.%s of %v", errColumn, statement.Schema.Table, name, field.FieldType)
		}
		t.columns = append(t.columns, column{field, kind.make})
		names = append(names, strconv.Quote(name))
		places = append(places, "$"+strconv.Itoa(len(names))+"::"+kind.array)
	}
	t.insert = "INSERT INTO " + strconv.Quote(statement.Schema.Table) + " (" + strings.Join(names, ",") +
		") SELECT * FROM unnest(" + strings.Join(places, ",") + ")"
	tables.Store(kind, t)
	return t, nil
}

var errColumn = errors.New("sqlstore: no array for a column")

// columnKind is a type of columns.
type columnKind struct {
	array string // in PostgreSQL
	make  func(n int, at func(row int) reflect.Value) any
}

// kindOf returns the type of the column that a field of a row is kept in.
func kindOf(field reflect.Type) (columnKind, bool) {
	nullable := field.Kind() == reflect.Pointer
	if nullable {
		field = field.Elem()
	}
	switch {
	case field == reflect.TypeFor[time.Time]():
		return kind("timestamp[]", nullable, timeOf), true
	case field.Kind() == reflect.String:
		return kind("text[]", nullable, textOf), true
	case field.Kind() == reflect.Bool:
		return kind("boolean[]", nullable, reflect.Value.Bool), true
	case field.Kind() >= reflect.Int && field.Kind() <= reflect.Int64:
		return kind("bigint[]", nullable, reflect.Value.Int), true
	}
	return columnKind{}, false
}

func kind[T any](array string, nullable bool, value func(reflect.Value) T) columnKind {
	if nullable {
		return columnKind{array, arrayOf(orNil(value))}
	}
	return columnKind{array, arrayOf(value)}
}

func arrayOf[T any](value func(reflect.Value) T) func(n int, at func(row int) reflect.Value) any {
	return func(n int, at func(row int) reflect.Value) any {
		array := make([]T, n)
		for row := range array {
			array[row] = value(at(row))
		}
		return array
	}
}

func orNil[T any](value func(reflect.Value) T) func(reflect.Value) *T {
	return func(v reflect.Value) *T {
		if v.IsNil() {
			return nil
		}
		is := value(v.Elem())
		return &is
	}
}

func textOf(v reflect.Value) string { return keepable(v.String()) }

func timeOf(v reflect.Value) time.Time { return v.Interface().(time.Time).UTC() }
