package profile

import (
	"time"

	"github.com/hallyu-store/hallyu/assets"
)

// Target returns what the platform takes of a picture, moving or not; false where it takes none. The
// format is the best of those that are written here.
func (p Profile) Target(moving bool) (assets.Target, bool) {
	limits := p.Still
	if moving {
		limits = p.Moving
	}
	if len(limits) == 0 {
		return assets.Target{}, false
	}
	t := assets.Target{Moving: moving, Format: formatOf(limits), Fit: fitOf(limits)}
	for _, l := range limits {
		l.bound(&t)
	}
	return t, true
}

// bound sets what l bounds.
func (l Limit) bound(t *assets.Target) {
	switch l.Of {
	case Width:
		t.Width = int(l.Max)
	case Height:
		t.Height = int(l.Max)
	case Even:
		t.Even = true
	case Bytes:
		t.Bytes = l.Max
	case Frames:
		t.MinFrames, t.Frames = int(l.Min), int(l.Max)
	case FrameMS:
		t.MinDelay = time.Duration(l.Min) * time.Millisecond
	case Duration:
		t.Duration = time.Duration(l.Max) * time.Millisecond
	case Loops:
		t.Loops = int(l.Max)
	}
}

// fitOf returns how pictures are brought to the size that limits ask for.
func fitOf(limits []Limit) assets.Scaling {
	width, _ := Find(limits, Width)
	height, _ := Find(limits, Height)
	_, touches := Find(limits, OneSide)
	switch {
	case width.Min > 0 && width.Min == width.Max && height.Min == height.Max:
		return assets.Pad
	case touches:
		return assets.Fill
	}
	return assets.Within
}

// formatOf returns the first format that is written here, or else the first, which is not.
func formatOf(limits []Limit) assets.Format {
	taken, _ := Find(limits, Format)
	for _, name := range taken.Values {
		switch name {
		case "png", "apng":
			return assets.PNG
		case "gif":
			return assets.GIF
		case "webp":
			return assets.WebP
		}
	}
	return assets.Format(taken.Values[0])
}
