package cache

import (
	"context"
	"errors"
	"time"

	"github.com/hallyu-store/hallyu/assets"
)

const (
	// waitForFirst is how long callers wait for the first byte from the storage, unless Config says
	// otherwise. What comes later still finds its way into the folder, for those who ask again.
	waitForFirst = 200 * time.Millisecond
	// waitForRest is how long they wait for the rest, besides a second for each slowest bytes.
	waitForRest = 2 * time.Second
	slowest     = 128 << 10
)

var errLate = errors.New("cache: the storage does not answer in time")

// read is one read of an asset from the storage, for all who ask for it meanwhile.
type read struct {
	key  key
	done chan struct{} // closed once data or err say how it went

	// Of the Remote, under its lock until done is closed.
	data    []byte
	err     error
	settled bool
	deleted bool // the asset was deleted since the read began
}

// Open implements assets.Store. What is in the folder can be handed to the kernel, like an Object of
// package local; the rest comes as an *Object.
func (r *Remote) Open(ctx context.Context, area assets.Area, name assets.Name) (assets.Object, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !area.Valid() || !name.Valid() {
		return nil, assets.ErrAssetNotFound.With("asset", name.String())
	}
	if object := r.Folder.Get(ctx, area, name); object != nil {
		return object, nil
	}
	reading, err := r.join(key{area, name})
	if err != nil {
		return nil, err
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-reading.done:
	}
	if reading.err != nil {
		return nil, reading.err
	}
	return NewObject(reading.data), nil
}

// join returns the read of k that is under way, or begins one.
func (r *Remote) join(k key) (*read, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if under := r.reads[k]; under != nil {
		return under, nil
	}
	if err := r.breaker.refuse(); err != nil {
		return nil, err
	}
	if r.closed {
		return nil, assets.ErrStorageUnavailable
	}
	begun := &read{key: k, done: make(chan struct{})}
	r.reads[k] = begun
	r.work.Go(func() { r.run(begun) })
	return begun, nil
}

// run reads, tells those who wait, and keeps a copy. Until that is kept others join.
func (r *Remote) run(reading *read) {
	defer r.forget(reading)
	late := time.AfterFunc(r.Patience, func() {
		r.settle(reading, nil, assets.ErrStorageUnavailable.Because(errLate))
	})
	defer late.Stop()
	select {
	case r.slots <- struct{}{}:
		defer func() { <-r.slots }()
	case <-reading.done:
		return
	}
	data, err := r.read(reading.key, late)
	if r.ctx.Err() != nil {
		err = assets.ErrStorageUnavailable
	}
	if !r.settle(reading, data, err) {
		r.note(err) // late, but it counts: a storage that is slow is not away
	}
	if err == nil && !r.isDeleted(reading) {
		r.Folder.Keep(r.ctx, reading.key.area, reading.key.name, data)
		if r.isDeleted(reading) {
			r.Folder.Delete(reading.key.area, reading.key.name)
		}
	}
}

// read reads the asset from the storage and checks it. The first byte gives those who wait more time.
func (r *Remote) read(k key, late *time.Timer) ([]byte, error) {
	ctx, cancel := context.WithCancel(r.ctx)
	defer cancel()
	object, err := r.Origin.Open(ctx, k.area, k.name)
	if err != nil {
		return nil, err
	}
	defer object.Close()
	late.Reset(waitForRest + time.Duration(object.Size())*time.Second/slowest)
	return assets.ReadObject(object, k.name)
}

// settle tells those who wait how it went, unless they were told.
func (r *Remote) settle(reading *read, data []byte, err error) bool {
	r.mu.Lock()
	first := !reading.settled
	if first {
		reading.settled, reading.data, reading.err = true, data, err
		close(reading.done)
	}
	r.mu.Unlock()
	if first {
		r.note(err)
	}
	return first
}

func (r *Remote) isDeleted(reading *read) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return reading.deleted
}

func (r *Remote) forget(reading *read) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.reads, reading.key)
}
