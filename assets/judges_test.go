package assets

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The judges are programs that others wrote: gifsicle, apngdis, and libwebp's gif2webp, webpmux and dwebp.

// judge runs a program in a folder. Where it is missing the test is skipped, or fails where CI is set.
func judge(t *testing.T, folder, program string, args ...string) {
	t.Helper()
	path, err := exec.LookPath(program)
	switch {
	case err != nil && os.Getenv("CI") != "":
		t.Fatalf("%s is missing: run .ci/setup", program)
	case err != nil:
		t.Skipf("%s is missing: run .ci/setup", program)
	}
	command := exec.Command(path, args...)
	command.Dir = folder
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
}

// scenesOf composes an upload here.
func scenesOf(t *testing.T, data []byte) []*image.NRGBA {
	t.Helper()
	upload, err := walk(data)
	if err != nil {
		t.Fatal(err)
	}
	var frames []*image.NRGBA
	err = compose(t.Context(), upload, 1<<14, func(s scene) { frames = append(frames, s.picture) })
	if err != nil {
		t.Fatal(err)
	}
	return frames
}

// alike fails where frames differ by more than rounding.
func alike(t *testing.T, what string, want, got []*image.NRGBA, rounding int) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatalf("%s: %d frames, the judge has %d", what, len(got), len(want))
	}
	for i := range want {
		if off := offBy(want[i], got[i]); off > rounding {
			t.Errorf("%s: frame %d is off by %d", what, i+1, off)
		}
	}
}

// offBy returns the greatest difference of a channel as it is seen, premultiplied.
func offBy(a, b *image.NRGBA) (off int) {
	if a.Rect != b.Rect {
		return 1 << 8
	}
	for i := 0; i < len(a.Pix); i += 4 {
		p, q := premultiplied([4]byte(a.Pix[i:i+4])), premultiplied([4]byte(b.Pix[i:i+4]))
		for c := range p {
			off = max(off, (max(p[c]-q[c], q[c]-p[c])+127)/255)
		}
	}
	return off
}

// disposals is a GIF in which every way to go on after a frame comes after every other.
func disposals(t *testing.T) []byte {
	t.Helper()
	colours := color.Palette{color.NRGBA{}, color.NRGBA{0xff, 0, 0, 0xff}, color.NRGBA{0, 0xff, 0, 0xff}, color.NRGBA{0, 0, 0xff, 0xff}}
	all := gif.GIF{Config: image.Config{Width: 32, Height: 24, ColorModel: colours}}
	ways := []byte{gif.DisposalNone, gif.DisposalBackground, gif.DisposalPrevious}
	random := noise(3)
	for i := range 18 {
		at := image.Rect(0, 0, 32, 24)
		if i > 0 {
			at = image.Rect(int(random()%16), int(random()%12), 16+int(random()%16), 12+int(random()%12))
		}
		m := image.NewPaletted(at, colours)
		for p := range m.Pix {
			m.Pix[p] = random() % 4
		}
		all.Image, all.Delay = append(all.Image, m), append(all.Delay, 5+i)
		all.Disposal = append(all.Disposal, ways[(i+i/3*(i/9))%3])
	}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, &all); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestGIFIsShownAsGifsicleShowsIt: gifsicle writes every frame as it is seen, whole.
func TestGIFIsShownAsGifsicleShowsIt(t *testing.T) {
	data, folder := disposals(t), t.TempDir()
	alike(t, "GIF", byGifsicle(t, folder, data), scenesOf(t, data), 0)
}

func byGifsicle(t *testing.T, folder string, data []byte) []*image.NRGBA {
	t.Helper()
	write(t, folder, "in.gif", data)
	judge(t, folder, "gifsicle", "--unoptimize", "-o", "out.gif", "in.gif")
	all, err := gif.DecodeAll(bytes.NewReader(read(t, folder, "out.gif")))
	if err != nil {
		t.Fatal(err)
	}
	var frames []*image.NRGBA
	for _, m := range all.Image {
		frames = append(frames, place(pixels(m), m.Rect, image.Pt(all.Config.Width, all.Config.Height)))
	}
	return frames
}

// TestWebPIsShownAsItsGIF: what gif2webp makes of a GIF, with frames of its own choice, is seen as the GIF.
func TestWebPIsShownAsItsGIF(t *testing.T) {
	for _, mode := range []string{"-min_size", "-kmax"} {
		data, folder := disposals(t), t.TempDir()
		want := byGifsicle(t, folder, data)
		args := []string{"-quiet", mode}
		if mode == "-kmax" {
			args = append(args, "1000", "-kmin", "999")
		}
		judge(t, folder, "gif2webp", append(args, "in.gif", "-o", "out.webp")...)
		alike(t, "WebP "+mode, want, scenesOf(t, read(t, folder, "out.webp")), 0)
	}
}

// TestAPNGIsShownAsApngdisShowsIt tries every disposal with every blending, on colours that let others through.
func TestAPNGIsShownAsApngdisShowsIt(t *testing.T) {
	random, w := noise(5), pngWriter{}
	w.out = append(w.out, pngMagic...)
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 32), 24)
	w.chunk("IHDR", header, []byte{8, pngTrueAlpha, 0, 0, 0})
	const frames = 24
	w.chunk("acTL", binary.BigEndian.AppendUint32(nil, frames), []byte{0, 0, 0, 0})
	for i := range frames {
		at := image.Rect(0, 0, 32, 24)
		if i > 0 {
			at = image.Rect(int(random()%16), int(random()%12), 16+int(random()%16), 12+int(random()%12))
		}
		m := image.NewNRGBA(image.Rectangle{Max: at.Size()})
		for p := range m.Pix {
			m.Pix[p] = random()
		}
		apngFrame(t, &w, m, at, byte(i%3), byte(i/3%2))
	}
	w.chunk("IEND")
	folder := t.TempDir()
	alike(t, "APNG", byApngdis(t, folder, w.out), scenesOf(t, w.out), 2)
}

func apngFrame(t *testing.T, w *pngWriter, m *image.NRGBA, at image.Rectangle, disposal, blending byte) {
	t.Helper()
	var control []byte
	for _, n := range []int{at.Dx(), at.Dy(), at.Min.X, at.Min.Y} {
		control = binary.BigEndian.AppendUint32(control, uint32(n))
	}
	w.numbered("fcTL", append(control, 0, 1, 0, 10, disposal, blending))
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	upload, err := walkPNG(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if data := upload.(*pngFile).picture; w.sequence == 1 {
		w.chunk("IDAT", data...)
	} else {
		w.numbered("fdAT", data...)
	}
}

func byApngdis(t *testing.T, folder string, data []byte) []*image.NRGBA {
	t.Helper()
	write(t, folder, "in.png", data)
	judge(t, folder, "apngdis", "in.png")
	names, err := filepath.Glob(filepath.Join(folder, "apngframe*.png"))
	if err != nil {
		t.Fatal(err)
	}
	var frames []*image.NRGBA
	for _, name := range names {
		frames = append(frames, pngPixels(t, read(t, folder, filepath.Base(name))))
	}
	return frames
}

func pngPixels(t *testing.T, data []byte) *image.NRGBA {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return pixels(m)
}

// TestPreviewsAreWhatTheJudgesSee: what is written here others read as it was meant.
func TestPreviewsAreWhatTheJudgesSee(t *testing.T) {
	upload := disposals(t)
	d := mustDerive(t, upload)
	if len(d.Previews) != len(previewFormats) {
		t.Fatalf("%d previews", len(d.Previews))
	}
	for i, preview := range d.Previews {
		info, err := Inspect(preview.Data)
		if err != nil || preview.Name.Format != previewFormats[i] || preview.Name == d.Master.Name || preview.Duration != d.Info.Duration {
			t.Errorf("%s: %+v, %v", preview.Name, info, err)
		}
		alike(t, string(preview.Name.Format), scenesOf(t, upload), scenesOf(t, preview.Data), 0)
	}
	alike(t, "apngdis", scenesOf(t, upload), byApngdis(t, t.TempDir(), d.Previews[1].Data), 0)
	alike(t, "webpmux", decodedAlone(t, d.Previews[0].Data), byWebpmux(t, d.Previews[0].Data), 0)
}

// decodedAlone decodes the frames of an animation, each for itself.
func decodedAlone(t *testing.T, data []byte) (frames []*image.NRGBA) {
	t.Helper()
	upload, err := walk(data)
	if err != nil {
		t.Fatal(err)
	}
	for i := range upload.frames() {
		m, err := decode(upload, i)
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, pixels(m))
	}
	return frames
}

// byWebpmux takes the frames out of a WebP and decodes them with libwebp.
func byWebpmux(t *testing.T, data []byte) (frames []*image.NRGBA) {
	t.Helper()
	folder := t.TempDir()
	write(t, folder, "in.webp", data)
	info, err := Inspect(data)
	if err != nil {
		t.Fatal(err)
	}
	for i := range info.Frames {
		judge(t, folder, "webpmux", "-get", "frame", fmt.Sprint(i+1), "in.webp", "-o", "frame.webp")
		judge(t, folder, "dwebp", "-quiet", "frame.webp", "-o", "frame.png")
		frames = append(frames, pngPixels(t, read(t, folder, "frame.png")))
	}
	return frames
}

// TestPreviewsOfWhatIsSmallHaveNamesOfTheirOwn: nobody learns the name of a master from its preview.
func TestPreviewsOfWhatIsSmallHaveNamesOfTheirOwn(t *testing.T) {
	for name, upload := range map[string][]byte{"APNG": apng(), "GIF": movingGIF(), "WebP": movingWebP()} {
		d := mustDerive(t, upload)
		if len(d.Previews) != len(previewFormats) {
			t.Errorf("%s: %d previews", name, len(d.Previews))
		}
		for _, preview := range d.Previews {
			if preview.Name.Digest == d.Master.Name.Digest {
				t.Errorf("%s: the preview is the master", name)
			}
			alike(t, name, scenesOf(t, upload), scenesOf(t, preview.Data), 0)
		}
	}
}

func write(t *testing.T, folder, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, folder, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
