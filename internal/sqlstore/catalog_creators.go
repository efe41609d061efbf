package sqlstore

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
)

func (s catalogStore) Creator(ctx context.Context, idOrSlug string) (catalog.Creator, error) {
	var row creatorRow
	err := s.db.read(ctx).Where("id = ? OR slug = ?", idOrSlug, idOrSlug).Take(&row).Error
	if errors.Is(err, errNotFound) {
		return catalog.Creator{}, catalog.ErrCreatorNotFound.With("creator", idOrSlug)
	}
	return row.creator(), translate(err)
}

func (s catalogStore) Creators(ctx context.Context, account, after string, limit int) ([]catalog.Creator, error) {
	query := s.db.read(ctx).Where("slug > ?", after)
	if account != "" {
		query = query.Where("account = ?", account)
	}
	var rows []creatorRow
	err := query.Order("slug").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return mapped(rows, creatorRow.creator), nil
}

func (s catalogStore) SaveCreator(ctx context.Context, c catalog.Creator, record journal.Record) error {
	row := creatorRow{ID: c.ID, Slug: c.Slug, Name: c.Name, Account: c.Account}
	err := s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		upsert := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true}
		err := tx.Clauses(upsert).Create(&row).Error
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
	if errors.Is(err, errDuplicate) {
		return catalog.ErrCreatorTaken.With("slug", c.Slug).Because(err)
	}
	return err
}
