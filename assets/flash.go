package assets

import (
	"math"
	"time"
)

// WCAG 2.2, "general flash and red flash thresholds": a general flash is a pair of opposing changes in
// relative luminance of 10 % or more of the maximum, where the darker is below 0.80; not more than three
// may happen within any second, unless they fill less than a quarter of any 10° of the field of view.
//
// A sticker is shown at some 160 CSS px of a phone, about 5° at arm's length, and grows to the whole
// screen when it is tapped; so the measure is taken of the sticker as if it filled the 10°: a change
// counts when it reaches a quarter of its canvas. It is judged on white and on black, of which the worse
// counts, for chats have either behind it.
const (
	flashChange  = 0.10
	flashDark    = 0.80
	flashArea    = 0.25
	flashSide    = 32 // px of the grid on which luminance is measured
	MaxFlashes   = 3  // within any second
	flashWindow  = time.Second
	flashCells   = flashSide * flashSide
	flashRepeats = 2 // rounds that are watched, since an animation starts again
)

// flashWatch watches an animation for flashes.
type flashWatch struct {
	frames []flashFrame
}

// flashFrame is the luminance of a frame, on white and on black.
type flashFrame struct {
	light [2][flashCells]float64
	delay time.Duration
}

func newFlashWatch() *flashWatch { return &flashWatch{} }

func (w *flashWatch) see(s scene) {
	small := scale(s.picture, flashSide, flashSide)
	f := flashFrame{delay: s.delay}
	for i := range flashCells {
		c := small.Pix[4*i : 4*i+4]
		a := float64(c[3]) / 0xff
		for ground := range f.light {
			under := float64(1-ground) * 0xff * (1 - a)
			f.light[ground][i] = luminance(float64(c[0])*a+under, float64(c[1])*a+under, float64(c[2])*a+under)
		}
	}
	w.frames = append(w.frames, f)
}

// luminance is WCAG's relative luminance of an sRGB colour, channels 0 to 255.
func luminance(r, g, b float64) float64 {
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func linear(v float64) float64 {
	v /= 0xff
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// worst returns the most flashes within any second, on the worse ground.
func (w *flashWatch) worst(animated bool) int {
	if !animated {
		return 0
	}
	return max(w.on(0), w.on(1))
}

// swing follows the luminance of one cell: from which extreme it comes, and in which direction it went.
type swing struct {
	extreme   float64
	direction int
}

// on counts on one ground. A transition of the picture is a frame in which a quarter of the cells swing
// the same way; two opposing ones are a flash.
func (w *flashWatch) on(ground int) int {
	var cells [flashCells]swing
	for i := range cells {
		cells[i].extreme = w.frames[0].light[ground][i]
	}
	var changes []time.Duration
	var now time.Duration
	last := 0
	for n := range flashRepeats * len(w.frames) {
		f := w.frames[n%len(w.frames)]
		up, down := 0, 0
		for i := range cells {
			switch cells[i].step(f.light[ground][i]) {
			case 1:
				up++
			case -1:
				down++
			}
		}
		if direction := swung(up, down); direction != 0 && direction != last {
			changes = append(changes, now)
			last = direction
		}
		now += f.delay
	}
	return mostWithin(changes) / 2
}

// swung returns the way in which a quarter of the picture went; 0 where none.
func swung(up, down int) int {
	switch {
	case max(up, down) < flashArea*flashCells:
		return 0
	case up >= down:
		return 1
	}
	return -1
}

// step returns 1 where the cell became brighter by a flash's change, -1 where darker, else 0.
func (s *swing) step(light float64) int {
	change := light - s.extreme
	switch {
	case change >= flashChange && s.extreme < flashDark:
		s.extreme, s.direction = light, 1
		return 1
	case change <= -flashChange && light < flashDark:
		s.extreme, s.direction = light, -1
		return -1
	case s.direction > 0:
		s.extreme = max(s.extreme, light)
	case s.direction < 0:
		s.extreme = min(s.extreme, light)
	}
	return 0
}

// mostWithin returns the most of the moments that fall into any second.
func mostWithin(moments []time.Duration) int {
	most, from := 0, 0
	for i, at := range moments {
		for at-moments[from] >= flashWindow {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}
