package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/minio/minio-go/v7"

	"github.com/hallyu-store/hallyu/assets"
)

// Open implements assets.Store. The Object lives as long as ctx: it reads from the connection, and asks
// for a range after a Seek, or when the connection broke.
func (s *Store) Open(ctx context.Context, area assets.Area, name assets.Name) (assets.Object, error) {
	if err := check(ctx, area, name); err != nil {
		return nil, err
	}
	o := &object{store: s, ctx: ctx, key: place(area, name), name: name, left: attempts}
	if err := o.get(); err != nil {
		return nil, s.failed(ctx, "get", name, err)
	}
	return o, nil
}

// object is the answer to a GET, or to several.
type object struct {
	store  *Store
	ctx    context.Context
	key    string
	name   assets.Name
	size   int64 // in bytes, of the whole
	at     int64 // where the next Read begins
	body   io.ReadCloser
	cancel context.CancelFunc // ends the request of body
	left   int                // how many requests may still be tried
}

// Size returns the object's size in bytes.
func (o *object) Size() int64 { return o.size }

// get asks for the bytes from at to the end.
func (o *object) get() error {
	o.left--
	var options minio.GetObjectOptions
	if o.at > 0 {
		if err := options.SetRange(o.at, 0); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithCancel(o.ctx)
	watch := time.AfterFunc(callTime, cancel)
	body, info, _, err := o.store.core.GetObject(ctx, o.store.bucket, o.key, options)
	if err != nil {
		watch.Stop()
		cancel()
		return err
	}
	watch.Reset(allowance(info.Size))
	o.body, o.cancel = body, func() { watch.Stop(); cancel() }
	if o.at == 0 {
		o.size = info.Size
	}
	return nil
}

// Read implements io.Reader. A connection that breaks is followed by another one, a few times.
func (o *object) Read(p []byte) (int, error) {
	for o.at < o.size {
		if o.body == nil {
			if err := o.get(); err != nil {
				return 0, o.store.failed(o.ctx, "get", o.name, err)
			}
		}
		n, err := o.body.Read(p[:min(int64(len(p)), o.size-o.at)])
		o.at += int64(n)
		if n > 0 || err == nil {
			return n, nil
		}
		o.drop()
		if o.left == 0 || o.ctx.Err() != nil {
			return 0, o.store.failed(o.ctx, "read", o.name, unexpected(err))
		}
	}
	return 0, io.EOF
}

// unexpected names an end that came too early.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Seek implements io.Seeker. It costs nothing until the next Read.
func (o *object) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += o.at
	case io.SeekEnd:
		offset += o.size
	}
	if offset < 0 {
		return 0, fmt.Errorf("assets: seek in %s to %d", o.name, offset)
	}
	if offset != o.at {
		o.drop()
		o.at, o.left = offset, attempts
	}
	return offset, nil
}

// drop ends the request under way, if any.
func (o *object) drop() {
	if o.body == nil {
		return
	}
	o.cancel()
	o.body.Close()
	o.body = nil
}

// Close implements io.Closer.
func (o *object) Close() error {
	if o.body == nil {
		return nil
	}
	err := o.body.Close()
	o.drop()
	return err
}
