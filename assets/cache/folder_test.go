package cache_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/assets/cache"
)

func newFolder(t *testing.T, dir string, size int64) *cache.Folder {
	t.Helper()
	f := cache.NewFolder(dir, size, quiet)
	t.Cleanup(func() { f.Close() })
	return f
}

func keep(t *testing.T, f *cache.Folder, data []byte) assets.Name {
	t.Helper()
	name := assets.NameOf(data, assets.PNG)
	f.Keep(t.Context(), assets.Public, name, data)
	return name
}

func has(t *testing.T, f *cache.Folder, name assets.Name) bool {
	t.Helper()
	object := f.Get(t.Context(), assets.Public, name)
	if object == nil {
		return false
	}
	defer object.Close()
	if _, err := assets.ReadObject(object, name); err != nil {
		t.Errorf("a copy is not what it should be: %v", err)
	}
	return true
}

func TestFolderSurvivesItsProcess(t *testing.T) {
	dir := t.TempDir()
	f := newFolder(t, dir, room)
	name := keep(t, f, distinct(1, 1000))
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if !has(t, newFolder(t, dir, room), name) {
		t.Error("the copy is gone")
	}
}

func TestFolderKeepsTheLastUsed(t *testing.T) {
	f := newFolder(t, t.TempDir(), 3000)
	a, b, c := keep(t, f, distinct(1, 1000)), keep(t, f, distinct(2, 1000)), keep(t, f, distinct(3, 1000))
	if !has(t, f, a) {
		t.Fatal("it does not hold what fits")
	}
	d := keep(t, f, distinct(4, 1000))
	keep(t, f, distinct(5, 3001)) // does not fit at all
	for i, want := range []struct {
		name assets.Name
		held bool
	}{{a, true}, {b, false}, {c, true}, {d, true}} {
		if got := has(t, f, want.name); got != want.held {
			t.Errorf("copy %d: held %v", i, got)
		}
	}
}

// What an earlier process left counts, and goes when there is less room than it had.
func TestFolderCountsWhatItFinds(t *testing.T) {
	dir := t.TempDir()
	f := newFolder(t, dir, room)
	var names []assets.Name
	for i := range 10 {
		names = append(names, keep(t, f, distinct(i, 1000)))
	}
	f.Close()
	f = newFolder(t, dir, 3000)
	left := func() int {
		files, err := filepath.Glob(filepath.Join(dir, "public", "*", "*"))
		if err != nil {
			t.Fatal(err)
		}
		return len(files)
	}
	for deadline := time.Now().Add(10 * time.Second); left() > 3; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d copies of 1000 bytes are held in 3000", left())
		}
	}
	held := 0
	for _, name := range names {
		if has(t, f, name) {
			held++
		}
	}
	if held != 3 {
		t.Errorf("%d copies of 1000 bytes are held in 3000", held)
	}
}

func place(dir string, name assets.Name) string {
	return filepath.Join(dir, "public", string(name.Digest[:2]), name.String())
}

// A disk that gives back other bytes than it was given is found out, also while the process runs.
func TestFolderChecks(t *testing.T) {
	dir := t.TempDir()
	f := newFolder(t, dir, room)
	name := keep(t, f, distinct(1, 1000))
	if !has(t, f, name) {
		t.Fatal("it is not there")
	}
	for _, damaged := range [][]byte{distinct(2, 1000), distinct(1, 999), nil} {
		if err := os.WriteFile(place(dir, name), damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		later := time.Now().Add(time.Second)
		if err := os.Chtimes(place(dir, name), later, later); err != nil {
			t.Fatal(err)
		}
		if f.Get(t.Context(), assets.Public, name) != nil {
			t.Errorf("%d other bytes are given", len(damaged))
		}
		if _, err := os.Stat(place(dir, name)); !os.IsNotExist(err) {
			t.Errorf("the damaged file stays: %v", err)
		}
		keep(t, f, distinct(1, 1000))
		if !has(t, f, name) {
			t.Error("it is not kept again")
		}
	}
}

// A folder that takes nothing is passed by, and used again when it works again.
func TestFolderThatTakesNothing(t *testing.T) {
	dir := t.TempDir()
	r, from := remote(t, newOrigin(), dir), distinct(1, 1000)
	temp := filepath.Join(dir, "tmp")
	if err := os.Remove(temp); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(temp, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	name := put(t, r, from)
	reads(t, r, name, from)
	if _, err := os.Stat(place(dir, name)); !os.IsNotExist(err) {
		t.Fatalf("the folder is not broken: %v", err)
	}
	if err := os.Remove(temp); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(temp, 0o700); err != nil {
		t.Fatal(err)
	}
	name = put(t, r, distinct(2, 1000))
	if _, err := os.Stat(place(dir, name)); err != nil {
		t.Errorf("the folder works again and is not used: %v", err)
	}
}

func TestFolderAfterClose(t *testing.T) {
	f := newFolder(t, t.TempDir(), room)
	name := keep(t, f, distinct(1, 1000))
	f.Close()
	f.Keep(context.Background(), assets.Public, name, distinct(1, 1000))
	f.Delete(assets.Public, name)
	if f.Get(t.Context(), assets.Public, name) != nil {
		t.Error("a closed folder gives")
	}
}
