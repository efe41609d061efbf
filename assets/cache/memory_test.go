package cache_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/assetstest"
	"github.com/hallyu-store/hallyu/assets/cache"
)

// origin is a store that counts how often it is read, and does before each read what a test wants.
type origin struct {
	*assetstest.Store
	reads  atomic.Int64
	before func(ctx context.Context) error
}

func newOrigin() *origin {
	return &origin{Store: assetstest.NewStore(), before: func(context.Context) error { return nil }}
}

func (o *origin) Open(ctx context.Context, area assets.Area, name assets.Name) (assets.Object, error) {
	o.reads.Add(1)
	if err := o.before(ctx); err != nil {
		return nil, err
	}
	return o.Store.Open(ctx, area, name)
}

func TestMemoryKeepsSmallPublicAssets(t *testing.T) {
	for name, c := range map[string]struct {
		area assets.Area
		size int
		want int64 // reads of the origin for three of ours
	}{
		"small":   {assets.Public, cache.SmallSize, 1},
		"large":   {assets.Public, cache.SmallSize + 1, 3},
		"private": {assets.Private, 10, 3},
		"empty":   {assets.Public, 0, 1},
	} {
		from := newOrigin()
		m, data := cache.NewMemory(from, room), distinct(1, c.size)
		asset := assets.NameOf(data, assets.PNG)
		if err := m.Put(t.Context(), c.area, asset, data); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if _, err := assets.ReadAll(t.Context(), m, c.area, asset); err != nil {
				t.Error(name, err)
			}
		}
		if got := from.reads.Load(); got != c.want {
			t.Errorf("%s: %d reads, want %d", name, got, c.want)
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	const size, count, limit = 10_000, 300, 1 << 20
	m := cache.NewMemory(newOrigin(), limit)
	for i := range count {
		reads(t, m, put(t, m, distinct(i, size)), distinct(i, size))
	}
	figures := m.Figures() // what was put in too much is out by now
	if figures.Bytes > limit || figures.Bytes < limit/2 || figures.Evictions < count-limit/size {
		t.Errorf("%+v in %d", figures, limit)
	}
}

// What the origin gives wrongly is neither given on nor kept.
func TestMemoryChecks(t *testing.T) {
	from := newOrigin()
	liar := lying{from}
	m := cache.NewMemory(liar, room)
	name := put(t, from, distinct(1, 100))
	for range 2 {
		if _, err := m.Open(t.Context(), assets.Public, name); err == nil {
			t.Error("wrong bytes were given on")
		}
	}
}

// lying gives other bytes than it was asked for.
type lying struct{ assets.Store }

func (l lying) Open(context.Context, assets.Area, assets.Name) (assets.Object, error) {
	return cache.NewObject([]byte("something else")), nil
}

// A picture that is deleted while it is read does not stay.
func TestMemoryForgetsWhatIsDeletedMeanwhile(t *testing.T) {
	from := newOrigin()
	m := cache.NewMemory(from, room)
	name := put(t, m, distinct(1, 100))
	late := slowObject{from, func() {
		if err := m.Delete(t.Context(), assets.Public, name); err != nil {
			t.Error(err)
		}
	}}
	m.Store = late
	reads(t, m, name, distinct(1, 100)) // began before the delete
	m.Store = from
	if _, err := m.Open(t.Context(), assets.Public, name); !assets.ErrAssetNotFound.Is(err) {
		t.Errorf("after the delete: %v", err)
	}
}

// slowObject calls then between the opening of an asset and its reading.
type slowObject struct {
	*origin
	then func()
}

func (s slowObject) Open(ctx context.Context, area assets.Area, name assets.Name) (assets.Object, error) {
	object, err := s.origin.Open(ctx, area, name)
	s.then()
	return object, err
}
