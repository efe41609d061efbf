package sqlstore

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/journal"
)

type eventRow struct {
	ID        string `gorm:"primaryKey"`
	Sequence  *int64 // NULL until it is numbered
	Ledger    string
	Type      string
	Subject   string
	Data      string
	Holder    string
	Recipient string
	At        time.Time
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

// EventsOf implements journal.Store: one index for each of the two that an event concerns.
func (s journalStore) EventsOf(ctx context.Context, ledger, holder string, after int64, limit int) ([]journal.Event, error) {
	if err := s.db.number(ctx, eventRow{}.TableName()); err != nil {
		return nil, err
	}
	byID := map[string]eventRow{}
	for _, column := range []string{"holder", "recipient"} {
		var rows []eventRow
		err := s.db.read(ctx).Where("ledger = ? AND "+column+" = ? AND "+column+" <> '' AND sequence > ?", ledger, holder, after).
			Order("sequence").Limit(limit).Find(&rows).Error
		if err != nil {
			return nil, translate(err)
		}
		for _, row := range rows {
			byID[row.ID] = row
		}
	}
	found := slices.SortedFunc(maps.Values(byID), func(a, b eventRow) int { return cmp.Compare(*a.Sequence, *b.Sequence) })
	return mapped(found[:min(len(found), limit)], eventRow.event), nil
}

func (s journalStore) Event(ctx context.Context, ledger, id string) (journal.Event, error) {
	if err := s.db.number(ctx, eventRow{}.TableName()); err != nil {
		return journal.Event{}, err
	}
	query := s.db.read(ctx).Where("id = ?", id)
	if ledger != "" {
		query = query.Where("ledger = ?", ledger)
	}
	var row eventRow
	err := query.Take(&row).Error
	if errors.Is(err, errNotFound) || err == nil && row.Sequence == nil { // committed after all were numbered
		return journal.Event{}, journal.ErrEventNotFound.With("event", id)
	}
	if err != nil {
		return journal.Event{}, translate(err)
	}
	return row.event(), nil
}

func (s journalStore) Last(ctx context.Context) (int64, error) {
	if err := s.db.number(ctx, eventRow{}.TableName()); err != nil {
		return 0, err
	}
	var last int64
	err := s.db.read(ctx).Raw("SELECT COALESCE(MAX(sequence), 0) FROM events").Scan(&last).Error
	return last, translate(err)
}

func (s journalStore) Before(ctx context.Context, at time.Time) (int64, error) {
	if err := s.db.number(ctx, eventRow{}.TableName()); err != nil {
		return 0, err
	}
	var found []int64
	err := s.db.read(ctx).Model(&eventRow{}).Where("at < ? AND sequence IS NOT NULL", at.UTC()).
		Order("sequence DESC").Limit(1).Pluck("sequence", &found).Error
	if err != nil || len(found) == 0 {
		return 0, translate(err)
	}
	return found[0], nil
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
		ID: e.ID, Ledger: e.Ledger, Type: e.Type, Subject: e.Subject, Data: string(e.Data), Holder: e.Holder, Recipient: e.Recipient, At: e.At,
	}
}

func (r eventRow) event() journal.Event {
	return journal.Event{
		ID: r.ID, Sequence: *r.Sequence, Ledger: r.Ledger, Type: r.Type, Subject: r.Subject,
		Data: rawJSON(r.Data), Holder: r.Holder, Recipient: r.Recipient, At: r.At.UTC(),
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
