package sqlstore

import (
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// maxRows is how many rows one statement writes at most, or looks up. Statements come in sizes that
// are powers of two, so that there are few of them, and each is prepared once.
const maxRows = 64

// createAll adds rows, many in a statement.
func createAll[Row any](tx *gorm.DB, rows []Row) error {
	if _, mayConflict := tx.Statement.Clauses[clause.OnConflict{}.Name()]; isPostgres(tx) && !mayConflict {
		return createColumns(tx, rows)
	}
	for len(rows) > 0 {
		n := maxRows
		for n > len(rows) {
			n /= 2
		}
		part := rows[:n]
		if err := tx.Create(&part).Error; err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// key is what a row is looked up by: the values of one to three columns.
type key [3]string

// findAll returns the rows whose columns, "(a, b)", hold one of the keys, in no order.
func findAll[Row any](tx *gorm.DB, columns string, keys []key) ([]Row, error) {
	if isPostgres(tx) {
		return findEach[Row](tx, columns, keys)
	}
	var found []Row
	tx = tx.Session(&gorm.Session{}) // so that what one statement adds is not in the next
	for len(keys) > 0 {
		n := min(len(keys), maxRows)
		var rows []Row
		list, args := values(1+strings.Count(columns, ","), keys[:n])
		if err := tx.Where(columns+" IN "+list, args...).Find(&rows).Error; err != nil {
			return nil, err
		}
		found = append(found, rows...)
		keys = keys[n:]
	}
	return found, nil
}

// values lists the first width columns of keys for a statement.
func values(width int, keys []key) (list string, args []any) {
	keys = padded(keys)
	args = make([]any, 0, len(keys)*width)
	for _, k := range keys {
		for _, value := range k[:width] {
			args = append(args, value)
		}
	}
	tuple := ",(" + strings.Repeat(",?", width)[1:] + ")"
	return "(VALUES " + strings.Repeat(tuple, len(keys))[1:] + ")", args
}

// padded repeats the last value of a list that something is to be in, up to a power of two, so that
// lists of all lengths are a few statements.
func padded[Value any](list []Value) []Value {
	size := 1
	for size < len(list) {
		size *= 2
	}
	full := append(make([]Value, 0, size), list...)
	for len(list) > 0 && len(full) < size {
		full = append(full, list[len(list)-1])
	}
	return full
}
