package assets

import (
	"bytes"
	"image"
	"slices"

	"github.com/gabriel-vasile/mimetype"

	"github.com/hallyu-store/hallyu/fault"
)

// Faults of files that are no images, or broken ones. Facts of those with a place: at, the offset in
// bytes where the fault was seen.
var (
	// ErrNotAnImage: no PNG, GIF, JPEG or WebP. Facts: found, the media type it seems to have.
	ErrNotAnImage = fault.Define(fault.Invalid, "not-an-image")
	// ErrImageTruncated: the file ends before the image does. Facts: at.
	ErrImageTruncated = fault.Define(fault.Invalid, "image-truncated")
	// ErrImageDamaged: something in it is at odds with its format. Facts: at, defect.
	ErrImageDamaged = fault.Define(fault.Invalid, "image-damaged")
	// ErrTrailingBytes: the file goes on after the image's end, as files do that are two things at
	// once. Facts: measured, limit, in bytes.
	ErrTrailingBytes = fault.Define(fault.Invalid, "trailing-bytes")
	// ErrFrameOutside: a frame reaches beyond the canvas, or picture data is not as large as its
	// frame. Facts: frame (from 1), width, height.
	ErrFrameOutside = fault.Define(fault.Invalid, "frame-outside-canvas")
	// ErrTooManyChunks: more parts than any program writes. Facts: measured, limit.
	ErrTooManyChunks = fault.Define(fault.Invalid, "too-many-chunks")
	// ErrImageUnsupported: well formed, but coded in a way that is not read here. Facts: feature.
	ErrImageUnsupported = fault.Define(fault.Invalid, "image-unsupported")
)

// Parts of a file that are walked at most: chunks, blocks, segments, scans. 5 MiB of PNG in pieces
// of 4 KiB are 1,280.
const maxChunks = 4096

// container is one walked file. Its slices point into the upload.
type container interface {
	// facts returns what the headers say.
	facts() Info
	// canvas returns the size of the canvas in px, as it is stored.
	canvas() image.Point
	// frames returns where each frame stands on the canvas.
	frames() []image.Rectangle
	// frame decodes the frame i alone, as it is stored: its own rectangle, moved to the origin,
	// not yet turned. The caller has checked the budget.
	frame(i int) (image.Image, error)
	// rewrite returns the same pictures in a container that is written here and holds nothing else.
	rewrite() ([]byte, error)
}

// Inspect walks all parts of an image without decoding a pixel, and returns what its headers say.
// It is strict: what is cut off, goes on after the end, has parts twice, in a wrong order or with a
// wrong checksum, or has frames that leave the canvas, is refused with the fault that says so. It
// does not ask whether the image is too large: Budget.Check does.
func Inspect(data []byte) (Info, error) {
	c, err := walk(data)
	if err != nil {
		return Info{}, err
	}
	return c.facts(), nil
}

// walkers has the magic of each format and what walks it.
var walkers = []struct {
	magic func(data []byte) bool
	walk  func(data []byte) (container, error)
}{
	{isPNG, walkPNG},
	{isGIF, walkGIF},
	{isJPEG, walkJPEG},
	{isWebP, walkWebP},
}

func walk(data []byte) (container, error) {
	for _, w := range walkers {
		if w.magic(data) {
			return w.walk(data)
		}
	}
	return nil, ErrNotAnImage.With("found", mimetype.Detect(data).String())
}

// cursor reads data from front to back; whatever is not there is ErrImageTruncated.
type cursor struct {
	data []byte
	at   int
	base int // offset of data in the file
}

func (c *cursor) left() int { return len(c.data) - c.at }

// take returns the next n bytes.
func (c *cursor) take(n int) ([]byte, error) {
	if n < 0 || n > c.left() {
		return nil, c.truncated()
	}
	part := c.data[c.at : c.at+n : c.at+n]
	c.at += n
	return part, nil
}

func (c *cursor) byte() (byte, error) {
	part, err := c.take(1)
	if err != nil {
		return 0, err
	}
	return part[0], nil
}

// expect takes the bytes of want, or reports damage.
func (c *cursor) expect(want, defect string) error {
	part, err := c.take(len(want))
	if err != nil {
		return err
	}
	if string(part) != want {
		return c.damaged(defect)
	}
	return nil
}

func (c *cursor) truncated() error { return ErrImageTruncated.With("at", c.base+len(c.data)) }

func (c *cursor) damaged(defect string) error {
	return ErrImageDamaged.With("at", c.base+c.at, "defect", defect)
}

// end refuses bytes after the image.
func (c *cursor) end() error {
	if n := c.left(); n > 0 {
		return ErrTrailingBytes.With("measured", n, "limit", 0)
	}
	return nil
}

// tally counts parts up to maxChunks.
type tally int

func (t *tally) add() error {
	*t++
	if *t > maxChunks {
		return ErrTooManyChunks.With("measured", int(*t), "limit", maxChunks)
	}
	return nil
}

// outside refuses a frame that is empty or leaves the canvas.
func outside(frame int, rect image.Rectangle, width, height int) error {
	if rect.Empty() || !rect.In(image.Rect(0, 0, width, height)) {
		return ErrFrameOutside.With("frame", frame, "width", rect.Max.X, "height", rect.Max.Y)
	}
	return nil
}

// note adds a kind of metadata once.
func note(kinds []string, kind string) []string {
	at, found := slices.BinarySearch(kinds, kind)
	if found {
		return kinds
	}
	return slices.Insert(kinds, at, kind)
}

func hasPrefix(data []byte, magic string) bool { return bytes.HasPrefix(data, []byte(magic)) }
