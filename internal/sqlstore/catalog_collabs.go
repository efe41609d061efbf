package sqlstore

import (
	"context"
	"errors"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
)

type brandRow struct {
	ID   string `gorm:"primaryKey"`
	Slug string
	Name string

	Version int64
}

func (brandRow) TableName() string { return "brands" }

func (r brandRow) brand() catalog.Brand {
	return catalog.Brand{ID: r.ID, Slug: r.Slug, Name: r.Name, Version: r.Version}
}

type collabRow struct {
	ID    string `gorm:"primaryKey"`
	Slug  string
	Brand string
	Body  string // JSON

	Version int64
}

func (collabRow) TableName() string { return "collabs" }

func (s catalogStore) Brand(ctx context.Context, idOrSlug string) (catalog.Brand, error) {
	var row brandRow
	err := s.db.read(ctx).Where("id = ? OR slug = ?", idOrSlug, idOrSlug).Take(&row).Error
	return row.brand(), named(err, catalog.ErrBrandNotFound.With("brand", idOrSlug))
}

func (s catalogStore) Brands(ctx context.Context, after string, limit int) ([]catalog.Brand, error) {
	var rows []brandRow
	err := s.db.read(ctx).Where("slug > ?", after).Order("slug").Limit(limit).Find(&rows).Error
	return mapped(rows, brandRow.brand), translate(err)
}

func (s catalogStore) Collab(ctx context.Context, idOrSlug string) (catalog.Collab, error) {
	var row collabRow
	err := s.db.read(ctx).Where("id = ? OR slug = ?", idOrSlug, idOrSlug).Take(&row).Error
	if err != nil {
		return catalog.Collab{}, named(err, catalog.ErrCollabNotFound.With("collab", idOrSlug))
	}
	return s.collab(ctx, row)
}

// collab is a row with its brand as it is now.
func (s catalogStore) collab(ctx context.Context, row collabRow) (catalog.Collab, error) {
	collab, err := fromJSON[catalog.Collab](row.Body)
	if err != nil {
		return catalog.Collab{}, err
	}
	collab.Version = row.Version
	collab.Brand, err = s.Brand(ctx, row.Brand)
	return collab, err
}

func (s catalogStore) Collabs(ctx context.Context, after string, limit int) ([]catalog.Collab, error) {
	var rows []collabRow
	err := s.db.read(ctx).Where("slug > ?", after).Order("slug").Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	collabs := make([]catalog.Collab, len(rows))
	for i, row := range rows {
		collabs[i], err = s.collab(ctx, row)
		if err != nil {
			return nil, err
		}
	}
	return collabs, nil
}

func (s catalogStore) Licensed(ctx context.Context, id string) ([]string, error) {
	packs, err := licensed(s.db.read(ctx), id)
	return packs, translate(err)
}

// licensed lists the packs under a collab or a brand, in order.
func licensed(db *gorm.DB, id string) ([]string, error) {
	packs := []string{}
	err := db.Model(&packRow{}).Where("collab = ? OR collab IN (SELECT id FROM collabs WHERE brand = ?)", id, id).Pluck("id", &packs).Error
	slices.Sort(packs)
	return packs, err
}

func (s catalogStore) CommitLicence(ctx context.Context, change catalog.LicenceChange, record journal.Record) error {
	if change.Removed {
		return s.removeLicence(ctx, change, record)
	}
	err := s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := checkLicence(tx, change)
		if err != nil {
			return err
		}
		id, err := putLicence(tx, change)
		if err != nil {
			return err
		}
		under, err := licensed(tx, id)
		if err != nil {
			return err
		}
		changed := mapped(change.Packs, func(c catalog.Change) string { return c.Pack.ID })
		slices.Sort(changed)
		if !slices.Equal(under, changed) {
			return catalog.ErrPackStale.With("pack", id)
		}
		for _, pack := range change.Packs {
			err = putChange(tx, pack)
			if err != nil {
				return err
			}
		}
		return appendRecord(tx, record)
	})
	switch {
	case errors.Is(err, errDuplicate) && change.Brand != nil:
		return catalog.ErrBrandTaken.With("slug", change.Brand.Slug).Because(err)
	case errors.Is(err, errDuplicate):
		return catalog.ErrCollabTaken.With("slug", change.Collab.Slug).Because(err)
	}
	return err
}

// removeLicence takes a brand or a collab away that nothing is under.
func (s catalogStore) removeLicence(ctx context.Context, change catalog.LicenceChange, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := checkLicence(tx, change)
		if err != nil {
			return err
		}
		var used int64
		if b := change.Brand; b != nil {
			err = tx.Model(&collabRow{}).Where("brand = ?", b.ID).Count(&used).Error
			if used > 0 {
				return catalog.ErrBrandInUse.With("brand", b.Slug, "collabs", used)
			}
			err = errors.Join(err, tx.Delete(&brandRow{ID: b.ID}).Error)
		} else {
			err = tx.Model(&packRow{}).Where("collab = ?", change.Collab.ID).Count(&used).Error
			if used > 0 {
				return catalog.ErrCollabInUse.With("collab", change.Collab.Slug, "packs", used)
			}
			var passes int64
			err = errors.Join(err, tx.Model(&passRow{}).Where("collab = ?", change.Collab.ID).Count(&passes).Error)
			if passes > 0 {
				return catalog.ErrCollabInUse.With("collab", change.Collab.Slug, "packs", used, "passes", passes)
			}
			err = errors.Join(err, tx.Delete(&collabRow{ID: change.Collab.ID}).Error)
		}
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

// putLicence writes the brand or the collab, and returns its id.
func putLicence(tx *gorm.DB, change catalog.LicenceChange) (string, error) {
	upsert := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true}
	if b := change.Brand; b != nil {
		row := brandRow{ID: b.ID, Slug: b.Slug, Name: b.Name, Version: b.Version + 1}
		return b.ID, tx.Clauses(upsert).Create(&row).Error
	}
	c := *change.Collab
	row := collabRow{ID: c.ID, Slug: c.Slug, Brand: c.Brand.ID, Body: toJSON(c), Version: c.Version + 1}
	return c.ID, tx.Clauses(upsert).Create(&row).Error
}

// checkLicence refuses a brand or a collab that was changed meanwhile, and a collab whose brand was.
func checkLicence(tx *gorm.DB, change catalog.LicenceChange) error {
	if b := change.Brand; b != nil {
		return checkBrand(tx, b.ID, b.Version)
	}
	c := change.Collab
	err := checkCollab(tx, c.ID, c.Version)
	if err != nil || change.Removed {
		return err
	}
	return checkBrand(tx, c.Brand.ID, c.Brand.Version)
}

// checkJudgement refuses a change of a pack that was judged by what is no longer its licence.
func checkJudgement(tx *gorm.DB, change catalog.Change) error {
	judged := change.Judged
	if judged == nil {
		return nil
	}
	err := checkCollab(tx, judged.Collab, judged.Version)
	if err != nil {
		return err
	}
	return checkBrand(tx, judged.Brand, judged.VersionOfBrand)
}

// checkCollab refuses a collab that is at another version; version 0 is one that is not there.
func checkCollab(tx *gorm.DB, id string, version int64) error {
	kept, err := versionOf(tx, &collabRow{}, id)
	if err == nil && kept != version {
		err = catalog.ErrCollabStale.With("collab", id, "version", kept)
	}
	return err
}

// checkBrand refuses a brand that is at another version; version 0 is one that is not there.
func checkBrand(tx *gorm.DB, id string, version int64) error {
	kept, err := versionOf(tx, &brandRow{}, id)
	if err == nil && kept != version {
		err = catalog.ErrBrandStale.With("brand", id, "version", kept)
	}
	return err
}

// versionOf is the version of a row, by id; 0 when it is not there.
func versionOf(tx *gorm.DB, model any, id string) (int64, error) {
	var versions []int64
	err := tx.Model(model).Where("id = ?", id).Pluck("version", &versions).Error
	if err != nil || len(versions) == 0 {
		return 0, err
	}
	return versions[0], nil
}
