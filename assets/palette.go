package assets

import (
	"image"
	"image/color"
)

// Colours are counted in cells: 5 bits of each channel and 4 of alpha.
const cells = 1 << 19

func cellOf(c []byte) int {
	return int(c[0]>>3)<<14 | int(c[1]>>3)<<9 | int(c[2]>>3)<<4 | int(c[3]>>4)
}

// palette is the colours that the frames of an animation share. The first is the one that cannot be seen.
type palette struct {
	colours color.Palette
	places  []byte // by cell
	hard    bool   // a pixel can be seen or not, and nothing between
}

// paletteOf chooses at most n colours for all frames, by median cut. With hard, what is more than half
// transparent cannot be seen, and the rest is opaque, as GIF has it.
func paletteOf(frames []*image.NRGBA, n int, hard bool) palette {
	parts := []shades{measured(shadesOfCells(countCells(frames, hard)))}
	for len(parts) < n-1 {
		widest := widestOf(parts)
		if parts[widest].spread == 0 {
			break
		}
		low, high := parts[widest].cut()
		parts[widest] = low
		parts = append(parts, high)
	}
	p := palette{colours: color.Palette{color.NRGBA{}}, places: make([]byte, cells), hard: hard}
	for _, part := range parts {
		if len(part.all) == 0 {
			continue
		}
		c := part.average()
		for _, shade := range part.all {
			p.places[cellOf(shade.of[:])] = byte(len(p.colours))
		}
		p.colours = append(p.colours, color.NRGBA{c[0], c[1], c[2], c[3]})
	}
	return p
}

// cell is what was counted of one: the sums of its pixels' channels.
type cell struct {
	sum    [4]int
	pixels int
}

func countCells(frames []*image.NRGBA, hard bool) []cell {
	count := make([]cell, cells)
	for _, m := range frames {
		for i := 0; i < len(m.Pix); i += 4 {
			c := [4]byte(m.Pix[i : i+4])
			if c = hardened(c, hard); c[3] == 0 {
				continue
			}
			in := &count[cellOf(c[:])]
			in.pixels++
			for axis, v := range c {
				in.sum[axis] += int(v)
			}
		}
	}
	return count
}

// hardened makes a colour opaque or invisible, where that is all there is.
func hardened(c [4]byte, hard bool) [4]byte {
	switch {
	case !hard:
	case c[3] < 0x80:
		return [4]byte{}
	default:
		c[3] = 0xff
	}
	return c
}

func shadesOfCells(count []cell) []shade {
	var all []shade
	for _, in := range count {
		if in.pixels == 0 {
			continue
		}
		var mean [4]byte
		for axis, sum := range in.sum {
			mean[axis] = byte(sum / in.pixels)
		}
		all = append(all, shade{premultiplied(mean), mean, in.pixels})
	}
	return all
}

// index returns m in the palette's colours.
func (p palette) index(m *image.NRGBA) *image.Paletted {
	out := image.NewPaletted(m.Rect, p.colours)
	for i := range out.Pix {
		c := hardened([4]byte(m.Pix[4*i:4*i+4]), p.hard)
		if c[3] > 0 {
			out.Pix[i] = p.places[cellOf(c[:])]
		}
	}
	return out
}

// repaint returns m in the palette's colours, as colours.
func (p palette) repaint(m *image.NRGBA) *image.NRGBA {
	return fromPalette(p.index(m))
}
