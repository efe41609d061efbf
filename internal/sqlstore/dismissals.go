package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

type dismissalRow struct {
	Project    string `gorm:"primaryKey"`
	Locale     string `gorm:"primaryKey"`
	Message    string `gorm:"primaryKey"`
	Finding    string `gorm:"primaryKey"`
	Form       string `gorm:"primaryKey"`
	SourceHash string
	Revision   string
	Reason     string
	Account    string
	At         time.Time
}

func (dismissalRow) TableName() string { return "dismissals" }

func (r dismissalRow) dismissal() translation.Dismissal {
	return translation.Dismissal{
		Part: translation.Part{Project: r.Project, Locale: i18n.Locale(r.Locale), Message: r.Message}, Check: r.Finding, Form: r.Form,
		SourceHash: r.SourceHash, Revision: r.Revision, Reason: r.Reason, Account: r.Account, At: r.At.UTC(),
	}
}

func (s revisionStore) Dismiss(ctx context.Context, d translation.Dismissal, record journal.Record) error {
	row := dismissalRow{
		Project: d.Project, Locale: string(d.Locale), Message: d.Message, Finding: d.Check, Form: d.Form, SourceHash: d.SourceHash,
		Revision: d.Revision, Reason: d.Reason, Account: d.Account, At: d.At.UTC(),
	}
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func (s revisionStore) Restore(ctx context.Context, part translation.Part, check, form string, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := tx.Where("project = ? AND locale = ? AND message = ? AND finding = ? AND form = ?",
			part.Project, string(part.Locale), part.Message, check, form).Delete(&dismissalRow{}).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

func (s revisionStore) Dismissals(ctx context.Context, project string, locale i18n.Locale) ([]translation.Dismissal, error) {
	var rows []dismissalRow
	err := s.db.read(ctx).Where("project = ? AND locale = ?", project, string(locale)).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return mapped(rows, dismissalRow.dismissal), nil
}
