package sqlstore

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/journal"
)

type eventRow struct {
	ID       string `gorm:"primaryKey"`
	Sequence *int64 // NULL until it is numbered
	Ledger   string
	Type     string
	Subject  string
	Data     string
	At       time.Time
}

func (eventRow) TableName() string { return "events" }

type auditRow struct {
	ID        string `gorm:"primaryKey"`
	Sequence  *int64
	Actor     string
	Action    string
	Subject   string
	Before    string
	After     string
	RequestID string
	At        time.Time
}

func (auditRow) TableName() string { return "audit" }

type journalStore struct{ db *DB }

// Journal returns the store of events and audit entries.
func (db *DB) Journal() journal.Store { return journalStore{db} }

func (s journalStore) Append(ctx context.Context, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error { return appendRecord(tx, record) })
}

func (s journalStore) Events(ctx context.Context, ledger string, after int64, limit int) ([]journal.Event, error) {
	if err := s.db.number(ctx, eventRow{}.TableName()); err != nil {
		return nil, err
	}
	query := s.db.read(ctx).Where("sequence > ?", after)
	if ledger != "" {
		query = query.Where("ledger = ?", ledger)
	}
	var rows []eventRow
	if err := query.Order("sequence").Limit(limit).Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	return mapped(rows, eventRow.event), nil
}

func (s journalStore) Audit(ctx context.Context, after int64, limit int) ([]journal.AuditEntry, error) {
	if err := s.db.number(ctx, auditRow{}.TableName()); err != nil {
		return nil, err
	}
	var rows []auditRow
	query := s.db.read(ctx).Where("sequence > ?", after).Order("sequence").Limit(limit)
	if err := query.Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	return mapped(rows, auditRow.entry), nil
}

// appendRecord writes events and audit entries as part of the transaction that they tell of.
func appendRecord(tx *gorm.DB, record journal.Record) error {
	if len(record.Letters) > 0 {
		if err := createAll(tx, mapped(record.Letters, toLetterRow)); err != nil {
			return err
		}
	}
	if len(record.Events) > 0 {
		rows := mapped(record.Events, toEventRow)
		next, err := nextSequence(tx, eventRow{}.TableName())
		if err != nil {
			return err
		}
		for i := range rows {
			rows[i].Sequence = next.plus(i)
		}
		if err := createAll(tx, rows); err != nil {
			return err
		}
	}
	if len(record.Audit) == 0 {
		return nil
	}
	rows := mapped(record.Audit, toAuditRow)
	next, err := nextSequence(tx, auditRow{}.TableName())
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].Sequence = next.plus(i)
	}
	return createAll(tx, rows)
}

func toEventRow(e journal.Event) eventRow {
	return eventRow{
		ID: e.ID, Ledger: e.Ledger, Type: e.Type, Subject: e.Subject, Data: string(e.Data), At: e.At,
	}
}

func (r eventRow) event() journal.Event {
	return journal.Event{
		ID: r.ID, Sequence: *r.Sequence, Ledger: r.Ledger, Type: r.Type, Subject: r.Subject,
		Data: rawJSON(r.Data), At: r.At.UTC(),
	}
}

func toAuditRow(a journal.AuditEntry) auditRow {
	return auditRow{
		ID: a.ID, Actor: a.Actor, Action: a.Action, Subject: a.Subject,
		Before: string(a.Before), After: string(a.After), RequestID: a.RequestID, At: a.At,
	}
}

func (r auditRow) entry() journal.AuditEntry {
	return journal.AuditEntry{
		ID: r.ID, Sequence: *r.Sequence, Actor: r.Actor, Action: r.Action, Subject: r.Subject,
		Before: rawJSON(r.Before), After: rawJSON(r.After), RequestID: r.RequestID, At: r.At.UTC(),
	}
}

func rawJSON(s string) json.RawMessage {
	if s == "" {
		return nil
	}
	return json.RawMessage(s)
}
