package assets

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/hallyu-store/hallyu/fault"
)

// TestStandardLibrarysPictures judges the walkers by the pictures that Go's own decoders are tested
// with: what is taken decodes, and what decodes is taken.
func TestStandardLibrarysPictures(t *testing.T) {
	root := filepath.Join(runtime.GOROOT(), "src", "image")
	if _, err := os.Stat(root); err != nil {
		t.Skip("no sources of Go here")
	}
	deriver, taken := NewDeriver(DefaultBudget), 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || decoderOf(path) == nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		_, decodes := decoderOf(path)(data)
		_, derived := deriver.Derive(t.Context(), data)
		if derived != nil && fault.As(derived) == nil {
			t.Errorf("%s: %v is no fault", path, derived)
		}
		if derived == nil {
			taken++
		}
		if (derived == nil) != (decodes == nil) {
			t.Errorf("%s: Derive says %v, Go's decoder %v", path, derived, decodes)
		}
		return nil
	})
	if err != nil || taken < 80 {
		t.Errorf("%d taken, %v", taken, err)
	}
}

func decoderOf(path string) func(data []byte) (image.Image, error) {
	return map[string]func([]byte) (image.Image, error){
		".png":  func(b []byte) (image.Image, error) { return png.Decode(bytes.NewReader(b)) },
		".jpeg": func(b []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(b)) },
		".gif":  func(b []byte) (image.Image, error) { return gif.Decode(bytes.NewReader(b)) },
	}[filepath.Ext(path)]
}
