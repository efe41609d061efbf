package remote

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/catalog/packfile"
)

// TestInit writes a pack.yaml that check reads, names every image once, and is never written over.
func TestInit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "Moon Rabbit")
	var data bytes.Buffer
	err := errors.Join(os.Mkdir(dir, 0o750), png.Encode(&data, image.NewNRGBA(image.Rect(0, 0, 128, 128))))
	for _, name := range []string{"01 bow.png", "02.png", "notes.txt"} {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, name), data.Bytes(), 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	command := packInit{Dir: dir, Creator: "moon-studio", Locale: "ko"}
	err = command.Run(Terminal{Stdout: &out})
	if err != nil || !strings.Contains(out.String(), "names 2 pictures") {
		t.Fatalf("%v: %s", err, out.String())
	}
	pack, err := source{Path: dir}.read()
	file := pack.File
	if err != nil || file.Slug != "moon-rabbit" || len(file.Stickers) != 2 || file.Stickers[0].Shortcode != "01_bow" || file.Stickers[0].File != "01 bow.png" {
		t.Fatalf("%v: %+v", err, file)
	}
	for _, f := range packfile.CheckDir(os.DirFS(dir)) {
		if f.Severity == packfile.Error && f.Code != "emoji-missing" {
			t.Errorf("%s", findingLine(Terminal{}, f))
		}
	}
	if err = command.Run(Terminal{Stdout: &out}); !errors.Is(err, ErrPackThere) {
		t.Errorf("again: %v", err)
	}
}
