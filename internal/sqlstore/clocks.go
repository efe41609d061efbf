package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

type clockRow struct {
	Ledger string `gorm:"primaryKey"`
	Ahead  int64
}

func (clockRow) TableName() string { return "clocks" }

// Ahead implements purchases.Store.
func (s purchasesStore) Ahead(ctx context.Context, ledger purchases.Ledger) (time.Duration, error) {
	var rows []clockRow
	err := s.db.read(ctx).Where("ledger = ?", ledger.ID()).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return 0, translate(err)
	}
	return time.Duration(rows[0].Ahead) * time.Microsecond, nil
}

// SetAhead implements purchases.Store.
func (s purchasesStore) SetAhead(ctx context.Context, ledger purchases.Ledger, ahead time.Duration, record journal.Record) error {
	row := clockRow{ledger.ID(), ahead.Microseconds()}
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
		if err == nil {
			err = tx.Model(&clockRow{}).Where("ledger = ? AND ahead < ?", row.Ledger, row.Ahead).Update("ahead", row.Ahead).Error
		}
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

// Moved implements purchases.Store.
func (s purchasesStore) Moved(ctx context.Context) (map[purchases.Ledger]time.Duration, error) {
	var rows []clockRow
	err := s.db.read(ctx).Find(&rows).Error
	moved := map[purchases.Ledger]time.Duration{}
	for _, row := range rows {
		moved[purchases.ParseLedger(row.Ledger)] = time.Duration(row.Ahead) * time.Microsecond
	}
	return moved, translate(err)
}

// ExpiredIn implements purchases.Store.
func (s purchasesStore) ExpiredIn(ctx context.Context, ledger purchases.Ledger, now time.Time, limit int) ([]purchases.Order, error) {
	var rows []orderRow
	err := s.db.read(ctx).Where("state = 'reserved' AND expires_at <= ? AND ledger = ?", now, ledger.ID()).
		Order("expires_at, id").Limit(limit).Find(&rows).Error
	return mapped(rows, orderRow.order), translate(err)
}
