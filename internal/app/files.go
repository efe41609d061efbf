package app

import (
	"context"
	"errors"
	"log/slog"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/local"
	"github.com/hallyu-store/hallyu/assets/s3"
	"github.com/hallyu-store/hallyu/internal/config"
)

// files is where assets are kept: a folder or a bucket.
type files struct {
	assets.Store
	ready func(context.Context) error
	close func() error
}

// openFiles opens what the settings name. A storage that cannot be reached stops nothing: what needs no
// pictures goes on, and so does the rest once it is back.
func openFiles(ctx context.Context, c *config.Config, log *slog.Logger) (*files, error) {
	bucket, set := c.S3()
	if !set {
		folder, err := local.New(c.AssetsFolder())
		if err != nil {
			return nil, err
		}
		return &files{folder, func(context.Context) error { return nil }, folder.Close}, nil
	}
	store, err := s3.New(bucket)
	if err != nil {
		return nil, usageError{err}
	}
	made, err := store.EnsureBucket(ctx)
	switch {
	case made:
		log.Info("the bucket was not there and has been made", "bucket", bucket.Bucket)
	case errors.Is(err, assets.ErrStorageUnavailable):
		log.Error("the storage of assets is away; going on without", "error", err)
	case err != nil:
		return nil, errors.Join(err, store.Close())
	}
	return &files{store, store.Ready, store.Close}, nil
}
