package assets

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
)

// jpegFile is a walked JPEG (ITU-T T.81, annex B).
type jpegFile struct {
	info   Info
	stored image.Point // size before it is turned
	data   []byte
	scans  int
}

// Scans of a progressive JPEG. Each goes over the whole picture, so their number is what a decoder's
// time depends on; usual are ten.
const maxScans = 100

// Markers.
const (
	jpegBaseline    = 0xc0
	jpegProgressive = 0xc2
	jpegHuffman     = 0xc4 // within the range of frame headers, and none
	jpegReserved    = 0xc8
	jpegArithmetic  = 0xcc
	jpegFirstFrame  = 0xc0
	jpegLastFrame   = 0xcf
	jpegRestart0    = 0xd0
	jpegRestart7    = 0xd7
	jpegStart       = 0xd8
	jpegEnd         = 0xd9
	jpegScan        = 0xda
	jpegApp1        = 0xe1
	jpegApp2        = 0xe2
	jpegApp15       = 0xef
	jpegComment     = 0xfe
)

func isJPEG(data []byte) bool { return hasPrefix(data, "\xff\xd8\xff") }

func walkJPEG(data []byte) (container, error) {
	c := &cursor{data: data, at: 2}
	f := &jpegFile{info: Info{Format: JPEG, Size: int64(len(data)), Orientation: 1}, data: data}
	var count tally
	for {
		marker, err := nextMarker(c)
		if err != nil {
			return nil, err
		}
		if err := count.add(); err != nil {
			return nil, err
		}
		if marker == jpegEnd {
			return f, f.finish(c)
		}
		if err := f.segment(c, marker); err != nil {
			return nil, err
		}
	}
}

// nextMarker takes 0xff, as often as it stands there, and the byte after it.
func nextMarker(c *cursor) (byte, error) {
	if err := c.expect("\xff", "no marker where one must be"); err != nil {
		return 0, err
	}
	for {
		marker, err := c.byte()
		if err != nil || marker != 0xff {
			return marker, err
		}
	}
}

// segment reads one segment: its size, which counts itself, and its payload.
func (f *jpegFile) segment(c *cursor, marker byte) error {
	if marker == 0 || marker == 1 || marker >= jpegRestart0 && marker <= jpegStart {
		return c.damaged("a marker out of place")
	}
	head, err := c.take(2)
	if err != nil {
		return err
	}
	payload, err := c.take(int(binary.BigEndian.Uint16(head)) - 2)
	if err != nil {
		return err
	}
	switch {
	case marker == jpegScan:
		return f.scan(c)
	case isJPEGFrame(marker):
		return f.frameHeader(c, marker, payload)
	case marker > jpegApp1-1 && marker <= jpegApp15 || marker == jpegComment:
		f.metadata(marker, payload)
	}
	return nil
}

func isJPEGFrame(marker byte) bool {
	return marker >= jpegFirstFrame && marker <= jpegLastFrame &&
		marker != jpegHuffman && marker != jpegReserved && marker != jpegArithmetic
}

// frameHeader reads SOF: precision, height, width, number of components.
func (f *jpegFile) frameHeader(c *cursor, marker byte, payload []byte) error {
	if marker > jpegProgressive {
		return ErrImageUnsupported.With("feature", "JPEG that is neither baseline nor progressive")
	}
	if f.stored != (image.Point{}) || len(payload) < 6 {
		return c.damaged("a frame header out of place")
	}
	if payload[0] != 8 {
		return ErrImageUnsupported.With("feature", "JPEG of more than 8 bits")
	}
	f.stored.Y = int(binary.BigEndian.Uint16(payload[1:]))
	f.stored.X = int(binary.BigEndian.Uint16(payload[3:]))
	components := int(payload[5])
	if f.stored.X == 0 || f.stored.Y == 0 || components == 0 || len(payload) != 6+3*components {
		return c.damaged("an impossible size")
	}
	return nil
}

// scan passes over coded data: up to a marker that is neither a stuffed zero nor a restart.
func (f *jpegFile) scan(c *cursor) error {
	if f.stored == (image.Point{}) {
		return c.damaged("a scan before the frame header")
	}
	if f.scans++; f.scans > maxScans {
		return ErrTooManyChunks.With("measured", f.scans, "limit", maxScans)
	}
	for {
		next := bytes.IndexByte(c.data[c.at:], 0xff)
		if next < 0 || next+1 >= c.left() {
			return c.truncated()
		}
		c.at += next
		marker := c.data[c.at+1]
		if marker != 0 && (marker < jpegRestart0 || marker > jpegRestart7) {
			return nil
		}
		c.at += 2
	}
}

func (f *jpegFile) metadata(marker byte, payload []byte) {
	kind := "other"
	switch {
	case marker == jpegApp1 && hasPrefix(payload, exifMagic):
		kind = "exif"
		f.info.Orientation = exifOrientation(payload[len(exifMagic):])
	case marker == jpegApp1 && hasPrefix(payload, "http://ns.adobe.com/x"):
		kind = "xmp"
	case marker == jpegApp2 && hasPrefix(payload, "ICC_PROFILE\x00"):
		kind = "icc"
	case marker == jpegComment:
		kind = "text"
	}
	f.info.Metadata = note(f.info.Metadata, kind)
}

func (f *jpegFile) finish(c *cursor) error {
	if f.scans == 0 {
		return c.damaged("no picture")
	}
	if err := c.end(); err != nil {
		return err
	}
	f.info.Width, f.info.Height = f.stored.X, f.stored.Y
	if turnsSides(f.info.Orientation) {
		f.info.Width, f.info.Height = f.stored.Y, f.stored.X
	}
	f.info.addFrame(f.info.Width, f.info.Height, 0)
	f.info.settle()
	return nil
}

func (f *jpegFile) facts() Info { return f.info }

func (f *jpegFile) canvas() image.Point { return f.stored }

func (f *jpegFile) frames() []image.Rectangle {
	return []image.Rectangle{{Max: f.stored}}
}

func (f *jpegFile) frame(int) (image.Image, error) { return jpeg.Decode(bytes.NewReader(f.data)) }

// rewrite is never asked for: a JPEG is a still, and stills of this format are encoded anew.
func (f *jpegFile) rewrite() ([]byte, error) {
	return nil, ErrImageUnsupported.With("feature", "JPEG as it is")
}
