package check

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// DefaultSource is the source locale of projects for which nothing else is said.
const DefaultSource = "en"

// Dir checks a folder of locale files, <project>/active.<tag>.{toml,json,yaml,yml} with <project>/project.yaml
// beside them, and lists what is wrong, ordered by file and place. sources names the source locale by project,
// where project.yaml does not; the others' is [SourceOf]. The error is that of reading the folder.
func Dir(fsys fs.FS, sources map[string]string) ([]Finding, error) {
	projects, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, err
	}
	var all []Finding
	for _, p := range projects {
		if !p.IsDir() {
			continue
		}
		files, err := readProject(fsys, p.Name())
		if err != nil {
			return nil, err
		}
		project, findings, err := readSettings(fsys, p.Name())
		if err != nil {
			return nil, err
		}
		project.Source = cmp.Or(project.Source, sources[p.Name()])
		all = append(all, findings...)
		all = append(all, Whole(files, project)...)
	}
	Sort(all)
	return all, nil
}

// Sort orders findings by file and place.
func Sort(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, a.Col-b.Col)
	})
}

// readProject reads the locale files of one project's folder, in alphabetical order.
func readProject(fsys fs.FS, project string) ([]File, error) {
	entries, err := fs.ReadDir(fsys, project)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, e := range entries {
		if e.IsDir() || !IsMessageFile(e.Name()) {
			continue
		}
		name := path.Join(project, e.Name())
		data, err := ReadBytes(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // replaced while we looked
		}
		if err != nil {
			return nil, err
		}
		files = append(files, ReadFile(name, data))
	}
	return files, nil
}

// ReadBytes reads a file, of one that is larger than [MaxFile] only so much that [ReadFile] sees it.
func ReadBytes(fsys fs.FS, name string) ([]byte, error) {
	var b bytes.Buffer
	err := ReadInto(&b, fsys, name)
	return b.Bytes(), err
}

// ReadInto is [ReadBytes] for who reads many files: what was read of the last one is written over.
func ReadInto(b *bytes.Buffer, fsys fs.FS, name string) error {
	b.Reset()
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close() // nothing was written
	if info, err := f.Stat(); err == nil && info.Size() < MaxFile {
		b.Grow(int(info.Size()) + bytes.MinRead)
	}
	_, err = b.ReadFrom(io.LimitReader(f, MaxFile+1))
	return err
}

// SourceOf returns the source locale of a project that has texts in the given locales: said, when it is, else
// English when there is any, else the first by tag.
func SourceOf(said string, locales []string) string {
	if said != "" || len(locales) == 0 {
		return said
	}
	if slices.Contains(locales, DefaultSource) {
		return DefaultSource
	}
	return slices.Min(locales)
}
