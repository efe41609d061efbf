package sqlstore

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
)

// baseRow is what a locale said when it was given out as a file.
type baseRow struct {
	Project   string `gorm:"primaryKey"`
	Locale    string `gorm:"primaryKey"`
	Hash      string `gorm:"primaryKey"`
	Revisions string // JSON
	At        time.Time
}

func (baseRow) TableName() string { return "word_bases" }

func (s revisionStore) PutBase(ctx context.Context, base translation.Base) error {
	row := baseRow{
		Project: base.Project, Locale: string(base.Locale), Hash: base.Hash, Revisions: toJSON(base.Revisions), At: base.At.UTC(),
	}
	return s.db.write(ctx, proof{}, func(tx *gorm.DB) error {
		err := tx.Where("at < ?", row.At.Add(-translation.BaseKept)).Delete(&baseRow{}).Error
		if err != nil {
			return err
		}
		return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
	})
}

func (s revisionStore) Base(ctx context.Context, project string, locale i18n.Locale, hash string) (translation.Base, error) {
	var row baseRow
	err := s.db.read(ctx).Where("project = ? AND locale = ? AND hash = ?", project, string(locale), hash).Take(&row).Error
	if errors.Is(err, errNotFound) {
		return translation.Base{}, translation.ErrBaseUnknown.With("project", project, "locale", locale, "base", hash)
	}
	if err != nil {
		return translation.Base{}, translate(err)
	}
	revisions, err := fromJSON[map[string]string](row.Revisions)
	return translation.Base{Project: project, Locale: locale, Hash: hash, Revisions: revisions, At: row.At}, err
}
