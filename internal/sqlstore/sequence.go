package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"hash/crc32"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/migrations"
)

// Events and audit entries are numbered in the order of their commits, so that a reader who asks for
// what comes after a number misses nothing. On SQLite one transaction writes at a time, and numbers
// what it writes. On PostgreSQL many write, and none knows whether another, which began earlier, will
// be committed later: rows are committed without a number, and get one before they are read.

// sequence is the next free number; nil on PostgreSQL.
type sequence struct{ next *int64 }

// plus returns the number of the i-th row, or nil.
func (s sequence) plus(i int) *int64 {
	if s.next == nil {
		return nil
	}
	n := *s.next + int64(i)
	return &n
}

func nextSequence(tx *gorm.DB, table string) (sequence, error) {
	if tx.Name() == string(migrations.Postgres) {
		return sequence{}, nil
	}
	var next int64
	err := tx.Raw("SELECT COALESCE(MAX(sequence), 0) + 1 FROM " + table).Scan(&next).Error
	return sequence{&next}, err
}

// numberBatch is how many rows are numbered in one transaction.
const numberBatch = 5000

// byAge sorts rows of PostgreSQL by when they were written: of two of which one was written after the
// other was committed, the earlier has the greater age.
const byAge = "age(xmin) DESC, id"

// numbering is a statement that gives the next numbers to rows without one.
func numbering(table, order, limit string) string {
	return fmt.Sprintf(`
		UPDATE %[1]s SET sequence = waiting.number
		FROM (
			SELECT id AS row, (SELECT COALESCE(MAX(sequence), 0) FROM %[1]s) + row_number() OVER (ORDER BY %[2]s) AS number
			FROM %[1]s WHERE sequence IS NULL ORDER BY %[2]s %[3]s
		) AS waiting WHERE %[1]s.id = waiting.row`, table, order, limit)
}

// number gives numbers to the rows of a table that were committed without one. Who numbers holds a
// lock until its numbers are visible, so a row that becomes visible later never gets a lower one.
func (db *DB) number(ctx context.Context, table string) error {
	if db.dialect != migrations.Postgres {
		return nil
	}
	var waiting bool
	err := db.read(ctx).Raw("SELECT EXISTS (SELECT 1 FROM " + table + " WHERE sequence IS NULL)").Scan(&waiting).Error
	if err != nil {
		return translate(err)
	}
	for waiting {
		err = db.run(ctx, transaction{keyed: true, isolation: sql.LevelReadCommitted, work: func(tx *gorm.DB) error {
			err := tx.Exec("SELECT pg_advisory_xact_lock(?)", int64(crc32.ChecksumIEEE([]byte(table)))).Error
			if err != nil {
				return err
			}
			numbered := tx.Exec(numbering(table, byAge, "LIMIT ?"), numberBatch)
			waiting = numbered.RowsAffected == numberBatch
			return numbered.Error
		}})
		if err != nil {
			return err
		}
	}
	return nil
}
