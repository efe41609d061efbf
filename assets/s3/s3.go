// Package s3 keeps assets in a bucket of any storage that speaks S3:
//
//	<area>/<first two digits>/<digest>.<ext>
//
// the same places as in a folder of package local, so that one can be copied to the other as it is.
// An object is put under the condition that nothing is there (If-None-Match: *), and its digest is
// part of the request's signature, so the storage refuses bytes that were damaged on their way.
//
// Every call ends within seconds when the storage is silent, and tries again a few times, quickly,
// when it refuses or hangs up.
package s3

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"path"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/hallyu-store/hallyu/assets"
)

// Limits of a call.
const (
	attempts = 3

	// callTime is what a call may take that carries next to nothing.
	callTime = 6 * time.Second
	// slowest is the rate in bytes per second below which a connection counts as broken.
	slowest = 128 << 10
)

// The pauses between attempts are a matter of the library as a whole, and this package is the only one
// that uses it.
func init() {
	minio.DefaultRetryUnit = 25 * time.Millisecond
	minio.DefaultRetryCap = 100 * time.Millisecond
}

// Store is an assets.Store in a bucket.
type Store struct {
	core      minio.Core
	transport *http.Transport
	bucket    string
}

var _ assets.Store = (*Store)(nil)

// New returns the store in the bucket that c names. It asks the storage nothing; see EnsureBucket. The
// caller closes the store.
func New(c Config) (*Store, error) {
	host, secure, err := c.address()
	if err != nil {
		return nil, err
	}
	transport := newTransport()
	core, err := minio.NewCore(host, &minio.Options{
		Creds: credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""), Secure: secure, Transport: transport,
		Region: c.region(), BucketLookup: minio.BucketLookupPath, MaxRetries: attempts,
	})
	if err != nil {
		return nil, fmt.Errorf("s3: %w", err)
	}
	return &Store{core: *core, transport: transport, bucket: c.Bucket}, nil
}

// Close ends the connections that no call uses.
func (s *Store) Close() error {
	s.transport.CloseIdleConnections()
	return nil
}

// Put implements assets.Store.
func (s *Store) Put(ctx context.Context, area assets.Area, name assets.Name, data []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := assets.CheckPut(area, name, data); err != nil {
		return err
	}
	bounded, cancel := context.WithTimeout(ctx, allowance(int64(len(data))))
	defer cancel()
	return s.failed(ctx, "put", name, s.put(bounded, place(area, name), name, data))
}

// put tries again while another one is about to put the same.
func (s *Store) put(ctx context.Context, key string, name assets.Name, data []byte) error {
	options := minio.PutObjectOptions{ContentType: name.Format.MediaType()}
	options.SetMatchETagExcept("*")
	for attempt := 1; ; attempt++ {
		_, err := s.core.PutObject(ctx, s.bucket, key, bytes.NewReader(data), int64(len(data)), "", string(name.Digest), options)
		switch code(err) {
		case "PreconditionFailed":
			return nil // it is there
		case "ConditionalRequestConflict", "OperationAborted":
			if attempt < attempts && pause(ctx, time.Duration(attempt)*minio.DefaultRetryUnit) {
				continue
			}
		}
		return err
	}
}

// Stat implements assets.Store.
func (s *Store) Stat(ctx context.Context, area assets.Area, name assets.Name) (int64, error) {
	if err := check(ctx, area, name); err != nil {
		return 0, err
	}
	bounded, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	info, err := s.core.StatObject(bounded, s.bucket, place(area, name), minio.StatObjectOptions{})
	if absent(err) {
		return s.sizeByGet(ctx, area, name)
	}
	return info.Size, s.failed(ctx, "stat", name, err)
}

// sizeByGet asks for the object itself: the answer to a HEAD has no body, so what is refused for another
// reason with 404 looks like an object that is not there.
func (s *Store) sizeByGet(ctx context.Context, area assets.Area, name assets.Name) (int64, error) {
	o, err := s.Open(ctx, area, name)
	if err != nil {
		return 0, err
	}
	return o.Size(), o.Close()
}

// Delete implements assets.Store.
func (s *Store) Delete(ctx context.Context, area assets.Area, name assets.Name) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !area.Valid() || !name.Valid() {
		return nil
	}
	bounded, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	err := s.failed(ctx, "delete", name, s.core.RemoveObject(bounded, s.bucket, place(area, name), minio.RemoveObjectOptions{}))
	if assets.ErrAssetNotFound.Is(err) {
		return nil
	}
	return err
}

// check refuses what can name nothing before it becomes a key.
func check(ctx context.Context, area assets.Area, name assets.Name) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !area.Valid() || !name.Valid() {
		return assets.ErrAssetNotFound.With("asset", name.String())
	}
	return nil
}

// place is the key that name is kept under. Both parts must be valid.
func place(area assets.Area, name assets.Name) string {
	return path.Join(string(area), string(name.Digest[:2]), name.String())
}

// allowance is how long size bytes may take.
func allowance(size int64) time.Duration {
	return callTime + time.Duration(size)*time.Second/slowest
}

// pause waits, and reports false where ctx was over before.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
