package s3

import (
	"context"
	"strings"

	"github.com/minio/minio-go/v7"

	"github.com/hallyu-store/hallyu/assets"
)

// List implements assets.Store. S3 lists keys in ascending order, a thousand at a time. Keys that are
// no place of an asset are passed over.
func (s *Store) List(ctx context.Context, area assets.Area, yield func(assets.Name, int64) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !area.Valid() {
		return nil
	}
	options := minio.ListObjectsOptions{Prefix: string(area) + "/", Recursive: true}
	for found := range s.core.ListObjectsIter(ctx, s.bucket, options) {
		if found.Err != nil {
			return s.failed(ctx, "list", assets.Name{}, found.Err)
		}
		name, err := assets.ParseName(found.Key[strings.LastIndexByte(found.Key, '/')+1:])
		if err != nil || found.Key != place(area, name) {
			continue
		}
		if err := yield(name, found.Size); err != nil {
			return err
		}
	}
	return ctx.Err()
}
