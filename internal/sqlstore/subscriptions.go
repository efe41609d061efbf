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

type subscriptionRow struct {
	ID      string `gorm:"primaryKey"`
	State   string
	Body    string    // JSON
	Created time.Time `gorm:"column:created_at"`
	Updated time.Time `gorm:"column:updated_at"`
	Version int64
}

func (subscriptionRow) TableName() string { return "subscriptions" }

func (r subscriptionRow) plan() (subscription.Plan, error) {
	p, err := fromJSON[subscription.Plan](r.Body)
	p.ID, p.State = r.ID, subscription.State(r.State)
	p.CreatedAt, p.UpdatedAt, p.Version = r.Created.UTC(), r.Updated.UTC(), r.Version
	return p, err
}

// Plan implements purchases.Store.
func (s purchasesStore) Plan(ctx context.Context, id string) (subscription.Plan, error) {
	var rows []subscriptionRow
	err := s.db.read(ctx).Where("id = ?", id).Limit(1).Find(&rows).Error
	if err == nil && len(rows) == 0 {
		return subscription.Plan{}, subscription.ErrNotFound.With("subscription", id)
	}
	if err != nil {
		return subscription.Plan{}, translate(err)
	}
	return rows[0].plan()
}

// Plans implements purchases.Store.
func (s purchasesStore) Plans(ctx context.Context, after string, limit int) ([]subscription.Plan, error) {
	var rows []subscriptionRow
	if err := s.db.read(ctx).Where("id > ?", after).Order("id").Limit(limit).Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	found := make([]subscription.Plan, len(rows))
	for i, row := range rows {
		var err error
		if found[i], err = row.plan(); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// SavePlan implements purchases.Store.
func (s purchasesStore) SavePlan(ctx context.Context, p subscription.Plan, record journal.Record) error {
	row := subscriptionRow{p.ID, string(p.State), toJSON(p), p.CreatedAt, p.UpdatedAt, p.Version + 1}
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		saved := tx.Model(&subscriptionRow{}).Where("id = ? AND version = ?", p.ID, p.Version).Select("*").Omit("id", "created_at").Updates(&row)
		if p.Version == 0 {
			saved = tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		}
		if saved.Error == nil && saved.RowsAffected == 0 {
			return stalePlan(tx, p.ID)
		}
		if saved.Error != nil {
			return saved.Error
		}
		return appendRecord(tx, record)
	})
}

func stalePlan(tx *gorm.DB, id string) error {
	var now subscriptionRow
	if err := tx.Where("id = ?", id).Limit(1).Find(&now).Error; err != nil {
		return err
	}
	return subscription.ErrStale.With("subscription", id, "version", now.Version)
}

// RemovePlan implements purchases.Store.
func (s purchasesStore) RemovePlan(ctx context.Context, id string, version int64, record journal.Record) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		gone := tx.Where("id = ? AND version = ? AND state = 'draft'", id, version).Delete(&subscriptionRow{})
		if gone.Error == nil && gone.RowsAffected == 0 {
			return stalePlan(tx, id)
		}
		if gone.Error != nil {
			return gone.Error
		}
		if err := tx.Where("pool = ?", id).Delete(&poolPackRow{}).Error; err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

// Subscribed implements purchases.Store.
func (s purchasesStore) Subscribed(ctx context.Context, pool string, now time.Time) ([]purchases.Ledger, error) {
	var ids []string
	err := s.db.read(ctx).Model(&grantRow{}).Distinct("ledger").Where("pack = ? AND "+ofPools, pool).
		Where("revoked_at IS NULL AND (valid_until IS NULL OR valid_until > ?)", now).Order("ledger").Pluck("ledger", &ids).Error
	return mapped(ids, purchases.ParseLedger), translate(err)
}
