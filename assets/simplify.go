package assets

import (
	"image"
	"image/color"
)

// round returns what rounds a picture's colours to multiples of 2^bits, which the encoder rewards;
// alpha stays. The error is half of that at most: with 3 bits, 4 of 255.
func round(bits int) func(*image.NRGBA) *image.NRGBA {
	var rounded [256]byte
	for v := range rounded {
		half := 1 << bits >> 1
		rounded[v] = byte(min((v+half)>>bits<<bits, 0xff))
	}
	return func(m *image.NRGBA) *image.NRGBA {
		out := image.NewNRGBA(m.Rect)
		copy(out.Pix, m.Pix)
		for i := 0; i < len(out.Pix); i += 4 {
			for c := i; c < i+3; c++ {
				out.Pix[c] = rounded[out.Pix[c]]
			}
		}
		return out
	}
}

// index returns m with a palette if it has at most 256 colours, else nil.
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
