package assets

import (
	"image"
	"math"
)

// ThumbHash is made of at most so many px a side.
const thumbHashSide = 100

// thumbHash returns a placeholder of m (https://evanw.github.io/thumbhash/): the picture's average
// and the strongest of its slow waves (a discrete cosine transform), of lightness, of two
// differences of colour, and of alpha, in 4 to 6 bits each.
func thumbHash(m *image.NRGBA) []byte {
	m = shrink(m, thumbHashSide)
	width, height := m.Rect.Dx(), m.Rect.Dy()
	planes, hasAlpha := thumbPlanes(m)
	countX, countY := thumbCounts(width, height, hasAlpha)
	channels := []waves{
		transform(planes[0], width, max(3, countX), max(3, countY)),
		transform(planes[1], width, 3, 3),
		transform(planes[2], width, 3, 3),
	}
	if hasAlpha {
		channels = append(channels, transform(planes[3], width, 5, 5))
	}
	isLandscape := width > height
	shortCount := countX
	if isLandscape {
		shortCount = countY
	}
	var out bitsWriter
	out.thumbHeader(channels, shortCount, isLandscape)
	for _, channel := range channels {
		for _, wave := range channel.parts {
			out.put(15*wave, 4)
		}
	}
	return out.bytes
}

// thumbCounts returns how many waves of lightness are kept along each side: on the longer one 7, or
// 5 where alpha needs room too.
func thumbCounts(width, height int, hasAlpha bool) (x, y int) {
	most := 7.0
	if hasAlpha {
		most = 5
	}
	long := float64(max(width, height))
	along := func(n int) int { return max(1, int(math.Round(most*float64(n)/long))) }
	return along(width), along(height)
}

// thumbHeader writes averages and scales of lightness, two differences of colour, and perhaps alpha.
func (w *bitsWriter) thumbHeader(channels []waves, shortCount int, isLandscape bool) {
	l, p, q, hasAlpha := channels[0], channels[1], channels[2], len(channels) == 4
	w.put(63*l.average, 6)
	w.put(31.5+31.5*p.average, 6)
	w.put(31.5+31.5*q.average, 6)
	w.put(31*l.scale, 5)
	w.flag(hasAlpha)
	w.put(float64(shortCount), 3)
	w.put(63*p.scale, 6)
	w.put(63*q.scale, 6)
	w.flag(isLandscape)
	if hasAlpha {
		w.put(15*channels[3].average, 4)
		w.put(15*channels[3].scale, 4)
	}
}

// thumbPlanes returns lightness, yellow against blue, red against green, and alpha, of each pixel
// laid over the picture's average colour; all from 0 to 1 or from -1 to 1.
func thumbPlanes(m *image.NRGBA) (planes [4][]float64, hasAlpha bool) {
	n := m.Rect.Dx() * m.Rect.Dy()
	var average [3]float64
	var opacity float64
	for i := range n {
		alpha := float64(m.Pix[4*i+3]) / 255
		for c := range average {
			average[c] += alpha / 255 * float64(m.Pix[4*i+c])
		}
		opacity += alpha
	}
	for c := range average {
		if opacity > 0 {
			average[c] /= opacity
		}
	}
	for c := range planes {
		planes[c] = make([]float64, n)
	}
	for i := range n {
		alpha := float64(m.Pix[4*i+3]) / 255
		over := func(c int) float64 { return average[c]*(1-alpha) + alpha/255*float64(m.Pix[4*i+c]) }
		r, g, b := over(0), over(1), over(2)
		planes[0][i], planes[1][i], planes[2][i], planes[3][i] = (r+g+b)/3, (r+g)/2-b, r-g, alpha
	}
	return planes, opacity < float64(n)
}

// waves is a plane as its average and its slow waves, each from 0 to 1 relative to scale, the
// strongest one's size.
type waves struct {
	average float64
	parts   []float64
	scale   float64
}

// transform keeps the waves of a plane in the triangle of the slowest: up to countX by countY.
func transform(plane []float64, width, countX, countY int) waves {
	height := len(plane) / width
	var w waves
	for cy := range countY {
		for cx := 0; cx*countY < countX*(countY-cy); cx++ {
			f := wave(plane, width, cx, cy) / float64(width*height)
			if cx == 0 && cy == 0 {
				w.average = f
				continue
			}
			w.parts = append(w.parts, f)
			w.scale = max(w.scale, math.Abs(f))
		}
	}
	for i := range w.parts {
		if w.scale > 0 {
			w.parts[i] = 0.5 + 0.5/w.scale*w.parts[i]
		}
	}
	return w
}

// wave is the plane's part of the wave with cx and cy half periods.
func wave(plane []float64, width, cx, cy int) float64 {
	height := len(plane) / width
	along := make([]float64, width)
	for x := range along {
		along[x] = math.Cos(math.Pi / float64(width) * float64(cx) * (float64(x) + 0.5))
	}
	sum := 0.0
	for y := range height {
		down := math.Cos(math.Pi / float64(height) * float64(cy) * (float64(y) + 0.5))
		for x := range along {
			sum += plane[y*width+x] * along[x] * down
		}
	}
	return sum
}

// bitsWriter packs numbers, lowest bits first.
type bitsWriter struct {
	bytes []byte
	used  int // bits
}

// put writes the number nearest to v in count bits.
func (w *bitsWriter) put(v float64, count int) {
	n := int(math.Floor(v + 0.5))
	for bit := range count {
		if w.used%8 == 0 {
			w.bytes = append(w.bytes, 0)
		}
		w.bytes[w.used/8] |= byte(n>>bit&1) << (w.used % 8)
		w.used++
	}
}

func (w *bitsWriter) flag(set bool) {
	if set {
		w.put(1, 1)
	} else {
		w.put(0, 1)
	}
}
