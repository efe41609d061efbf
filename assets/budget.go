package assets

import (
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// Faults of images that are well formed and too much. Facts: measured, limit, unless said otherwise.
var (
	// ErrImageTooLarge: a side is too long. Facts: width, height, limit, in px.
	ErrImageTooLarge = fault.Define(fault.Invalid, "image-too-large")
	// ErrTooManyPixels: the area is too large, of an animation over all its frames. In px.
	ErrTooManyPixels = fault.Define(fault.Invalid, "too-many-pixels")
	// ErrTooManyFrames: the animation has too many frames.
	ErrTooManyFrames = fault.Define(fault.Invalid, "too-many-frames")
	// ErrAnimationTooLong: one round takes too long. In milliseconds.
	ErrAnimationTooLong = fault.Define(fault.Invalid, "animation-too-long")
	// ErrImageTooCostly: its headers promise little, and yet to decode it took more memory or time than an
	// image may, or made the decoder fail. Facts: reason, which is "memory", "time" or "crash".
	ErrImageTooCostly = fault.Define(fault.Invalid, "image-too-costly")
)

// Budget is what an upload may cost. It is asked before anything is decoded.
type Budget struct {
	Bytes int64 // of the file

	StillSide   int   // longest side of a still in px
	StillPixels int64 // area of a still in px

	AnimationSide   int   // longest side of an animation's canvas in px
	AnimationPixels int64 // over all frames in px
	Frames          int
	Duration        time.Duration // of one round
}

// DefaultBudget admits what phones and drawing programs make, and no bombs. The worst that it lets
// pass, a progressive JPEG of four colours and 4096 px a side, needs some 400 MB while it is decoded.
var DefaultBudget = Budget{
	Bytes:           5 << 20,
	StillSide:       4096,
	StillPixels:     16_800_000,
	AnimationSide:   1024,
	AnimationPixels: 32_000_000,
	Frames:          100,
	Duration:        10 * time.Second,
}

// CheckSize refuses a file of the given size in bytes, before anyone reads it. The error is ErrFileTooLarge.
func (b Budget) CheckSize(size int64) error {
	if size > b.Bytes {
		return ErrFileTooLarge.With("measured", size, "limit", b.Bytes)
	}
	return nil
}

// Check refuses what costs more than b. The errors are ErrFileTooLarge, ErrImageTooLarge,
// ErrTooManyPixels, ErrTooManyFrames and ErrAnimationTooLong.
func (b Budget) Check(i Info) error {
	if err := b.CheckSize(i.Size); err != nil {
		return err
	}
	if i.Animated {
		return b.checkAnimation(i)
	}
	return checkArea(i, b.StillSide, b.StillPixels)
}

func (b Budget) checkAnimation(i Info) error {
	if err := checkArea(i, b.AnimationSide, b.AnimationPixels); err != nil {
		return err
	}
	if i.Frames > b.Frames {
		return ErrTooManyFrames.With("measured", i.Frames, "limit", b.Frames)
	}
	if i.Duration > b.Duration {
		return ErrAnimationTooLong.With("measured", i.Duration.Milliseconds(), "limit", b.Duration.Milliseconds())
	}
	return nil
}

func checkArea(i Info, side int, pixels int64) error {
	if max(i.Width, i.Height) > side {
		return ErrImageTooLarge.With("width", i.Width, "height", i.Height, "limit", side)
	}
	if area := max(i.Pixels, int64(i.Width)*int64(i.Height)); area > pixels {
		return ErrTooManyPixels.With("measured", area, "limit", pixels)
	}
	return nil
}
