package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// Wallet implements purchases.Store.
func (s purchasesStore) Wallet(ctx context.Context, ledger purchases.Ledger, holder string) (coin.Wallet, error) {
	db := s.db.read(ctx)
	var wallets []walletRow
	err := db.Where("ledger = ? AND holder = ?", ledger.ID(), holder).Limit(1).Find(&wallets).Error
	if err != nil || len(wallets) == 0 {
		return coin.Wallet{}, translate(err)
	}
	var lots []lotRow
	err = db.Where("ledger = ? AND holder = ? AND remaining > 0", ledger.ID(), holder).Order("id").Find(&lots).Error
	return coin.Wallet{Lots: mapped(lots, lotRow.lot), Owed: wallets[0].Owed, Version: wallets[0].Version}, translate(err)
}

// Ended implements purchases.Store.
func (s purchasesStore) Ended(ctx context.Context, now time.Time, limit int) ([]purchases.Owner, error) {
	var rows []lotRow
	err := s.db.read(ctx).Where("remaining > 0 AND ends_at IS NOT NULL AND ends_at <= ?", now).
		Order("ends_at, id").Limit(limit).Find(&rows).Error
	return mapped(rows, func(r lotRow) purchases.Owner {
		return purchases.Owner{Ledger: purchases.ParseLedger(r.Ledger), Holder: r.Holder}
	}), translate(err)
}

// Packages implements purchases.Store.
func (s purchasesStore) Packages(ctx context.Context) ([]coin.Package, error) {
	var rows []packageRow
	err := s.db.read(ctx).Order("paid + bonus, name").Find(&rows).Error
	return mapped(rows, packageRow.sold), translate(err)
}

// Package implements purchases.Store.
func (s purchasesStore) Package(ctx context.Context, name string) (coin.Package, error) {
	var rows []packageRow
	err := s.db.read(ctx).Where("name = ?", name).Limit(1).Find(&rows).Error
	if err == nil && len(rows) == 0 {
		return coin.Package{}, coin.ErrPackageNotFound.With("package", name)
	}
	if err != nil {
		return coin.Package{}, translate(err)
	}
	return rows[0].sold(), nil
}

// SetPackage implements purchases.Store.
func (s purchasesStore) SetPackage(ctx context.Context, p coin.Package, record journal.Record) error {
	row := toPackageRow(p)
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		changed := tx.Model(&packageRow{}).Where("name = ? AND version = ?", row.Name, p.Version).Select("*").Omit("name").Updates(&row)
		if p.Version == 0 {
			changed = tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		}
		if changed.Error != nil {
			return changed.Error
		}
		if changed.RowsAffected == 0 {
			return stalePackage(tx, row.Name)
		}
		return appendRecord(tx, record)
	})
}

func stalePackage(tx *gorm.DB, name string) error {
	var now packageRow
	if err := tx.Where("name = ?", name).Limit(1).Find(&now).Error; err != nil {
		return err
	}
	return coin.ErrPackageStale.With("package", name, "version", now.Version)
}

// Rates implements purchases.Store.
func (s purchasesStore) Rates(ctx context.Context) ([]coin.Rate, error) {
	var rows []rateRow
	err := s.db.read(ctx).Order("currency, from_at DESC").Find(&rows).Error
	return mapped(rows, rateRow.rate), translate(err)
}

// Rate implements purchases.Store.
func (s purchasesStore) Rate(ctx context.Context, currency string, now time.Time) (coin.Rate, error) {
	var rows []rateRow
	err := s.db.read(ctx).Where("currency = ? AND from_at <= ?", currency, now).Order("from_at DESC").Limit(1).Find(&rows).Error
	if err == nil && len(rows) == 0 {
		return coin.Rate{}, coin.ErrNoRate.With("currency", currency)
	}
	if err != nil {
		return coin.Rate{}, translate(err)
	}
	return rows[0].rate(), nil
}

// AddRate implements purchases.Store.
func (s purchasesStore) AddRate(ctx context.Context, rate coin.Rate, record journal.Record) error {
	row := rateRow{rate.Currency, rate.From, rate.Coins, rate.Amount}
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		if err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error; err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}
