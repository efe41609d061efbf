package cache_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/assetstest"
	"github.com/hallyu-store/hallyu/assets/cache"
	"github.com/hallyu-store/hallyu/assets/local"
	"github.com/hallyu-store/hallyu/assets/s3/s3test"
)

const room = 64 << 20

// patience is for tests on the machine's own clock: with less, a busy machine counts as a storage that is
// away.
const patience = time.Minute

var quiet = slog.New(slog.DiscardHandler)

// Every cache keeps the promises of the store behind it, whichever that is.
func TestStore(t *testing.T) {
	origins := map[string]func(t *testing.T) assets.Store{
		"memory": func(*testing.T) assets.Store { return assetstest.NewStore() },
		"local":  folder,
		"s3":     func(t *testing.T) assets.Store { return s3test.Store(t) },
	}
	caches := map[string]func(t *testing.T, origin assets.Store) assets.Store{
		"Memory": func(_ *testing.T, origin assets.Store) assets.Store { return cache.NewMemory(origin, room) },
		"Remote": func(t *testing.T, origin assets.Store) assets.Store { return remote(t, origin, t.TempDir()) },
		"both": func(t *testing.T, origin assets.Store) assets.Store {
			return cache.NewMemory(remote(t, origin, t.TempDir()), room)
		},
		"Remote without room": func(t *testing.T, origin assets.Store) assets.Store { return remote(t, origin, "/dev/null/none") },
	}
	for originName, origin := range origins {
		for cacheName, before := range caches {
			t.Run(cacheName+" before "+originName, func(t *testing.T) {
				assetstest.Run(t, func(t *testing.T) assets.Store { return before(t, origin(t)) })
			})
		}
	}
}

func folder(t *testing.T) assets.Store {
	store, err := local.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

func remote(t *testing.T, origin assets.Store, dir string) *cache.Remote {
	r := cache.NewRemote(cache.Config{
		Origin: origin, Folder: cache.NewFolder(dir, room, quiet), Log: quiet, Patience: patience,
		Probe: func(ctx context.Context) error { return errors.New("never asked") },
	})
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func put(t *testing.T, s assets.Store, data []byte) assets.Name {
	t.Helper()
	name := assets.NameOf(data, assets.PNG)
	if err := s.Put(t.Context(), assets.Public, name, data); err != nil {
		t.Fatal(err)
	}
	return name
}

func reads(t *testing.T, s assets.Store, name assets.Name, want []byte) {
	t.Helper()
	got, err := assets.ReadAll(t.Context(), s, assets.Public, name)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s: %d bytes, %v; want %d", name, len(got), err, len(want))
	}
}

// distinct returns data of size bytes that is unlike that of any other n.
func distinct(n, size int) []byte {
	data := bytes.Repeat([]byte{byte(n), byte(n >> 8)}, size/2+1)
	return data[:size]
}
