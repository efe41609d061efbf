package assets

import (
	"bytes"
	"cmp"
	"context"
	"image"
	"slices"
	"strings"
	"time"
)

// Scaling says how a picture is brought to the size that a platform wants.
type Scaling string

// The ways of scaling. All keep the aspect.
const (
	Within Scaling = "within" // shrunk until it fits into the box, never enlarged
	Fill   Scaling = "fill"   // scaled until one side touches the box
	Pad    Scaling = "pad"    // as Fill, with transparent space added until it has the size of the box
)

// Target is what a platform takes of one picture. A limit of zero is none.
type Target struct {
	Format        Format // PNG (APNG where it moves), GIF or WebP
	Moving        bool   // an animation; else a still, of an animation its first frame
	Width, Height int    // of the box in px
	Fit           Scaling
	Even          bool  // both sides must be even
	Bytes         int64 // at most
	MinFrames     int
	Frames        int           // at most
	MinDelay      time.Duration // of a frame, at least
	Duration      time.Duration // of all rounds, at most
	Loops         int           // rounds at most; the animation plays for ever where this is none
}

// Takes reports whether a file is within the limits of t, as far as its headers tell.
func (t Target) Takes(i Image) bool {
	return i.Name.Format == t.Format && i.Animated == t.Moving && sizeFits(image.Pt(i.Width, i.Height), t) &&
		(t.Bytes == 0 || int64(len(i.Data)) <= t.Bytes)
}

// Pass is something that was done to a picture so that a limit is kept.
type Pass string

// The passes.
const (
	PassColours  Pass = "colours"  // fewer colours
	PassLossy    Pass = "lossy"    // a lossy encoder
	PassFrames   Pass = "frames"   // fewer frames
	PassFaster   Pass = "faster"   // played in less time
	PassSmaller  Pass = "smaller"  // fewer pixels than the platform would take
	PassEnlarged Pass = "enlarged" // more pixels than the picture has
	PassPadded   Pass = "padded"   // transparent space around it
)

// Obstacle is why a picture cannot be made for a target.
type Obstacle string

// The obstacles.
const (
	TooHeavy   Obstacle = "bytes"    // whatever was tried, the file is too large
	TooFew     Obstacle = "frames"   // it has fewer frames than the platform wants
	TooLong    Obstacle = "duration" // it plays longer than the platform allows
	NoEncoder  Obstacle = "encoder"  // nothing here writes the format
	Motionless Obstacle = "still"    // the target moves, the picture does not
	TooCostly  Obstacle = "cost"     // to make it took more memory or time than there is for an upload
)

// Export is what became of a picture for one target.
type Export struct {
	Image    Image    // without Data where it could not be made
	Obstacle Obstacle // "" where it was made
	Passes   []Pass   // what was done, in order
	Frames   int      // that the file has
	Colours  int      // that are left, where PassColours was done and they were counted; else 0
	Lightest int64    // bytes of the lightest file that was tried, perhaps an estimate
}

// Exporter makes of uploads what other platforms take of them. It decodes, as a Deriver does, and may
// stand in a sandbox as that may.
type Exporter interface {
	// Examine returns what is to be seen in an upload. The errors are those of Deriver.Derive.
	Examine(ctx context.Context, data []byte) (Examination, error)
	// Export makes an upload for each target, in their order. The errors are those of Deriver.Derive.
	Export(ctx context.Context, data []byte, targets []Target) ([]Export, error)
}

// NewExporter returns an Exporter that works in this process, on at most two uploads at once. It runs
// img2webp and cwebp where the machine has them.
func NewExporter(budget Budget) Exporter {
	return &exporter{budget: budget, slots: make(chan struct{}, atOnce)}
}

type exporter struct {
	budget Budget
	slots  chan struct{}
}

// open walks an upload, holds it to the budget, and waits for its turn; release ends it.
func (e *exporter) open(ctx context.Context, data []byte) (upload container, release func(), err error) {
	if err := e.budget.CheckSize(int64(len(data))); err != nil {
		return nil, nil, err
	}
	if upload, err = walk(data); err != nil {
		return nil, nil, err
	}
	if err := e.budget.Check(upload.facts()); err != nil {
		return nil, nil, err
	}
	select {
	case e.slots <- struct{}{}:
		return upload, func() { <-e.slots }, nil
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

func (e *exporter) Export(ctx context.Context, data []byte, targets []Target) ([]Export, error) {
	upload, release, err := e.open(ctx, data)
	if err != nil {
		return nil, err
	}
	defer release()
	var scenes []scene
	if err := compose(ctx, upload, MasterSide, func(s scene) { scenes = append(scenes, s) }); err != nil {
		return nil, err
	}
	b := &bench{upload: upload, scenes: scenes, fitted: map[fitting][]scene{}, tried: map[attempt]Image{}}
	exports := make([]Export, len(targets))
	for _, i := range bySize(targets) {
		if exports[i], err = b.make(ctx, targets[i]); err != nil {
			return nil, err
		}
	}
	return exports, nil
}

// bySize returns the places of targets, those of one size one after the other.
func bySize(targets []Target) []int {
	places := make([]int, len(targets))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(i, j int) int {
		a, b := targets[i], targets[j]
		return cmp.Or(a.Width-b.Width, a.Height-b.Height, strings.Compare(string(a.Fit), string(b.Fit)))
	})
	return places
}

// bench is where one upload is made into files; what two targets share is made once.
type bench struct {
	upload container
	scenes []scene
	fitted map[fitting][]scene
	tried  map[attempt]Image
	alone  bool // without other programs of the machine
}

// fitting is a size that the frames were brought to.
type fitting struct {
	width, height int
	fit           Scaling
	even, moving  bool
}

// attempt is a still that was encoded.
type attempt struct {
	fitting
	format Format
	loss   int
}

// make makes one export.
func (b *bench) make(ctx context.Context, t Target) (Export, error) {
	switch {
	case t.Format != PNG && t.Format != GIF && t.Format != WebP:
		return Export{Obstacle: NoEncoder}, nil
	case t.Moving && (len(b.scenes) < 2 || !b.alone && motionless(b.scenes)):
		return Export{Obstacle: Motionless}, nil
	}
	if e, fits := b.asItIs(t); fits {
		return e, nil
	}
	scenes := b.fit(fitting{t.Width, t.Height, t.Fit, t.Even, t.Moving})
	e := Export{Passes: b.passesOfFit(t)}
	if !t.Moving {
		return b.still(ctx, t, scenes[0].picture, e), ctx.Err()
	}
	thinned := thin(scenes, t)
	if len(thinned) < len(scenes) {
		e.Passes = append(e.Passes, PassFrames)
	}
	if hastened := hasten(thinned, t); hastened != nil {
		thinned, e.Passes = hastened, append(e.Passes, PassFaster)
	}
	if e.Obstacle = obstacleOf(thinned, t); e.Obstacle != "" {
		return e, nil
	}
	return b.moving(ctx, t, thinned, e)
}

// motionless reports whether nothing changes from frame to frame: some encoders make a still of that.
func motionless(scenes []scene) bool {
	for _, s := range scenes[1:] {
		if !bytes.Equal(s.picture.Pix, scenes[0].picture.Pix) {
			return false
		}
	}
	return true
}

// obstacleOf returns what no pass can mend.
func obstacleOf(scenes []scene, t Target) Obstacle {
	switch {
	case t.Duration > 0 && lasting(scenes) > t.Duration:
		return TooLong
	case len(scenes) < t.MinFrames:
		return TooFew
	}
	return ""
}

// passesOfFit says what was done to bring the picture into the box.
func (b *bench) passesOfFit(t Target) []Pass {
	var passes []Pass
	own := b.scenes[0].picture
	if t.Fit != Within && own.Rect.Dx() < t.Width && own.Rect.Dy() < t.Height {
		passes = append(passes, PassEnlarged)
	}
	if t.Fit == Pad && own.Rect.Dx()*t.Height != own.Rect.Dy()*t.Width {
		passes = append(passes, PassPadded)
	}
	return passes
}

// asItIs returns the upload in a container that is written here, if it keeps all of t's limits as it is.
func (b *bench) asItIs(t Target) (Export, bool) {
	info := b.upload.facts()
	size := image.Pt(info.Width, info.Height)
	if info.Format != t.Format || info.Animated != t.Moving || info.Orientation != 1 || !sizeFits(size, t) {
		return Export{}, false
	}
	if obstacleOf(b.scenes, t) != "" || len(thin(b.scenes, t)) < len(b.scenes) || t.Loops > 0 && info.Loops != 1 {
		return Export{}, false
	}
	data, err := b.upload.rewrite()
	if err != nil || t.Bytes > 0 && int64(len(data)) > t.Bytes {
		return Export{}, false
	}
	made := still(data, info.Format, size)
	made.Animated, made.Duration = info.Animated, info.Duration
	return Export{Image: made, Frames: info.Frames}, true
}

// sizeFits reports whether a picture has a size that t takes.
func sizeFits(size image.Point, t Target) bool {
	switch {
	case t.Even && (size.X%2 == 1 || size.Y%2 == 1), size.X > t.Width || size.Y > t.Height:
		return false
	case t.Fit == Pad:
		return size == image.Pt(t.Width, t.Height)
	case t.Fit == Fill:
		return size.X == t.Width || size.Y == t.Height
	}
	return true
}
