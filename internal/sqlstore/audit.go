package sqlstore

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/migrations"
)

type auditRow struct {
	ID        string `gorm:"primaryKey"`
	Sequence  *int64 // NULL when an older program wrote it to PostgreSQL
	Actor     string
	Action    string
	Subject   string
	Before    string
	After     string
	RequestID string
	At        time.Time
	Previous  string
	Hash      string
}

func (auditRow) TableName() string { return "audit" }

// chainRow is where the chain ends.
type chainRow struct {
	ID       string `gorm:"primaryKey"`
	Sequence int64
	Hash     string
}

func (chainRow) TableName() string { return "audit_chain" }

// chainID is the key of the only row.
const chainID = "audit"

func toAuditRow(a journal.AuditEntry) auditRow {
	return auditRow{
		ID: a.ID, Sequence: &a.Sequence, Actor: a.Actor, Action: a.Action, Subject: a.Subject,
		Before: string(a.Before), After: string(a.After), RequestID: a.RequestID, At: a.At, Previous: a.Previous, Hash: a.Hash,
	}
}

func (r auditRow) entry() journal.AuditEntry {
	a := journal.AuditEntry{
		ID: r.ID, Actor: r.Actor, Action: r.Action, Subject: r.Subject, Before: rawJSON(r.Before), After: rawJSON(r.After),
		RequestID: r.RequestID, At: r.At.UTC(), Previous: r.Previous, Hash: r.Hash,
	}
	if r.Sequence != nil {
		a.Sequence = *r.Sequence
	}
	return a
}

// Audit implements journal.Store.
func (s journalStore) Audit(ctx context.Context, after int64, limit int) ([]journal.AuditEntry, error) {
	var rows []auditRow
	query := s.db.read(ctx).Where("sequence > ?", after).Order("sequence").Limit(limit)
	if err := query.Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	return mapped(rows, auditRow.entry), nil
}

// FindAudit implements journal.Store.
func (s journalStore) FindAudit(ctx context.Context, q journal.AuditQuery, limit int) ([]journal.AuditEntry, error) {
	query := s.db.read(ctx).Where("sequence IS NOT NULL")
	if q.Before > 0 {
		query = query.Where("sequence < ?", q.Before)
	}
	if q.Actor != "" {
		query = query.Where("actor = ?", q.Actor)
	}
	if n := len(q.Action); n > 0 && q.Action[n-1] == '.' {
		query = query.Where("action >= ? AND action < ?", q.Action, q.Action[:n-1]+"/") // '/' is the character after '.'
	} else if n > 0 {
		query = query.Where("action = ?", q.Action)
	}
	if q.Subject != "" {
		query = query.Where("subject = ?", q.Subject)
	}
	if !q.From.IsZero() {
		query = query.Where("at >= ?", q.From.UTC())
	}
	if !q.Until.IsZero() {
		query = query.Where("at < ?", q.Until.UTC())
	}
	var rows []auditRow
	if err := query.Order("sequence DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	return mapped(rows, auditRow.entry), nil
}

// AuditHead implements journal.Store.
func (s journalStore) AuditHead(ctx context.Context) (journal.Head, error) {
	var rows []chainRow
	err := s.db.read(ctx).Where("id = ?", chainID).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return journal.Head{}, translate(err)
	}
	return journal.Head{Sequence: rows[0].Sequence, Hash: rows[0].Hash}, nil
}

// AuditOutside implements journal.Store.
func (s journalStore) AuditOutside(ctx context.Context, limit int) ([]journal.AuditEntry, error) {
	var rows []auditRow
	err := s.db.read(ctx).Where("hash = ''").Order("id").Limit(limit).Find(&rows).Error
	return mapped(rows, auditRow.entry), translate(err)
}

// AdoptAudit implements journal.Store.
func (s journalStore) AdoptAudit(ctx context.Context, ids []string, told journal.AuditEntry) error {
	return s.db.write(ctx, proof{auditRow{}.TableName(), told.ID}, func(tx *gorm.DB) error {
		var rows []auditRow
		if err := tx.Where("id IN ? AND hash = ''", ids).Order("at, id").Find(&rows).Error; err != nil {
			return err
		}
		return extend(tx, func(head journal.Head) (journal.Head, error) {
			for _, row := range rows {
				row.Sequence = nil
				var err error
				if head, err = adopt(tx, head, row); err != nil {
					return head, err
				}
			}
			return addEntries(tx, head, []journal.AuditEntry{told})
		})
	})
}

// appendAudit writes entries as part of the transaction that they tell of, each linked to the one before. Whoever else
// adds entries waits, or is undone and does it again: there is one chain, whatever processes write it.
func appendAudit(tx *gorm.DB, entries []journal.AuditEntry) error {
	if len(entries) == 0 {
		return nil
	}
	return extend(tx, func(head journal.Head) (journal.Head, error) { return addEntries(tx, head, entries) })
}

func addEntries(tx *gorm.DB, head journal.Head, entries []journal.AuditEntry) (journal.Head, error) {
	rows := make([]auditRow, len(entries))
	for i, a := range entries {
		a, head = head.Link(a)
		rows[i] = toAuditRow(a)
	}
	return head, createAll(tx, rows)
}

// adopt links an entry that is there already.
func adopt(tx *gorm.DB, head journal.Head, row auditRow) (journal.Head, error) {
	a, head := head.Link(row.entry())
	return head, tx.Model(&auditRow{}).Where("id = ?", a.ID).
		Updates(map[string]any{"sequence": a.Sequence, "previous": a.Previous, "hash": a.Hash}).Error
}

// extend moves the end of the chain.
func extend(tx *gorm.DB, add func(journal.Head) (journal.Head, error)) error {
	var rows []chainRow
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", chainID).Limit(1).Find(&rows).Error
	if err != nil {
		return err
	}
	var head journal.Head
	if len(rows) > 0 {
		head = journal.Head{Sequence: rows[0].Sequence, Hash: rows[0].Hash}
	} else if head, err = lastChained(tx); err != nil {
		return err
	}
	// An older program that runs beside this one numbers its entries and chains nothing.
	var last int64
	if err := tx.Raw("SELECT COALESCE(MAX(sequence), 0) FROM audit").Scan(&last).Error; err != nil {
		return err
	}
	head.Sequence = max(head.Sequence, last)
	if head, err = add(head); err != nil {
		return err
	}
	end := chainRow{chainID, head.Sequence, head.Hash}
	return raced(tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&end).Error)
}

// lastChained finds the end of a chain whose end nobody noted.
func lastChained(tx *gorm.DB) (journal.Head, error) {
	var rows []auditRow
	err := tx.Where("hash <> ''").Order("sequence DESC").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return journal.Head{}, err
	}
	return journal.Head{Sequence: *rows[0].Sequence, Hash: rows[0].Hash}, nil
}

// beginTries is how often another process is waited for that begins the same chain.
const beginTries = 20

// beginChain chains the entries of before there was a chain, once: later, an entry that is in no chain is somebody's
// doing, and stays outside until an operator takes it in.
func (db *DB) beginChain(ctx context.Context) error {
	for try := 1; ; try++ {
		var begun int64
		err := db.read(ctx).Model(&chainRow{}).Count(&begun).Error
		if err != nil || begun > 0 {
			return translate(err)
		}
		err = db.writing.WithContext(ctx).Transaction(chainOld, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
		if err == nil || try == beginTries || !pause(ctx, beginTries) {
			return translate(err)
		}
	}
}

// chainOld links all entries in the order in which they were committed.
func chainOld(tx *gorm.DB) error {
	begun := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&chainRow{ID: chainID})
	if begun.Error != nil || begun.RowsAffected == 0 { // another process was quicker
		return begun.Error
	}
	order := "sequence, id"
	if tx.Name() == string(migrations.Postgres) {
		order = "sequence NULLS LAST, " + byAge
	}
	var head journal.Head
	var ids []string
	if err := tx.Model(&auditRow{}).Order(order).Pluck("id", &ids).Error; err != nil {
		return err
	}
	for _, id := range ids {
		var row auditRow
		err := tx.Where("id = ?", id).Take(&row).Error
		if err == nil {
			head, err = adopt(tx, head, row)
		}
		if err != nil {
			return err
		}
	}
	return tx.Model(&chainRow{}).Where("id = ?", chainID).Updates(map[string]any{"sequence": head.Sequence, "hash": head.Hash}).Error
}
