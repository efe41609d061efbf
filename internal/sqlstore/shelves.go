package sqlstore

import (
	"context"
	"database/sql"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/migrations"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/shelf"
)

type shelfRow struct {
	Ledger   string `gorm:"primaryKey"`
	Holder   string `gorm:"primaryKey"`
	ID       string
	Version  int64
	Arranged int64
	Floor    int64
	Packs    string // JSON
	Hidden   string // JSON
}

func (shelfRow) TableName() string { return "shelves" }

func (r shelfRow) shelf() (shelf.Shelf, error) {
	packs, err := fromJSON[[]string](r.Packs)
	if err != nil {
		return shelf.Shelf{}, err
	}
	hidden, err := fromJSON[[]string](r.Hidden)
	return shelf.Shelf{ID: r.ID, Version: r.Version, Arranged: r.Arranged, Floor: r.Floor, Packs: packs, Hidden: hidden}, err
}

type favouriteRow struct {
	Ledger  string `gorm:"primaryKey"`
	Holder  string `gorm:"primaryKey"`
	Sticker string `gorm:"primaryKey"`
	Pack    string
	AddedAt time.Time
	Version int64
	Removed bool
}

func (favouriteRow) TableName() string { return "favourites" }

func (r favouriteRow) favourite() shelf.Favourite {
	return shelf.Favourite{Sticker: r.Sticker, Pack: r.Pack, AddedAt: r.AddedAt.UTC(), Version: r.Version, Removed: r.Removed}
}

type shelfStore struct{ db *DB }

// Shelves returns the store of what holders make of their packs.
func (db *DB) Shelves() shelf.Store { return shelfStore{db} }

func owned(db *gorm.DB, of purchases.Owner) *gorm.DB {
	return db.Where("ledger = ? AND holder = ?", of.Ledger.ID(), of.Holder)
}

// Shelf implements shelf.Store.
func (s shelfStore) Shelf(ctx context.Context, of purchases.Owner) (shelf.Shelf, error) {
	found, err := shelfOf(s.db.read(ctx), of)
	return found, translate(err)
}

func shelfOf(db *gorm.DB, of purchases.Owner) (shelf.Shelf, error) {
	var rows []shelfRow
	err := owned(db, of).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return shelf.Shelf{}, err
	}
	return rows[0].shelf()
}

// writeShelf writes a shelf as its next version.
func writeShelf(tx *gorm.DB, of purchases.Owner, next *shelf.Shelf) error {
	if next.ID == "" {
		next.ID = shelf.NewID()
	}
	row := shelfRow{
		Ledger: of.Ledger.ID(), Holder: of.Holder, ID: next.ID, Version: next.Version, Arranged: next.Arranged, Floor: next.Floor,
		Packs: toJSON(append([]string{}, next.Packs...)), Hidden: toJSON(append([]string{}, next.Hidden...)),
	}
	key := []clause.Column{{Name: "ledger"}, {Name: "holder"}}
	return tx.Clauses(clause.OnConflict{Columns: key, UpdateAll: true}).Create(&row).Error
}

// Arrange implements shelf.Store.
func (s shelfStore) Arrange(ctx context.Context, of purchases.Owner, change func(*shelf.Shelf) bool) (shelf.Shelf, error) {
	var after shelf.Shelf
	err := s.db.write(ctx, proof{}, func(tx *gorm.DB) (err error) {
		after, err = shelfOf(tx, of)
		if err != nil || !change(&after) {
			return err
		}
		after.Version++
		after.Arranged = after.Version
		return writeShelf(tx, of, &after)
	})
	return after, err
}

// Keep implements shelf.Store.
func (s shelfStore) Keep(ctx context.Context, of purchases.Owner, f shelf.Favourite, keptRemovals int) error {
	return s.db.write(ctx, proof{}, func(tx *gorm.DB) error {
		var known []favouriteRow
		err := owned(tx, of).Where("sticker = ?", f.Sticker).Limit(1).Find(&known).Error
		if err != nil {
			return err
		}
		there := len(known) == 1 && !known[0].Removed
		if there != f.Removed {
			return nil
		}
		own, err := shelfOf(tx, of)
		if err != nil {
			return err
		}
		own.Version++
		row := favouriteRow{
			Ledger: of.Ledger.ID(), Holder: of.Holder, Sticker: f.Sticker, Pack: f.Pack, AddedAt: f.AddedAt, Version: own.Version, Removed: f.Removed,
		}
		key := []clause.Column{{Name: "ledger"}, {Name: "holder"}, {Name: "sticker"}}
		err = tx.Clauses(clause.OnConflict{Columns: key, UpdateAll: true}).Create(&row).Error
		if err == nil && f.Removed && own.Version%int64(keptRemovals) == 0 {
			own.Floor, err = forgetRemovals(tx, of, own.Floor, keptRemovals)
		}
		if err != nil {
			return err
		}
		return writeShelf(tx, of, &own)
	})
}

// forgetRemovals deletes all removals but the latest, and returns up to which version they are forgotten.
func forgetRemovals(tx *gorm.DB, of purchases.Owner, floor int64, keep int) (int64, error) {
	var last []int64
	err := owned(tx.Model(&favouriteRow{}), of).Where("removed").Order("version DESC").Offset(keep).Limit(1).Pluck("version", &last).Error
	if err != nil || len(last) == 0 {
		return floor, err
	}
	return last[0], owned(tx, of).Where("removed AND version <= ?", last[0]).Delete(&favouriteRow{}).Error
}

// Favourites implements shelf.Store.
func (s shelfStore) Favourites(ctx context.Context, of purchases.Owner, below int64, limit int) ([]shelf.Favourite, error) {
	query := owned(s.db.read(ctx), of).Where("NOT removed")
	if below > 0 {
		query = query.Where("version < ?", below)
	}
	var rows []favouriteRow
	err := query.Order("version DESC").Limit(limit).Find(&rows).Error
	return mapped(rows, favouriteRow.favourite), translate(err)
}

// Changed implements shelf.Store.
func (s shelfStore) Changed(ctx context.Context, of purchases.Owner, after int64, limit int) (shelf.Shelf, []shelf.Favourite, error) {
	var found shelf.Shelf
	var rows []favouriteRow
	err := s.db.snapshot(ctx, func(tx *gorm.DB) (err error) {
		found, err = shelfOf(tx, of)
		if err != nil {
			return err
		}
		return owned(tx, of).Where("version > ?", after).Order("version").Limit(limit).Find(&rows).Error
	})
	return found, mapped(rows, favouriteRow.favourite), translate(err)
}

// snapshot lets statements read the database as it was at one moment.
func (db *DB) snapshot(ctx context.Context, read func(tx *gorm.DB) error) error {
	options := &sql.TxOptions{ReadOnly: true}
	if db.dialect == migrations.Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	return db.read(ctx).Transaction(read, options)
}
