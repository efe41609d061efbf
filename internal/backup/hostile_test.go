package backup_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/assets/assetstest"
	"github.com/hallyu-store/hallyu/internal/backup"
	"github.com/hallyu-store/hallyu/internal/sqlstore/sqlstoretest"
)

// file is an entry of an archive that a stranger made.
type file struct {
	tar.Header
	content []byte
}

func unpacked(t *testing.T, archive []byte) []file {
	t.Helper()
	var files []file
	for r := tar.NewReader(bytes.NewReader(archive)); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file{*header, content})
	}
}

func packed(t *testing.T, files []file) []byte {
	t.Helper()
	var archive bytes.Buffer
	w := tar.NewWriter(&archive)
	for _, f := range files {
		f.Size = int64(len(f.content))
		if f.Typeflag != tar.TypeReg {
			f.Size = 0
		}
		if err := w.WriteHeader(&f.Header); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(f.content[:f.Size]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return archive.Bytes()
}

func zipped(t *testing.T, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(content)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// at is the first entry whose name begins so.
func at(t *testing.T, files []file, prefix string) *file {
	t.Helper()
	for i := range files {
		if strings.HasPrefix(files[i].Name, prefix) {
			return &files[i]
		}
	}
	t.Fatalf("no entry %s", prefix)
	return nil
}

// retold changes a note of the archive.
func retold(t *testing.T, f *file, change func(map[string]any)) {
	t.Helper()
	var note map[string]any
	if err := json.Unmarshal(f.content, &note); err != nil {
		t.Fatal(err)
	}
	change(note)
	var err error
	if f.content, err = json.Marshal(note); err != nil {
		t.Fatal(err)
	}
}

func added(files []file, name, content string) []file {
	last := len(files) - 1
	extra := file{tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o600}, []byte(content)}
	return append(append(append([]file{}, files[:last]...), extra), files[last])
}

// hostile are ways in which an archive may lie.
var hostile = map[string]func(*testing.T, []file) []file{
	"no entry at all": func(*testing.T, []file) []file { return nil },
	"something else":  func(_ *testing.T, f []file) []file { return f[1:] },
	"no manifest":     func(_ *testing.T, f []file) []file { return f[:len(f)-1] },
	"something after the manifest": func(_ *testing.T, f []file) []file {
		return append(f, file{tar.Header{Typeflag: tar.TypeReg, Name: "rows/apps/00000001.jsonl.gz"}, nil})
	},
	"an entry is missing":      func(_ *testing.T, f []file) []file { return append(f[:3:3], f[4:]...) },
	"entries in another order": func(_ *testing.T, f []file) []file { f[1], f[2] = f[2], f[1]; return f },
	"a path that climbs":       func(_ *testing.T, f []file) []file { return added(f, "locales/../../x", "x") },
	"a path that climbs out of assets": func(_ *testing.T, f []file) []file {
		return added(f, "assets/public/../../x.png", "x")
	},
	"an absolute path": func(_ *testing.T, f []file) []file { return added(f, "locales//etc/passwd", "x") },
	"a hidden file":    func(_ *testing.T, f []file) []file { return added(f, "locales/.git/hooks/x", "x") },
	"a backslash":      func(_ *testing.T, f []file) []file { return added(f, `locales/..\x`, "x") },
	"a stranger":       func(_ *testing.T, f []file) []file { return added(f, "README", "x") },
	"a table that is none": func(_ *testing.T, f []file) []file {
		return added(f, "rows/sqlite_schema/00000001.jsonl.gz", "")
	},
	"a link": func(_ *testing.T, f []file) []file {
		f = added(f, "locales/store/x.toml", "")
		f[len(f)-2].Typeflag, f[len(f)-2].Linkname = tar.TypeSymlink, "/etc/passwd"
		return f
	},
	"a lying digest": func(t *testing.T, f []file) []file { at(t, f, "assets/").content = []byte("lie"); return f },
	"rows that are no rows": func(t *testing.T, f []file) []file {
		at(t, f, "rows/orders/").content = zipped(t, []byte("[1,2]\n"))
		return f
	},
	"rows that never end": func(t *testing.T, f []file) []file {
		at(t, f, "rows/orders/").content = zipped(t, make([]byte, 65<<20))
		return f
	},
	"a row more than promised": func(t *testing.T, f []file) []file {
		return added(f, "rows/apps/00000009.jsonl.gz", string(zipped(t, []byte(`["app_x","x","2026-01-01T00:00:00Z"]`+"\n"))))
	},
	"an unknown format": func(t *testing.T, f []file) []file {
		retold(t, &f[0], func(n map[string]any) { n["format"] = 2 })
		return f
	},
	"a schema from the future": func(t *testing.T, f []file) []file {
		retold(t, &f[0], func(n map[string]any) { n["schema"] = 1 << 40 })
		return f
	},
	"a manifest that lies": func(t *testing.T, f []file) []file {
		retold(t, at(t, f, "manifest"), func(n map[string]any) { n["sha256"] = strings.Repeat("0", 64) })
		return f
	},
}

func TestHostileArchives(t *testing.T) {
	good := written(t, filled(t))
	if _, err := backup.Verify(t.Context(), bytes.NewReader(packed(t, unpacked(t, good)))); err != nil {
		t.Fatal("the tools of this test do harm by themselves:", err)
	}
	for name, change := range hostile {
		t.Run(name, func(t *testing.T) {
			refused(t, packed(t, change(t, unpacked(t, good))))
		})
	}
}

// refused fails the test where the archive is taken, or anything of it is left behind.
func refused(t *testing.T, archive []byte) {
	t.Helper()
	to := fresh(t)
	_, err := backup.Restore(t.Context(), bytes.NewReader(archive), to)
	if !errors.Is(err, backup.ErrDamaged) && !errors.Is(err, backup.ErrUnsupported) {
		t.Errorf("got %v", err)
	}
	if len(names(t, to.Assets)) > 0 {
		t.Error("assets were left behind")
	}
	err = filepath.WalkDir(filepath.Dir(folderOf(to)), func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			t.Errorf("left behind: %s", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// Columns that a stranger invented are no part of any statement, however well the file is sealed.
func TestInventedColumnsAreRefused(t *testing.T) {
	for name, columns := range map[string][]any{
		"SQL":       {map[string]any{"name": `id") VALUES (1); --`, "kind": "text"}},
		"none":      {},
		"too often": {map[string]any{"name": "id", "kind": "text"}, map[string]any{"name": "id", "kind": "text"}},
		"of a kind": {map[string]any{"name": "id", "kind": "integer"}},
	} {
		t.Run(name, func(t *testing.T) {
			files := unpacked(t, written(t, backup.Store{DB: sqlstoretest.Open(t), Assets: assetstest.NewStore()}))
			retold(t, &files[0], func(n map[string]any) {
				n["tables"] = []any{map[string]any{"name": "apps", "columns": columns}}
			})
			row := "[" + strings.TrimSuffix(strings.Repeat("1,", len(columns)), ",") + "]\n"
			if name != "of a kind" {
				row = strings.ReplaceAll(row, "1", `"1"`)
			}
			files = sealed(t, added([]file{files[0], *at(t, files, "manifest")}, "rows/apps/00000001.jsonl.gz", string(zipped(t, []byte(row)))))
			archive := packed(t, files)
			if _, err := backup.Verify(t.Context(), bytes.NewReader(archive)); err != nil {
				t.Fatal("the seal is wrong:", err)
			}
			refused(t, archive)
		})
	}
}

// sealed makes the manifest true.
func sealed(t *testing.T, files []file) []file {
	t.Helper()
	sum := sha256.New()
	last := len(files) - 1
	for _, f := range files[:last] {
		fmt.Fprintf(sum, "%s\x00%d\x00", f.Name, len(f.content))
		sum.Write(f.content)
	}
	retold(t, &files[last], func(n map[string]any) {
		n["sha256"], n["rows"] = hex.EncodeToString(sum.Sum(nil)), map[string]any{"apps": 1}
	})
	return files
}

// A file that was cut off anywhere is refused. Its last blocks are empty, and so may be the rest of the one
// before them: what the manifest tells of is whole without.
func TestTruncated(t *testing.T) {
	good := written(t, filled(t))
	for n := 0; n < len(good)-3*512; n += 1531 {
		if _, err := backup.Verify(t.Context(), bytes.NewReader(good[:n])); !errors.Is(err, backup.ErrDamaged) {
			t.Fatalf("cut at %d of %d: %v", n, len(good), err)
		}
	}
}

// A file with one bit turned is refused, or says the same: some bytes of a tar archive say nothing.
func TestOneBitTurned(t *testing.T) {
	good := written(t, filled(t))
	want, err := backup.Verify(t.Context(), bytes.NewReader(good))
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(good); n += 1009 {
		bad := bytes.Clone(good)
		bad[n] ^= 1 << (n % 8)
		got, err := backup.Verify(t.Context(), bytes.NewReader(bad))
		switch {
		case err == nil && got.SHA256 != want.SHA256:
			t.Errorf("bit turned at %d: it says something else", n)
		case err != nil && !errors.Is(err, backup.ErrDamaged) && !errors.Is(err, backup.ErrUnsupported):
			t.Errorf("bit turned at %d: %v", n, err)
		}
	}
}
