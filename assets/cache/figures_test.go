package cache_test

import (
	"testing"
	"testing/synctest"

	"github.com/hallyu-store/hallyu/assets/cache"
)

func TestFiguresOfMemory(t *testing.T) {
	m := cache.NewMemory(newOrigin(), room)
	name := put(t, m, distinct(1, 1000))
	for range 3 {
		reads(t, m, name, distinct(1, 1000))
	}
	got := m.Figures()
	if got.Hits != 2 || got.Misses != 1 || got.Evictions != 0 || got.Bytes < 1000 || got.Bytes > 2000 {
		t.Errorf("%+v", got)
	}
}

func TestFiguresOfFolder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFolder(t, t.TempDir(), 3000)
		synctest.Wait() // until it has counted that there is nothing
		a := keep(t, f, distinct(1, 1000))
		for i := range 3 {
			keep(t, f, distinct(2+i, 1000))
		}
		if has(t, f, a) || !has(t, f, keep(t, f, distinct(2, 1000))) {
			t.Fatal("it does not hold the last used")
		}
		if got, want := f.Figures(), (cache.Figures{Hits: 1, Misses: 1, Evictions: 1, Bytes: 3000}); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	})
}

// What the breaker refuses is no failure of the storage.
func TestHealth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDistant(t)
		if failures, away := d.Health(); failures != 0 || away {
			t.Errorf("at first: %d failures, away %v", failures, away)
		}
		d.origin.before = refused
		d.away.Store(true)
		for i := range 9 {
			_, _ = d.open(t, d.asset(t, i))
		}
		synctest.Wait()
		if failures, away := d.Health(); failures != 5 || !away {
			t.Errorf("%d failures, away %v", failures, away)
		}
	})
}
