package sqlstore

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
	"github.com/hallyu-store/hallyu/purchases/bundle"
)

type bundleRow struct {
	ID      string `gorm:"primaryKey"`
	State   string
	Body    string    // JSON
	Created time.Time `gorm:"column:created_at"`
	Updated time.Time `gorm:"column:updated_at"`
	Version int64
}

func (bundleRow) TableName() string { return "bundles" }

func toBundleRow(b bundle.Bundle) bundleRow {
	return bundleRow{ID: b.ID, State: string(b.State), Body: toJSON(b), Created: b.CreatedAt, Updated: b.UpdatedAt, Version: b.Version}
}

func (r bundleRow) bundle() (bundle.Bundle, error) {
	b, err := fromJSON[bundle.Bundle](r.Body)
	b.ID, b.State, b.CreatedAt, b.UpdatedAt, b.Version = r.ID, bundle.State(r.State), r.Created.UTC(), r.Updated.UTC(), r.Version
	return b, err
}

// bundlesOf reads the bundles of a query.
func bundlesOf(query *gorm.DB) ([]bundle.Bundle, error) {
	var rows []bundleRow
	if err := query.Order("id").Find(&rows).Error; err != nil {
		return nil, translate(err)
	}
	found := make([]bundle.Bundle, len(rows))
	for i, row := range rows {
		var err error
		if found[i], err = row.bundle(); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Bundle implements purchases.Store.
func (s purchasesStore) Bundle(ctx context.Context, id string) (bundle.Bundle, error) {
	found, err := bundlesOf(s.db.read(ctx).Where("id = ?", id).Limit(1))
	if err == nil && len(found) == 0 {
		err = bundle.ErrNotFound.With("bundle", id)
	}
	if err != nil {
		return bundle.Bundle{}, err
	}
	return found[0], nil
}

// Bundles implements purchases.Store.
func (s purchasesStore) Bundles(ctx context.Context, after string, limit int) ([]bundle.Bundle, error) {
	return bundlesOf(s.db.read(ctx).Where("id > ?", after).Limit(limit))
}

// BundlesOnSale implements purchases.Store.
func (s purchasesStore) BundlesOnSale(ctx context.Context) ([]bundle.Bundle, error) {
	return bundlesOf(s.db.read(ctx).Where("state = 'on_sale'"))
}

// SaveBundle implements purchases.Store.
func (s purchasesStore) SaveBundle(ctx context.Context, b bundle.Bundle, record journal.Record) error {
	row := toBundleRow(b)
	row.Version++
	return s.bundleAt(ctx, b.ID, record, func(tx *gorm.DB) *gorm.DB {
		if b.Version == 0 {
			return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		}
		return tx.Model(&bundleRow{}).Where("id = ? AND version = ?", b.ID, b.Version).Select("*").Omit("id", "created_at").Updates(&row)
	})
}

// RemoveBundle implements purchases.Store.
func (s purchasesStore) RemoveBundle(ctx context.Context, id string, version int64, record journal.Record) error {
	return s.bundleAt(ctx, id, record, func(tx *gorm.DB) *gorm.DB {
		return tx.Where("id = ? AND version = ? AND state = 'draft'", id, version).Delete(&bundleRow{})
	})
}

// bundleAt changes a bundle, with its record, or says that it is another by now.
func (s purchasesStore) bundleAt(ctx context.Context, id string, record journal.Record, change func(tx *gorm.DB) *gorm.DB) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		changed := change(tx)
		if changed.Error != nil {
			return changed.Error
		}
		if changed.RowsAffected > 0 {
			return appendRecord(tx, record)
		}
		var now bundleRow
		if err := tx.Where("id = ?", id).Limit(1).Find(&now).Error; err != nil {
			return err
		}
		return bundle.ErrStale.With("bundle", id, "version", now.Version)
	})
}

// bundles finds the bundles that the orders of scopes are for.
func (l loading) bundles() error {
	of := func(i int, _ purchases.Scope) (key, bool) {
		o := l.states[i].Order
		if o == nil || o.Kind != purchases.BundleProduct {
			return key{}, false
		}
		return key{o.Pack}, true
	}
	rows, err := findAll[bundleRow](l.tx, "(id)", distinct(l.keys(of)))
	for _, row := range rows {
		b, err := row.bundle()
		if err != nil {
			return err
		}
		for i, scope := range l.scopes {
			if k, ok := of(i, scope); ok && k[0] == b.ID {
				l.states[i].Bundle = &b
			}
		}
	}
	return err
}

// bundled are the grants that a scope about a bundle sees: those of its packs.
func (l loading) bundled(i int, scope purchases.Scope) []string {
	if o := l.states[i].Order; o != nil {
		if o.Kind != purchases.BundleProduct {
			return nil
		}
		return o.Packs()
	}
	return strings.Fields(scope.Packs)
}

// putLines takes over what an order of a bundle gives.
func (r *orderRow) putLines(o purchases.Order) {
	if o.Lines != nil {
		r.Lines = toJSON(o.Lines)
	}
}

// lines are what the order gives of a bundle. What is there was written by this program.
func (r orderRow) lines() []purchases.Line {
	if r.Lines == "" {
		return nil
	}
	lines, _ := fromJSON[[]purchases.Line](r.Lines)
	return lines
}
