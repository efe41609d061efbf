package sqlstore

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/assignment"
	"github.com/hallyu-store/hallyu/journal"
)

type assignmentRow struct {
	ID         string `gorm:"primaryKey"`
	Version    int
	Project    string
	Locale     string
	What       string
	Translator string
	Assigner   string
	Note       string
	Messages   string // JSON
	Words      int
	Characters int
	Due        time.Time
	At         time.Time
	Reminded   int
	DoneAt     *time.Time
	Cancelled  *time.Time
	IsOpen     int
}

func (assignmentRow) TableName() string { return "assignments" }

func rowOfAssignment(a assignment.Assignment) assignmentRow {
	return assignmentRow{
		ID: a.ID, Version: a.Version, Project: a.Project, Locale: string(a.Locale), What: string(a.What), Translator: a.Translator,
		Assigner: a.Assigner, Note: a.Note, Messages: toJSON(a.Messages), Words: a.Words, Characters: a.Characters,
		Due: a.Due.UTC(), At: a.At.UTC(), Reminded: numberOf(a.Reminded), DoneAt: momentOf(a.DoneAt), Cancelled: momentOf(a.Cancelled),
		IsOpen: numberOf(!a.Over()),
	}
}

func (r assignmentRow) assignment() (assignment.Assignment, error) {
	messages, err := fromJSON[map[string]string](r.Messages)
	a := assignment.Assignment{
		ID: r.ID, Version: r.Version, Project: r.Project, Locale: i18n.Locale(r.Locale), What: assignment.What(r.What),
		Translator: r.Translator, Assigner: r.Assigner, Note: r.Note, Messages: messages, Words: r.Words, Characters: r.Characters,
		Due: r.Due.UTC(), At: r.At.UTC(), Reminded: r.Reminded == 1,
	}
	if r.DoneAt != nil {
		a.DoneAt = r.DoneAt.UTC()
	}
	if r.Cancelled != nil {
		a.Cancelled = r.Cancelled.UTC()
	}
	return a, err
}

func numberOf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// momentOf is a time as a column has it: NULL for none.
func momentOf(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	utc := t.UTC()
	return &utc
}

type assignmentStore struct{ db *DB }

// Assignments returns the store of the work that translators have.
func (db *DB) Assignments() assignment.Store { return assignmentStore{db} }

func (s assignmentStore) Put(ctx context.Context, a assignment.Assignment, record journal.Record) error {
	row := rowOfAssignment(a)
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		var version int
		err := tx.Model(&assignmentRow{}).Where("id = ?", a.ID).Select("COALESCE(MAX(version), 0)").Scan(&version).Error
		if err != nil {
			return err
		}
		if version != a.Version-1 {
			return assignment.ErrChanged.With("assignment", a.ID)
		}
		if version == 0 {
			err = tx.Create(&row).Error
		} else {
			err = tx.Model(&assignmentRow{}).Where("id = ?", a.ID).Select("*").Updates(&row).Error
		}
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func (s assignmentStore) Assignment(ctx context.Context, id string) (assignment.Assignment, error) {
	var row assignmentRow
	err := s.db.read(ctx).Where("id = ?", id).Take(&row).Error
	if errors.Is(err, errNotFound) {
		return assignment.Assignment{}, assignment.ErrNotFound.With("assignment", id)
	}
	if err != nil {
		return assignment.Assignment{}, translate(err)
	}
	return row.assignment()
}

func (s assignmentStore) Open(ctx context.Context, project string, locale i18n.Locale) ([]assignment.Assignment, error) {
	query := s.db.read(ctx).Where("is_open = 1")
	if project != "" {
		query = query.Where("project = ?", project)
	}
	if locale != "" {
		query = query.Where("locale = ?", string(locale))
	}
	var rows []assignmentRow
	err := query.Order("due, id").Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	all := make([]assignment.Assignment, 0, len(rows))
	for _, row := range rows {
		a, err := row.assignment()
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}
