package i18n

import (
	"bytes"
	"embed"
	"errors"
	"io/fs"
	"os"
	"path"

	"github.com/hallyu-store/hallyu/i18n/check"
)

//go:embed locales
var embedded embed.FS

// Layer is a tree of locale files, <project>/active.<tag>.{toml,json,yaml,yml}. One whose Files are [Writable] can be
// written; one whose Files are [Polled] is looked at more often.
type Layer struct {
	Name      string // for findings and logs
	Files     fs.FS
	Directory string // the folder on disk to watch for changes, or "" when it cannot change or is only swept
}

// Embedded is the layer of the program's own words: project "store" in the ten languages.
func Embedded() Layer {
	files, err := fs.Sub(embedded, "locales")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return Layer{Name: "embedded", Files: files}
}

// Directory is the layer of a folder on disk, which need not be there yet.
func Directory(folder string) Layer {
	return Layer{Name: folder, Files: directory{os.DirFS(folder), folder}, Directory: folder}
}

// read reads the documents of a layer by path. Files that are as they were keep their document; the
// others get a new one with the good messages of the old. changed reports whether anything is different.
// What cannot be read stays as it was, and is told of by err, beside the documents of all else; only when
// the tree itself cannot be read there are no documents. of chooses among the documents that are known, the others are
// taken to be as they were; nil chooses all.
func (l Layer) read(before map[string]*document, of func(*document) bool) (documents map[string]*document, changed bool, err error) {
	if polled, ok := l.Files.(Polled); ok {
		err := polled.Look()
		if err != nil {
			return nil, false, err
		}
	}
	documents = make(map[string]*document, len(before))
	projects, err := fs.ReadDir(l.Files, ".")
	if errors.Is(err, fs.ErrNotExist) {
		return documents, len(before) > 0, nil
	}
	if err != nil {
		return nil, false, err
	}
	var unread []error
	for _, p := range projects {
		if !p.IsDir() {
			continue
		}
		fresh, err := l.readProject(p.Name(), before, documents, of)
		unread = append(unread, err)
		changed = changed || fresh
	}
	return documents, changed || len(documents) != len(before), errors.Join(unread...)
}

// readProject adds the documents of a project.
func (l Layer) readProject(project string, before, documents map[string]*document, of func(*document) bool) (changed bool, err error) {
	entries, err := fs.ReadDir(l.Files, project)
	if err != nil {
		for name, d := range before {
			if d.project == project {
				documents[name] = d
			}
		}
		return false, err
	}
	var unread []error
	var data bytes.Buffer // documents keep nothing of it
	for _, e := range entries {
		if e.IsDir() || !check.IsMessageFile(e.Name()) && e.Name() != check.ProjectFile {
			continue
		}
		name := path.Join(project, e.Name())
		if d := before[name]; d != nil && (of != nil && !of(d) || d.version != "" && d.version == l.version(name)) {
			documents[name] = d
			continue
		}
		err := check.ReadInto(&data, l.Files, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // replaced while we looked; the next look sees it
		}
		if err != nil {
			unread = append(unread, err)
			if before[name] != nil {
				documents[name] = before[name]
			}
			continue
		}
		d := before[name].next(project, name, data.Bytes())
		d.version = l.version(name)
		documents[name] = d
		changed = changed || d != before[name]
	}
	return changed, errors.Join(unread...)
}

// version names what a file says, as far as the layer knows without reading it; "" for nothing known.
func (l Layer) version(name string) string {
	if polled, ok := l.Files.(Polled); ok {
		return polled.Version(name)
	}
	return ""
}
