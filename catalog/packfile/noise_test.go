package packfile

import (
	"archive/zip"
	"bytes"
	"testing"
)

// TestArchivesOfDesktops: what systems put into a ZIP by themselves, and one folder around it all, are no harm.
func TestArchivesOfDesktops(t *testing.T) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range []string{
		"moon/", "moon/pack.yaml", "moon/01.png", "moon/.DS_Store", "moon/._01.png", "__MACOSX/moon/._pack.yaml", "moon/Thumbs.db", "moon/desktop.ini",
	} {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	folder, err := OpenArchive(out.Bytes())
	if _, there := folder["01.png"]; err != nil || !there || len(folder) != 2 {
		t.Error(folder, err)
	}
}
