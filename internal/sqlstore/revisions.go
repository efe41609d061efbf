package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

type revisionRow struct {
	Project    string `gorm:"primaryKey"`
	Locale     string `gorm:"primaryKey"`
	Message    string `gorm:"primaryKey"`
	Number     int    `gorm:"primaryKey;autoIncrement:false"`
	Forms      string // JSON
	SourceHash string
	State      string
	Note       string
	Account    string
	Origin     string
	At         time.Time
	Latest     int
}

func (revisionRow) TableName() string { return "revisions" }

func rowOfRevision(r translation.Revision) revisionRow {
	return revisionRow{
		Project: r.Project, Locale: string(r.Locale), Message: r.Message, Number: r.Number, Forms: toJSON(r.Forms),
		SourceHash: r.SourceHash, State: string(r.State), Note: r.Note, Account: r.Account, Origin: string(r.Origin),
		At: r.At.UTC(), Latest: 1,
	}
}

func (r revisionRow) revision() (translation.Revision, error) {
	forms, err := fromJSON[translation.Forms](r.Forms)
	return translation.Revision{
		Part:   translation.Part{Project: r.Project, Locale: i18n.Locale(r.Locale), Message: r.Message},
		Number: r.Number, Forms: forms, SourceHash: r.SourceHash, State: translation.State(r.State), Note: r.Note,
		Account: r.Account, Origin: translation.Origin(r.Origin), At: r.At,
	}, err
}

type revisionStore struct{ db *DB }

// Revisions returns the store of what was done to the words of projects.
func (db *DB) Revisions() translation.Store { return revisionStore{db} }

func (s revisionStore) Append(ctx context.Context, revisions []translation.Revision, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		for _, r := range revisions {
			err := appendRevision(tx, rowOfRevision(r))
			if err != nil {
				return err
			}
		}
		return appendRecord(tx, record)
	})
}

// appendRevision puts a revision behind the latest of its message.
func appendRevision(tx *gorm.DB, row revisionRow) error {
	place := revisionRow{Project: row.Project, Locale: row.Locale, Message: row.Message}
	var latest int
	err := tx.Model(&revisionRow{}).Where(&place).Select("COALESCE(MAX(number), 0)").Scan(&latest).Error
	if err != nil {
		return err
	}
	if row.Number != latest+1 {
		return translation.ErrStale.With("project", row.Project, "message", row.Message, "locale", row.Locale, "revision", "")
	}
	err = tx.Model(&revisionRow{}).Where(&place).Where("latest = 1").Update("latest", 0).Error
	if err != nil {
		return err
	}
	return tx.Create(&row).Error
}

func (s revisionStore) Latest(ctx context.Context, project string, locale i18n.Locale) (map[string]translation.Revision, error) {
	var rows []revisionRow
	err := s.db.read(ctx).Where("project = ? AND locale = ? AND latest = 1", project, string(locale)).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	latest := make(map[string]translation.Revision, len(rows))
	for _, row := range rows {
		latest[row.Message], err = row.revision()
		if err != nil {
			return nil, err
		}
	}
	return latest, nil
}

func (s revisionStore) History(ctx context.Context, part translation.Part, before, limit int) ([]translation.Revision, error) {
	query := s.db.read(ctx).Where("project = ? AND locale = ? AND message = ?", part.Project, string(part.Locale), part.Message)
	if before > 0 {
		query = query.Where("number < ?", before)
	}
	var rows []revisionRow
	err := query.Order("number DESC").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	history := make([]translation.Revision, 0, len(rows))
	for _, row := range rows {
		revision, err := row.revision()
		if err != nil {
			return nil, err
		}
		history = append(history, revision)
	}
	return history, nil
}
