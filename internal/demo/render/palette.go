package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"
)

// How many colours a picture keeps. The drawings are flat: nearly all colours beyond these are
// steps between two others along an edge, and not missed, in motion even less.
const (
	stillColours  = 80
	movingColours = 32
)

// flatten redraws the frames, in place, with one palette for all of them. That halves their size.
func flatten(frames [][]byte) error {
	pictures := make([]*image.NRGBA, len(frames))
	for i, frame := range frames {
		decoded, err := png.Decode(bytes.NewReader(frame))
		if err != nil {
			return fmt.Errorf("frame %d: %w", i, err)
		}
		pictures[i] = image.NewNRGBA(decoded.Bounds())
		draw.Draw(pictures[i], decoded.Bounds(), decoded, image.Point{}, draw.Src)
	}
	size := stillColours
	if len(frames) > 1 {
		size = movingColours
	}
	colours := palette(popularity(pictures), size)
	nearest := map[color.NRGBA]uint8{}
	for i, picture := range pictures {
		var reduced bytes.Buffer
		if err := png.Encode(&reduced, repaint(picture, colours, nearest)); err != nil {
			return fmt.Errorf("frame %d: %w", i, err)
		}
		frames[i] = reduced.Bytes()
	}
	return nil
}

// popularity lists the colours of the pictures, the most frequent first.
func popularity(pictures []*image.NRGBA) []color.NRGBA {
	count := map[color.NRGBA]int{}
	for _, picture := range pictures {
		for p := picture.Pix; len(p) > 0; p = p[4:] {
			count[color.NRGBA{R: p[0], G: p[1], B: p[2], A: p[3]}]++
		}
	}
	colours := make([]color.NRGBA, 0, len(count))
	for c := range count {
		colours = append(colours, c)
	}
	slices.SortFunc(colours, func(a, b color.NRGBA) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return int(packed(a)) - int(packed(b))
	})
	return colours
}

// packed is the colour as one number, so that equally frequent ones have an order.
func packed(c color.NRGBA) uint32 {
	return uint32(c.R)<<24 | uint32(c.G)<<16 | uint32(c.B)<<8 | uint32(c.A)
}

// palette picks frequent colours that differ from each other, first widely, then less and less.
func palette(popular []color.NRGBA, size int) color.Palette {
	var chosen color.Palette
	for spread := 96; spread > 0; spread /= 2 {
		for _, c := range popular {
			if len(chosen) == size {
				return chosen
			}
			if differs(c, chosen, spread) {
				chosen = append(chosen, c)
			}
		}
	}
	return chosen
}

// differs tells whether a colour is at least spread away from all the others.
func differs(c color.NRGBA, others color.Palette, spread int) bool {
	for _, other := range others {
		if distance(c, other) < spread {
			return false
		}
	}
	return true
}

// distance sums the differences of the channels, each of 8 bits and weighted by its alpha.
func distance(a, b color.Color) int {
	r, g, bl, al := a.RGBA()
	r2, g2, bl2, al2 := b.RGBA()
	sum := 0
	for _, pair := range [...][2]uint32{{r, r2}, {g, g2}, {bl, bl2}, {al, al2}} {
		sum += int(max(pair[0], pair[1])-min(pair[0], pair[1])) >> 8
	}
	return sum
}

// repaint redraws a picture in the colours of a palette; nearest remembers which became which.
func repaint(picture *image.NRGBA, colours color.Palette, nearest map[color.NRGBA]uint8) *image.Paletted {
	painted := image.NewPaletted(picture.Rect, colours)
	for i := range painted.Pix {
		p := picture.Pix[4*i:]
		c := color.NRGBA{R: p[0], G: p[1], B: p[2], A: p[3]}
		index, known := nearest[c]
		if !known {
			index = uint8(colours.Index(c))
			nearest[c] = index
		}
		painted.Pix[i] = index
	}
	return painted
}
