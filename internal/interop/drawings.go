package interop

import (
	"github.com/hallyu-store/hallyu/catalog/packfile"
)

func isDrawings(folder packfile.Folder) bool { return len(pictures(folder)) > 0 }

// readDrawings makes a pack of pictures alone, in the order of their names.
func readDrawings(d *draft) error {
	d.head([]string{d.hints.Name}, nil)
	d.speak("")
	for _, file := range pictures(d.folder) {
		d.add(found{file: file})
	}
	return nil
}
