package local_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/assetstest"
	"github.com/hallyu-store/hallyu/assets/local"
)

func TestStore(t *testing.T) {
	assetstest.Run(t, func(t *testing.T) assets.Store { return open(t, t.TempDir()) })
}

func open(t *testing.T, dir string) *local.Store {
	t.Helper()
	s, err := local.New(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func put(t *testing.T, s assets.Store, data string) assets.Name {
	t.Helper()
	name := assets.NameOf([]byte(data), assets.PNG)
	if err := s.Put(t.Context(), assets.Public, name, []byte(data)); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestPlace(t *testing.T) {
	dir := t.TempDir()
	name := put(t, open(t, dir), "data")
	file := filepath.Join(dir, "public", string(name.Digest[:2]), name.String())
	if data, err := os.ReadFile(file); err != nil || string(data) != "data" {
		t.Errorf("%q, %v", data, err)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "tmp")); err != nil || len(left) != 0 {
		t.Errorf("left in tmp: %v, %v", left, err)
	}
}

func TestReopen(t *testing.T) {
	dir := t.TempDir()
	name := put(t, open(t, dir), "data")
	if data, err := assets.ReadAll(t.Context(), open(t, dir), assets.Public, name); err != nil || string(data) != "data" {
		t.Errorf("%q, %v", data, err)
	}
}

func TestFileIsHandedOut(t *testing.T) {
	s := open(t, t.TempDir())
	object, err := s.Open(t.Context(), assets.Public, put(t, s, "data"))
	if err != nil {
		t.Fatal(err)
	}
	defer object.Close()
	file := object.(interface{ File() *os.File }).File()
	if data, err := io.ReadAll(file); err != nil || string(data) != "data" {
		t.Errorf("%q, %v", data, err)
	}
}

// What dead processes left is removed; what another process may be writing is not.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	old, young := filepath.Join(dir, "tmp", "old"), filepath.Join(dir, "tmp", "young")
	for _, file := range []string{old, young} {
		if err := os.WriteFile(file, []byte("half a fi"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	past := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("the old one is there: %v", err)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("the young one is gone: %v", err)
	}
}

// A file that lost bytes, as after a crash of a careless program, is written anew by the next Put.
func TestTornFileIsMended(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	name := put(t, s, "whole")
	file := filepath.Join(dir, "public", string(name.Digest[:2]), name.String())
	if err := os.Truncate(file, 2); err != nil {
		t.Fatal(err)
	}
	if _, err := assets.ReadAll(t.Context(), s, assets.Public, name); err == nil {
		t.Error("a torn file was read")
	}
	put(t, s, "whole")
	if data, err := assets.ReadAll(t.Context(), s, assets.Public, name); err != nil || string(data) != "whole" {
		t.Errorf("%q, %v", data, err)
	}
}

func TestStrangeFilesAreNotListed(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	name := put(t, s, "data")
	for _, file := range []string{"public/README", "public/" + name.String(), "public/" + string(name.Digest[:2]) + "/.DS_Store"} {
		if err := os.WriteFile(filepath.Join(dir, file), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	count := 0
	err := s.List(t.Context(), assets.Public, func(assets.Name, int64) error { count++; return nil })
	if err != nil || count != 1 {
		t.Errorf("listed %d, %v", count, err)
	}
}

// A link that someone planted leads nowhere outside of the directory.
func TestLinksDoNotEscape(t *testing.T) {
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	s := open(t, dir)
	if err := os.WriteFile(outside, []byte("data"), 0o600); err != nil {
		t.Fatal(err)
	}
	name := put(t, s, "data")
	file := filepath.Join(dir, "public", string(name.Digest[:2]), name.String())
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, file); err != nil {
		t.Fatal(err)
	}
	if object, err := s.Open(t.Context(), assets.Public, name); err == nil {
		object.Close()
		t.Error("a link out of the directory was followed")
	}
}

// A folder that is removed while the store runs, and brought back from a copy, is seen.
func TestFoldersComeBack(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	name := put(t, s, "data")
	shard := filepath.Join(dir, "public", string(name.Digest[:2]))
	for range 2 {
		if data, err := assets.ReadAll(t.Context(), s, assets.Public, name); err != nil || string(data) != "data" {
			t.Fatalf("%q, %v", data, err)
		}
		if err := os.RemoveAll(shard); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Open(t.Context(), assets.Public, name); !assets.ErrAssetNotFound.Is(err) {
			t.Errorf("from a folder that is gone: %v", err)
		}
		if err := os.MkdirAll(shard, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(shard, name.String()), []byte("data"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if data, err := assets.ReadAll(t.Context(), s, assets.Public, name); err != nil || string(data) != "data" {
		t.Errorf("from the new one: %q, %v", data, err)
	}
}
