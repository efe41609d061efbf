package demo

import (
	"io/fs"
	"testing"

	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// budget is what all pictures of the demo may weigh, in bytes.
const budget = 5 << 20

func TestPacksAreWithoutFault(t *testing.T) {
	weight := int64(0)
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
		weight += weigh(t, folder)
	}
	if weight > budget {
		t.Errorf("the pictures weigh %d bytes, more than %d", weight, budget)
	}
}

func weigh(t *testing.T, folder fs.FS) int64 {
	t.Helper()
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		t.Fatal(err)
	}
	weight := int64(0)
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		weight += info.Size()
	}
	return weight
}
