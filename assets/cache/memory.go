// Package cache keeps copies of assets nearer to those who ask. Bytes never change under their name, so
// a copy is never out of date: only a Delete takes it away, or the wish for its room.
//
//   - [Memory] keeps small pictures in memory, before a folder or a [Remote].
//   - [Remote] stands before a storage that may be slow or away: it reads each asset once however many
//     ask, keeps it in a [Folder], and gives an answer within a moment even when the storage gives none.
package cache

import (
	"bytes"
	"context"
	"sync/atomic"

	"github.com/maypok86/otter/v2"
	"github.com/maypok86/otter/v2/stats"

	"github.com/hallyu-store/hallyu/assets"
)

// SmallSize is the size in bytes up to which a picture is kept in memory.
const SmallSize = 100 << 10

// overhead is about what an entry costs in memory besides its bytes.
const overhead = 512

// Memory is an assets.Store that keeps small public assets of another store in memory.
type Memory struct {
	assets.Store
	kept      *otter.Cache[assets.Name, []byte]
	deletions atomic.Int64
}

// NewMemory returns a cache of at most size bytes before the store.
func NewMemory(before assets.Store, size int64) *Memory {
	return &Memory{Store: before, kept: otter.Must(&otter.Options[assets.Name, []byte]{
		MaximumWeight: uint64(max(size, 1)), StatsRecorder: stats.NewCounter(),
		Weigher: func(_ assets.Name, data []byte) uint32 { return uint32(len(data)) + overhead },
	})}
}

// Open implements assets.Store. What is in memory comes as an *Object.
func (m *Memory) Open(ctx context.Context, area assets.Area, name assets.Name) (assets.Object, error) {
	if area != assets.Public {
		return m.Store.Open(ctx, area, name)
	}
	if data, found := m.kept.GetIfPresent(name); found {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return NewObject(data), nil
	}
	deletions := m.deletions.Load()
	object, err := m.Store.Open(ctx, area, name)
	if err != nil || object.Size() > SmallSize {
		return object, err
	}
	defer object.Close()
	data, err := assets.ReadObject(object, name)
	if err != nil {
		return nil, err
	}
	m.keep(name, data, deletions)
	return NewObject(data), nil
}

// keep keeps data, unless something was deleted since deletions were counted: it may have been this.
func (m *Memory) keep(name assets.Name, data []byte, deletions int64) {
	m.kept.Set(name, data)
	if m.deletions.Load() != deletions {
		m.kept.Invalidate(name)
	}
}

// Delete implements assets.Store.
func (m *Memory) Delete(ctx context.Context, area assets.Area, name assets.Name) error {
	err := m.Store.Delete(ctx, area, name)
	if area == assets.Public {
		m.deletions.Add(1)
		m.kept.Invalidate(name)
	}
	return err
}

// Object is an asset in memory.
type Object struct {
	bytes.Reader
	data []byte
}

// NewObject returns data as an assets.Object. Nobody may change data any more.
func NewObject(data []byte) *Object {
	o := &Object{data: data}
	o.Reset(data)
	return o
}

// Bytes returns all of the asset. Callers must not change it.
func (o *Object) Bytes() []byte { return o.data }

// Close implements io.Closer.
func (o *Object) Close() error { return nil }
