package sqlstore

import (
	"strings"

	"gorm.io/gorm"
)

// maxRows is how many rows one statement writes at most, or looks up. Statements come in sizes that
// are powers of two, so that there are few of them, and each is prepared once.
const maxRows = 64

// createAll adds rows, many in a statement.
func createAll[Row any](tx *gorm.DB, rows []Row) error {
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

// findAll returns the rows that a query finds for keys of so many columns. The query ends in
// "(columns) IN", and its rows come in no order.
func findAll[Row any](tx *gorm.DB, query string, columns int, keys []key) ([]Row, error) {
	var found []Row
	for len(keys) > 0 {
		n := min(len(keys), maxRows)
		var rows []Row
		text, args := lookUp(query, columns, keys[:n])
		if err := tx.Raw(text, args...).Scan(&rows).Error; err != nil {
			return nil, err
		}
		found = append(found, rows...)
		keys = keys[n:]
	}
	return found, nil
}

// lookUp completes a query with a list of keys, the last of them repeated up to a power of two.
func lookUp(query string, columns int, keys []key) (string, []any) {
	size := 1
	for size < len(keys) {
		size *= 2
	}
	tuple := ",(" + strings.Repeat(",?", columns)[1:] + ")"
	args := make([]any, 0, size*columns)
	for i := range size {
		for _, value := range keys[min(i, len(keys)-1)][:columns] {
			args = append(args, value)
		}
	}
	return query + " (VALUES " + strings.Repeat(tuple, size)[1:] + ")", args
}
