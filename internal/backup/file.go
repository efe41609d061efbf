package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Create writes a backup of the store into a new file, reads it back, and only then gives it its
// name. Nobody but the file's owner may read it: it holds hashes of keys and the ids of people.
func Create(ctx context.Context, file string, from Store, program string, now time.Time) (manifest Manifest, err error) {
	_, err = os.Lstat(file)
	if err == nil {
		return Manifest{}, ErrExists.With("file", file)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, err
	}
	temp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".*") // mode 0600
	if err != nil {
		return Manifest{}, err
	}
	defer func() { err = errors.Join(err, temp.Close(), os.RemoveAll(temp.Name())) }()
	manifest, err = Write(ctx, temp, from, program, now)
	if err == nil {
		err = temp.Sync()
	}
	if err == nil {
		err = readBack(ctx, temp, manifest)
	}
	if err == nil {
		err = place(temp.Name(), file)
	}
	return manifest, err
}

func readBack(ctx context.Context, temp *os.File, written Manifest) error {
	if _, err := temp.Seek(0, 0); err != nil {
		return err
	}
	found, err := Verify(ctx, temp)
	if err == nil && found.SHA256 != written.SHA256 {
		err = fmt.Errorf("backup: read back, it is not what was written")
	}
	return err
}

// place gives a finished file its name, which is never taken from another, and flushes the folder.
func place(temp, file string) error {
	if err := os.Link(temp, file); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return ErrExists.With("file", file)
		}
		if err := os.Rename(temp, file); err != nil { // a file system without links
			return err
		}
	}
	folder, err := os.Open(filepath.Dir(file))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
