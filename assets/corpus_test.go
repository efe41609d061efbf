package assets

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hallyu-store/hallyu/fault"
)

// TestStandardLibrarysPictures judges the walkers by the pictures that Go's own decoders are tested
// with: what is taken decodes, and what decodes is taken.
func TestStandardLibrarysPictures(t *testing.T) {
	home, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(strings.TrimSpace(string(home)), "src", "image")
	taken := 0
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || decoderOf(path) == nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		_, decodes := decoderOf(path)(data)
		refused := walkAndProve(t, data)
		if refused != nil && fault.As(refused) == nil {
			t.Errorf("%s: %v is no fault", path, refused)
		}
		if refused == nil {
			taken++
		}
		if (refused == nil) != (decodes == nil) {
			t.Errorf("%s: we say %v, Go's decoder %v", path, refused, decodes)
		}
		return nil
	})
	if err != nil || taken < 80 {
		t.Errorf("%d taken, %v", taken, err)
	}
}

// walkAndProve does what Derive does before it makes anything.
func walkAndProve(t *testing.T, data []byte) error {
	upload, err := walk(data)
	if err != nil {
		return err
	}
	if err := DefaultBudget.Check(upload.facts()); err != nil {
		return err
	}
	err = compose(t.Context(), upload, MasterSide, func(scene) {})
	return err
}

func decoderOf(path string) func(data []byte) (image.Image, error) {
	return map[string]func([]byte) (image.Image, error){
		".png":  func(b []byte) (image.Image, error) { return png.Decode(bytes.NewReader(b)) },
		".jpeg": func(b []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(b)) },
		".gif":  func(b []byte) (image.Image, error) { return gif.Decode(bytes.NewReader(b)) },
	}[filepath.Ext(path)]
}
