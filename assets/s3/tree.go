package s3

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"
	"time"

	"github.com/minio/minio-go/v7"

	"github.com/hallyu-store/hallyu/assets"
)

// Limits of a tree.
const (
	treeTime  = 2 * time.Second // what a look, a read or a write may take
	mostFiles = 10_000          // that a look lists
	mostBytes = 16 << 20        // that are read of a file; of a larger one the rest is left out
)

// Tree is the files below a prefix of the bucket, which are small and change: an fs.FS and fs.ReadDirFS that shows the
// names it saw at its last [Tree.Look], and reads what the storage has now. It is safe for concurrent use.
type Tree struct {
	store  *Store
	prefix string // with a slash at its end

	mu    sync.Mutex
	files map[string]leaf // as they were listed or read last, by path
}

// leaf is what is known of a file.
type leaf struct {
	etag   string
	size   int64
	digest [sha256.Size]byte // of the bytes that were read with etag; zero before
}

// Tree returns the tree below a prefix, such as "locales". It asks the storage nothing.
func (s *Store) Tree(prefix string) *Tree {
	return &Tree{store: s, prefix: prefix + "/", files: map[string]leaf{}}
}

// Look lists what is there now. When it fails, what was listed before stays; the error is
// assets.ErrStorageUnavailable.
func (t *Tree) Look() error {
	ctx, cancel := context.WithTimeout(context.Background(), treeTime)
	defer cancel()
	listed := map[string]leaf{}
	options := minio.ListObjectsOptions{Prefix: t.prefix, Recursive: true}
	for found := range t.store.core.ListObjectsIter(ctx, t.store.bucket, options) {
		if found.Err != nil {
			return t.away("list", "", found.Err)
		}
		name := strings.TrimPrefix(found.Key, t.prefix)
		if !fs.ValidPath(name) || name == "." {
			continue
		}
		if len(listed) == mostFiles {
			return t.away("list", "", fmt.Errorf("more than %d objects", mostFiles))
		}
		listed[name] = leaf{etag: found.ETag, size: found.Size}
	}
	if err := ctx.Err(); err != nil { // the list ends early without a word
		return t.away("list", "", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for name, now := range listed {
		if before := t.files[name]; before.etag == now.etag {
			listed[name] = before
		}
	}
	t.files = listed
	return nil
}

// Open reads a file as the storage has it now, or the folder as it was listed last.
func (t *Tree) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if entries := t.entries(name); len(entries) > 0 {
		return &branch{entry{name: path.Base(name), folder: true}, entries}, nil
	}
	data, err := t.get(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &file{entry{name: path.Base(name), leaf: leaf{size: int64(len(data))}}, bytes.NewReader(data)}, nil
}

// get reads an object whole and notes its version.
func (t *Tree) get(name string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), treeTime)
	defer cancel()
	data, etag, err := t.read(ctx, name)
	for try := 1; try < attempts && err == nil && torn(etag, data); try++ {
		pause(ctx, minio.DefaultRetryUnit)
		data, etag, err = t.read(ctx, name)
	}
	switch {
	case absent(err):
		return nil, fs.ErrNotExist
	case err != nil:
		return nil, t.away("get", name, err)
	}
	t.note(name, etag, data)
	return data, nil
}

func (t *Tree) read(ctx context.Context, name string) (data []byte, etag string, err error) {
	body, info, _, err := t.store.core.GetObject(ctx, t.store.bucket, t.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, "", err
	}
	defer body.Close()
	data, err = io.ReadAll(io.LimitReader(body, mostBytes))
	return data, info.ETag, err
}

// torn reports whether an ETag looks like the MD5 of other bytes. Gateways that keep ETags beside objects give, for a
// moment, the new one with the old bytes; where it is never the MD5, as with some encryptions, a few reads agree on it.
func torn(etag string, data []byte) bool {
	sum := md5.Sum(data)
	return len(etag) == hex.EncodedLen(md5.Size) && etag != hex.EncodeToString(sum[:])
}

// Version names what a file said when it was listed or read last, whichever was later: equal ones say the same. A file
// that was not there has none.
func (t *Tree) Version(name string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.files[name].etag
}

// note remembers which version says what.
func (t *Tree) note(name, etag string, data []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.files[name] = leaf{etag: etag, size: int64(len(data)), digest: sha256.Sum256(data)}
}

// Replace puts a file in the place of what it said before, as it was read; nil is a file that is not there. done is
// false when it says something else by now: then nothing was written. The storage decides, so of two that
// replace a file at once one does. It must know conditional writes (If-Match, If-None-Match).
func (t *Tree) Replace(name string, before, data []byte) (done bool, err error) {
	var options minio.PutObjectOptions
	options.SetMatchETagExcept("*")
	if before != nil {
		t.mu.Lock()
		known := t.files[name]
		t.mu.Unlock()
		if known.digest != sha256.Sum256(before) {
			return false, nil
		}
		options = minio.PutObjectOptions{}
		options.SetMatchETag(known.etag)
	}
	ctx, cancel := context.WithTimeout(context.Background(), treeTime)
	defer cancel()
	sum := sha256.Sum256(data)
	info, err := t.store.core.PutObject(ctx, t.store.bucket, t.prefix+name, bytes.NewReader(data), int64(len(data)), "", hex.EncodeToString(sum[:]), options)
	switch c := code(err); {
	case err == nil:
		t.note(name, info.ETag, data)
		return true, nil
	case c == "PreconditionFailed", c == "ConditionalRequestConflict", c == "OperationAborted", before != nil && absent(err):
		return false, nil
	}
	return false, t.away("put", name, err)
}

// away says that the storage did not do what was asked of it.
func (t *Tree) away(what, name string, err error) error {
	return assets.ErrStorageUnavailable.Because(fmt.Errorf("s3: %s %s: %w", what, t.prefix+name, described(err)))
}
