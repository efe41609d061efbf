package assets

import (
	"context"
	"fmt"
	"image"
	"slices"
	"time"
)

// Longest sides in px of what is derived.
const (
	MasterSide  = 512 // masters of stills
	PreviewSide = 256 // what anyone may see of a pack that has a price
	ThumbSide   = 128 // thumbs, exactly
)

// Derivation grows when more is made of uploads than before, so that what an older program made can be
// told apart.
const Derivation = 1

// Deriver turns an upload into what is served. The one of NewDeriver works in this process; a
// sandboxed one may stand in its place.
type Deriver interface {
	// Derive refuses what Inspect and the budget refuse, with their faults, and ErrImageDamaged
	// where a frame cannot be decoded.
	Derive(ctx context.Context, data []byte) (Derived, error)
}

// Image is one file that is served, with what a client must know to lay it out.
type Image struct {
	Data          []byte
	Name          Name
	Width, Height int // px
	Animated      bool
	Duration      time.Duration // of one round; 0 for stills
}

// Derived is everything that is made of an upload. No file of it has metadata.
type Derived struct {
	Info Info // of the upload

	// Master is the best picture. Stills have at most MasterSide px and are never enlarged;
	// animations keep their frames and their size.
	Master Image

	// Ladder is what those who own the sticker may choose from, best first and none enlarged: Master, of
	// animations Previews, and of stills StillSmall and Thumb where they are smaller.
	Ladder []Image

	// Previews are what anyone may see in motion of a pack that has a price: of an animation its frames
	// at at most PreviewSide px, as animated WebP and as APNG, lightest first. None is the file Master.
	Previews []Image

	// Still is the picture without movement: of an animation its first frame, of at most MasterSide
	// px; else Master.
	Still Image

	// StillSmall and Thumb are what anyone may see of a pack that has a price: a still of at most
	// PreviewSide px, and one whose longest side is exactly ThumbSide px, enlarged if need be. Neither
	// is ever the file Master, even where Master is as small: they have names of their own.
	StillSmall, Thumb Image

	// Seen is what is to be seen in the upload; nil where no pixel was looked at.
	Seen *Seen

	// ThumbHash is a placeholder of some 25 bytes, to be shown while a picture loads
	// (https://evanw.github.io/thumbhash/).
	ThumbHash []byte
}

// Images returns every file of d once, Master first.
func (d Derived) Images() []Image {
	var all []Image
	for _, i := range slices.Concat([]Image{d.Master, d.Still, d.StillSmall, d.Thumb}, d.Ladder, d.Previews) {
		if !slices.ContainsFunc(all, func(known Image) bool { return known.Name == i.Name }) {
			all = append(all, i)
		}
	}
	return all
}

// Uploads that one deriver decodes at once; each may need what DefaultBudget says.
const atOnce = 2

// NewDeriver returns a Deriver that decodes in this process, at most two uploads at once.
func NewDeriver(budget Budget) Deriver {
	return &deriver{budget: budget, slots: make(chan struct{}, atOnce)}
}

type deriver struct {
	budget Budget
	slots  chan struct{}
}

func (d *deriver) Derive(ctx context.Context, data []byte) (Derived, error) {
	if err := d.budget.CheckSize(int64(len(data))); err != nil {
		return Derived{}, err
	}
	upload, err := walk(data)
	if err != nil {
		return Derived{}, err
	}
	if err := d.budget.Check(upload.facts()); err != nil {
		return Derived{}, err
	}
	select {
	case d.slots <- struct{}{}:
		defer func() { <-d.slots }()
	case <-ctx.Done():
		return Derived{}, ctx.Err()
	}
	return derive(ctx, upload)
}

func derive(ctx context.Context, upload container) (Derived, error) {
	first, err := firstOf(upload)
	if err != nil {
		return Derived{}, err
	}
	info := upload.facts()
	first = turn(shrink(first, MasterSide), info.Orientation)
	d := Derived{Info: info}
	if info.Animated {
		if err = d.animation(ctx, upload); err == nil {
			d.Still, err = encode(first, masterWeight, "")
		}
	} else {
		err = d.still(upload, first)
	}
	if err != nil {
		return Derived{}, err
	}
	if err := d.previews(first); err != nil {
		return Derived{}, err
	}
	d.climb()
	return d, ctx.Err()
}

// firstOf decodes the first frame and puts it on its canvas.
func firstOf(upload container) (*image.NRGBA, error) {
	m, err := decode(upload, 0)
	if err != nil {
		return nil, err
	}
	return place(pixels(m), upload.frames()[0], upload.canvas()), nil
}

// decode decodes one frame. A decoder that panics has met a damaged file.
func decode(upload container, i int) (m image.Image, err error) {
	damaged := ErrImageDamaged.With("frame", i+1, "defect", "picture data that cannot be decoded")
	defer func() {
		if p := recover(); p != nil {
			err = damaged.Because(fmt.Errorf("decoder panicked: %v", p))
		}
	}()
	m, err = upload.frame(i)
	if err != nil {
		return nil, damaged.Because(err)
	}
	return m, nil
}

// moving is an animation, of the bytes that it was rewritten as.
func moving(data []byte, upload container) Image {
	i := still(data, upload.facts().Format, upload.canvas())
	i.Animated, i.Duration = true, upload.facts().Duration
	return i
}

// still makes Master of a picture: anew, or of a WebP that is small enough as it is, because lossy
// pictures grow when they are encoded without loss.
func (d *Derived) still(upload container, first *image.NRGBA) (err error) {
	if d.Master, err = keep(upload); err != nil {
		return err
	}
	if d.Master.Data == nil || len(d.Master.Data) > masterWeight.limit {
		encoded, err := encode(first, masterWeight, "")
		if err != nil {
			return err
		}
		if d.Master.Data == nil || len(encoded.Data) < len(d.Master.Data) {
			d.Master = encoded
		}
	}
	d.Still = d.Master
	return nil
}

// keep returns a still WebP of at most MasterSide px, whose one frame fills the canvas, in a container
// that is written here; else an Image without Data.
func keep(upload container) (Image, error) {
	info := upload.facts()
	fills := upload.frames()[0] == image.Rectangle{Max: upload.canvas()}
	if info.Format != WebP || info.Animated || !fills || max(info.Width, info.Height) > MasterSide {
		return Image{}, nil
	}
	data, err := upload.rewrite()
	return still(data, WebP, image.Pt(info.Width, info.Height)), err
}

// previews makes what is smaller than Still, of the same picture.
func (d *Derived) previews(first *image.NRGBA) (err error) {
	small := shrink(first, PreviewSide)
	if d.StillSmall, err = encode(small, previewWeight, d.Master.Name.Digest); err != nil {
		return err
	}
	if d.Thumb, err = encode(fit(small, ThumbSide), thumbWeight, d.Master.Name.Digest); err != nil {
		return err
	}
	d.ThumbHash = thumbHash(small)
	if d.Seen == nil {
		still := lookAt([]scene{{picture: small}})
		d.Seen = &still
	}
	return nil
}

// climb makes Ladder of the other pictures.
func (d *Derived) climb() {
	d.Ladder = []Image{d.Master}
	if d.Info.Animated {
		d.Ladder = append(d.Ladder, d.Previews...)
		return
	}
	for _, step := range []Image{d.StillSmall, d.Thumb} {
		last := d.Ladder[len(d.Ladder)-1]
		if max(step.Width, step.Height) < max(last.Width, last.Height) {
			d.Ladder = append(d.Ladder, step)
		}
	}
}
