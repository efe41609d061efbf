package assets

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/gif"
	"testing"
	"time"
)

// blinking returns a GIF of frames that each fill the canvas with a grey, shown for delay hundredths.
func blinking(t *testing.T, delay int, greys ...byte) []byte {
	t.Helper()
	g := &gif.GIF{}
	for i, grey := range greys {
		// A corner that moves keeps encoders from merging frames that are alike.
		m := image.NewPaletted(image.Rect(0, 0, 64, 64), color.Palette{color.Gray{grey}, color.NRGBA{200, 0, byte(i), 255}})
		m.SetColorIndex(i%64, 0, 1)
		g.Image, g.Delay = append(g.Image, m), append(g.Delay, delay)
	}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, g); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func examine(t *testing.T, data []byte) Examination {
	t.Helper()
	e, err := NewExporter(DefaultBudget).Examine(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestFlashes(t *testing.T) {
	cases := []struct {
		name  string
		delay int
		greys []byte
		over  bool
	}{
		{"black and white, ten times a second", 5, []byte{0, 255, 0, 255, 0, 255, 0, 255, 0, 255}, true},
		{"black and white, once a second", 50, []byte{0, 255, 0, 255}, false},
		{"light and lighter", 5, []byte{235, 255, 235, 255, 235, 255, 235, 255}, false},
		{"dark and hardly less so", 5, []byte{0, 60, 0, 60, 0, 60, 0, 60}, false},
		{"a fade", 5, []byte{0, 40, 80, 120, 160, 200, 240, 255}, false},
	}
	for _, c := range cases {
		if e := examine(t, blinking(t, c.delay, c.greys...)); (e.Flashes > MaxFlashes) != c.over {
			t.Errorf("%s: %d flashes", c.name, e.Flashes)
		}
	}
}

// TestSmallFlashesAreNone has a flash that fills less than a quarter of the picture.
func TestSmallFlashesAreNone(t *testing.T) {
	w := newFlashWatch()
	for i := range 10 {
		m := image.NewNRGBA(image.Rect(0, 0, 64, 64))
		for j := range m.Pix {
			m.Pix[j] = 0xff
		}
		for y := range 28 { // 28² of 64² are 19 %
			for x := range 28 {
				v := byte(i % 2 * 255)
				copy(m.Pix[m.PixOffset(x, y):], []byte{v, v, v, 255})
			}
		}
		w.see(scene{m, 50 * time.Millisecond})
	}
	if n := w.worst(true); n != 0 {
		t.Errorf("%d flashes", n)
	}
}

func painted(side int, paint func(x, y int) color.NRGBA) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			m.SetNRGBA(x, y, paint(x, y))
		}
	}
	return m
}

// face is round, with two eyes and a mouth at a height.
func face(side, mouth int, skin color.NRGBA) *image.NRGBA {
	return painted(side, func(x, y int) color.NRGBA {
		u, v := x*200/side-100, y*200/side-100
		switch {
		case u*u+v*v > 80*80:
			return color.NRGBA{}
		case (u-30)*(u-30)+(v+25)*(v+25) < 150, (u+30)*(u+30)+(v+25)*(v+25) < 150, u > -40 && u < 40 && v > mouth && v < mouth+14:
			return color.NRGBA{40, 20, 10, 255}
		}
		return skin
	})
}

func TestPrintsTellDrawingsApart(t *testing.T) {
	yellow, blue := color.NRGBA{255, 200, 40, 255}, color.NRGBA{60, 110, 240, 255}
	of := printOf(face(300, 30, yellow))
	if small := printOf(face(120, 30, yellow)); !of.Near(small) {
		t.Errorf("the same, smaller: %v, %v", of, small)
	}
	margin := image.NewNRGBA(image.Rect(0, 0, 400, 400))
	putOn(margin, face(300, 30, yellow), image.Rect(80, 20, 380, 320), false)
	if p := printOf(margin); !of.Near(p) {
		t.Errorf("the same with a margin: %v, %v", of, p)
	}
	if p := printOf(round(3)(face(300, 30, yellow))); !of.Near(p) {
		t.Errorf("the same in fewer colours: %v, %v", of, p)
	}
	if p := printOf(face(300, -5, yellow)); of.Near(p) {
		t.Errorf("another mouth: %v, %v", of, p)
	}
	if p := printOf(face(300, 30, blue)); of.Near(p) {
		t.Errorf("another colour: %v, %v", of, p)
	}
	if p := printOf(image.NewNRGBA(image.Rect(0, 0, 50, 50))); !p.IsZero() {
		t.Errorf("nothing at all: %v", p)
	}
}

// TestExportsKeepTheirLimits makes a loud animation and wants of every file what the target says.
func TestExportsKeepTheirLimits(t *testing.T) {
	greys := make([]byte, 24)
	for i := range greys {
		greys[i] = byte(i * 10)
	}
	data := blinking(t, 8, greys...)
	targets := []Target{
		{Format: WebP, Moving: true, Width: 512, Height: 512, Fit: Pad, Bytes: 500 << 10},
		{Format: PNG, Moving: true, Width: 320, Height: 270, Fit: Fill, Even: true, Bytes: 300_000, MinFrames: 5, Frames: 20, Duration: 4 * time.Second, Loops: 4},
		{Format: PNG, Moving: true, Width: 48, Height: 48, Fit: Within, Bytes: 300 << 10},
		{Format: GIF, Moving: true, Width: 240, Height: 240, Fit: Pad, Bytes: 500_000},
		{Format: PNG, Width: 180, Height: 180, Fit: Pad},
		{Format: WebP, Width: 100, Height: 100, Fit: Pad},
	}
	exports, err := NewExporter(DefaultBudget).Export(context.Background(), data, targets)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range exports {
		target := targets[i]
		info, err := Inspect(e.Image.Data)
		if err != nil || e.Obstacle != "" {
			t.Errorf("%+v: %q, %v", target, e.Obstacle, err)
			continue
		}
		size := image.Pt(info.Width, info.Height)
		if info.Format != target.Format || info.Animated != target.Moving || !sizeFits(size, target) || target.over(len(e.Image.Data)) {
			t.Errorf("%+v: made %+v", target, info)
		}
		if target.Frames > 0 && info.Frames > target.Frames || target.Loops > 0 && (info.Loops == 0 || info.Loops > target.Loops) {
			t.Errorf("%+v: %d frames, %d loops", target, info.Frames, info.Loops)
		}
	}
}

func TestObstacles(t *testing.T) {
	data := blinking(t, 100, 0, 90, 180, 250) // four seconds
	still := encodePNG(face(64, 30, color.NRGBA{255, 200, 40, 255}), 0).Data
	cases := []struct {
		data   []byte
		target Target
		want   Obstacle
	}{
		{data, Target{Format: PNG, Moving: true, Width: 64, Height: 64, Fit: Within, Duration: 3 * time.Second}, TooLong},
		{data, Target{Format: PNG, Moving: true, Width: 64, Height: 64, Fit: Within, MinFrames: 5}, TooFew},
		{data, Target{Format: "webm", Moving: true, Width: 512, Height: 512, Fit: Fill}, NoEncoder},
		{data, Target{Format: PNG, Moving: true, Width: 512, Height: 512, Fit: Pad, Bytes: 100}, TooHeavy},
		{still, Target{Format: GIF, Moving: true, Width: 64, Height: 64, Fit: Within}, Motionless},
	}
	for _, c := range cases {
		exports, err := NewExporter(DefaultBudget).Export(context.Background(), c.data, []Target{c.target})
		if err != nil || exports[0].Obstacle != c.want || exports[0].Image.Data != nil {
			t.Errorf("%+v: %q, %v, want %q", c.target, exports[0].Obstacle, err, c.want)
		}
	}
}

// TestDisposal draws a square that is cleared, restored or kept, as the three formats say it.
func TestDisposal(t *testing.T) {
	red, none := color.NRGBA{255, 0, 0, 255}, color.NRGBA{}
	for disposal, want := range map[byte]color.NRGBA{gif.DisposalNone: red, gif.DisposalBackground: none, gif.DisposalPrevious: none} {
		g := &gif.GIF{Config: image.Config{Width: 8, Height: 8}}
		for i, rect := range []image.Rectangle{image.Rect(0, 0, 8, 8), image.Rect(2, 2, 6, 6), image.Rect(7, 7, 8, 8)} {
			m := image.NewPaletted(rect, color.Palette{none, red})
			if i == 1 {
				for j := range m.Pix {
					m.Pix[j] = 1
				}
			}
			g.Image, g.Delay = append(g.Image, m), append(g.Delay, 10)
			g.Disposal = append(g.Disposal, map[bool]byte{true: disposal, false: gif.DisposalNone}[i == 1])
		}
		var out bytes.Buffer
		if err := gif.EncodeAll(&out, g); err != nil {
			t.Fatal(err)
		}
		upload, err := walk(out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		var scenes []scene
		if err := compose(context.Background(), upload, 8, func(s scene) { scenes = append(scenes, s) }); err != nil {
			t.Fatal(err)
		}
		if got := scenes[1].picture.NRGBAAt(3, 3); got != red {
			t.Errorf("disposal %d: it was not drawn: %v", disposal, got)
		}
		if got := scenes[2].picture.NRGBAAt(3, 3); got != want {
			t.Errorf("disposal %d: %v, want %v", disposal, got, want)
		}
	}
}
