package assets

import (
	"image"
	"image/color"
	stddraw "image/draw"
	"math"

	"golang.org/x/image/draw"
)

// pixels returns the colours of m with alpha apart, its corner at the origin. What cannot be seen,
// the colour of fully transparent pixels, is gone. It may use the memory of m.
func pixels(m image.Image) *image.NRGBA {
	out := convert(m)
	for i := 0; i+3 < len(out.Pix); i += 4 {
		if out.Pix[i+3] == 0 {
			clear(out.Pix[i : i+3])
		}
	}
	return out
}

func convert(m image.Image) *image.NRGBA {
	size := m.Bounds().Size()
	whole := image.Rect(0, 0, size.X, size.Y)
	switch m := m.(type) {
	case *image.NRGBA:
		if m.Rect == whole {
			return m
		}
	case *image.Paletted:
		return fromPalette(m)
	case *image.YCbCr, *image.Gray, *image.CMYK:
		// Opaque, so that premultiplied is the same, and much faster.
		opaque := image.NewRGBA(whole)
		stddraw.Draw(opaque, whole, m, m.Bounds().Min, stddraw.Src)
		return &image.NRGBA{Pix: opaque.Pix, Stride: opaque.Stride, Rect: whole}
	}
	out := image.NewNRGBA(whole)
	stddraw.Draw(out, whole, m, m.Bounds().Min, stddraw.Src)
	return out
}

func fromPalette(m *image.Paletted) *image.NRGBA {
	var palette [256]color.NRGBA
	for i, c := range m.Palette {
		palette[i] = color.NRGBAModel.Convert(c).(color.NRGBA)
	}
	size := m.Rect.Size()
	out := image.NewNRGBA(image.Rect(0, 0, size.X, size.Y))
	for y := range size.Y {
		for x := range size.X {
			c := palette[m.Pix[y*m.Stride+x]]
			at := y*out.Stride + 4*x
			out.Pix[at], out.Pix[at+1], out.Pix[at+2], out.Pix[at+3] = c.R, c.G, c.B, c.A
		}
	}
	return out
}

// place puts m onto an empty canvas, unless it fills it.
func place(m *image.NRGBA, at image.Rectangle, canvas image.Point) *image.NRGBA {
	whole := image.Rectangle{Max: canvas}
	if at == whole {
		return m
	}
	out := image.NewNRGBA(whole)
	for y := range m.Rect.Dy() {
		copy(out.Pix[out.PixOffset(at.Min.X, at.Min.Y+y):], m.Pix[y*m.Stride:y*m.Stride+4*m.Rect.Dx()])
	}
	return out
}

// shrink scales m down so that its longest side is at most side px.
func shrink(m *image.NRGBA, side int) *image.NRGBA {
	if longest(m) <= side {
		return m
	}
	return fit(m, side)
}

// fit scales m so that its longest side is exactly side px; the aspect is kept.
func fit(m *image.NRGBA, side int) *image.NRGBA {
	if longest(m) == side {
		return m
	}
	factor := float64(side) / float64(longest(m))
	scaled := func(n int) int { return max(1, int(math.Round(float64(n)*factor))) }
	return scale(m, scaled(m.Rect.Dx()), scaled(m.Rect.Dy()))
}

func longest(m *image.NRGBA) int { return max(m.Rect.Dx(), m.Rect.Dy()) }

// scale resamples m. Colours are weighted by their alpha, so that what is transparent does not
// shine through as a dark fringe.
func scale(m *image.NRGBA, width, height int) *image.NRGBA {
	premultiplied := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.CatmullRom.Scale(premultiplied, premultiplied.Rect, m, m.Rect, draw.Src, nil)
	out := image.NewNRGBA(premultiplied.Rect)
	for i := 0; i < len(out.Pix); i += 4 {
		alpha := uint32(premultiplied.Pix[i+3])
		if alpha == 0 {
			continue
		}
		for c := i; c < i+3; c++ {
			out.Pix[c] = byte(min(0xff, (uint32(premultiplied.Pix[c])*0xff+alpha/2)/alpha))
		}
		out.Pix[i+3] = byte(alpha)
	}
	return out
}

// turn undoes an EXIF orientation: 2 to 8 say how the picture was mirrored and turned.
func turn(m *image.NRGBA, orientation int) *image.NRGBA {
	if orientation <= 1 || orientation > 8 {
		return m
	}
	width, height := m.Rect.Dx(), m.Rect.Dy()
	shown := image.Rect(0, 0, width, height)
	if turnsSides(orientation) {
		shown = image.Rect(0, 0, height, width)
	}
	out := image.NewNRGBA(shown)
	for y := range height {
		for x := range width {
			to := turned(orientation, image.Pt(x, y), image.Pt(width-1, height-1))
			copy(out.Pix[out.PixOffset(to.X, to.Y):][:4], m.Pix[m.PixOffset(x, y):])
		}
	}
	return out
}

// turned returns where the stored pixel p is shown; last is the stored pixel at the far corner.
func turned(orientation int, p, last image.Point) image.Point {
	x, y, farX, farY := p.X, p.Y, last.X-p.X, last.Y-p.Y
	switch orientation {
	case 2:
		return image.Pt(farX, y)
	case 3:
		return image.Pt(farX, farY)
	case 4:
		return image.Pt(x, farY)
	case 5:
		return image.Pt(y, x)
	case 6:
		return image.Pt(farY, x)
	case 7:
		return image.Pt(farY, farX)
	case 8:
		return image.Pt(y, farX)
	}
	return p
}
