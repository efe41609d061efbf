package packfile

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"path"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/fault"
)

// Faults of packs that come as one file.
var (
	// ErrArchive: the bytes are no ZIP or form that can be read. Facts: reason.
	ErrArchive = fault.Define(fault.Invalid, "archive-malformed")
	// ErrArchiveLimit: the ZIP or form is over a limit. Facts: measured, limit, what.
	ErrArchiveLimit = fault.Define(fault.TooLarge, "archive-limit")
	// ErrImageMissing: pack.yaml names an image that is not there. Facts: file.
	ErrImageMissing = fault.Define(fault.Invalid, "image-missing")
)

// Limits of what comes as one file.
const (
	MaxEntries  = 400       // files
	MaxUnpacked = 128 << 20 // bytes of all files
	maxFile     = 8 << 20   // bytes of one file
	maxRatio    = 200       // unpacked bytes for each packed one
	maxPath     = 1000      // bytes of a name with its folders
)

// Folder is a pack's folder in memory: content by file name. There are no folders within.
type Folder map[string][]byte

// OpenArchive unpacks a ZIP whose files lie at its top or in one folder, which may lie in others. What lies in
// folders beside them is passed over, as ReadFolder does. It refuses what a pack has no use for: encryption,
// links, archives within, entries that share bytes, and everything over a limit, counted while unpacking.
func OpenArchive(data []byte) (Folder, error) {
	reader, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, ErrArchive.With("reason", "not-a-zip").Because(err)
	}
	if len(reader.File) > MaxEntries {
		return nil, ErrArchiveLimit.With("what", "files", "measured", len(reader.File), "limit", MaxEntries)
	}
	entries := slices.DeleteFunc(slices.Clone(reader.File), ignored)
	err = checkOverlap(entries)
	if err != nil {
		return nil, err
	}
	return unpack(entries)
}

// ignored are the entries that systems add by themselves, and folders.
func ignored(f *zip.File) bool {
	base := path.Base(f.Name)
	return strings.HasSuffix(f.Name, "/") || strings.HasPrefix(f.Name, "__MACOSX/") || strings.HasPrefix(base, "._") ||
		strings.Contains(f.Name, "/__MACOSX/") ||
		slices.Contains([]string{".DS_Store", "Thumbs.db", "desktop.ini"}, base)
}

// checkOverlap refuses entries that share bytes of the file, which archive/zip lets pass
// (golang.org/issue/33026) and by which a small file claims to hold a large one many times.
func checkOverlap(entries []*zip.File) error {
	type span struct{ from, to int64 }
	spans := make([]span, 0, len(entries))
	for _, f := range entries {
		from, err := f.DataOffset()
		if err != nil {
			return ErrArchive.With("reason", "entry-broken", "file", f.Name).Because(err)
		}
		spans = append(spans, span{from, from + int64(f.CompressedSize64)})
	}
	slices.SortFunc(spans, func(a, b span) int { return int(a.from - b.from) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return ErrArchive.With("reason", "entries-overlap")
		}
	}
	return nil
}

func unpack(entries []*zip.File) (Folder, error) {
	folder, left := Folder{}, int64(MaxUnpacked)
	top := commonFolder(entries)
	for _, f := range entries {
		name := strings.TrimPrefix(f.Name, top)
		if within(name) && hasFiles(entries, top) {
			continue
		}
		err := checkEntry(f, name)
		if err != nil {
			return nil, err
		}
		data, err := inflate(f, min(left, maxFile, int64(f.CompressedSize64)*maxRatio+1<<10))
		if err != nil {
			return nil, err
		}
		left -= int64(len(data))
		err = folder.add(name, data)
		if err != nil {
			return nil, err
		}
	}
	return folder, nil
}

// commonFolder is the innermost folder that everything lies in, with its slash, or "".
func commonFolder(entries []*zip.File) string {
	if len(entries) == 0 {
		return ""
	}
	top := entries[0].Name
	for _, f := range entries {
		for !strings.HasPrefix(f.Name, top) || !strings.HasSuffix(top, "/") && top != "" {
			top = top[:strings.LastIndexByte(strings.TrimSuffix(top, "/"), '/')+1]
		}
	}
	return top
}

// within reports whether a name leads into a folder, and nowhere else.
func within(name string) bool {
	return strings.Contains(name, "/") && len(name) <= maxPath && fs.ValidPath(name) && !strings.ContainsAny(name, `\:`)
}

// hasFiles reports whether any file lies in the folder itself.
func hasFiles(entries []*zip.File, top string) bool {
	return slices.ContainsFunc(entries, func(f *zip.File) bool { return !strings.Contains(strings.TrimPrefix(f.Name, top), "/") })
}

func checkEntry(f *zip.File, name string) error {
	const encrypted = 0x1
	switch {
	case within(name):
		return ErrArchive.With("reason", "folders-only", "file", clipped(f.Name))
	case name == "" || !plainName(name):
		return ErrArchive.With("reason", "name-unusable", "file", clipped(f.Name))
	case f.Flags&encrypted != 0:
		return ErrArchive.With("reason", "encrypted", "file", clipped(f.Name))
	case !f.Mode().IsRegular():
		return ErrArchive.With("reason", "not-a-file", "file", clipped(f.Name))
	case strings.EqualFold(path.Ext(name), ".zip"):
		return ErrArchive.With("reason", "archive-within", "file", clipped(f.Name))
	}
	return nil
}

func clipped(name string) string { return strings.ToValidUTF8(name[:min(len(name), 100)], "") }

func inflate(f *zip.File, limit int64) ([]byte, error) {
	reader, err := f.Open()
	if err != nil {
		return nil, ErrArchive.With("reason", "entry-broken", "file", clipped(f.Name)).Because(err)
	}
	defer reader.Close()
	return readAtMost(reader, f.Name, limit)
}

func readAtMost(reader io.Reader, name string, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(reader, limit+1))
	if err != nil {
		return nil, ErrArchive.With("reason", "entry-broken", "file", clipped(name)).Because(err)
	}
	if int64(len(data)) > limit {
		return nil, ErrArchiveLimit.With("what", "bytes", "file", clipped(name), "limit", limit)
	}
	return data, nil
}

func (f Folder) add(name string, data []byte) error {
	if _, twice := f[name]; twice {
		return ErrArchive.With("reason", "name-twice", "file", clipped(name))
	}
	f[name] = data
	return nil
}

// OpenForm reads a multipart form (RFC 7578) in which every part is a file of the pack. The error of a
// body that ends at its limit is the reader's own.
func OpenForm(body io.Reader, boundary string) (Folder, error) {
	if boundary == "" {
		return nil, ErrArchive.With("reason", "no-boundary")
	}
	folder, left := Folder{}, int64(MaxUnpacked)
	reader := multipart.NewReader(body, boundary)
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return folder, nil
		}
		if err != nil {
			return nil, fmt.Errorf("packfile: form: %w", err)
		}
		name := part.FileName()
		if name == "" {
			name = part.FormName()
		}
		if name == "" || !plainName(name) {
			return nil, ErrArchive.With("reason", "name-unusable", "file", clipped(name))
		}
		if len(folder) == MaxEntries {
			return nil, ErrArchiveLimit.With("what", "files", "limit", MaxEntries)
		}
		data, err := readAtMost(part, name, min(left, maxFile))
		if err != nil {
			return nil, err
		}
		left -= int64(len(data))
		err = folder.add(name, data)
		if err != nil {
			return nil, err
		}
	}
}
