package sqlstore

import (
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
)

type tierRow struct {
	Name       string `gorm:"primaryKey"`
	Currencies string
	Regions    string
	Version    int64
	UpdatedAt  time.Time `gorm:"autoUpdateTime:false"`
}

func (tierRow) TableName() string { return "tiers" }

func (r tierRow) tier() (catalog.Tier, error) {
	currencies, err := fromJSON[map[string]int64](r.Currencies)
	regions, err2 := fromJSON[map[string]catalog.Price](r.Regions)
	return catalog.Tier{
		Name: r.Name, Currencies: currencies, Regions: regions, Version: r.Version, UpdatedAt: r.UpdatedAt.UTC(),
	}, errors.Join(err, err2)
}

func (s catalogStore) Tiers(ctx context.Context) ([]catalog.Tier, error) {
	var rows []tierRow
	err := s.db.read(ctx).Order("name").Find(&rows).Error
	if err != nil {
		return nil, translate(err)
	}
	tiers := make([]catalog.Tier, len(rows))
	for i, row := range rows {
		tiers[i], err = row.tier()
		if err != nil {
			return nil, err
		}
	}
	return tiers, nil
}

func (s catalogStore) Tier(ctx context.Context, name string) (catalog.Tier, error) {
	var row tierRow
	err := s.db.read(ctx).Where("name = ?", name).Take(&row).Error
	if errors.Is(err, errNotFound) {
		return catalog.Tier{}, catalog.ErrTierNotFound.With("tier", name)
	}
	if err != nil {
		return catalog.Tier{}, translate(err)
	}
	return row.tier()
}

func (s catalogStore) TierPacks(ctx context.Context, name string) ([]string, error) {
	packs, err := tierPacks(s.db.read(ctx), name)
	return packs, translate(err)
}

// tierPacks lists the packs whose offers name a tier, in order.
func tierPacks(db *gorm.DB, name string) ([]string, error) {
	packs := []string{}
	err := db.Model(&offerRow{}).Where("tier = ?", name).Distinct().Pluck("pack", &packs).Error
	slices.Sort(packs)
	return packs, err
}

// checkTiers refuses offers whose prices are of a tier that was changed meanwhile.
func checkTiers(tx *gorm.DB, change catalog.Change) error {
	for name, version := range change.Tiers {
		err := checkTier(tx, name, version)
		if err != nil {
			return err
		}
	}
	return nil
}

// checkTier refuses a tier that is at another version; version 0 is one that is not there.
func checkTier(tx *gorm.DB, name string, version int64) error {
	var row tierRow
	err := tx.Where("name = ?", name).Take(&row).Error
	if err != nil && !errors.Is(err, errNotFound) {
		return err
	}
	if row.Version != version {
		return catalog.ErrTierStale.With("tier", name, "version", row.Version)
	}
	return nil
}

func (s catalogStore) CommitSale(ctx context.Context, change catalog.SaleChange, record journal.Record) error {
	err := s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := putTier(tx, change)
		if err != nil {
			return err
		}
		for _, pack := range change.Packs {
			err = putChange(tx, pack)
			if err != nil {
				return err
			}
		}
		return appendRecord(tx, record)
	})
	if errors.Is(err, errDuplicate) && change.Tier != nil {
		return catalog.ErrTierStale.With("tier", change.Tier.Name).Because(err)
	}
	return err
}

// putTier writes a tier, or takes it away, together with all packs whose offers name it.
func putTier(tx *gorm.DB, change catalog.SaleChange) error {
	t := change.Tier
	if t == nil {
		return nil
	}
	err := checkTier(tx, t.Name, t.Version)
	if err != nil {
		return err
	}
	users, err := tierPacks(tx, t.Name)
	if err != nil {
		return err
	}
	if change.Removed {
		if len(users) > 0 {
			return catalog.ErrTierInUse.With("tier", t.Name, "packs", len(users))
		}
		return tx.Where("name = ?", t.Name).Delete(&tierRow{}).Error
	}
	changed := mapped(change.Packs, func(c catalog.Change) string { return c.Pack.ID })
	slices.Sort(changed)
	if !slices.Equal(users, changed) {
		return catalog.ErrTierStale.With("tier", t.Name, "version", t.Version)
	}
	row := tierRow{
		Name: t.Name, Currencies: toJSON(orNone(t.Currencies)), Regions: toJSON(orNone(t.Regions)), Version: t.Version + 1, UpdatedAt: t.UpdatedAt.UTC(),
	}
	if t.Version == 0 {
		return tx.Create(&row).Error
	}
	return tx.Model(&tierRow{}).Where("name = ?", t.Name).Select("*").Updates(&row).Error
}

// orNone returns an empty map in place of nil.
func orNone[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}
