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

	"github.com/hallyu-store/hallyu/internal/sqlstore"
)

// localePath reports whether path may lie in a folder of locale files: <project>/<file> or deeper,
// no part of it hidden.
func localePath(name string) bool {
	return fs.ValidPath(name) && len(name) <= 200 && !strings.ContainsAny(name, "\\:\x00") &&
		!strings.HasPrefix(name, ".") && !strings.Contains(name, "/.") && name != ""
}

// eachLocale reads every file in the folder, by path. A folder that is not there holds none. Files
// that are hidden, or too large to be words, are passed over.
func eachLocale(folder string, yield func(path string, content []byte) error) error {
	root, err := os.OpenRoot(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || !localePath(name) {
			return err
		}
		info, err := entry.Info()
		if err != nil || info.Size() > maxLocale {
			return err
		}
		content, err := root.ReadFile(name)
		if err != nil {
			return err
		}
		return yield(name, content)
	})
}

// putLocale writes a file of words, unless it is there. One that says something else is
// sqlstore.ErrNotEmpty: nobody's words are lost.
func putLocale(root *os.Root, name string, content []byte) error {
	there, err := root.ReadFile(name)
	switch {
	case err == nil && bytes.Equal(there, content):
		return nil
	case err == nil:
		return sqlstore.ErrNotEmpty.With("where", "locale file "+name)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := root.MkdirAll(path.Dir(name), 0o750); err != nil {
		return err
	}
	temp := path.Join(path.Dir(name), "."+rand.Text())
	if err := root.WriteFile(temp, content, 0o640); err != nil {
		return errors.Join(err, root.Remove(temp))
	}
	if err := root.Rename(temp, name); err != nil {
		return errors.Join(fmt.Errorf("backup: %w", err), root.Remove(temp))
	}
	return nil
}
