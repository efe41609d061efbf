package assets

import (
	"image"
	"math"
	"slices"
	"time"
)

// fit brings the frames to a size; of a still, or for one, the first alone.
func (b *bench) fit(f fitting) []scene {
	if known, found := b.fitted[f]; found {
		return known
	}
	scenes := b.scenes
	if f.moving {
		clear(b.fitted) // frames of one size at a time are all that there is room for
	} else {
		scenes = scenes[:1]
	}
	out := make([]scene, len(scenes))
	for i, s := range scenes {
		out[i] = scene{f.apply(s.picture), s.delay}
	}
	b.fitted[f] = out
	return out
}

// apply scales one picture into the box.
func (f fitting) apply(m *image.NRGBA) *image.NRGBA {
	own := m.Rect.Size()
	factor := min(float64(f.width)/float64(own.X), float64(f.height)/float64(own.Y))
	if f.fit == Within {
		factor = min(1, factor)
	}
	size := image.Pt(f.side(own.X, factor, f.width), f.side(own.Y, factor, f.height))
	if size != own {
		m = scale(m, size.X, size.Y)
	}
	if f.fit != Pad {
		return m
	}
	return place(m, centred(size, image.Pt(f.width, f.height)), image.Pt(f.width, f.height))
}

// side scales a side, evenly where the platform wants it.
func (f fitting) side(n int, factor float64, most int) int {
	scaled := min(most, max(1, int(math.Round(float64(n)*factor))))
	if f.even && scaled%2 == 1 {
		scaled = max(2, scaled-1)
	}
	return scaled
}

// centred returns where a picture of a size stands in the middle of a canvas.
func centred(size, canvas image.Point) image.Rectangle {
	corner := canvas.Sub(size).Div(2)
	return image.Rectangle{Min: corner, Max: corner.Add(size)}
}

// lasting returns how long one round takes.
func lasting(scenes []scene) time.Duration {
	var sum time.Duration
	for _, s := range scenes {
		sum += s.delay
	}
	return sum
}

// thin leaves out frames until the target's limits on their number and their delay are kept. Those that
// stay are shown as long as those that are left out after them; the first always stays.
func thin(scenes []scene, t Target) []scene {
	scenes = slower(scenes, t.MinDelay)
	if t.Frames > 0 && len(scenes) > t.Frames {
		scenes = fewer(scenes, t.Frames)
	}
	return scenes
}

// haste is how much longer than a platform allows an animation may play and still be played faster: more would
// be another animation.
const haste = 1.15

// hasten shortens what plays a little too long for t; nil where it does not, or much too long.
func hasten(scenes []scene, t Target) []scene {
	round := lasting(scenes)
	if t.Duration == 0 || round <= t.Duration || float64(round) > haste*float64(t.Duration) {
		return nil
	}
	out := slices.Clone(scenes)
	for i := range out {
		out[i].delay = (out[i].delay * t.Duration / round).Truncate(time.Millisecond)
		if out[i].delay < t.MinDelay {
			return nil
		}
	}
	return out
}

// slower leaves out frames that are shown for less than least.
func slower(scenes []scene, least time.Duration) []scene {
	var out []scene
	for _, s := range scenes {
		if n := len(out); n > 0 && out[n-1].delay < least {
			out[n-1].delay += s.delay
			continue
		}
		out = append(out, s)
	}
	if n := len(out); n > 1 && out[n-1].delay < least {
		out[n-2].delay += out[n-1].delay
		out = out[:n-1]
	}
	return out
}

// fewer keeps n frames, spread evenly.
func fewer(scenes []scene, n int) []scene {
	out := make([]scene, 0, n)
	for i := range n {
		from, until := i*len(scenes)/n, (i+1)*len(scenes)/n
		out = append(out, scene{scenes[from].picture, lasting(scenes[from:until])})
	}
	return out
}
