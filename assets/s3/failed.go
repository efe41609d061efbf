package s3

import (
	"context"
	"fmt"
	"net/http"

	"github.com/minio/minio-go/v7"

	"github.com/hallyu-store/hallyu/assets"
)

// code is S3's own code of an error, or "".
func code(err error) string { return minio.ToErrorResponse(err).Code }

// refusal reports whether err is an answer that trying again does not change: someone must mend a
// setting, or the clock.
func refusal(err error) bool {
	status := minio.ToErrorResponse(err).StatusCode
	return status >= 400 && status < 500 && status != http.StatusRequestTimeout && status != http.StatusTooManyRequests
}

// failed says what an error of the library means to callers of an assets.Store: their context is over,
// the asset is not there, or the storage is away.
func (s *Store) failed(ctx context.Context, what string, name assets.Name, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case absent(err):
		return assets.ErrAssetNotFound.With("asset", name.String())
	}
	return assets.ErrStorageUnavailable.Because(fmt.Errorf("s3: %s %s: %w", what, name, described(err)))
}

// absent reports whether err says that there is no such object, and not that there is no such bucket.
func absent(err error) bool {
	response := minio.ToErrorResponse(err)
	return response.Code == minio.NoSuchKey || response.Code == "" && response.StatusCode == http.StatusNotFound
}

// described adds S3's code to its message, which alone often says little.
func described(err error) error {
	if c := code(err); c != "" {
		return fmt.Errorf("%s: %w", c, err)
	}
	return err
}
