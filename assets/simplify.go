package assets

import (
	"image"
	"image/color"
)

// simplify returns m with colours rounded to multiples of 2^bits where the picture is busy. Smooth
// places, where one would see steps, stay as they are, and so does alpha.
func simplify(m *image.NRGBA, bits int) *image.NRGBA {
	out := image.NewNRGBA(m.Rect)
	copy(out.Pix, m.Pix)
	for y := 1; y < m.Rect.Dy()-1; y++ {
		for x := 1; x < m.Rect.Dx()-1; x++ {
			at := m.PixOffset(x, y)
			if smooth(m, at, 1<<bits) {
				continue
			}
			for c := at; c < at+3; c++ {
				out.Pix[c] = roundTo(m.Pix[c], bits)
			}
		}
	}
	return out
}

// smooth reports whether no colour at a pixel differs from its four neighbours by limit or more.
func smooth(m *image.NRGBA, at, limit int) bool {
	for _, next := range [...]int{at - 4, at + 4, at - m.Stride, at + m.Stride} {
		for c := range 4 {
			if d := int(m.Pix[at+c]) - int(m.Pix[next+c]); d >= limit || d <= -limit {
				return false
			}
		}
	}
	return true
}

// roundTo rounds to the nearest multiple of 2^bits; white stays white.
func roundTo(v byte, bits int) byte {
	step := 1 << bits
	rounded := (int(v) + step/2) &^ (step - 1)
	return byte(min(rounded, 0xff))
}

// index returns m with a palette if it has at most 256 colours, else nil. WebP's encoder packs no
// palettes of sixteen colours or fewer, which PNG does well: encodeWebP finds that out.
func index(m *image.NRGBA) *image.Paletted {
	places := map[[4]byte]byte{}
	out := image.NewPaletted(m.Rect, nil)
	for i := range out.Pix {
		c := [4]byte(m.Pix[4*i : 4*i+4])
		place, known := places[c]
		if !known {
			if len(places) == 256 {
				return nil
			}
			place = byte(len(places))
			places[c] = place
			out.Palette = append(out.Palette, color.NRGBA{c[0], c[1], c[2], c[3]})
		}
		out.Pix[i] = place
	}
	return out
}

// samePixels reports whether a and b look the same: of colours that are nearly transparent the
// encoder may lose what cannot be seen.
func samePixels(a, b *image.NRGBA) bool {
	if a.Rect != b.Rect {
		return false
	}
	for i := 0; i < len(a.Pix); i += 4 {
		alpha := int(b.Pix[i+3])
		if int(a.Pix[i+3]) != alpha {
			return false
		}
		for c := i; c < i+3; c++ {
			if d := (int(a.Pix[c]) - int(b.Pix[c])) * alpha; d > 0xff || d < -0xff {
				return false
			}
		}
	}
	return true
}
