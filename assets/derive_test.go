package assets

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/image/webp"

	"github.com/hallyu-store/hallyu/fault"
)

func mustDerive(t *testing.T, data []byte) Derived {
	t.Helper()
	d, err := NewDeriver(DefaultBudget).Derive(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// pngOf encodes m, to be an upload.
func pngOf(t *testing.T, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// drawn is a picture with many colours, and transparent outside of an ellipse, where its hidden
// colour is black.
func drawn(width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			dx, dy := 2*float64(x)/float64(width)-1, 2*float64(y)/float64(height)-1
			if dx*dx+dy*dy < 1 {
				m.SetNRGBA(x, y, color.NRGBA{0xff, byte(x * 255 / width), byte(y * 255 / height), 0xff})
			}
		}
	}
	return m
}

// seen decodes a derived still with the decoders of the standard library.
func seen(t *testing.T, i Image) *image.NRGBA {
	t.Helper()
	decoder := map[Format]func([]byte) (image.Image, error){
		PNG:  func(b []byte) (image.Image, error) { return png.Decode(bytes.NewReader(b)) },
		WebP: func(b []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(b)) },
	}[i.Name.Format]
	m, err := decoder(i.Data)
	if err != nil {
		t.Fatal(err)
	}
	if m.Bounds().Size() != image.Pt(i.Width, i.Height) {
		t.Errorf("%s has %v, not %d by %d", i.Name, m.Bounds(), i.Width, i.Height)
	}
	return pixels(m)
}

func TestDeriveStillSizes(t *testing.T) {
	pt := func(x, y int) image.Point { return image.Pt(x, y) }
	for _, c := range []struct {
		upload, master, small, thumb image.Point
		ladder                       int
	}{
		{pt(1024, 512), pt(512, 256), pt(256, 128), pt(128, 64), 3},
		{pt(512, 512), pt(512, 512), pt(256, 256), pt(128, 128), 3},
		{pt(300, 400), pt(300, 400), pt(192, 256), pt(96, 128), 3},
		{pt(256, 256), pt(256, 256), pt(256, 256), pt(128, 128), 2},
		{pt(200, 100), pt(200, 100), pt(200, 100), pt(128, 64), 2},
		{pt(128, 128), pt(128, 128), pt(128, 128), pt(128, 128), 1},
		{pt(40, 20), pt(40, 20), pt(40, 20), pt(128, 64), 1},
		{pt(1, 1), pt(1, 1), pt(1, 1), pt(128, 128), 1},
		{pt(4096, 1), pt(512, 1), pt(256, 1), pt(128, 1), 3},
	} {
		d := mustDerive(t, pngOf(t, drawn(c.upload.X, c.upload.Y)))
		for name, got := range map[string]struct {
			image Image
			want  image.Point
		}{
			"master": {d.Master, c.master}, "still": {d.Still, c.master},
			"small": {d.StillSmall, c.small}, "thumb": {d.Thumb, c.thumb},
		} {
			if size := seen(t, got.image).Rect.Size(); size != got.want {
				t.Errorf("%v: %s has %v, want %v", c.upload, name, size, got.want)
			}
			if got.image.Name != NameOf(got.image.Data, got.image.Name.Format) {
				t.Errorf("%v: %s has another's name", c.upload, name)
			}
		}
		if len(d.Ladder) != c.ladder || d.Ladder[0].Name != d.Master.Name {
			t.Errorf("%v: a ladder of %d", c.upload, len(d.Ladder))
		}
		if d.StillSmall.Name == d.Master.Name || d.Thumb.Name == d.Master.Name {
			t.Errorf("%v: a preview is the master itself", c.upload)
		}
	}
}

// Scaling must mix in no colour of pixels that nobody sees.
func TestDeriveHasNoDarkFringes(t *testing.T) {
	d := mustDerive(t, pngOf(t, drawn(320, 320)))
	for _, i := range d.Images() {
		m := seen(t, i)
		for p := 0; p < len(m.Pix); p += 4 {
			if alpha := m.Pix[p+3]; alpha > 16 && m.Pix[p] < 0xf0 {
				t.Fatalf("%d px: red is %d at alpha %d", i.Width, m.Pix[p], alpha)
			}
		}
	}
}

// The upload is landscape, red on the left; what comes out is turned as each orientation says.
func TestDeriveTurnsJPEG(t *testing.T) {
	for orientation, redAt := range []string{1: "left", "right", "right", "left", "top", "top", "bottom", "bottom"} {
		if orientation == 0 {
			continue
		}
		d := mustDerive(t, landscape(t, exif(orientation)))
		m := seen(t, d.Master)
		if tall := m.Rect.Dy() > m.Rect.Dx(); tall != (orientation >= 5) {
			t.Errorf("orientation %d: %v", orientation, m.Rect)
		}
		last := m.Rect.Max.Sub(image.Pt(1, 1))
		at := map[string]image.Point{
			"left": {0, last.Y / 2}, "right": {last.X, last.Y / 2}, "top": {last.X / 2, 0}, "bottom": {last.X / 2, last.Y},
		}[redAt]
		if c := m.NRGBAAt(at.X, at.Y); c.R < 200 || c.B > 60 {
			t.Errorf("orientation %d: no red at the %s but %v", orientation, redAt, c)
		}
	}
}

// Orientations that mirror along a diagonal differ from turns only off the centre.
func TestTurn(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 3, 2))
	for i := range 6 {
		m.Pix[4*i] = byte(i)
	}
	for orientation, want := range []string{
		1: "012345", "210543", "543210", "345012", "031425", "304152", "524130", "251403",
	} {
		if orientation == 0 {
			continue
		}
		var got []byte
		for i, p := range turn(m, orientation).Pix {
			if i%4 == 0 {
				got = append(got, '0'+p)
			}
		}
		if string(got) != want {
			t.Errorf("orientation %d: %s, want %s", orientation, got, want)
		}
	}
}

// 16 px of lossy WebP: white on the left, red on the right; the second with the right side at alpha 64.
const (
	lossyWebP      = "524946463800000057454250565038202c0000007001009d012a1000100000c01225a0027401750000fef4b7ffffe717c4fffb778bfc119fffad08dffacac000"
	lossyWebPAlpha = "524946466600000057454250565038580a000000100000000f00000f0000414c504813000000010ff0a0ff888820164ce62fdd9d4144ff431700" +
		"565038202c0000007001009d012a1000100000c01225a0027401750000fef4b7ffffe717c4fffb778bfc119fffad08dffacac000"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	data, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// White of a lossy WebP is white, which it is not if its colours are taken for those of a JPEG.
func TestLossyWebPColours(t *testing.T) {
	for upload, alpha := range map[string]byte{lossyWebP: 0xff, lossyWebPAlpha: 64} {
		m := seen(t, mustDerive(t, unhex(t, upload)).StillSmall)
		if c := m.NRGBAAt(2, 8); c.R < 250 || c.G < 250 || c.B < 250 || c.A != 0xff {
			t.Errorf("white is %v", c)
		}
		if c := m.NRGBAAt(14, 8); c.R < 250 || c.G > 8 || c.B > 8 || c.A != alpha {
			t.Errorf("red is %v, want alpha %d", c, alpha)
		}
	}
}

// The header of lossless WebP says whether alpha counts.
func TestLosslessWebPWithoutAlphaIsOpaque(t *testing.T) {
	m := seen(t, mustDerive(t, webpOf(vp8lOf(8, 8, false, 0x00))).StillSmall)
	if !m.Opaque() {
		t.Error("not opaque")
	}
}

func TestDeriveKeepsSmallWebP(t *testing.T) {
	upload := unhex(t, lossyWebPAlpha)
	if d := mustDerive(t, upload); !bytes.Equal(d.Master.Data, upload) {
		t.Errorf("%d bytes became %d", len(upload), len(d.Master.Data))
	}
}

// Every format with every kind of metadata that it can carry; the word is in none of the files served.
func TestDeriveDropsMetadata(t *testing.T) {
	const secret = "gps:37.5,127.0"
	lossy := unhex(t, lossyWebP)[12:]
	for name, upload := range map[string][]byte{
		"PNG": stillPNG(8, 8, pngChunk("tEXt", "a\x00", secret), pngChunk("iTXt", secret), pngChunk("zTXt", secret),
			pngChunk("eXIf", secret), pngChunk("iCCP", secret), pngChunk("prVt", secret)),
		"APNG": apng(pngChunk("tEXt", "a\x00", secret), pngChunk("eXIf", secret), pngChunk("iCCP", secret)),
		"GIF": movingGIF("\x21\xfe", string(rune(len(secret))), secret, "\x00",
			"\x21\xff\x0bXMP DataXMP", string(rune(len(secret))), secret, "\x00",
			"\x21\x01", string(rune(len(secret))), secret, "\x00"),
		"still WebP": webpOf(vp8x(0x2c, 16, 16), riff("ICCP", secret), string(lossy),
			riff("EXIF", secret), riff("XMP ", secret), riff("JUNK", secret)),
		"animated WebP": webpOf(vp8x(0x3e, 4, 4), riff("ICCP", secret), anim(0),
			anmf(0, 0, 4, 4, 50, riff("JUNK", secret), vp8l(4, 4, true), riff("EXIF", secret)),
			anmf(0, 0, 4, 4, 50, vp8l(4, 4, true)), riff("EXIF", secret), riff("XMP ", secret)),
		"JPEG": landscape(t, exif(1), jpegSegment(0xe1, "http://ns.adobe.com/xap/1.0/\x00", secret),
			jpegSegment(0xe2, "ICC_PROFILE\x00", secret), jpegSegment(0xfe, secret), jpegSegment(0xed, secret)),
	} {
		d := mustDerive(t, upload)
		if len(d.Info.Metadata) < 2 {
			t.Errorf("%s: metadata %v", name, d.Info.Metadata)
		}
		for _, i := range d.Images() {
			info, err := Inspect(i.Data)
			if err != nil || info.Metadata != nil || bytes.Contains(i.Data, []byte(secret)) {
				t.Errorf("%s: %s has %v, %v", name, i.Name, info.Metadata, err)
			}
		}
	}
}

// An animation keeps its frames, their times and how often it plays.
func TestDeriveAnimations(t *testing.T) {
	for name, upload := range map[string][]byte{"APNG": apng(), "GIF": movingGIF(), "WebP": movingWebP()} {
		d := mustDerive(t, upload)
		want := d.Info
		want.Size, want.Metadata = int64(len(d.Master.Data)), nil
		got, err := Inspect(d.Master.Data)
		if err != nil || !slices.Equal([]any{got.Frames, got.Duration, got.Loops, got.Pixels}, []any{want.Frames, want.Duration, want.Loops, want.Pixels}) {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, want)
		}
		if !bytes.Equal(d.Master.Data, upload) { // there is nothing to leave out
			t.Errorf("%s: rewritten otherwise", name)
		}
		if !d.Master.Animated || d.Master.Duration != want.Duration || len(d.Ladder) != 1+len(d.Previews) {
			t.Errorf("%s: master %v %v, a ladder of %d", name, d.Master.Animated, d.Master.Duration, len(d.Ladder))
		}
		for _, i := range []Image{d.Still, d.StillSmall, d.Thumb} {
			if c := seen(t, i).NRGBAAt(0, 0); i.Animated || c != (color.NRGBA{0xff, 0, 0, 0xff}) {
				t.Errorf("%s: a still of %v", name, c)
			}
		}
	}
}

// A first frame that does not fill its canvas stands where it belongs.
func TestDerivePlacesFirstFrame(t *testing.T) {
	for name, upload := range map[string][]byte{
		"GIF": cat(gifScreen(4, 4), gifDelay(9), gifImage(2, 2, 2, 2, gifFourReds), gifDelay(9), gifImage(0, 0, 1, 1, gifOneRed), gifEnd),
		"WebP": webpOf(vp8x(webpFlagAnimation, 4, 4), anim(0),
			anmf(2, 2, 2, 2, 90, vp8l(2, 2, true)), anmf(0, 0, 4, 4, 90, vp8l(4, 4, true))),
	} {
		m := seen(t, mustDerive(t, upload).Still)
		if m.NRGBAAt(0, 0).A != 0 || m.NRGBAAt(1, 3).A != 0 || m.NRGBAAt(2, 2).R != 0xff || m.NRGBAAt(3, 3).A != 0xff {
			t.Errorf("%s: %v", name, m.Pix)
		}
	}
}

// An animation of one frame is a still; its frame need not fill the canvas.
func TestDeriveStillInAnimation(t *testing.T) {
	d := mustDerive(t, webpOf(vp8x(webpFlagAnimation, 6, 6), anim(0), anmf(2, 2, 2, 2, 90, vp8l(2, 2, true))))
	m := seen(t, d.Master)
	if d.Master.Animated || m.Rect.Size() != image.Pt(6, 6) || m.NRGBAAt(0, 0).A != 0 || m.NRGBAAt(3, 3).A != 0xff {
		t.Errorf("%+v %v", d.Info, m.Pix)
	}
}

// A default picture of an APNG that is not part of the animation is seen by no reviewer: it goes.
func TestDeriveDropsHiddenPicture(t *testing.T) {
	hidden := redPixels(4, 4)
	upload := cat(pngMagic, ihdr(4, 4), actl(2, 0), pngChunk("IDAT", hidden),
		fctl(0, 4, 4, 0, 0, tenth), fdat(1, hidden), fctl(2, 1, 1, 0, 0, tenth), fdat(3, redPixels(1, 1)), pngChunk("IEND"))
	d := mustDerive(t, upload)
	if n := bytes.Count(d.Master.Data, []byte("IDAT")); n != 1 {
		t.Errorf("%d IDAT", n)
	}
	if n := bytes.Count(d.Master.Data, []byte("fdAT")); n != 1 {
		t.Errorf("%d fdAT", n)
	}
	if _, err := png.Decode(bytes.NewReader(d.Master.Data)); err != nil {
		t.Error(err)
	}
}

func TestDeriveGIFAgreesWithStandardLibrary(t *testing.T) {
	upload := movingGIF()
	want, err := gif.DecodeAll(bytes.NewReader(upload))
	if err != nil {
		t.Fatal(err)
	}
	got, err := gif.DecodeAll(bytes.NewReader(mustDerive(t, upload).Master.Data))
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.Image {
		if !bytes.Equal(got.Image[i].Pix, want.Image[i].Pix) || got.Delay[i] != want.Delay[i] || got.Disposal[i] != want.Disposal[i] {
			t.Errorf("frame %d differs", i)
		}
	}
}

// The walk cannot see into picture data: what does not decode is refused, in any frame.
func TestDeriveRefusesDamagedPictures(t *testing.T) {
	junk := "\x78\x01junk"
	for name, upload := range map[string][]byte{
		"PNG": cat(pngMagic, ihdr(4, 4), pngChunk("IDAT", junk), pngChunk("IEND")),
		"second frame of an APNG": cat(pngMagic, ihdr(4, 4), actl(2, 0), fctl(0, 4, 4, 0, 0, tenth), pngChunk("IDAT", redPixels(4, 4)),
			fctl(1, 4, 4, 0, 0, tenth), fdat(2, junk), pngChunk("IEND")),
		"GIF": cat(gifScreen(2, 2), gifImage(0, 0, 2, 2, "\x02\x01\x07\x00"), gifEnd),
		"second frame of a WebP": webpOf(vp8x(webpFlagAnimation, 4, 4), anim(0), anmf(0, 0, 4, 4, 50, vp8l(4, 4, true)),
			anmf(0, 0, 2, 2, 50, riff("VP8L", "\x2f", le32(1|1<<14), "\xff\xff"))),
		"lossy WebP": webpOf(vp8(16, 16)),
	} {
		_, err := NewDeriver(DefaultBudget).Derive(t.Context(), upload)
		if !errors.Is(err, ErrImageDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDeriveAsksTheBudget(t *testing.T) {
	_, err := NewDeriver(Budget{Bytes: 10}).Derive(t.Context(), stillPNG(1, 1))
	if !errors.Is(err, ErrFileTooLarge) {
		t.Error(err)
	}
	narrow := DefaultBudget
	narrow.Frames = 1
	if _, err := NewDeriver(narrow).Derive(t.Context(), apng()); !errors.Is(err, ErrTooManyFrames) {
		t.Error(err)
	}
}

func TestDeriveEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := NewDeriver(DefaultBudget).Derive(ctx, apng()); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Who waits for others that decode may give up.
func TestDeriveWaitsForASlot(t *testing.T) {
	d := NewDeriver(DefaultBudget).(*deriver)
	for range atOnce {
		d.slots <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := d.Derive(ctx, apng()); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	<-d.slots
	if _, err := d.Derive(t.Context(), apng()); err != nil {
		t.Error(err)
	}
}

// Uploads that are derived at once do not disturb each other.
func TestDeriveAtOnce(t *testing.T) {
	d := NewDeriver(DefaultBudget)
	want := mustDerive(t, movingGIF()).Thumb.Name
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if got, err := d.Derive(t.Context(), movingGIF()); err != nil || got.Thumb.Name != want {
				t.Errorf("%v, %v", got.Thumb.Name, err)
			}
		})
	}
	all.Wait()
}

// panicking is an upload that its decoder cannot stand.
type panicking struct{ container }

func (panicking) frame(int) (image.Image, error) { panic("index out of range") }

func TestDecoderPanicIsDamage(t *testing.T) {
	if _, err := decode(panicking{}, 0); !errors.Is(err, ErrImageDamaged) || fault.As(err).Unwrap() == nil {
		t.Error(err)
	}
}
