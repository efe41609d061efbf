package sqlstore

import (
	"context"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// bucketRow says when a bucket is full again, in microseconds since 1970.
type bucketRow struct {
	Name   string `gorm:"primaryKey"`
	FullAt int64
}

func (bucketRow) TableName() string { return "buckets" }

// Budgets are the buckets from which every process with this database spends.
type Budgets struct {
	db    *DB
	swept atomic.Int64 // microseconds since 1970
}

// Budgets returns the shared buckets of rate limits.
func (db *DB) Budgets() *Budgets { return &Budgets{db: db} }

// bucketsAtOnce is how many rows one statement changes.
const bucketsAtOnce = 1000

// Spend takes from each bucket, at the moment now, as much as refills in the time given, and returns
// when each will be full again, whoever spent from it.
func (b *Budgets) Spend(ctx context.Context, spent map[string]time.Duration, now time.Time) (map[string]time.Time, error) {
	full := make(map[string]time.Time, len(spent))
	// In one order everywhere, so that processes which spend at once wait for each other in turn.
	for names := range slices.Chunk(slices.Sorted(maps.Keys(spent)), bucketsAtOnce) {
		rows := make([]bucketRow, len(names))
		err := b.db.writeOne(ctx, func(tx *gorm.DB) error {
			for i, name := range names {
				rows[i] = bucketRow{name, now.Add(spent[name]).UnixMicro()}
			}
			return spend(tx, rows, now.UnixMicro())
		})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			full[row.Name] = time.UnixMicro(row.FullAt).UTC()
		}
	}
	return full, b.sweep(ctx, now)
}

// spend puts rows that are full later than now on top of what was spent before, and reads the sums.
func spend(tx *gorm.DB, rows []bucketRow, now int64) error {
	return tx.Clauses(
		clause.OnConflict{
			Columns: []clause.Column{{Name: "name"}},
			DoUpdates: clause.Assignments(map[string]any{"full_at": gorm.Expr(
				"CASE WHEN buckets.full_at > ? THEN buckets.full_at ELSE ? END + excluded.full_at - ?", now, now, now)}),
		},
		clause.Returning{Columns: []clause.Column{{Name: "name"}, {Name: "full_at"}}},
	).Create(&rows).Error
}

// sweepBuckets is how often buckets that are full are forgotten.
const sweepBuckets = time.Minute

func (b *Budgets) sweep(ctx context.Context, now time.Time) error {
	last := b.swept.Load()
	if now.UnixMicro()-last < sweepBuckets.Microseconds() || !b.swept.CompareAndSwap(last, now.UnixMicro()) {
		return nil
	}
	return b.db.writeOne(ctx, func(tx *gorm.DB) error {
		return tx.Where("full_at < ?", now.UnixMicro()).Delete(&bucketRow{}).Error
	})
}
