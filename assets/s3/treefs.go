package s3

import (
	"bytes"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"
)

// ReadDir lists a folder as it was at the last look, in alphabetical order.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	entries := t.entries(name)
	if len(entries) == 0 && name != "." {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	return entries, nil
}

// entries are what lies in a folder.
func (t *Tree) entries(name string) []fs.DirEntry {
	below := name + "/"
	if name == "." {
		below = ""
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	found := map[string]fs.DirEntry{}
	for place, known := range t.files {
		rest, within := strings.CutPrefix(place, below)
		if !within {
			continue
		}
		child, _, folder := strings.Cut(rest, "/")
		switch {
		case folder: // which hides a file of the same name
			found[child] = entry{name: child, folder: true}
		case found[child] == nil:
			found[child] = entry{name: child, leaf: known}
		}
	}
	var entries []fs.DirEntry
	for _, child := range slices.Sorted(maps.Keys(found)) {
		entries = append(entries, found[child])
	}
	return entries
}

// entry is a file or a folder of a tree: its own fs.DirEntry and fs.FileInfo.
type entry struct {
	name   string
	folder bool
	leaf   leaf
}

func (e entry) Name() string               { return e.name }
func (e entry) IsDir() bool                { return e.folder }
func (e entry) Type() fs.FileMode          { return e.Mode().Type() }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }
func (e entry) Size() int64                { return e.leaf.size }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) Sys() any                   { return nil }

func (e entry) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

// file is an object that was read.
type file struct {
	entry
	*bytes.Reader
}

func (f *file) Size() int64                { return f.entry.Size() }
func (f *file) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *file) Close() error               { return nil }

// branch is a folder that was opened.
type branch struct {
	entry
	left []fs.DirEntry
}

func (b *branch) Stat() (fs.FileInfo, error) { return b.entry, nil }
func (b *branch) Close() error               { return nil }
func (b *branch) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: b.name, Err: fs.ErrInvalid}
}

// ReadDir gives the next n entries, or all that are left where n is not positive.
func (b *branch) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(b.left)
	} else if len(b.left) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(b.left))
	given := b.left[:n]
	b.left = b.left[n:]
	return given, nil
}
