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

// files is where assets are kept: a folder or a bucket, behind its caches.
type files struct {
	assets.Store
	ready func(context.Context) error
	close func() error
}

// openFiles opens what the settings name.
func openFiles(ctx context.Context, c *config.Config, log *slog.Logger) (*files, error) {
	open := openFolder
	if _, set := c.S3(); set {
		open = openBucket
	}
	f, err := open(ctx, c, log)
	if err == nil && c.CacheMemory > 0 {
		f.Store = cache.NewMemory(f.Store, int64(c.CacheMemory))
	}
	return f, err
}

func openFolder(_ context.Context, c *config.Config, _ *slog.Logger) (*files, error) {
	folder, err := local.New(c.AssetsFolder())
	if err != nil {
		return nil, err
	}
	return &files{folder, func(context.Context) error { return nil }, folder.Close}, nil
}

// openBucket opens the bucket and the folder of copies before it. A storage that cannot be reached stops
// nothing: what needs no pictures goes on, and so does the rest once it is back.
func openBucket(ctx context.Context, c *config.Config, log *slog.Logger) (*files, error) {
	settings, _ := c.S3()
	bucket, err := s3.New(settings)
	if err != nil {
		return nil, usageError{err}
	}
	made, err := bucket.EnsureBucket(ctx)
	switch {
	case made:
		log.Info("the bucket was not there and has been made", "bucket", settings.Bucket)
	case errors.Is(err, assets.ErrStorageUnavailable):
		log.Error("the storage of assets is away; going on without", "error", err)
	case err != nil:
		return nil, errors.Join(err, bucket.Close())
	}
	copies := cache.NewFolder(c.CacheFolder(), int64(c.CacheDisk), log)
	remote := cache.NewRemote(cache.Config{Origin: bucket, Probe: bucket.Ready, Folder: copies, Log: log})
	return &files{remote, bucket.Ready, func() error { return errors.Join(remote.Close(), bucket.Close()) }}, nil
}
