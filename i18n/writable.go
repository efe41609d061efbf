package i18n

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/hallyu-store/hallyu/i18n/check"
)

// Writable are files of a layer that can be replaced.
type Writable interface {
	fs.FS

	// Replace puts a file in the place of what it said before, as it was read; nil is a file that is not there.
	// Folders are made as needed. done is false when it says something else by now: then nothing was written. Of two
	// that replace a file at once, one does.
	Replace(name string, before, data []byte) (done bool, err error)
}

// Polled are files that give no signs of changes and cost something to read. They are looked at every [PollEvery].
type Polled interface {
	Writable

	// Look brings names and versions up to what is there now. When it fails they stay.
	Look() error

	// Version names what a file said when it was looked at or read last: equal ones say the same. A file that is not
	// there has none.
	Version(name string) string
}

// directory are the files of a folder on disk. Of what other programs do to them in the moment of a replacement
// nothing is known.
type directory struct {
	fs.FS
	folder string
}

// Replace implements [Writable].
func (d directory) Replace(name string, before, data []byte) (done bool, err error) {
	now, err := check.ReadBytes(d, name)
	there := !errors.Is(err, fs.ErrNotExist)
	if err != nil && there {
		return false, err
	}
	if there != (before != nil) || !bytes.Equal(now, before) {
		return false, nil
	}
	err = ReplaceFile(filepath.Join(d.folder, filepath.FromSlash(name)), data)
	return err == nil, err
}

// ReplaceFile writes a file whole or not at all: beside it, synced, and renamed over it. Readers see the old bytes
// or the new ones. A link stays, and so does the file's mode; folders are made as needed.
func ReplaceFile(name string, data []byte) error {
	if behind, err := filepath.EvalSymlinks(name); err == nil {
		name = behind
	}
	folder := filepath.Dir(name)
	err := os.MkdirAll(folder, 0o750)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(folder, "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	err = errors.Join(err, temp.Sync(), temp.Chmod(modeOf(name)), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return syncFolder(folder)
}

// modeOf returns the mode of the file that is replaced, or that of new ones.
func modeOf(name string) fs.FileMode {
	info, err := os.Stat(name)
	if err != nil {
		return 0o640
	}
	return info.Mode().Perm()
}

// syncFolder makes a rename outlast a loss of power.
func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
