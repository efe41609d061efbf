package sqlstore

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

type taxStore struct{ db *DB }

// Taxes returns the store of rates of taxes.
func (db *DB) Taxes() tax.Store { return taxStore{db} }

type taxRow struct {
	ID         string `gorm:"primaryKey"`
	Region     string
	Millionths int64
	Included   bool
	FromAt     time.Time
	UntilAt    *time.Time
	Version    int64
	Updated    time.Time `gorm:"column:updated_at"`
}

func (taxRow) TableName() string { return "taxes" }

func toTaxRow(r tax.Rate) taxRow {
	row := taxRow{
		ID: r.ID, Region: r.Region, Millionths: r.Millionths, Included: r.Included, FromAt: r.From.UTC(), Version: r.Version + 1, Updated: r.UpdatedAt.UTC(),
	}
	if !r.Until.IsZero() {
		until := r.Until.UTC()
		row.UntilAt = &until
	}
	return row
}

func (r taxRow) rate() tax.Rate {
	rate := tax.Rate{
		ID: r.ID, Region: r.Region, Millionths: r.Millionths, Included: r.Included, From: r.FromAt.UTC(), Version: r.Version, UpdatedAt: r.Updated.UTC(),
	}
	if r.UntilAt != nil {
		rate.Until = r.UntilAt.UTC()
	}
	return rate
}

// TaxRates implements tax.Store.
func (s taxStore) TaxRates(ctx context.Context) ([]tax.Rate, error) {
	rates, err := taxRates(s.db.read(ctx))
	return rates, translate(err)
}

func taxRates(db *gorm.DB) ([]tax.Rate, error) {
	var rows []taxRow
	err := db.Order("region, from_at, id").Find(&rows).Error
	return mapped(rows, taxRow.rate), err
}

// SaveTaxRate implements tax.Store.
func (s taxStore) SaveTaxRate(ctx context.Context, r tax.Rate, record journal.Record) error {
	return s.change(ctx, record, func(tx *gorm.DB, rates []tax.Rate) error {
		err := tax.Fits(rates, r)
		if err != nil {
			return err
		}
		row := toTaxRow(r)
		if r.Version == 0 {
			return tx.Create(&row).Error
		}
		return tx.Model(&taxRow{}).Where("id = ?", r.ID).Select("*").Updates(&row).Error
	})
}

// RemoveTaxRate implements tax.Store.
func (s taxStore) RemoveTaxRate(ctx context.Context, r tax.Rate, record journal.Record) error {
	return s.change(ctx, record, func(tx *gorm.DB, rates []tax.Rate) error {
		err := tax.Stands(rates, r)
		if err != nil {
			return err
		}
		return tx.Where("id = ?", r.ID).Delete(&taxRow{}).Error
	})
}

// taxesCounter rises with every change of a rate, and so has changes wait for each other.
const taxesCounter = "taxes"

// change writes something about rates that nobody else changes meanwhile.
func (s taxStore) change(ctx context.Context, record journal.Record, write func(*gorm.DB, []tax.Rate) error) error {
	return s.db.write(ctx, proofOf(record), func(tx *gorm.DB) error {
		_, err := count(tx, taxesCounter)
		if err != nil {
			return err
		}
		rates, err := taxRates(tx)
		if err != nil {
			return err
		}
		err = write(tx, rates)
		if err != nil {
			return err
		}
		return appendRecord(tx, record)
	})
}

// fromCharge is what a column holds of the tax in an order.
func fromCharge(c *tax.Charge) string {
	if c == nil {
		return ""
	}
	return toJSON(c)
}

// toCharge reads it. What cannot be read was not written by fromCharge; the order stands without it.
func toCharge(text string) *tax.Charge {
	var c tax.Charge
	if text == "" || json.Unmarshal([]byte(text), &c) != nil {
		return nil
	}
	return &c
}
