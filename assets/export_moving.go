package assets

import (
	"context"
	"image"
	"slices"
)

// effort is one way to make an animation lighter. Its share is what a file weighs that was made so, of
// one without any loss; it is a guess from real stickers, and lets hopeless tries be passed over.
type effort struct {
	colours int // 0 for all
	every   int // keeps one frame of so many
	percent int // of the sides
	quality int // of a lossy encoder; 0 for none
	share   float64
}

// The efforts, in the order in which they are tried.
var (
	indexedEfforts = []effort{
		{0, 1, 100, 0, 1}, {256, 1, 100, 0, .4}, {128, 1, 100, 0, .32}, {256, 2, 100, 0, .2},
		{64, 2, 100, 0, .13}, {64, 3, 100, 0, .09}, {32, 4, 100, 0, .05},
		{256, 2, 60, 0, .075}, {64, 3, 50, 0, .025}, {32, 4, 40, 0, .01},
	}
	lossyEfforts = []effort{
		{0, 1, 100, 90, 1}, {0, 1, 100, 75, .6}, {0, 1, 100, 50, .4}, {0, 1, 100, 25, .25}, {0, 2, 100, 50, .2},
		{0, 2, 100, 25, .13}, {0, 4, 100, 25, .07},
	}
)

// hopeful is how much lighter than its guess an effort may turn out.
const hopeful = 2

// moving makes an animation.
func (b *bench) moving(ctx context.Context, t Target, scenes []scene, e Export) (Export, error) {
	efforts, write := b.writerOf(t)
	guess := 0.0 // bytes of a file without loss
	for _, try := range efforts {
		if !try.suits(t, len(scenes)) || guess*try.share > hopeful*float64(t.Bytes) && t.Bytes > 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return Export{}, err
		}
		made, done, err := write(ctx, try.apply(scenes), try, t)
		if err != nil {
			return Export{}, err
		}
		if !made.Animated {
			e.Obstacle = Motionless
			return e, nil
		}
		n := float64(len(made.Data)) / done
		guess = n / try.share
		if e.Lightest == 0 || int64(n) < e.Lightest {
			e.Lightest = int64(n)
		}
		if done == 1 && (t.Bytes == 0 || int64(len(made.Data)) <= t.Bytes) {
			e.Image, e.Frames, e.Colours = made, len(try.apply(scenes)), try.colours
			e.Passes = append(e.Passes, try.passes(t.Format)...)
			return e, nil
		}
	}
	e.Obstacle = TooHeavy
	return e, nil
}

// writer writes an animation. Where it sees that the file will be too heavy it stops; done is the part
// that was written by then, 1 for all.
type writer func(ctx context.Context, scenes []scene, how effort, t Target) (made Image, done float64, err error)

func (b *bench) writerOf(t Target) ([]effort, writer) {
	switch {
	case t.Format == PNG:
		return indexedEfforts, writeAPNG
	case t.Format == GIF:
		return indexedEfforts[1:], writeGIF
	case !b.alone && canLose():
		return lossyEfforts, writeLossyWebP
	}
	return indexedEfforts, writeWebP
}

// suits reports whether the target allows what h does.
func (h effort) suits(t Target, frames int) bool {
	left := (frames + h.every - 1) / h.every
	return (h.percent == 100 || t.Fit == Within) && (h.every == 1 || left >= max(2, t.MinFrames))
}

// apply leaves out frames and pixels.
func (h effort) apply(scenes []scene) []scene {
	if h.every > 1 {
		scenes = fewer(scenes, (len(scenes)+h.every-1)/h.every)
	}
	if h.percent == 100 {
		return scenes
	}
	out := make([]scene, len(scenes))
	for i, s := range scenes {
		out[i] = scene{shrink(s.picture, max(2, longest(s.picture)*h.percent/100&^1)), s.delay}
	}
	return out
}

// passes names what h does. That GIF has few colours is no choice.
func (h effort) passes(format Format) []Pass {
	var passes []Pass
	add := func(done bool, p Pass) {
		if done {
			passes = append(passes, p)
		}
	}
	add(h.quality > 0, PassLossy)
	add(h.colours > 0 && !(format == GIF && h.colours == 256), PassColours)
	add(h.every > 1, PassFrames)
	add(h.percent < 100, PassSmaller)
	return passes
}

// pictures returns the pictures of the frames.
func pictures(scenes []scene) []*image.NRGBA {
	out := make([]*image.NRGBA, len(scenes))
	for i, s := range scenes {
		out[i] = s.picture
	}
	return out
}

// recolour leaves the colours that h says.
func (h effort) recolour(scenes []scene) []scene {
	if h.colours == 0 {
		return scenes
	}
	p := paletteOf(pictures(scenes), h.colours, false)
	out := slices.Clone(scenes)
	for i := range out {
		out[i].picture = p.repaint(out[i].picture)
	}
	return out
}

// changed returns the smallest part of the canvas outside of which a and b are alike, its corner even;
// never empty.
func changed(a, b *image.NRGBA) image.Rectangle {
	area := image.Rectangle{}
	for y := range b.Rect.Dy() {
		from, to := a.Pix[y*a.Stride:(y+1)*a.Stride], b.Pix[y*b.Stride:(y+1)*b.Stride]
		left, right := differing(from, to)
		if left <= right {
			area = area.Union(image.Rect(left, y, right+1, y+1))
		}
	}
	if area.Empty() {
		return image.Rect(0, 0, 1, 1)
	}
	area.Min.X, area.Min.Y = area.Min.X&^1, area.Min.Y&^1
	return area
}

// differing returns the first and the last pixel in which two rows differ; first > last where in none.
func differing(a, b []byte) (first, last int) {
	first, last = len(a)/4, -1
	for i := 0; i < len(a); i += 4 {
		if [4]byte(a[i:i+4]) != [4]byte(b[i:i+4]) {
			first, last = min(first, i/4), i/4
		}
	}
	return first, last
}
