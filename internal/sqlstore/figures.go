package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// Figures are what an operator watches of a database.
type Figures struct {
	Events     int64     // sequence of the last event
	Reviews    int64     // releases that wait for a decision
	Oldest     time.Time // since when the longest waits; zero when none does
	LastBackup time.Time // zero: never
	Deliveries int64     // to webhooks, that wait

	Unacknowledged int64     // payments whose gateway was not told yet what was given for them
	AcknowledgeBy  time.Time // when the first of their gateways gives the money back; zero when none does
}

// Figures reads them. It costs a few look-ups in indexes; on PostgreSQL it numbers the events that
// nobody has asked for.
func (db *DB) Figures(ctx context.Context) (Figures, error) {
	var f Figures
	err := db.number(ctx, eventRow{}.TableName())
	if err != nil {
		return f, err
	}
	err = db.read(ctx).Raw("SELECT COALESCE(MAX(sequence), 0) FROM events").Scan(&f.Events).Error
	if err != nil {
		return f, translate(err)
	}
	f.Reviews, f.Oldest, err = db.waiting(ctx)
	if err != nil {
		return f, err
	}
	f.Deliveries, err = webhookStore{db}.Waiting(ctx)
	if err != nil {
		return f, err
	}
	f.Unacknowledged, f.AcknowledgeBy, err = db.unacknowledged(ctx)
	if err != nil {
		return f, err
	}
	f.LastBackup, err = db.LastBackup(ctx)
	return f, err
}

// waiting counts the releases that wait for a decision, and says since when the longest does.
func (db *DB) waiting(ctx context.Context) (int64, time.Time, error) {
	var n int64
	err := db.read(ctx).Model(&releaseRow{}).Where("waiting_since IS NOT NULL").Count(&n).Error
	if err != nil || n == 0 {
		return 0, time.Time{}, translate(err)
	}
	var first []releaseRow
	err = db.read(ctx).Where("waiting_since IS NOT NULL").Order("waiting_since").Limit(1).Find(&first).Error
	if err != nil || len(first) == 0 {
		return n, time.Time{}, translate(err)
	}
	release, err := first[0].release()
	return n, release.Waiting, err
}

// unacknowledged counts the payments whose gateways were not told yet what was given for them, and says when the
// first of these gives the money back.
func (db *DB) unacknowledged(ctx context.Context) (int64, time.Time, error) {
	due := func() *gorm.DB {
		return db.read(ctx).Model(&paymentRow{}).Joins("JOIN orders ON orders.id = payments.order_id").
			Where("payments.acknowledge_by IS NOT NULL AND NOT payments.acknowledged AND orders.state = 'fulfilled'")
	}
	var n int64
	err := due().Count(&n).Error
	if err != nil || n == 0 {
		return 0, time.Time{}, translate(err)
	}
	var first []paymentRow
	err = due().Order("payments.acknowledge_by").Limit(1).Find(&first).Error
	if err != nil || len(first) == 0 {
		return n, time.Time{}, translate(err)
	}
	return n, first[0].payment().Acknowledgement.By, nil
}

// Pool is the state of a pool of connections.
type Pool struct {
	Used, Idle int
	Max        int   // 0 is any number
	Waits      int64 // how often someone waited for one
}

// Pools returns the state of each pool, by its name.
func (db *DB) Pools() map[string]Pool {
	pools := map[string]Pool{}
	for name, g := range map[string]*gorm.DB{"reading": db.reading, "writing": db.writing} {
		if pool, err := g.DB(); err == nil {
			stats := pool.Stats()
			pools[name] = Pool{stats.InUse, stats.Idle, stats.MaxOpenConnections, stats.WaitCount}
		}
	}
	return pools
}
