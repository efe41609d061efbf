package sqlstore

import (
	"database/sql/driver"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/migrations"
)

func isPostgres(tx *gorm.DB) bool { return tx.Name() == string(migrations.Postgres) }

// findEach is findAll for PostgreSQL: one look-up in an index for each key, whatever the planner knows of the table. Of a
// list of keys it makes, as long as nobody has analysed a table, a reading of the whole table.
func findEach[Row any](tx *gorm.DB, columns string, keys []key) ([]Row, error) {
	var found []Row
	if len(keys) == 0 {
		return found, nil
	}
	return found, oneByOne[Row](tx, columns, distinct(keys)).Find(&found).Error
}

// oneByOne is the query of findEach.
func oneByOne[Row any](tx *gorm.DB, columns string, keys []key) *gorm.DB {
	names := strings.Split(strings.Trim(columns, "()"), ", ")
	places, parts, args := make([]string, len(names)), make([]string, len(names)), make([]any, len(names), len(names)+1)
	for i := range names {
		places[i], parts[i] = "?::text[]", "key"+strconv.Itoa(i)
		args[i] = textArray(mapped(keys, func(k key) string { return keepable(k[i]) }))
	}
	key := strings.Join(parts, ",")
	one := tx.Model(new(Row)).Where(columns + " = (" + key + ")")
	// OFFSET 0 keeps the planner from making a join of it.
	from := "unnest(" + strings.Join(places, ",") + ") AS each(" + key + "), LATERAL (? OFFSET 0) AS " + tableName[Row]()
	return tx.Session(&gorm.Session{NewDB: true}).Table(from, append(args, one)...)
}

func tableName[Row any]() string {
	return any(*new(Row)).(interface{ TableName() string }).TableName()
}

// textArray is one value of a statement; of a slice GORM makes many.
type textArray []string

// Value implements driver.Valuer. The driver takes slices.
func (a textArray) Value() (driver.Value, error) { return []string(a), nil }
