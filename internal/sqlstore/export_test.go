package sqlstore

import (
	"context"
	"errors"
	"strings"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/migrations"
	"github.com/hallyu-store/hallyu/purchases/payout"
)

// HoldWriter keeps everybody from writing until the function is called that it returns.
func (db *DB) HoldWriter() (release func()) {
	db.turn <- struct{}{}
	return func() { <-db.turn }
}

// Waiting returns how many calls wait for a batch.
func (db *DB) Waiting() int {
	db.orders.mu.Lock()
	defer db.orders.mu.Unlock()
	return len(db.orders.waiting)
}

// Running returns how many lanes run batches.
func (db *DB) Running() int {
	db.orders.mu.Lock()
	defer db.orders.mu.Unlock()
	return db.orders.running
}

// Closing reports whether later calls are turned away.
func (db *DB) Closing() bool {
	db.orders.mu.Lock()
	defer db.orders.mu.Unlock()
	return db.orders.closed
}

// Exec runs a statement on the connection that writes.
func (db *DB) Exec(statement string) error { return db.writing.Exec(statement).Error }

// Watch explains every SELECT that GORM runs from now on: plan gets the statement and the lines of how
// the database would find the rows if the tables were large.
func (db *DB) Watch(plan func(statement, plan string)) error {
	explain := func(tx *gorm.DB) {
		statement := tx.Statement.SQL.String()
		if tx.DryRun || !strings.HasPrefix(statement, "SELECT") && !strings.HasPrefix(statement, "WITH") { // part of another
			return
		}
		plan(statement, db.explain(tx.Session(&gorm.Session{NewDB: true}), statement, tx.Statement.Vars))
	}
	for _, pool := range []*gorm.DB{db.reading, db.writing} {
		query := pool.Callback().Query().After("gorm:query").Register("explain", explain)
		raw := pool.Callback().Row().Before("gorm:row").Register("explain", func(tx *gorm.DB) {
			if strings.HasPrefix(tx.Statement.SQL.String(), "WITH") {
				explain(tx)
			}
		})
		if err := errors.Join(query, raw); err != nil {
			return err
		}
	}
	return nil
}

func (db *DB) explain(tx *gorm.DB, statement string, args []any) string {
	verb := "EXPLAIN QUERY PLAN "
	if db.dialect == migrations.Postgres {
		verb = "EXPLAIN (COSTS OFF) "
	}
	rows, err := tx.Statement.ConnPool.QueryContext(tx.Statement.Context, verb+statement, args...)
	if err != nil {
		return err.Error()
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var line string
		var ignored any
		into := []any{&line}
		if db.dialect != migrations.Postgres {
			into = []any{&ignored, &ignored, &ignored, &line}
		}
		if err := rows.Scan(into...); err != nil {
			return err.Error()
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// AppendSlowly appends a record and commits it when the function is called that it returns.
func (db *DB) AppendSlowly(record journal.Record) (commit func() error, err error) {
	tx := db.writing.Begin()
	if tx.Error != nil {
		return nil, tx.Error
	}
	return func() error { return tx.Commit().Error }, appendRecord(tx, record)
}

// Own says whose a pack is from a moment on.
func (db *DB) Own(o payout.Owner) error {
	row := ownerRow{Pack: o.Pack, Since: o.Since.UTC(), Creator: o.Creator, Collab: o.Collab}
	return db.writeOne(context.Background(), func(tx *gorm.DB) error { return tx.Create(&row).Error })
}

// PlanOfGrants is how PostgreSQL would find grants by these keys.
func (db *DB) PlanOfGrants(keys ...[3]string) (string, error) {
	var rows []grantRow
	query := oneByOne[grantRow](db.reading, "(ledger, holder, pack)", mapped(keys, func(k [3]string) key { return k }))
	asked := query.Session(&gorm.Session{DryRun: true}).Find(&rows).Statement
	var lines []string
	err := db.reading.Raw("EXPLAIN "+asked.SQL.String(), asked.Vars...).Scan(&lines).Error
	return strings.Join(lines, "\n"), err
}
