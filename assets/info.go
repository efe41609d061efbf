package assets

import "time"

// Info is what the headers of an image say, all of them.
type Info struct {
	Format        Format
	Width, Height int   // of the canvas in px, as it is shown (a JPEG's orientation is applied)
	Size          int64 // of the file in bytes

	Frames   int           // pictures that are shown one after the other; 1 for stills
	Animated bool          // more than one frame
	Pixels   int64         // over all frames, each with its own rectangle
	Duration time.Duration // of one round as browsers play it; 0 for stills
	MinDelay time.Duration // the shortest frame as the file has it; 0 for stills
	Loops    int           // how often it plays; 0 is for ever; 1 for stills

	HasAlpha    bool     // may be transparent somewhere
	Orientation int      // EXIF's, 1 to 8, of a JPEG; else 1
	Metadata    []string // what will be dropped: "exif" "xmp" "icc" "text" "other", each once, sorted
}

// Browsers show a frame that asks for no more than this for rushedFrame instead.
const (
	tooQuick    = 10 * time.Millisecond
	rushedFrame = 100 * time.Millisecond
)

// shown is how long browsers show a frame with the given delay.
func shown(delay time.Duration) time.Duration {
	if delay <= tooQuick {
		return rushedFrame
	}
	return delay
}

// addFrame counts a frame of the given size and delay.
func (i *Info) addFrame(width, height int, delay time.Duration) {
	if i.Frames == 0 || delay < i.MinDelay {
		i.MinDelay = delay
	}
	i.Frames++
	i.Pixels += int64(width) * int64(height)
	i.Duration += shown(delay)
}

// settle makes the facts of a file with a single frame those of a still, whatever its container.
func (i *Info) settle() {
	i.Animated = i.Frames > 1
	if i.Animated {
		return
	}
	i.Frames, i.Loops = 1, 1
	i.Duration, i.MinDelay = 0, 0
}
