package assets

import (
	"errors"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hallyu-store/hallyu/fault"
)

// refusal is a file and the fault that Inspect refuses it with.
type refusal struct {
	name string
	data []byte
	want *fault.Error
}

func testRefusals(t *testing.T, cases []refusal) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Inspect(c.data); !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
		})
	}
}

// testTruncations cuts a good file at every byte: none of the rests is an image.
func testTruncations(t *testing.T, whole []byte) {
	t.Helper()
	if _, err := Inspect(whole); err != nil {
		t.Fatal(err)
	}
	for n := range whole {
		if _, err := Inspect(whole[:n:n]); fault.As(err) == nil {
			t.Errorf("cut to %d of %d bytes: %v", n, len(whole), err)
		}
	}
}

func TestInspect(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		want Info
	}{
		{"PNG", stillPNG(5, 3, pngChunk("tEXt", "Author\x00me"), pngChunk("eXIf", "MM\x00*")), Info{
			Format: PNG, Width: 5, Height: 3, Frames: 1, Pixels: 15, Loops: 1, HasAlpha: true,
			Orientation: 1, Metadata: []string{"exif", "text"},
		}},
		{"APNG", apng(), Info{
			Format: PNG, Width: 4, Height: 4, Frames: 2, Animated: true, Pixels: 20, Loops: 3, HasAlpha: true,
			Orientation: 1, Duration: 200 * time.Millisecond, MinDelay: 100 * time.Millisecond,
		}},
		{"GIF whose second frame has no delay", movingGIF(gifCommented), Info{
			Format: GIF, Width: 2, Height: 2, Frames: 2, Animated: true, Pixels: 5, Loops: 0, HasAlpha: true,
			Orientation: 1, Duration: 300 * time.Millisecond, MinDelay: 0, Metadata: []string{"text"},
		}},
		{"GIF of one picture", cat(gifScreen(2, 2), gifImage(0, 0, 2, 2, gifFourReds), gifEnd), Info{
			Format: GIF, Width: 2, Height: 2, Frames: 1, Pixels: 4, Loops: 1, Orientation: 1,
		}},
		{"WebP", webpOf(vp8l(7, 5, false)), Info{
			Format: WebP, Width: 7, Height: 5, Frames: 1, Pixels: 35, Loops: 1, Orientation: 1,
		}},
		{"animated WebP", movingWebP(riff("ICCP", "profile")), Info{
			Format: WebP, Width: 4, Height: 4, Frames: 2, Animated: true, Pixels: 20, Loops: 2, HasAlpha: true,
			Orientation: 1, Duration: 200 * time.Millisecond, MinDelay: 50 * time.Millisecond, Metadata: []string{"icc"},
		}},
		{"JPEG that lies on its side", sideways(t), Info{
			Format: JPEG, Width: 4, Height: 6, Frames: 1, Pixels: 24, Loops: 1, Orientation: 6, Metadata: []string{"exif"},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.want.Size = int64(len(c.data))
			got, err := Inspect(c.data)
			if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}

func TestNotAnImage(t *testing.T) {
	for _, c := range []struct{ name, data, found string }{
		{"nothing", "", "text/plain"},
		{"SVG", `<svg xmlns="http://www.w3.org/2000/svg"/>`, "image/svg+xml"},
		{"a page", "<html><script>alert(1)</script>", "text/html; charset=utf-8"},
		{"a sound in RIFF", "RIFF\x04\x00\x00\x00WAVEfmt ", "audio/wav"},
		{"an archive", "PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "application/zip"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Inspect([]byte(c.data))
			if !errors.Is(err, ErrNotAnImage) || fault.As(err).Facts()["found"] != c.found {
				t.Errorf("error %v, want %v found=%s", err, ErrNotAnImage, c.found)
			}
		})
	}
}

// A file that is a picture and something else: what comes after the picture's end is refused.
func TestPolyglots(t *testing.T) {
	const archive = "PK\x03\x04<script>"
	for name, data := range map[string][]byte{
		"PNG": stillPNG(1, 1), "APNG": apng(), "GIF": movingGIF(), "WebP": webpOf(vp8l(1, 1, true)),
		"animated WebP": movingWebP(), "JPEG": sideways(t),
	} {
		_, err := Inspect(append(data, archive...))
		if !errors.Is(err, ErrTrailingBytes) || fault.As(err).Facts()["measured"] == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBudget(t *testing.T) {
	still := Info{Width: 4096, Height: 4096, Frames: 1, Pixels: 4096 * 4096, Size: 5 << 20}
	moving := Info{
		Width: 1024, Height: 1024, Frames: 30, Pixels: 30 << 20, Size: 1 << 20,
		Animated: true, Duration: 10 * time.Second,
	}
	with := func(i Info, change func(*Info)) Info { change(&i); return i }
	for _, c := range []struct {
		name string
		info Info
		want error
	}{
		{"the largest still", still, nil},
		{"the largest animation", moving, nil},
		{"a still with too many bytes", with(still, func(i *Info) { i.Size++ }), ErrFileTooLarge},
		{"a still too wide", with(still, func(i *Info) { i.Width, i.Height = 4097, 1 }), ErrImageTooLarge},
		{"a still too high", with(still, func(i *Info) { i.Width, i.Height = 1, 4097 }), ErrImageTooLarge},
		{"an animation too wide", with(moving, func(i *Info) { i.Width++ }), ErrImageTooLarge},
		{"an animation of too many frames", with(moving, func(i *Info) { i.Frames = 101 }), ErrTooManyFrames},
		{"an animation of too many pixels", with(moving, func(i *Info) { i.Pixels = 32_000_001 }), ErrTooManyPixels},
		{"an animation too long", with(moving, func(i *Info) { i.Duration++ }), ErrAnimationTooLong},
	} {
		if err := DefaultBudget.Check(c.info); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	narrow := DefaultBudget
	narrow.StillPixels = 100
	if err := narrow.Check(Info{Width: 11, Height: 10}); !errors.Is(err, ErrTooManyPixels) {
		t.Errorf("a still of too many pixels: %v", err)
	}
}

// Bombs claim more than they hold: some dozens of bytes, and gigabytes when decoded. All are refused
// in the time it takes to read the claim.
func TestBombs(t *testing.T) {
	for name, data := range map[string][]byte{
		"WebP of 16384²":          webpOf(riff("VP8L", "\x2f\xff\xff\xff\x0f\x00\x00\x00")),
		"GIF of 65535²":           cat(gifScreen(65535, 65535), gifImage(0, 0, 65535, 65535, gifOneRed), gifEnd),
		"PNG of 2³¹-1":            cat(pngMagic, ihdr(1<<31-1, 1<<31-1), pngChunk("IDAT", redPixels(1, 1)), pngChunk("IEND")),
		"APNG of 2³¹-1 frames":    cat(pngMagic, ihdr(1, 1), actl(1<<31-1, 0), pngChunk("IEND")),
		"WebP in a canvas of 2²⁴": webpOf(vp8x(webpFlagAnimation, 1<<24, 1<<24), anim(0), anmf(0, 0, 1, 1, 9, vp8l(1, 1, true)), anmf(0, 0, 1, 1, 9, vp8l(1, 1, true))),
		"JPEG of 65535²":          cat("\xff\xd8", jpegSegment(0xc0, "\x08"+be16(65535)+be16(65535)+"\x01\x01\x11\x00"), jpegSegment(0xda), "\xff\xd9"),
	} {
		deriver := NewDeriver(DefaultBudget)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := deriver.Derive(t.Context(), data)
		runtime.ReadMemStats(&after)
		if took := quickest(5, func() { _, _ = deriver.Derive(t.Context(), data) }); fault.As(err) == nil || took > 50*time.Millisecond {
			t.Errorf("%s: %v after %v", name, err, took)
		}
		if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 64<<10 {
			t.Errorf("%s: %d bytes allocated", name, allocated)
		}
	}
}

// quickest is the least time that work took in n runs, so that a busy machine does not speak for it.
func quickest(n int, work func()) time.Duration {
	least := time.Hour
	for range n {
		start := time.Now()
		work()
		least = min(least, time.Since(start))
	}
	return least
}
