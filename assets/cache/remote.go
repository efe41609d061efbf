package cache

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/assets"
)

// readsAtOnce is how many assets are read from the storage at the same time.
const readsAtOnce = 128

// Config names what a Remote stands on.
type Config struct {
	Origin   assets.Store                // the storage that may be away
	Probe    func(context.Context) error // says whether Origin answers
	Folder   *Folder                     // of copies; closed with the Remote
	Patience time.Duration               // how long callers wait for the first byte; 0 means 200 ms
	Log      *slog.Logger
}

// Remote is an assets.Store before another one that may be slow or away. Open gives what the folder has,
// and else what the storage says, within a moment: see Config. Every other call goes to the
// storage. The error of all is ErrStorageUnavailable where it is away.
type Remote struct {
	Config
	breaker breaker
	slots   chan struct{}
	ctx     context.Context
	cancel  context.CancelFunc
	work    sync.WaitGroup

	mu     sync.Mutex
	closed bool
	reads  map[key]*read
}

var _ assets.Store = (*Remote)(nil)

// NewRemote returns a store before c.Origin. The caller closes it.
func NewRemote(c Config) *Remote {
	if c.Patience == 0 {
		c.Patience = waitForFirst
	}
	r := &Remote{Config: c, slots: make(chan struct{}, readsAtOnce), reads: map[key]*read{}}
	r.breaker.probe, r.breaker.log = c.Probe, c.Log
	r.ctx, r.cancel = context.WithCancel(context.Background())
	return r
}

// Close ends what goes on beside requests, and closes the folder.
func (r *Remote) Close() error {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	r.cancel()
	r.work.Wait()
	return r.Folder.Close()
}

// background runs f, and Close waits for it. It reports false after Close.
func (r *Remote) background(f func()) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.work.Go(f)
	}
	return !r.closed
}

// call is one call of the storage on behalf of a caller whose leaving does not stop it: it ends by itself
// and its outcome counts.
func (r *Remote) call(ctx context.Context, f func(context.Context) error) error {
	if err := errors.Join(ctx.Err(), r.breaker.refuse()); err != nil {
		return err
	}
	err := f(context.WithoutCancel(ctx))
	r.note(err)
	return err
}

// note tells the breaker how a call ended.
func (r *Remote) note(err error) {
	if r.breaker.note(err) {
		r.background(func() { r.breaker.recover(r.ctx, err) })
	}
}

// Put implements assets.Store.
func (r *Remote) Put(ctx context.Context, area assets.Area, name assets.Name, data []byte) error {
	err := r.call(ctx, func(ctx context.Context) error { return r.Origin.Put(ctx, area, name, data) })
	if err == nil && (area == assets.Public || name.Format == assets.JSON) { // what readers ask for
		r.Folder.Keep(ctx, area, name, data)
	}
	return err
}

// Stat implements assets.Store. It asks the storage: a copy proves nothing about that.
func (r *Remote) Stat(ctx context.Context, area assets.Area, name assets.Name) (size int64, err error) {
	err = r.call(ctx, func(ctx context.Context) error {
		size, err = r.Origin.Stat(ctx, area, name)
		return err
	})
	return size, err
}

// List implements assets.Store.
func (r *Remote) List(ctx context.Context, area assets.Area, yield func(assets.Name, int64) error) error {
	if err := r.breaker.refuse(); err != nil {
		return err
	}
	return r.Origin.List(ctx, area, yield)
}

// Delete implements assets.Store. The copies of other processes go when their room is wanted.
func (r *Remote) Delete(ctx context.Context, area assets.Area, name assets.Name) error {
	err := r.call(ctx, func(ctx context.Context) error { return r.Origin.Delete(ctx, area, name) })
	r.mu.Lock()
	if under := r.reads[key{area, name}]; under != nil {
		under.deleted = true
	}
	r.mu.Unlock()
	r.Folder.Delete(area, name)
	return err
}
