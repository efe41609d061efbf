package assets

import (
	"image"
	"slices"
)

// How many parts quantize makes of the colours, beside the one that cannot be seen. Fewer than the
// first would show as bands where colours run into each other.
const (
	fewestColours = 64
	mostColours   = 255
)

// Squared errors on average over channels of 0 to 255. More colours than it takes to stay below the
// first only make the file heavier; a picture that cannot stay below the second is left as it is.
const (
	goodError  = 4.1 // 42 dB
	faintError = 6.5 // 40 dB, which one does not see
)

// quantize returns m in as many colours as it takes to look the same, at most 256, or nil if those
// are too few. The colours are parted by median cut, again and again where they differ most, and each
// part gets its average. They count as they are seen, weighted by their alpha; what is transparent
// stays so.
func quantize(m *image.NRGBA) *image.NRGBA {
	parts := []shades{measured(shadesOf(m))}
	good := int(goodError * 255 * 255 * float64(len(m.Pix)))
	for off := parts[0].off; len(parts) < fewestColours || off > good && len(parts) < mostColours; {
		widest := widestOf(parts)
		if parts[widest].spread == 0 {
			break
		}
		low, high := parts[widest].cut()
		off += low.off + high.off - parts[widest].off
		parts[widest] = low
		parts = append(parts, high)
	}
	paint, squares := paintOf(parts)
	if squares > faintError*float64(len(m.Pix)) {
		return nil
	}
	return repaint(m, paint)
}

// widestOf finds the part whose colours differ most.
func widestOf(parts []shades) (widest int) {
	for i := range parts {
		if parts[i].spread > parts[widest].spread {
			widest = i
		}
	}
	return widest
}

// shade is a colour and how many pixels have it.
type shade struct {
	seen   [4]int // premultiplied
	of     [4]byte
	pixels int
}

// shades are the colours of one part. Distances are squared, from the average, summed over all pixels.
type shades struct {
	all    []shade
	axis   int // along which they differ most
	spread int // the distance along it; 0 if there is but one colour
	off    int // the distance along all axes
}

// shadesOf counts the colours of m that can be seen.
func shadesOf(m *image.NRGBA) []shade {
	count := map[[4]byte]int{}
	for i := 0; i < len(m.Pix); i += 4 {
		if m.Pix[i+3] > 0 {
			count[[4]byte(m.Pix[i:i+4])]++
		}
	}
	all := make([]shade, 0, len(count))
	for c, n := range count {
		all = append(all, shade{premultiplied(c), c, n})
	}
	slices.SortFunc(all, func(a, b shade) int { return slices.Compare(a.of[:], b.of[:]) })
	return all
}

// premultiplied returns a colour's channels as they are seen, and its alpha, times 255.
func premultiplied(c [4]byte) [4]int {
	a := int(c[3])
	return [4]int{int(c[0]) * a, int(c[1]) * a, int(c[2]) * a, 255 * a}
}

// measured finds along which axis the sum of squared distances from the average is greatest.
func measured(all []shade) shades {
	s := shades{all: all}
	if len(all) <= 1 {
		return s
	}
	for axis := range 4 {
		sum, n := 0, 0
		for _, c := range all {
			sum += c.seen[axis] * c.pixels
			n += c.pixels
		}
		spread, mean := 0, sum/n
		for _, c := range all {
			d := c.seen[axis] - mean
			spread += d * d * c.pixels
		}
		s.off += spread
		if spread > s.spread {
			s.axis, s.spread = axis, spread
		}
	}
	return s
}

// cut parts s at its average.
func (s shades) cut() (low, high shades) {
	sum, n := 0, 0
	for _, c := range s.all {
		sum += c.seen[s.axis] * c.pixels
		n += c.pixels
	}
	at := 0
	for i, c := range s.all {
		if c.seen[s.axis]*n <= sum {
			s.all[i], s.all[at] = s.all[at], c
			at++
		}
	}
	return measured(s.all[:at]), measured(s.all[at:])
}

// average returns the colour that stands for a part.
func (s shades) average() [4]byte {
	var sum [4]int
	n := 0
	for _, c := range s.all {
		for axis := range sum {
			sum[axis] += c.seen[axis] * c.pixels
		}
		n += c.pixels
	}
	alpha := sum[3] / 255 // at least 1 for every pixel
	part := func(axis int) byte { return byte(min(255, (sum[axis]+alpha/2)/alpha)) }
	return [4]byte{part(0), part(1), part(2), byte((alpha + n/2) / n)}
}

// paintOf returns what is painted in place of each colour, and the sum of squared errors over all
// pixels and channels.
func paintOf(parts []shades) (paint map[[4]byte][4]byte, squares float64) {
	paint = map[[4]byte][4]byte{}
	for _, p := range parts {
		if len(p.all) == 0 {
			continue // nothing to be seen at all
		}
		average := p.average()
		painted := premultiplied(average)
		for _, c := range p.all {
			paint[c.of] = average
			for axis := range painted {
				d := float64(painted[axis]-c.seen[axis]) / 255
				squares += d * d * float64(c.pixels)
			}
		}
	}
	return paint, squares
}

// repaint returns m in the colours of paint; what is not in it becomes transparent.
func repaint(m *image.NRGBA, paint map[[4]byte][4]byte) *image.NRGBA {
	out := image.NewNRGBA(m.Rect)
	for i := 0; i < len(m.Pix); i += 4 {
		c := paint[[4]byte(m.Pix[i:i+4])]
		copy(out.Pix[i:], c[:])
	}
	return out
}
