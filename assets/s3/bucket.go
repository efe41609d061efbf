package s3

import (
	"context"
	"fmt"

	"github.com/minio/minio-go/v7"

	"github.com/hallyu-store/hallyu/assets"
)

// EnsureBucket makes the bucket unless it is there, and reports whether it did. The error is ErrRefused
// where the settings are to blame, assets.ErrStorageUnavailable where the storage cannot be reached.
func (s *Store) EnsureBucket(ctx context.Context) (made bool, err error) {
	found, err := s.hasBucket(ctx)
	if err != nil || found {
		return false, err
	}
	bounded, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	err = s.core.MakeBucket(bounded, s.bucket, minio.MakeBucketOptions{})
	if code(err) == "BucketAlreadyOwnedByYou" { // another replica was quicker
		return false, nil
	}
	return err == nil, s.refused(ctx, err)
}

// Ready says whether the bucket can be reached. The errors are those of EnsureBucket.
func (s *Store) Ready(ctx context.Context) error {
	found, err := s.hasBucket(ctx)
	if err == nil && !found {
		return ErrRefused.With("bucket", s.bucket, "endpoint", s.endpoint(), "reason", "NoSuchBucket")
	}
	return err
}

// hasBucket lists nothing of the bucket: unlike HEAD, a refusal then says its reason.
func (s *Store) hasBucket(ctx context.Context) (bool, error) {
	bounded, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	options := minio.ListObjectsOptions{Prefix: "none/", MaxKeys: 1}
	for found := range s.core.ListObjectsIter(bounded, s.bucket, options) {
		if code(found.Err) == minio.NoSuchBucket {
			return false, nil
		}
		if found.Err != nil {
			return false, s.refused(ctx, found.Err)
		}
	}
	return true, s.refused(ctx, bounded.Err())
}

// refused tells settings that are wrong from a storage that is away.
func (s *Store) refused(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case refusal(err):
		return ErrRefused.With("bucket", s.bucket, "endpoint", s.endpoint(), "reason", code(err)).Because(err)
	}
	return assets.ErrStorageUnavailable.Because(fmt.Errorf("s3: bucket %s: %w", s.bucket, described(err)))
}

func (s *Store) endpoint() string { return s.core.EndpointURL().String() }
