package backup

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/sqlstore"
)

// localePath reports whether path may lie in a folder of locale files: <project>/<file> or deeper,
// no part of it hidden.
func localePath(name string) bool {
	return fs.ValidPath(name) && len(name) <= 200 && !strings.ContainsAny(name, "\\:\x00") &&
		!strings.HasPrefix(name, ".") && !strings.Contains(name, "/.") && name != ""
}

// eachLocale reads every file, by path. A folder that is not there holds none. Files that are hidden, or too large to be
// words, are passed over.
func eachLocale(from Locales, yield func(path string, content []byte) error) error {
	if polled, ok := from.(i18n.Polled); ok {
		err := polled.Look()
		if err != nil {
			return err
		}
	}
	if from == nil {
		return nil
	}
	return fs.WalkDir(from, ".", func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && name == "." {
			return nil
		}
		if err != nil || !entry.Type().IsRegular() || !localePath(name) {
			return err
		}
		info, err := entry.Info()
		if err != nil || info.Size() > maxLocale {
			return err
		}
		content, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		return yield(name, content)
	})
}

// putLocale writes a file of words, unless it is there. One that says something else is
// sqlstore.ErrNotEmpty: nobody's words are lost.
func putLocale(to Locales, name string, content []byte) error {
	there, err := fs.ReadFile(to, name)
	switch {
	case err == nil && bytes.Equal(there, content):
		return nil
	case err == nil:
		return notEmpty(name)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	done, err := to.Replace(name, nil, content)
	if err == nil && !done {
		return notEmpty(name)
	}
	return err
}

func notEmpty(name string) error { return sqlstore.ErrNotEmpty.With("where", "locale file "+name) }

// Locales is where locale files lie.
type Locales = i18n.Writable

// Folder is a folder of locale files, which need not be there. Links do not lead out of it.
func Folder(name string) Locales { return folder(name) }

type folder string

// Open implements fs.FS.
func (f folder) Open(name string) (fs.File, error) {
	root, err := os.OpenRoot(string(f))
	if err != nil {
		return nil, err
	}
	defer root.Close() // what was opened stays open
	return root.FS().Open(name)
}

// Replace implements i18n.Writable for files that are not there yet.
func (f folder) Replace(name string, before, data []byte) (done bool, err error) {
	if before != nil {
		return false, errors.ErrUnsupported
	}
	if err := os.MkdirAll(string(f), 0o750); err != nil {
		return false, err
	}
	root, err := os.OpenRoot(string(f))
	if err != nil {
		return false, err
	}
	defer root.Close()
	if err := root.MkdirAll(path.Dir(name), 0o750); err != nil {
		return false, err
	}
	temp := path.Join(path.Dir(name), "."+rand.Text())
	if err := root.WriteFile(temp, data, 0o640); err != nil {
		return false, errors.Join(err, root.Remove(temp))
	}
	if err := root.Rename(temp, name); err != nil {
		return false, errors.Join(fmt.Errorf("backup: %w", err), root.Remove(temp))
	}
	return true, nil
}
