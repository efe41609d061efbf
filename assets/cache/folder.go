package cache

import (
	"container/list"
	"context"
	"errors"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/local"
)

// Folder keeps copies of assets in a folder, the last used ones, up to a size. It survives the end of the
// process, and is a help and no need: where it is full, broken or missing, it has nothing and keeps
// nothing. What it gives was checked against its digest since it was last written.
type Folder struct {
	files *local.Store // nil where the folder cannot be used
	size  int64
	log   *slog.Logger
	stop  context.CancelFunc
	read  chan struct{} // closed when what an earlier process left has been counted

	hits, misses atomic.Int64

	mu        sync.Mutex
	order     *list.List // of *copied, the last used first
	copies    map[key]*list.Element
	total     int64 // in bytes
	evictions int64
	broken    bool // the last write failed
}

type key struct {
	area assets.Area
	name assets.Name
}

// copied is what the folder knows of one file.
type copied struct {
	key     key
	size    int64
	checked time.Time // when the file was last written, of the state that was found whole
}

// NewFolder returns a cache of at most size bytes in the folder dir. The caller closes it.
func NewFolder(dir string, size int64, log *slog.Logger) *Folder {
	ctx, stop := context.WithCancel(context.Background())
	f := &Folder{size: size, log: log, stop: stop, read: make(chan struct{}), order: list.New(), copies: map[key]*list.Element{}}
	files, err := local.NewVolatile(dir)
	if err != nil {
		log.Error("no cache of assets on disk", "folder", dir, "error", err)
		close(f.read)
		return f
	}
	f.files = files
	go f.count(ctx)
	return f
}

// Close ends the use of the folder.
func (f *Folder) Close() error {
	f.stop()
	<-f.read
	if f.files == nil {
		return nil
	}
	return f.files.Close()
}

// count takes in what an earlier process left, as the least recently used.
func (f *Folder) count(ctx context.Context) {
	defer close(f.read)
	for _, area := range []assets.Area{assets.Public, assets.Private} {
		err := f.files.List(ctx, area, func(name assets.Name, size int64) error {
			f.found(key{area, name}, size)
			return nil
		})
		if err != nil && ctx.Err() == nil {
			f.log.Warn("the cache of assets on disk cannot be counted", "error", err)
		}
	}
	f.evict()
}

func (f *Folder) found(k key, size int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.copies[k] == nil {
		f.copies[k] = f.order.PushBack(&copied{key: k, size: size})
		f.total += size
	}
}

// Get returns the copy of an asset, or nil.
func (f *Folder) Get(ctx context.Context, area assets.Area, name assets.Name) assets.Object {
	object := f.get(ctx, area, name)
	if object == nil {
		f.misses.Add(1)
	} else {
		f.hits.Add(1)
	}
	return object
}

func (f *Folder) get(ctx context.Context, area assets.Area, name assets.Name) assets.Object {
	if f.files == nil {
		return nil
	}
	k := key{area, name}
	object, err := f.files.Open(ctx, area, name)
	if err != nil {
		if ctx.Err() == nil {
			f.forget(k)
		}
		return nil
	}
	if f.whole(k, object) {
		return object
	}
	object.Close()
	f.log.Warn("a damaged copy is thrown away", "asset", name.String())
	f.Delete(area, name)
	return nil
}

// whole reports whether object is what its name says. It is read for that once after each time it was
// written.
func (f *Folder) whole(k key, object assets.Object) bool {
	info, err := object.(interface{ File() *os.File }).File().Stat()
	if err != nil {
		return false
	}
	if f.used(k, info.Size(), time.Time{}).Equal(info.ModTime()) {
		return true
	}
	_, err = assets.ReadObject(object, k.name)
	if err == nil {
		_, err = object.Seek(0, 0)
	}
	if err == nil {
		f.used(k, info.Size(), info.ModTime())
	}
	return err == nil
}

// used puts a copy first, adds it if need be, notes in which state it was found whole, unless that is
// zero, and returns the state noted.
func (f *Folder) used(k key, size int64, checked time.Time) time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := f.copies[k]
	if at == nil {
		at = f.order.PushFront(&copied{key: k})
		f.copies[k] = at
	}
	c := at.Value.(*copied)
	f.total += size - c.size
	c.size = size
	if !checked.IsZero() {
		c.checked = checked
	}
	f.order.MoveToFront(at)
	return c.checked
}

// Keep takes a copy of data.
func (f *Folder) Keep(ctx context.Context, area assets.Area, name assets.Name, data []byte) {
	if f.files == nil || int64(len(data)) > f.size {
		return
	}
	k := key{area, name}
	f.used(k, int64(len(data)), time.Time{}) // before it is there, or count could take it for an old one
	err := f.files.Put(ctx, area, name, data)
	f.report(err)
	if err != nil {
		f.forget(k)
		return
	}
	f.used(k, int64(len(data)), time.Time{}) // whoever looked for it meanwhile has forgotten it
	f.evict()
}

// report says when the folder stops taking copies, and when it takes them again.
func (f *Folder) report(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.broken == (err != nil) {
		return
	}
	f.broken = err != nil
	if f.broken {
		f.log.Error("the cache of assets on disk takes no more", "error", err)
	} else {
		f.log.Info("the cache of assets on disk works again")
	}
}

// Delete removes the copy of an asset, if there is one.
func (f *Folder) Delete(area assets.Area, name assets.Name) {
	if f.files == nil {
		return
	}
	f.forget(key{area, name})
	f.remove(area, name)
}

func (f *Folder) remove(area assets.Area, name assets.Name) {
	err := f.files.Delete(context.Background(), area, name)
	if err != nil && !errors.Is(err, os.ErrClosed) {
		f.log.Warn("a copy cannot be removed", "asset", name.String(), "error", err)
	}
}

func (f *Folder) forget(k key) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if at := f.copies[k]; at != nil {
		f.drop(at)
	}
}

// drop forgets a copy; mu is held.
func (f *Folder) drop(at *list.Element) {
	c := f.order.Remove(at).(*copied)
	delete(f.copies, c.key)
	f.total -= c.size
}

// evict removes the copies that were not used for longest, until the rest fits.
func (f *Folder) evict() {
	for {
		k, over := f.last()
		if !over {
			return
		}
		f.remove(k.area, k.name)
	}
}

// last forgets the copy that was not used for longest, if there are too many.
func (f *Folder) last() (key, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := f.order.Back()
	if f.total <= f.size || at == nil {
		return key{}, false
	}
	f.drop(at)
	f.evictions++
	return at.Value.(*copied).key, true
}
