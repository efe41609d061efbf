// Package local keeps assets in a directory:
//
//	<root>/<area>/<first two digits>/<digest>.<ext>
//	<root>/tmp/<random>
//
// A file is written under tmp, flushed, and renamed to its place, so that what has a name is whole.
// Several processes may use one directory at once.
package local

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hallyu-store/hallyu/assets"
)

const (
	tempDir  = "tmp"
	dirMode  = 0o750
	fileMode = 0o640

	// A temporary file of this age was left behind by a process that died. Younger ones may be in
	// the hands of another process.
	abandonedAfter = time.Hour
)

// Store is an assets.Store in a directory.
type Store struct {
	dir      string
	root     *os.Root // of dir
	closed   atomic.Bool
	flushed  sync.Map // folders that are known to be in the one above them, whatever happens
	volatile bool     // nothing is flushed
}

var _ assets.Store = (*Store)(nil)

// New opens the directory dir, makes it if need be, and removes what dead processes left half
// written. The caller closes the store.
func New(dir string) (*Store, error) { return open(dir, false) }

// NewVolatile does the same for bytes that can be had again: nothing is flushed, which is quicker, and
// after a loss of power a file may be torn.
func NewVolatile(dir string) (*Store, error) { return open(dir, true) }

func open(dir string, volatile bool) (*Store, error) {
	if err := os.MkdirAll(dir, dirMode); err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	s := &Store{dir: dir, root: root, volatile: volatile}
	if err := errors.Join(s.makeDirs(), s.sweep()); err != nil {
		return nil, errors.Join(fmt.Errorf("assets: %w", err), root.Close())
	}
	return s, nil
}

// Close releases the directory. Objects that are open stay readable.
func (s *Store) Close() error {
	s.closed.Store(true)
	return s.root.Close()
}

func (s *Store) makeDirs() error {
	for _, dir := range []string{tempDir, string(assets.Public), string(assets.Private)} {
		if err := s.root.MkdirAll(dir, dirMode); err != nil {
			return err
		}
	}
	return s.sync(".")
}

func (s *Store) sweep() error {
	left, err := fs.ReadDir(s.root.FS(), tempDir)
	if err != nil {
		return err
	}
	for _, entry := range left {
		info, err := entry.Info()
		if err != nil || time.Since(info.ModTime()) < abandonedAfter {
			continue
		}
		if err := s.remove(path.Join(tempDir, entry.Name())); err != nil {
			return err
		}
	}
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
	if err := s.put(place(area, name), data); err != nil {
		return fmt.Errorf("assets: put %s: %w", name, err)
	}
	return nil
}

// put writes data unless it is there. Either way it flushes the folders before it returns:
// another process may have renamed the file a moment ago and not come to that yet.
func (s *Store) put(file string, data []byte) error {
	shard := path.Dir(file)
	if !s.has(file, len(data)) {
		if err := s.root.MkdirAll(shard, dirMode); err != nil {
			return err
		}
		if err := s.write(file, data); err != nil {
			return err
		}
	}
	if err := s.sync(shard); err != nil {
		return err
	}
	return s.flush(shard)
}

// flush flushes the folder that dir is in, once in the life of the store: no folder is ever removed.
func (s *Store) flush(dir string) error {
	if _, done := s.flushed.Load(dir); done {
		return nil
	}
	if err := s.sync(path.Dir(dir)); err != nil {
		return err
	}
	s.flushed.Store(dir, true)
	return nil
}

func (s *Store) has(file string, size int) bool {
	info, err := s.root.Stat(file)
	return err == nil && info.Mode().IsRegular() && info.Size() == int64(size)
}

// write brings data to file in one step.
func (s *Store) write(file string, data []byte) error {
	temp := path.Join(tempDir, rand.Text())
	if err := s.writeTemp(temp, data); err != nil {
		return errors.Join(err, s.remove(temp))
	}
	if err := s.root.Rename(temp, file); err != nil {
		return errors.Join(err, s.remove(temp))
	}
	return nil
}

func (s *Store) writeTemp(temp string, data []byte) error {
	f, err := s.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil && !s.volatile {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// sync flushes a directory, without which a rename may be lost with the power.
func (s *Store) sync(dir string) error {
	if s.volatile {
		return nil
	}
	d, err := s.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Delete implements assets.Store.
func (s *Store) Delete(ctx context.Context, area assets.Area, name assets.Name) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !area.Valid() || !name.Valid() {
		return nil
	}
	if err := s.remove(place(area, name)); err != nil {
		return fmt.Errorf("assets: delete %s: %w", name, err)
	}
	return nil
}

// remove removes file; absent is success.
func (s *Store) remove(file string) error {
	err := s.root.Remove(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// place is where name is kept. Both parts must be valid, so the path holds nothing but hexadecimal
// digits and a known extension.
func place(area assets.Area, name assets.Name) string {
	return path.Join(string(area), string(name.Digest[:2]), name.String())
}
