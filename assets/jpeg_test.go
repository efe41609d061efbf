package assets

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"
)

// landscape is a JPEG of 6 by 4 px: red in the left half, blue in the right. Metadata comes after
// its start.
func landscape(t *testing.T, metadata ...string) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 6, 4))
	for y := range 4 {
		for x := range 6 {
			m.Set(x, y, color.RGBA{R: 0xff, A: 0xff})
			if x >= 3 {
				m.Set(x, y, color.RGBA{B: 0xff, A: 0xff})
			}
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	return cat(out.String()[:2], strings.Join(metadata, ""), out.String()[2:])
}

// exif is an APP1 segment with an orientation and the name of a camera.
func exif(orientation int) string {
	return jpegSegment(0xe1, exifMagic, "MM\x00*", be32(8), be16(2),
		be16(0x010f), be16(2), be32(4), "Cam\x00",
		be16(0x0112), be16(3), be32(1), be16(orientation), be16(0), be32(0))
}

func sideways(t *testing.T) []byte { return landscape(t, exif(6)) }

func TestJPEGRefusals(t *testing.T) {
	const (
		start = "\xff\xd8"
		end   = "\xff\xd9"
	)
	frame := jpegSegment(0xc0, "\x08", be16(1), be16(1), "\x01\x01\x11\x00")
	scan := jpegSegment(0xda, "\x01\x01\x00\x00\x3f\x00")
	testRefusals(t, []refusal{
		{"no segment", cat(start, end), ErrImageDamaged},
		{"no scan", cat(start, frame, end), ErrImageDamaged},
		{"a scan before the frame header", cat(start, scan, frame, end), ErrImageDamaged},
		{"two frame headers", cat(start, frame, frame, scan, end), ErrImageDamaged},
		{"no lines", cat(start, jpegSegment(0xc0, "\x08", be16(0), be16(1), "\x01\x01\x11\x00"), scan, end), ErrImageDamaged},
		{"no components", cat(start, jpegSegment(0xc0, "\x08", be16(1), be16(1), "\x00"), scan, end), ErrImageDamaged},
		{"lossless", cat(start, jpegSegment(0xc3, "\x08", be16(1), be16(1), "\x01\x01\x11\x00"), scan, end), ErrImageUnsupported},
		{"12 bits", cat(start, jpegSegment(0xc0, "\x0c", be16(1), be16(1), "\x01\x01\x11\x00"), scan, end), ErrImageUnsupported},
		{"a restart marker between segments", cat(start, "\xff\xd0", frame, scan, end), ErrImageDamaged},
		{"a second start", cat(start, frame, "\xff\xd8", scan, end), ErrImageDamaged},
		{"no marker", cat(start, frame, "x", scan, end), ErrImageDamaged},
		{"a segment that is too small for its size", cat(start, frame, "\xff\xe0\x00\x01", scan, end), ErrImageTruncated},
		{"too many scans", cat(start, frame, strings.Repeat(scan, maxScans+1), end), ErrTooManyChunks},
		{"too many segments", cat(start, strings.Repeat(jpegSegment(0xfe), maxChunks), frame, scan, end), ErrTooManyChunks},
	})
}

func TestJPEGTruncations(t *testing.T) { testTruncations(t, sideways(t)) }

func TestEXIFOrientation(t *testing.T) {
	for _, c := range []struct {
		name string
		tiff string
		want int
	}{
		{"big endian", "MM\x00*" + be32(8) + be16(1) + be16(0x112) + be16(3) + be32(1) + be16(8) + be16(0), 8},
		{"little endian", "II*\x00" + le32(8) + le16(1) + le16(0x112) + le16(3) + le32(1) + le16(3) + le16(0), 3},
		{"nothing", "", 1},
		{"no entries", "MM\x00*" + be32(8) + be16(0), 1},
		{"more entries than there are", "MM\x00*" + be32(8) + be16(9) + be16(0x112), 1},
		{"a directory outside", "MM\x00*\xff\xff\xff\xff", 1},
		{"an unknown byte order", "MI\x00*" + be32(8), 1},
		{"no such orientation", "MM\x00*" + be32(8) + be16(1) + be16(0x112) + be16(3) + be32(1) + be16(9) + be16(0), 1},
	} {
		if got := exifOrientation([]byte(c.tiff)); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
