package packfile

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"io/fs"
	"maps"
	"slices"
	"time"
)

// ReadFolder reads the plain files of a directory, within the limits of archives; what is hidden, a folder or
// a link is passed over.
func ReadFolder(directory fs.FS) (Folder, error) {
	entries, err := fs.ReadDir(directory, ".")
	if err != nil {
		return nil, err
	}
	folder, left := Folder{}, int64(MaxUnpacked)
	for _, entry := range entries {
		name := entry.Name()
		if !entry.Type().IsRegular() || !plainName(name) {
			continue
		}
		if len(folder) == MaxEntries {
			return nil, ErrArchiveLimit.With("what", "files", "limit", MaxEntries)
		}
		limit := min(left, maxFile)
		data, err := readUpTo(directory, name, limit)
		if err != nil {
			return nil, err
		}
		if int64(len(data)) > limit {
			return nil, ErrArchiveLimit.With("what", "bytes", "file", clipped(name), "limit", limit)
		}
		left -= int64(len(data))
		folder[name] = data
	}
	return folder, nil
}

// archiveTime stands on every entry, so that equal folders have equal archives. It is the earliest time
// that ZIP knows.
var archiveTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Archive packs a folder into a ZIP, by name. Nothing is compressed: nearly all of it is already.
func (f Folder) Archive() ([]byte, error) {
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		entry, err := writer.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: archiveTime})
		if err == nil {
			_, err = entry.Write(f[name])
		}
		if err != nil {
			return nil, err
		}
	}
	err := writer.Close()
	return out.Bytes(), err
}

// Open opens a file of the folder, or the folder itself as ".", so that a Folder is a file system.
func (f Folder) Open(name string) (fs.File, error) {
	data, there := f[name]
	switch {
	case !fs.ValidPath(name):
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	case name == ".":
		return &openFolder{inMemory{name: ".", mode: fs.ModeDir | 0o555}, f.entries()}, nil
	case !there:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &openFile{inMemory{name: name, size: int64(len(data)), mode: 0o444}, bytes.NewReader(data)}, nil
}

func (f Folder) entries() []fs.DirEntry {
	var all []fs.DirEntry
	for name, data := range f {
		all = append(all, fs.FileInfoToDirEntry(inMemory{name: name, size: int64(len(data)), mode: 0o444}))
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return all
}

// inMemory is what is known of a file in memory.
type inMemory struct {
	name string
	size int64
	mode fs.FileMode
}

// Name, Size, Mode, ModTime, IsDir and Sys implement fs.FileInfo.
func (e inMemory) Name() string { return e.name }

// Size is in bytes.
func (e inMemory) Size() int64 { return e.size }

// Mode is that of what may only be read.
func (e inMemory) Mode() fs.FileMode { return e.mode }

// ModTime is nothing: a folder in memory has no history.
func (e inMemory) ModTime() time.Time { return time.Time{} }

// IsDir reports whether it is the folder itself.
func (e inMemory) IsDir() bool { return e.mode.IsDir() }

// Sys is nothing.
func (e inMemory) Sys() any { return nil }

// Stat, Close and Read implement fs.File.
func (e inMemory) Stat() (fs.FileInfo, error) { return e, nil }

// Close has nothing to do.
func (e inMemory) Close() error { return nil }

type openFile struct {
	inMemory
	*bytes.Reader
}

// Size is that of the file, not of what is left to read.
func (f *openFile) Size() int64 { return f.inMemory.size }

type openFolder struct {
	inMemory
	left []fs.DirEntry
}

// Read refuses: a folder is no file.
func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: fs.ErrInvalid}
}

// ReadDir implements fs.ReadDirFile.
func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 || n >= len(f.left) {
		all := f.left
		f.left = nil
		if n > 0 && len(all) == 0 {
			return nil, io.EOF
		}
		return all, nil
	}
	some := f.left[:n]
	f.left = f.left[n:]
	return some, nil
}
