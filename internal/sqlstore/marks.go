package sqlstore

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Marks returns how far those who follow the journal have come, by name.
func (db *DB) Marks() Marks { return Marks{db} }

// Marks are values that only rise. They are kept among the counters.
type Marks struct{ db *DB }

// markPrefix keeps marks apart from what is counted.
const markPrefix = "mark "

// Mark returns the value of a mark, 0 before it was set.
func (m Marks) Mark(ctx context.Context, name string) (int64, error) {
	value, err := counter(m.db.read(ctx), markPrefix+name)
	if errors.Is(err, errNotFound) {
		return 0, nil
	}
	return value, translate(err)
}

// SetMark raises a mark; a lower value changes nothing.
func (m Marks) SetMark(ctx context.Context, name string, value int64) error {
	return m.db.write(ctx, proof{}, func(tx *gorm.DB) error {
		row := counterRow{Name: markPrefix + name}
		err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
		if err != nil {
			return err
		}
		return tx.Model(&counterRow{}).Where("name = ? AND value < ?", row.Name, value).Update("value", value).Error
	})
}
