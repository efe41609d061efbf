package sqlstore

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

type catalogStore struct{ db *DB }

// Catalog returns the store of packs, of what is published of them, and of creators.
func (db *DB) Catalog() catalog.Store { return catalogStore{db} }

func (s catalogStore) Pack(ctx context.Context, idOrSlug string) (catalog.Pack, error) {
	var row packRow
	err := s.db.read(ctx).Where("id = ? OR slug = ?", idOrSlug, idOrSlug).Take(&row).Error
	if errors.Is(err, errNotFound) {
		return catalog.Pack{}, catalog.ErrPackNotFound.With("pack", idOrSlug)
	}
	if err != nil {
		return catalog.Pack{}, translate(err)
	}
	return row.pack()
}

// Draft reads the parts of a draft one after the other, and all of them again when somebody changed
// the pack in between.
func (s catalogStore) Draft(ctx context.Context, idOrSlug string) (catalog.Draft, error) {
	for range attempts {
		pack, err := s.Pack(ctx, idOrSlug)
		if err != nil {
			return catalog.Draft{}, err
		}
		draft, err := s.draftOf(ctx, pack)
		if err != nil {
			return catalog.Draft{}, translate(err)
		}
		again, err := s.Pack(ctx, pack.ID)
		if err != nil {
			return catalog.Draft{}, err
		}
		if again.Version == pack.Version {
			return draft, nil
		}
	}
	return catalog.Draft{}, journal.ErrStoreUnavailable
}

func (s catalogStore) draftOf(ctx context.Context, pack catalog.Pack) (catalog.Draft, error) {
	db := s.db.read(ctx)
	var stickers []stickerRow
	err := db.Where("pack = ?", pack.ID).Order("position").Find(&stickers).Error
	if err != nil {
		return catalog.Draft{}, err
	}
	var offers []offerRow
	err = db.Where("pack = ?", pack.ID).Order("position").Find(&offers).Error
	if err != nil {
		return catalog.Draft{}, err
	}
	words, err := readWords(db, i18n.Draft, pack.ID)
	if err != nil {
		return catalog.Draft{}, err
	}
	draft := catalog.Draft{Pack: pack, Words: words, Offers: mapped(offers, offerRow.offer)}
	draft.Stickers, err = illustrated(db, stickers)
	return draft, err
}

func (s catalogStore) LiveWords(ctx context.Context, pack string) (catalog.Words, error) {
	words, err := readWords(s.db.read(ctx), i18n.Live, pack)
	return words, translate(err)
}

func (s catalogStore) Releases(ctx context.Context, pack string) ([]catalog.Release, error) {
	var rows []releaseRow
	err := s.db.read(ctx).Where("pack = ?", pack).Order("number").Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	releases := make([]catalog.Release, len(rows))
	for i, row := range rows {
		releases[i], err = row.release()
		if err != nil {
			return nil, err
		}
	}
	return releases, nil
}

func (s catalogStore) Picture(ctx context.Context, upload assets.Digest) (catalog.Picture, error) {
	var row pictureRow
	err := s.db.read(ctx).Where("upload = ?", string(upload)).Take(&row).Error
	if errors.Is(err, errNotFound) {
		return catalog.Picture{}, catalog.ErrPictureNotFound.With("sha256", upload)
	}
	if err != nil {
		return catalog.Picture{}, translate(err)
	}
	return fromJSON[catalog.Picture](row.Body)
}

func (s catalogStore) SavePicture(ctx context.Context, picture catalog.Picture) error {
	row := pictureRow{Upload: string(picture.Upload.Digest), Body: toJSON(picture)}
	return s.db.write(ctx, proof{}, func(tx *gorm.DB) error {
		var known pictureRow
		err := tx.Where("upload = ?", row.Upload).Take(&known).Error
		if errors.Is(err, errNotFound) {
			return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
		}
		if err != nil {
			return err
		}
		before, err := fromJSON[catalog.Picture](known.Body)
		if err != nil || before.Derivation >= picture.Derivation {
			return err
		}
		return tx.Model(&known).Where("upload = ?", row.Upload).Update("body", row.Body).Error
	})
}

func (s catalogStore) Sequence(ctx context.Context) (int64, error) {
	value, err := counter(s.db.read(ctx), catalogCounter)
	return value, translate(err)
}

func (s catalogStore) Published(ctx context.Context, after int64, limit int) ([]catalog.Published, error) {
	var rows []publishedRow
	err := s.db.read(ctx).Where("sequence > ?", after).Order("sequence").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	return publishedOf(rows)
}

func (s catalogStore) PublishedPack(ctx context.Context, pack string) (catalog.Published, error) {
	var row publishedRow
	err := s.db.read(ctx).Where("pack = ?", pack).Take(&row).Error
	if errors.Is(err, errNotFound) {
		return catalog.Published{}, catalog.ErrPackNotFound.With("pack", pack)
	}
	if err != nil {
		return catalog.Published{}, translate(err)
	}
	return row.published()
}
