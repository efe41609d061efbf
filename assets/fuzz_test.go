package assets

import (
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

func addSeeds(f *testing.F) {
	for _, seed := range [][]byte{
		nil, []byte("RIFF\x04\x00\x00\x00WEBP"), []byte("GIF89a"), []byte(pngMagic), []byte("\xff\xd8\xff"),
		stillPNG(3, 2, pngChunk("tEXt", "a\x00b")), apng(), movingGIF(gifCommented),
		webpOf(vp8l(3, 2, true)), movingWebP(riff("EXIF", "odd")),
		cat("\xff\xd8", exif(6), jpegSegment(0xc0, "\x08", be16(1), be16(1), "\x01\x01\x11\x00"), jpegSegment(0xda), "\xff\xd9"),
	} {
		f.Add(seed)
	}
}

// Whatever the bytes, Inspect returns a fault or plausible facts.
func FuzzInspect(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := Inspect(data)
		if err != nil {
			if fault.As(err) == nil {
				t.Errorf("%v is no fault", err)
			}
			return
		}
		if info.Width < 1 || info.Height < 1 || info.Frames < 1 || info.Pixels < 1 || info.Duration < 0 ||
			info.Loops < 0 || info.Animated != (info.Frames > 1) || !info.Format.Picture() || info.Size != int64(len(data)) {
			t.Errorf("%+v", info)
		}
	})
}

// Whatever the bytes, what is derived of them passes Inspect and has no metadata.
func FuzzDerive(f *testing.F) {
	addSeeds(f)
	deriver := NewDeriver(Budget{
		Bytes: 4 << 10, StillSide: 64, StillPixels: 64 * 64,
		AnimationSide: 64, AnimationPixels: 64 * 64 * 4, Frames: 8, Duration: time.Minute,
	})
	f.Fuzz(func(t *testing.T, data []byte) {
		derived, err := deriver.Derive(t.Context(), data)
		if err != nil {
			if fault.As(err) == nil {
				t.Errorf("%v is no fault", err)
			}
			return
		}
		for _, i := range derived.Images() {
			info, err := Inspect(i.Data)
			if err != nil || info.Metadata != nil || info.Width != i.Width || info.Height != i.Height {
				t.Errorf("%d by %d %s: %+v, %v", i.Width, i.Height, i.Name, info, err)
			}
		}
		if again, err := deriver.Derive(t.Context(), derived.Master.Data); err == nil && derived.Master.Animated &&
			again.Master.Name != derived.Master.Name {
			t.Error("a rewritten animation is rewritten otherwise the second time")
		}
	})
}

func FuzzParseName(f *testing.F) {
	f.Add(NameOf(nil, PNG).String())
	f.Add("../../etc/passwd.png")
	f.Fuzz(func(t *testing.T, s string) {
		name, err := ParseName(s)
		if err == nil && (name.String() != s || !name.Valid()) {
			t.Errorf("%q is read as %q", s, name)
		}
	})
}
