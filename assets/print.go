package assets

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"image"
	"math"
	"math/bits"
)

// Print is a perceptual hash: pictures that look alike have prints that differ in few bits. Before it is
// taken the picture is cropped to what can be seen, so that size and margin do not matter.
type Print struct {
	Light  uint64 // the lowest frequencies of lightness, on mid grey
	Shape  uint64 // those of alpha
	Colour uint64 // blueness and redness of 4×4 parts
}

// Bits by which the prints of two pictures that look alike may differ. Of 150 emoji drawings, all but one in
// twenty stay within when they are halved and lose colours; of all pairs of different ones, one in a thousand
// comes as near.
const (
	lightBits  = 2
	shapeBits  = 3
	colourBits = 3
)

// Near reports whether two pictures look alike.
func (p Print) Near(q Print) bool {
	return bits.OnesCount64(p.Light^q.Light) <= lightBits && bits.OnesCount64(p.Shape^q.Shape) <= shapeBits &&
		bits.OnesCount64(p.Colour^q.Colour) <= colourBits
}

// IsZero reports whether there is no print, as of a picture in which nothing is to be seen.
func (p Print) IsZero() bool { return p == Print{} }

// MarshalText writes a print as 48 hexadecimal digits.
func (p Print) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%016x%016x%016x", p.Light, p.Shape, p.Colour), nil
}

// UnmarshalText reads what MarshalText wrote.
func (p *Print) UnmarshalText(text []byte) error {
	raw, err := hex.DecodeString(string(text))
	if err == nil && len(raw) != 24 {
		err = hex.ErrLength
	}
	if err != nil {
		return fmt.Errorf("assets: a print: %w", err)
	}
	*p = Print{binary.BigEndian.Uint64(raw), binary.BigEndian.Uint64(raw[8:]), binary.BigEndian.Uint64(raw[16:])}
	return nil
}

// Parts returns Light in three parts. Of two prints that are near at least one part is the same, since they
// differ in fewer bits of it than there are parts: that is how to find them among many (multi-index hashing).
func (p Print) Parts() [lightBits + 1]int64 {
	const width, mask = 22, 1<<22 - 1
	return [...]int64{int64(p.Light & mask), int64(p.Light >> width & mask), int64(p.Light >> (2 * width))}
}

// printSide is the side in px of the picture whose frequencies are taken.
const printSide = 32

func printOf(m *image.NRGBA) Print {
	area := visibleArea(m)
	if area.Empty() {
		return Print{}
	}
	small := scale(cut(m, area), printSide, printSide)
	var light, shape [printSide * printSide]float64
	for i := range light {
		c := small.Pix[4*i : 4*i+4]
		a := float64(c[3]) / 0xff
		light[i] = (0.299*float64(c[0])+0.587*float64(c[1])+0.114*float64(c[2]))*a + 128*(1-a)
		shape[i] = float64(c[3])
	}
	// How wide it is belongs to the shape: cropping has taken it away.
	return Print{frequencies(&light), frequencies(&shape), coloursOf(small)}
}

// visibleArea returns the smallest rectangle around what can be seen.
func visibleArea(m *image.NRGBA) image.Rectangle {
	var area image.Rectangle
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			if m.Pix[y*m.Stride+4*x+3] >= visibleAlpha {
				area = area.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return area
}

// cosines are those of the discrete cosine transform, of the 8 lowest frequencies.
var cosines = func() (c [8][printSide]float64) {
	for f := range c {
		for x := range c[f] {
			c[f][x] = math.Cos(math.Pi * float64(f) * (2*float64(x) + 1) / (2 * printSide))
		}
	}
	return c
}()

// frequencies returns for each of the 64 lowest frequencies whether it is above their median. The
// constant part, which is no frequency, does not count.
func frequencies(m *[printSide * printSide]float64) uint64 {
	var rows [printSide][8]float64
	for y := range rows {
		for f := range rows[y] {
			for x := range printSide {
				rows[y][f] += m[y*printSide+x] * cosines[f][x]
			}
		}
	}
	var out uint64
	for v := range 8 {
		for h := range 8 {
			sum := 0.0
			for y := range printSide {
				sum += rows[y][h] * cosines[v][y]
			}
			if v+h > 0 && sum > frequencyNoise {
				out |= 1 << (8*v + h)
			}
		}
	}
	return out
}

// frequencyNoise is what a frequency must exceed to count, of some 130,000 that one can have: what is less
// comes and goes with the size of the picture.
const frequencyNoise = 2000

// coloursOf returns two bits for the blueness and two for the redness of each of 4×4 parts.
func coloursOf(m *image.NRGBA) uint64 {
	var out uint64
	for part := range 16 {
		blue, red := tint(m, image.Pt(part%4*8, part/4*8))
		out |= (level(blue)<<2 | level(red)) << (4 * part)
	}
	return out
}

// tint returns the average distance of blue and of red from lightness over 8×8 pixels.
func tint(m *image.NRGBA, at image.Point) (blue, red float64) {
	for y := at.Y; y < at.Y+8; y++ {
		for x := at.X; x < at.X+8; x++ {
			c := m.Pix[m.PixOffset(x, y):]
			a := float64(c[3]) / (0xff * 64)
			light := 0.299*float64(c[0]) + 0.587*float64(c[1]) + 0.114*float64(c[2])
			blue += (float64(c[2]) - light) * a
			red += (float64(c[0]) - light) * a
		}
	}
	return blue, red
}

// level puts a distance into one of four classes whose neighbours differ in one bit.
func level(v float64) uint64 {
	switch {
	case v < -24:
		return 0b00
	case v < 0:
		return 0b01
	case v < 24:
		return 0b11
	}
	return 0b10
}
