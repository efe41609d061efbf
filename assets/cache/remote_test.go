package cache_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/cache"
)

// distant is a Remote before an origin that a test takes away. Its time is synctest's.
type distant struct {
	*cache.Remote
	origin *origin
	away   atomic.Bool // probes fail
	probes atomic.Int64
}

func newDistant(t *testing.T) *distant {
	t.Helper()
	d := &distant{origin: newOrigin()}
	d.Remote = cache.NewRemote(cache.Config{
		Origin: d.origin, Folder: cache.NewFolder(t.TempDir(), room, quiet), Log: quiet,
		Probe: func(context.Context) error {
			d.probes.Add(1)
			if d.away.Load() {
				return assets.ErrStorageUnavailable
			}
			return nil
		},
	})
	t.Cleanup(func() { d.Close() })
	return d
}

// asset puts an asset into the origin, past the Remote, so that no copy is kept.
func (d *distant) asset(t *testing.T, n int) assets.Name {
	t.Helper()
	return put(t, d.origin, distinct(n, 1000))
}

// silent is a storage that swallows what it is told.
func silent(ctx context.Context) error {
	select {
	case <-ctx.Done():
	case <-time.After(6 * time.Second):
	}
	return assets.ErrStorageUnavailable
}

func refused(context.Context) error { return assets.ErrStorageUnavailable }

// open reads an asset, and returns how long that took.
func (d *distant) open(t *testing.T, name assets.Name) (time.Duration, error) {
	t.Helper()
	start := time.Now()
	object, err := d.Open(t.Context(), assets.Public, name)
	if err == nil {
		_, err = assets.ReadObject(object, name)
		object.Close()
	}
	return time.Since(start), err
}

func TestOneReadForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDistant(t)
		name := d.asset(t, 1)
		d.origin.before = func(context.Context) error { time.Sleep(100 * time.Millisecond); return nil }
		leaving, leave := context.WithCancel(t.Context())
		left := make(chan error, 1)
		go func() { _, err := d.Open(leaving, assets.Public, name); left <- err }() // the first, who will not wait
		synctest.Wait()
		failed := make(chan error, 100)
		for range 100 {
			go func() { _, err := d.open(t, name); failed <- err }()
		}
		synctest.Wait()
		leave()
		for range 100 {
			if err := <-failed; err != nil {
				t.Error(err)
			}
		}
		if _, err := d.open(t, name); err != nil || d.origin.reads.Load() != 1 {
			t.Errorf("%d reads of the origin for 102 of ours, %v", d.origin.reads.Load(), err)
		}
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Errorf("who left got %v", err)
		}
	})
}

// The first who ask while the storage says nothing are told within a moment. What comes later is kept.
func TestSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDistant(t)
		name := d.asset(t, 1)
		d.origin.before = func(context.Context) error { time.Sleep(time.Second); return nil }
		took, err := d.open(t, name)
		if !errors.Is(err, assets.ErrStorageUnavailable) || took > 250*time.Millisecond {
			t.Errorf("%v after %v", err, took)
		}
		if took, err = d.open(t, name); !errors.Is(err, assets.ErrStorageUnavailable) || took != 0 {
			t.Errorf("asked again: %v after %v", err, took)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if took, err = d.open(t, name); err != nil || took != 0 || d.origin.reads.Load() != 1 {
			t.Errorf("once it came: %v after %v, %d reads", err, took, d.origin.reads.Load())
		}
	})
}

// After some failures nobody waits, nothing asks the storage but a probe, and what is kept is given.
func TestAwayAndBack(t *testing.T) {
	for name, fault := range map[string]func(context.Context) error{"silent": silent, "refused": refused} {
		t.Run(name, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { awayAndBack(t, fault) }) })
	}
}

func awayAndBack(t *testing.T, fault func(context.Context) error) {
	d := newDistant(t)
	warm := d.asset(t, 0)
	if _, err := d.open(t, warm); err != nil {
		t.Fatal(err)
	}
	healthy := d.origin.before
	d.origin.before = fault
	d.away.Store(true)
	for i := range 5 {
		if took, err := d.open(t, d.asset(t, 1+i)); !errors.Is(err, assets.ErrStorageUnavailable) || took > 250*time.Millisecond {
			t.Errorf("request %d: %v after %v", i, err, took)
		}
	}
	synctest.Wait()
	asked := d.origin.reads.Load()
	d.refuses(t)
	if _, err := d.open(t, warm); err != nil {
		t.Errorf("what is kept: %v", err)
	}
	time.Sleep(10 * time.Minute)
	d.refuses(t)
	if got := d.origin.reads.Load(); got != asked {
		t.Errorf("%d more reads of a storage that is away", got-asked)
	}
	if d.probes.Load() < 300 {
		t.Errorf("%d probes in ten minutes", d.probes.Load())
	}
	d.origin.before = healthy
	d.away.Store(false)
	time.Sleep(2 * time.Second)
	synctest.Wait()
	if _, err := d.open(t, d.asset(t, 100)); err != nil {
		t.Errorf("two seconds after it is back: %v", err)
	}
	if _, err := d.open(t, d.asset(t, 1)); err != nil {
		t.Errorf("what was asked for in vain: %v", err)
	}
}

// refuses holds every call of the storage to be refused at once.
func (d *distant) refuses(t *testing.T) {
	t.Helper()
	start := time.Now()
	_, openErr := d.open(t, d.asset(t, 50))
	_, statErr := d.Stat(t.Context(), assets.Public, d.asset(t, 51))
	data := distinct(52, 1000)
	for i, err := range []error{
		openErr, statErr, d.Put(t.Context(), assets.Public, assets.NameOf(data, assets.PNG), data),
		d.Delete(t.Context(), assets.Public, d.asset(t, 53)),
		d.List(t.Context(), assets.Public, func(assets.Name, int64) error { return nil }),
	} {
		if !errors.Is(err, assets.ErrStorageUnavailable) {
			t.Errorf("call %d: %v", i, err)
		}
	}
	if took := time.Since(start); took != 0 {
		t.Errorf("refused after %v", took)
	}
}

// Bytes that trickle are waited for as long as their number allows.
func TestTrickle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDistant(t)
		name := d.asset(t, 1)
		d.Origin = trickling{d.origin, time.Minute}
		if took, err := d.open(t, name); !errors.Is(err, assets.ErrStorageUnavailable) || took < time.Second || took > 5*time.Second {
			t.Errorf("%v after %v", err, took)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		name = d.asset(t, 2)
		d.Origin = trickling{d.origin, time.Second}
		if took, err := d.open(t, name); err != nil || took != time.Second {
			t.Errorf("%v after %v", err, took)
		}
	})
}

// trickling gives the first byte at once and the rest after a while.
type trickling struct {
	*origin
	pause time.Duration
}

func (t trickling) Open(ctx context.Context, area assets.Area, name assets.Name) (assets.Object, error) {
	object, err := t.origin.Open(ctx, area, name)
	return paused{object, t.pause}, err
}

type paused struct {
	assets.Object
	pause time.Duration
}

func (p paused) Read(b []byte) (int, error) {
	time.Sleep(p.pause)
	return p.Object.Read(b)
}

// An asset that is not there, or a caller who leaves, says nothing about the storage.
func TestNoFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDistant(t)
		for i := range 20 {
			_, err := d.open(t, assets.NameOf(distinct(i, 100), assets.PNG))
			if !errors.Is(err, assets.ErrAssetNotFound) {
				t.Errorf("read %d: %v", i, err)
			}
		}
		if _, err := d.open(t, d.asset(t, 1)); err != nil {
			t.Error(err)
		}
	})
}

// An asset that is deleted while it is read leaves no copy.
func TestDeletedMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDistant(t)
		name := d.asset(t, 1)
		d.Origin = trickling{d.origin, 100 * time.Millisecond}
		go func() { _, _ = d.open(t, name) }()
		synctest.Wait()
		if err := d.Delete(t.Context(), assets.Public, name); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if _, err := d.open(t, name); !errors.Is(err, assets.ErrAssetNotFound) {
			t.Errorf("after the delete: %v", err)
		}
	})
}

// Bytes that the storage damaged are not given on, and are no sign that it is away.
func TestDamagedOrigin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDistant(t)
		name := d.asset(t, 1)
		d.Origin = lying{d.origin}
		for range 10 {
			_, err := d.open(t, name)
			if err == nil || errors.Is(err, assets.ErrStorageUnavailable) {
				t.Fatalf("damaged bytes: %v", err)
			}
		}
	})
}
