package remote

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/check"
)

// rounds is how often a folder is mended and checked again, since one mending may uncover the next.
const rounds = 8

// mending mends the locale files of a folder.
type mending struct {
	dir   string
	tried map[followed]bool // no finding is followed twice, should it stay
	count int
}

// followed is a finding that was followed.
type followed struct{ file, check, key, form, fix string }

// mend follows the findings as far as possible and returns those that are left, and how many were mended.
func mend(dir string, findings []check.Finding) (left []check.Finding, count int, err error) {
	m := mending{dir: dir, tried: map[followed]bool{}}
	for range rounds {
		before := m.count
		for _, file := range check.FilesOf(findings) {
			err = m.file(file, findings)
			if err != nil {
				return findings, m.count, err
			}
		}
		if m.count == before {
			break
		}
		findings, err = check.Dir(os.DirFS(dir), map[string]string{})
		if err != nil {
			return findings, m.count, err
		}
	}
	return findings, m.count, nil
}

// file mends one file: first its bytes, then its name.
func (m *mending) file(file string, findings []check.Finding) error {
	var own []check.Finding
	name := ""
	for _, f := range findings {
		step := followed{f.File, f.Check, f.Key, f.Form, f.Fix}
		switch {
		case f.File != file || m.tried[step]:
		case f.Check == "F05":
			name = f.Fix
		case f.Mends():
			own = append(own, f)
		}
	}
	data, err := check.ReadBytes(os.DirFS(m.dir), file)
	if err != nil || len(data) > check.MaxFile {
		return err
	}
	mended, done := check.Mend(file, data, own)
	for _, f := range done {
		m.tried[followed{f.File, f.Check, f.Key, f.Form, f.Fix}] = true
	}
	if !bytes.Equal(mended, data) {
		err = i18n.ReplaceFile(filepath.Join(m.dir, filepath.FromSlash(file)), mended)
		m.count += len(done)
	}
	if err == nil && name != "" {
		err = m.rename(file, path.Join(path.Dir(file), name))
	}
	return err
}

// rename gives a file another name, if that is free.
func (m *mending) rename(from, to string) error {
	from, to = filepath.Join(m.dir, filepath.FromSlash(from)), filepath.Join(m.dir, filepath.FromSlash(to))
	old, err := os.Lstat(from)
	if err != nil {
		return err
	}
	taken, err := os.Lstat(to)
	if err == nil && !os.SameFile(old, taken) { // the same file where capitals do not count
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err = os.Rename(from, to)
	if err == nil {
		m.count++
	}
	return err
}
