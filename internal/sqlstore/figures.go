package sqlstore

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// Figures are what an operator watches of a database.
type Figures struct {
	Events     int64     // sequence of the last event
	LastBackup time.Time // zero: never
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
	f.LastBackup, err = db.LastBackup(ctx)
	return f, err
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
