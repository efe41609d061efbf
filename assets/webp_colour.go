package assets

import "image"

// The colours of lossy WebP are BT.601 in the range of video (black is 16, white is 235; RFC 6386,
// 9.2), while image.YCbCr means the range of JPEG. Taken as they come from the decoder, all of them
// would be greyish.

// videoPixels returns the colours of a lossy WebP, with alpha apart if it has any.
func videoPixels(m *image.YCbCr, alpha []byte, alphaStride int) *image.NRGBA {
	size := m.Rect.Size()
	out := image.NewNRGBA(image.Rect(0, 0, size.X, size.Y))
	cb, cr := chroma{m, m.Cb}, chroma{m, m.Cr}
	for y := range size.Y {
		row := out.Pix[y*out.Stride:]
		for x := range size.X {
			p := row[4*x : 4*x+4 : 4*x+4]
			p[0], p[1], p[2] = videoToRGB(m.Y[y*m.YStride+x], cb.at(x, y), cr.at(x, y))
			p[3] = 0xff
			if alpha != nil {
				p[3] = alpha[y*alphaStride+x]
			}
		}
	}
	return out
}

// videoToRGB converts one colour, in fixed point of 16 bits.
func videoToRGB(luma byte, cb, cr int32) (r, g, b byte) {
	const (
		scale         = 76309  // 255/219
		redCr         = 104597 // 1.402 × 255/224
		greenCb       = 25675  // 0.344136 × 255/224
		greenCr       = 53279  // 0.714136 × 255/224
		blueCb        = 132201 // 1.772 × 255/224
		half    int32 = 1 << 15
	)
	y := scale*(int32(luma)-16) + half
	cb, cr = cb-128, cr-128
	return clamp8((y + redCr*cr) >> 16), clamp8((y - greenCb*cb - greenCr*cr) >> 16), clamp8((y + blueCb*cb) >> 16)
}

func clamp8(v int32) byte { return byte(max(0, min(v, 0xff))) }

// chroma is a plane with a sample for every two by two pixels.
type chroma struct {
	of    *image.YCbCr
	plane []byte
}

// at returns the plane's value for a pixel: of the four samples around it the nearest counts nine
// parts of sixteen, its neighbours three each, and the farthest one.
func (c chroma) at(x, y int) int32 {
	x0, x1 := chromaPair(x, c.of.Rect.Dx())
	y0, y1 := chromaPair(y, c.of.Rect.Dy())
	near, far := c.plane[y0*c.of.CStride:], c.plane[y1*c.of.CStride:]
	sum := 9*int32(near[x0]) + 3*int32(near[x1]) + 3*int32(far[x0]) + int32(far[x1])
	return (sum + 8) / 16
}

// chromaPair returns the samples nearest and next to a pixel in a line of n pixels.
func chromaPair(at, n int) (nearest, next int) {
	nearest = at / 2
	next = nearest - 1 + at%2*2
	return nearest, max(0, min(next, (n-1)/2))
}
