package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

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

// openFile opens a file by way of its own folder, which is kept open: to walk there from the root anew
// costs twice as much. A folder that was put in another's place is found when the file is not there.
func (s *Store) openFile(area assets.Area, name assets.Name) (*os.File, error) {
	shard := string(area) + "/" + string(name.Digest[:2])
	if kept, found := s.shards.Load(shard); found {
		f, err := kept.(*os.Root).Open(name.String())
		if err == nil {
			return f, nil
		}
		s.shards.CompareAndDelete(shard, kept)
	}
	f, err := s.root.Open(place(area, name))
	if err != nil {
		return nil, err
	}
	if folder, err := s.root.OpenRoot(shard); err == nil {
		if _, raced := s.shards.LoadOrStore(shard, folder); raced {
			folder.Close()
		}
	}
	return f, nil
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
