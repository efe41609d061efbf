package app

import (
	"context"
	"errors"
	"log/slog"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/cache"
	"github.com/hallyu-store/hallyu/assets/local"
	"github.com/hallyu-store/hallyu/assets/s3"
	"github.com/hallyu-store/hallyu/internal/config"
)

// files is where assets are kept: a folder or a bucket.
type files struct {
	assets.Store
	ready  func(context.Context) error
	close  func() error
	tiers  map[string]tier // the caches before it, by name
	remote *cache.Remote   // nil before a folder
	bucket *s3.Store       // nil for a folder
}

// tier is a cache with figures to show.
type tier interface{ Figures() cache.Figures }

// openFiles opens what the settings name, behind its caches.
func openFiles(ctx context.Context, c *config.Config, log *slog.Logger) (*files, error) {
	f, err := openOrigin(ctx, c, log)
	if err != nil {
		return nil, err
	}
	if _, inBucket := c.S3(); inBucket {
		f = f.behindCopies(c, log)
	}
	if c.CacheMemory > 0 {
		memory := cache.NewMemory(f.Store, int64(c.CacheMemory))
		f.Store, f.tiers["memory"] = memory, memory
	}
	return f, nil
}

// openOrigin opens what the settings name, without caches: whoever reads everything once would only
// put out what others ask for.
func openOrigin(ctx context.Context, c *config.Config, log *slog.Logger) (*files, error) {
	settings, inBucket := c.S3()
	if inBucket {
		return openBucket(ctx, settings, log)
	}
	folder, err := local.New(c.AssetsFolder())
	if err != nil {
		return nil, err
	}
	return newFiles(folder, func(context.Context) error { return nil }, folder.Close), nil
}

// openBucket opens a bucket and makes it if need be. A storage that cannot be reached stops nothing: what
// needs no pictures goes on, and so does the rest once it is back.
func openBucket(ctx context.Context, settings s3.Config, log *slog.Logger) (*files, error) {
	bucket, err := s3.New(settings)
	if err != nil {
		return nil, usageError{err}
	}
	made, err := bucket.EnsureBucket(ctx)
	switch {
	case made:
		log.Warn("the bucket was not there and has been made", "bucket", settings.Bucket)
	case errors.Is(err, assets.ErrStorageUnavailable):
		log.Error("the storage of assets is away; going on without", "error", err)
	case err != nil:
		return nil, errors.Join(err, bucket.Close())
	}
	f := newFiles(bucket, bucket.Ready, bucket.Close)
	f.bucket = bucket
	return f, nil
}

func newFiles(store assets.Store, ready func(context.Context) error, end func() error) *files {
	return &files{Store: store, ready: ready, close: end, tiers: map[string]tier{}}
}

// behindCopies puts the folder of copies before a bucket.
func (f *files) behindCopies(c *config.Config, log *slog.Logger) *files {
	copies := cache.NewFolder(c.CacheFolder(), int64(c.CacheDisk), log)
	remote := cache.NewRemote(cache.Config{Origin: f.Store, Probe: f.ready, Folder: copies, Log: log})
	behind := newFiles(remote, f.ready, func() error { return errors.Join(remote.Close(), f.close()) })
	behind.remote, behind.tiers["disk"], behind.bucket = remote, copies, f.bucket
	return behind
}
