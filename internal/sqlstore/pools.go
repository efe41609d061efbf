package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

type poolPackRow struct {
	Pool  string     `gorm:"primaryKey"`
	Pack  string     `gorm:"primaryKey"`
	Since time.Time  `gorm:"primaryKey"`
	Until *time.Time `gorm:"column:until_at"`
}

func (poolPackRow) TableName() string { return "pool_packs" }

func (r poolPackRow) entry() subscription.Entry {
	return subscription.Entry{Pool: r.Pool, Pack: r.Pack, Since: r.Since.UTC(), Until: utc(r.Until)}
}

// ofPools are grants of all the packs of a pool, as the indexes of them say it.
const ofPools = "kind IN ('subscription', 'membership')"

// grantsOrPools finds grants of packs, and those of pools: both by an index.
const grantsOrPools = `
	SELECT * FROM grants WHERE ledger = @ledger AND holder IN @holders AND pack IN @packs AND revoked_at IS NULL
	UNION ALL
	SELECT * FROM grants WHERE ledger = @ledger AND holder IN @holders AND revoked_at IS NULL AND ` + ofPools + `
	ORDER BY holder, id`

// Grants implements purchases.Store.
func (s purchasesStore) Grants(ctx context.Context, ledger purchases.Ledger, holders, packs []string) ([]purchases.Grant, error) {
	var rows []grantRow
	query := s.db.read(ctx)
	if len(packs) > 0 {
		query = query.Raw(grantsOrPools, map[string]any{"ledger": ledger.ID(), "holders": padded(holders), "packs": padded(packs)})
	} else {
		query = query.Where("ledger = ? AND holder IN ? AND revoked_at IS NULL", ledger.ID(), padded(holders)).Order("holder, id")
	}
	err := query.Find(&rows).Error
	return mapped(rows, grantRow.grant), translate(err)
}

// ChangePool implements purchases.Store.
func (s purchasesStore) ChangePool(ctx context.Context, c subscription.PoolChange, record journal.Record) error {
	added := mapped(c.Add, func(pack string) poolPackRow { return poolPackRow{Pool: c.Pool, Pack: pack, Since: c.At} })
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		if len(c.Remove) > 0 {
			err := tx.Model(&poolPackRow{}).Where("pool = ? AND pack IN ? AND until_at IS NULL", c.Pool, padded(c.Remove)).Update("until_at", c.At).Error
			if err != nil {
				return err
			}
		}
		if err := createAll(tx.Clauses(clause.OnConflict{DoNothing: true}).Session(&gorm.Session{}), added); err != nil {
			return err
		}
		var n int64
		err := tx.Model(&poolPackRow{}).Where("pool = ? AND until_at IS NULL", c.Pool).Count(&n).Error
		switch {
		case err != nil:
			return err
		case n > subscription.MaxPool && len(added) > 0:
			return subscription.ErrPoolFull.With("pool", c.Pool, "limit", subscription.MaxPool)
		}
		return appendRecord(tx, record)
	})
}

// Pooled implements purchases.Store.
func (s purchasesStore) Pooled(ctx context.Context, pools, packs []string) ([]subscription.Entry, error) {
	query := s.db.read(ctx).Where("pool IN ? AND until_at IS NULL", padded(pools))
	if len(packs) > 0 {
		query = query.Where("pack IN ?", padded(packs))
	}
	var rows []poolPackRow
	err := query.Order("pool, pack").Find(&rows).Error
	return mapped(rows, poolPackRow.entry), translate(err)
}

// Pool implements purchases.Store.
func (s purchasesStore) Pool(ctx context.Context, pool, after string, limit int) ([]subscription.Entry, error) {
	var rows []poolPackRow
	err := s.db.read(ctx).Where("pool = ? AND until_at IS NULL AND pack > ?", pool, after).Order("pack").Limit(limit).Find(&rows).Error
	return mapped(rows, poolPackRow.entry), translate(err)
}
