package main

import (
	"context"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// gormEach writes every order in a transaction of its own, as one does with GORM.
type gormEach struct{ db *gorm.DB }

func openGORMEach(ctx context.Context, path string) (*gormEach, error) {
	if err := migrated(ctx, path); err != nil {
		return nil, err
	}
	db, err := gorm.Open(sqlite.New(sqlite.Config{DriverName: "sqlite", DSN: durable(path)}), &gorm.Config{
		SkipDefaultTransaction: true, Logger: logger.Discard,
	})
	if err != nil {
		return nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1) // SQLite has one writer
	return &gormEach{db}, nil
}

func (g *gormEach) close() {
	if pool, err := g.db.DB(); err == nil {
		_ = pool.Close()
	}
}

func (g *gormEach) place(ctx context.Context, number int64) error {
	r := newOrderRows(number)
	return g.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := r.lookUp(tx); err != nil {
			return err
		}
		var next int64
		if err := tx.Raw("SELECT COALESCE(MAX(sequence), 0) + 1 FROM events").Scan(&next).Error; err != nil {
			return err
		}
		r.event.Sequence = &next
		for _, row := range []any{&r.order, &r.purchase, &r.grant, &r.transfer, r.postings[:], &r.event, &r.reply} {
			if err := tx.Create(row).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// lookUp looks for what would forbid the order; there is nothing.
func (r *orderRows) lookUp(tx *gorm.DB) error {
	var replies []replyRow
	if err := tx.Where("ledger = ? AND key = ?", r.reply.Ledger, r.reply.Key).Limit(1).Find(&replies).Error; err != nil {
		return err
	}
	var used []purchaseRow
	err := tx.Where("scope = ? AND provider = ? AND transaction_id = ?", r.purchase.Scope, r.purchase.Provider, r.purchase.TransactionID).
		Limit(1).Find(&used).Error
	if err != nil {
		return err
	}
	var grants []grantRow
	return tx.Where("ledger = ? AND holder = ? AND pack = ?", r.grant.Ledger, r.grant.Holder, r.grant.Pack).Find(&grants).Error
}
