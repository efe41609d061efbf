package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"github.com/hallyu-store/hallyu/assets"
)

// Object is an open file of the store.
type Object struct {
	file *os.File
	size int64
}

var _ assets.Object = (*Object)(nil)

// Read implements io.Reader.
func (o *Object) Read(p []byte) (int, error) { return o.file.Read(p) }

// Seek implements io.Seeker.
func (o *Object) Seek(offset int64, whence int) (int64, error) { return o.file.Seek(offset, whence) }

// Close implements io.Closer.
func (o *Object) Close() error { return o.file.Close() }

// Size returns the file's size in bytes.
func (o *Object) Size() int64 { return o.size }

// File returns the file itself, which the kernel can send without copying. Close closes it.
func (o *Object) File() *os.File { return o.file }

// Open implements assets.Store; the Object is an *Object.
func (s *Store) Open(ctx context.Context, area assets.Area, name assets.Name) (assets.Object, error) {
	if err := check(ctx, area, name); err != nil {
		return nil, err
	}
	f, err := s.openFile(area, name)
	if err != nil {
		return nil, reading(name, err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(reading(name, err), f.Close())
	}
	return &Object{file: f, size: info.Size()}, nil
}

// openFile opens a file by its path: os.Root would walk there folder by folder, and offer each file to
// the poller. Nothing but hexadecimal digits comes from outside, and a link in a file's place is not
// followed.
func (s *Store) openFile(area assets.Area, name assets.Name) (*os.File, error) {
	if s.closed.Load() {
		return nil, fs.ErrClosed
	}
	return os.OpenFile(s.dir+"/"+place(area, name), os.O_RDONLY|syscall.O_NOFOLLOW, 0)
}

// Stat implements assets.Store.
func (s *Store) Stat(ctx context.Context, area assets.Area, name assets.Name) (int64, error) {
	if err := check(ctx, area, name); err != nil {
		return 0, err
	}
	info, err := s.root.Stat(place(area, name))
	if err != nil {
		return 0, reading(name, err)
	}
	return info.Size(), nil
}

// List implements assets.Store. Files that it did not name itself are passed over.
func (s *Store) List(ctx context.Context, area assets.Area, yield func(assets.Name, int64) error) error {
	if !area.Valid() {
		return nil
	}
	return fs.WalkDir(s.root.FS(), string(area), func(at string, entry fs.DirEntry, err error) error {
		if err := errors.Join(ctx.Err(), err); err != nil {
			return err
		}
		name, err := assets.ParseName(entry.Name())
		if err != nil || at != place(area, name) {
			return nil
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // deleted since the directory was read
		}
		if err != nil {
			return err
		}
		return yield(name, info.Size())
	})
}

// check refuses what can name nothing before it becomes a path.
func check(ctx context.Context, area assets.Area, name assets.Name) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !area.Valid() || !name.Valid() {
		return assets.ErrAssetNotFound.With("asset", name.String())
	}
	return nil
}

func reading(name assets.Name, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return assets.ErrAssetNotFound.With("asset", name.String())
	}
	return fmt.Errorf("assets: read %s: %w", name, err)
}
