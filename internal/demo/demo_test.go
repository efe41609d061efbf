package demo

import (
	"io/fs"
	"testing"

	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// What the demo may weigh, in bytes: its pictures, and what is derived of them.
const (
	picturesBudget = 5 << 20
	derivedBudget  = 4 << 20
)

func TestPacksAreWithoutFault(t *testing.T) {
	for _, slug := range Slugs() {
		folder, err := Folder(slug)
		if err != nil {
			t.Fatal(err)
		}
		for _, finding := range packfile.CheckDir(folder) {
			t.Errorf("%s: %+v", slug, finding)
		}
		data, err := fs.ReadFile(folder, packfile.Name)
		if err != nil {
			t.Fatal(err)
		}
		file, _ := packfile.Parse(data)
		if file.Slug != slug || creators[file.Creator] == "" || len(file.Title) != 10 || len(file.Description) != 10 {
			t.Errorf("%s: slug %q, creator %q, %d titles, %d descriptions", slug, file.Slug, file.Creator, len(file.Title), len(file.Description))
		}
	}
}

func TestDemoIsLight(t *testing.T) {
	if weight := weigh(t, packs, "packs/*/*.webp"); weight > picturesBudget {
		t.Errorf("the pictures weigh %d bytes, more than %d", weight, picturesBudget)
	}
	if weight := weigh(t, derived, "derived/*/*"); weight > derivedBudget {
		t.Errorf("what is derived weighs %d bytes, more than %d", weight, derivedBudget)
	}
}

func weigh(t *testing.T, files fs.FS, pattern string) int64 {
	t.Helper()
	names, err := fs.Glob(files, pattern)
	if err != nil {
		t.Fatal(err)
	}
	weight := int64(0)
	for _, name := range names {
		info, err := fs.Stat(files, name)
		if err != nil {
			t.Fatal(err)
		}
		weight += info.Size()
	}
	return weight
}
