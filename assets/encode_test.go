package assets

import (
	"image"
	"image/color"
	"testing"

	"pgregory.net/rapid"
)

// anyPicture draws a picture of few or many colours, some of them transparent.
func anyPicture(t *rapid.T) *image.NRGBA {
	width, height := rapid.IntRange(1, 24).Draw(t, "width"), rapid.IntRange(1, 24).Draw(t, "height")
	shades := rapid.SampledFrom([]int{1, 2, 3, 17, 255, 256}).Draw(t, "shades")
	random := noise(rapid.Uint32().Draw(t, "seed"))
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := range m.Pix {
		m.Pix[i] = byte(int(random()) % shades)
		if i%4 == 3 && m.Pix[i] > 2 {
			m.Pix[i] = 0xff
		}
	}
	return pixels(m)
}

// noise returns a source of bytes that is the same for the same seed.
func noise(seed uint32) func() byte {
	return func() byte {
		seed = seed*1664525 + 1013904223
		return byte(seed >> 24)
	}
}

// Whatever the picture, what is encoded without loss decodes to it, and never has the name that it
// must not have.
func TestEncodeExactly(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := anyPicture(rt)
		first, err := encodeExactly(m, "")
		if err != nil {
			rt.Fatal(err)
		}
		second, err := encodeExactly(m, first.Name.Digest)
		if err != nil {
			rt.Fatal(err)
		}
		if first.Name == second.Name {
			rt.Fatal("two files with one name")
		}
		for _, i := range []Image{first, second} {
			if !samePixels(seen(t, i), m) {
				rt.Fatalf("%s is another picture", i.Name)
			}
		}
	})
}

func TestQuantize(t *testing.T) {
	m := drawn(300, 300)
	for i := 2; i < len(m.Pix); i += 4 {
		m.Pix[i] = min(m.Pix[i], 2)
	}
	q := quantize(m)
	if q == nil {
		t.Fatal("the loss could be seen")
	}
	indexed := index(q)
	if indexed == nil || len(indexed.Palette) != 1+fewestColours {
		t.Fatal("not as many colours as it takes")
	}
	for i := 3; i < len(m.Pix); i += 4 {
		if m.Pix[i] != q.Pix[i] {
			t.Fatalf("alpha %d became %d", m.Pix[i], q.Pix[i])
		}
	}
}

// Few colours stay as they are; so many and so different ones that one would see it are refused.
func TestQuantizeEnds(t *testing.T) {
	if m := image.NewNRGBA(image.Rect(0, 0, 9, 9)); !samePixels(quantize(m), m) {
		t.Error("nothing became something")
	}
	random, m := noise(1), image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for i := range m.Pix {
		m.Pix[i] = random() | byte(i%4/3*0xff)
	}
	if quantize(m) != nil {
		t.Error("noise in 256 colours looks the same")
	}
	rapid.Check(t, func(rt *rapid.T) {
		m := anyPicture(rt)
		if index(m) != nil && len(index(m).Palette) <= fewestColours {
			if q := quantize(m); q == nil || !samePixels(q, m) {
				rt.Fatal("a picture of few colours has changed")
			}
		}
	})
}

func TestRound(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 1, 1))
	for _, c := range []struct{ in, want byte }{{0, 0}, {3, 0}, {4, 8}, {250, 248}, {252, 255}, {255, 255}} {
		m.SetNRGBA(0, 0, color.NRGBA{c.in, c.in, c.in, 77})
		if got := round(3)(m).NRGBAAt(0, 0); got != (color.NRGBA{c.want, c.want, c.want, 77}) {
			t.Errorf("%d: %v, want %d", c.in, got, c.want)
		}
	}
}

// A still that is too heavy loses what one hardly sees, until it keeps its limit; the same each time.
func TestHeavyStillsAreSimplified(t *testing.T) {
	random, m := noise(7), drawn(120, 120)
	for i := range m.Pix {
		if m.Pix[i|3] != 0 && i%4 != 3 {
			m.Pix[i] |= random() >> 6
		}
	}
	exact, err := encodeExactly(m, "")
	if err != nil {
		t.Fatal(err)
	}
	w := weight{nil, len(exact.Data) * 2 / 3, masterWeight.losses}
	lighter, err := encode(m, w, "")
	if err != nil || len(lighter.Data) > w.limit {
		t.Errorf("%d bytes became %d, %v", len(exact.Data), len(lighter.Data), err)
	}
	if again, err := encode(m, w, ""); err != nil || again.Name != lighter.Name {
		t.Errorf("another file the second time: %v", err)
	}
	if same, err := encode(m, weight{nil, len(exact.Data), w.losses}, ""); err != nil || same.Name != exact.Name {
		t.Errorf("light enough and yet simplified: %v", err)
	}
}
