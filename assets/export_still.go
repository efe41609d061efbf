package assets

import (
	"bytes"
	"context"
	"image"
	"image/gif"
	"image/png"
)

// losses are tried on a still in this order, each only where the one before left the file too heavy.
var losses = []loss{nil, round(1), round(2), round(3), quantize, coloursUpTo(128), coloursUpTo(64)}

// How much smaller a picture may be made, in hundredths, where the platform takes smaller ones.
var smallerSteps = []int{100, 75, 56, 42}

// still makes a still.
func (b *bench) still(ctx context.Context, t Target, m *image.NRGBA, e Export) Export {
	at := fitting{t.Width, t.Height, t.Fit, t.Even, false}
	for _, step := range smallerSteps {
		smaller := m
		if step < 100 {
			if t.Fit != Within || ctx.Err() != nil {
				break
			}
			smaller = shrink(m, max(1, longest(m)*step/100))
			at.width, at.height = smaller.Rect.Dx(), smaller.Rect.Dy()
		}
		if b.lighten(ctx, t, smaller, at, &e) {
			if step < 100 {
				e.Passes = append(e.Passes, PassSmaller)
			}
			return e
		}
	}
	e.Obstacle = TooHeavy
	return e
}

// lighten tries the losses in turn, and reports whether one kept the limit.
func (b *bench) lighten(ctx context.Context, t Target, m *image.NRGBA, at fitting, e *Export) bool {
	for i, lose := range losses {
		made := b.attempt(m, attempt{at, t.Format, i}, lose)
		if made.Data == nil {
			continue
		}
		n := int64(len(made.Data))
		if e.Lightest == 0 || n < e.Lightest {
			e.Lightest = n
		}
		if t.Bytes == 0 || n <= t.Bytes {
			e.Image, e.Frames = made, 1
			if i > 0 {
				e.Passes = append(e.Passes, PassColours)
			}
			return true
		}
		if t.Format == WebP && i == 0 && n > 4*t.Bytes {
			break
		}
	}
	return t.Format == WebP && lossyStill(ctx, t, m, e)
}

// attempt encodes a still once for all targets.
func (b *bench) attempt(m *image.NRGBA, key attempt, lose loss) Image {
	if known, found := b.tried[key]; found {
		return known
	}
	if lose != nil {
		m = lose(m)
	}
	var made Image
	if m != nil {
		made = encodeAs(m, key.format)
	}
	b.tried[key] = made
	return made
}

// encodeAs returns m in a format, or an Image without Data.
func encodeAs(m *image.NRGBA, format Format) Image {
	switch format {
	case WebP:
		return encodeWebP(m)
	case PNG:
		if indexed := index(m); indexed != nil {
			return encodePNG(indexed, png.DefaultCompression)
		}
		return encodePNG(m, png.DefaultCompression)
	}
	return encodeGIF(m)
}

// encodeGIF returns m in at most 256 colours, none of them half transparent.
func encodeGIF(m *image.NRGBA) Image {
	p := paletteOf([]*image.NRGBA{m}, 256, true)
	var out bytes.Buffer
	if gif.Encode(&out, p.index(m), nil) != nil {
		return Image{}
	}
	return still(out.Bytes(), GIF, m.Rect.Size())
}

// coloursUpTo returns a loss that leaves n colours, whether one sees it or not.
func coloursUpTo(n int) loss {
	return func(m *image.NRGBA) *image.NRGBA {
		p := paletteOf([]*image.NRGBA{m}, n, false)
		return p.repaint(m)
	}
}
