package assets

import (
	"context"
	"image"
	"time"
)

// scene is one frame of an animation as it is seen: the whole canvas.
type scene struct {
	picture *image.NRGBA
	delay   time.Duration // as browsers show it
}

// What becomes of a frame's rectangle before the next is drawn.
type disposal int

const (
	keepFrame disposal = iota
	clearFrame
	restoreFrame // what was there before it
)

// showing says how a frame is put on its canvas.
type showing struct {
	delay    time.Duration
	disposal disposal
	over     bool // blended over what is there, else in its place
}

// showingOf returns how the frame i of an upload is shown; of a still, how a picture is.
func showingOf(upload container, i int) showing {
	switch f := upload.(type) {
	case *gifFile:
		return f.pictures[i].showing()
	case *pngFile:
		return f.pictures[i].showing()
	case *webpFile:
		p := f.pictures[i]
		return showing{p.delay, disposal(p.mode & 1), p.mode&2 == 0}
	}
	return showing{}
}

// showing reads a graphic control (GIF89a, 23): the disposal is in the bits 2 to 4 of its flags.
func (p gifFrame) showing() showing {
	if p.control == nil {
		return showing{over: true}
	}
	how := showing{over: true, delay: 10 * time.Millisecond * time.Duration(int(p.control[1])|int(p.control[2])<<8)}
	switch p.control[0] >> 2 & 7 {
	case 2:
		how.disposal = clearFrame
	case 3:
		how.disposal = restoreFrame
	}
	return how
}

// showing reads fcTL (PNG, third edition, 11.3.6.2).
func (p pngFrame) showing() showing {
	if p.control == nil {
		return showing{}
	}
	return showing{p.delay, disposal(p.control[24]), p.control[25] == 1}
}

// compose shows an upload frame by frame, each as a viewer sees it and shrunk to at most side px. What
// see is given is its own.
func compose(ctx context.Context, upload container, side int, see func(scene)) error {
	canvas := image.NewNRGBA(image.Rectangle{Max: upload.canvas()})
	for i, rect := range upload.frames() {
		if err := ctx.Err(); err != nil {
			return err
		}
		m, err := decode(upload, i)
		if err != nil {
			return err
		}
		how := showingOf(upload, i)
		var before *image.NRGBA
		if how.disposal == restoreFrame {
			before = cut(canvas, rect)
		}
		putOn(canvas, pixels(m), rect, how.over)
		see(scene{snapshot(canvas, side, upload.facts().Orientation), shown(how.delay)})
		switch how.disposal {
		case clearFrame:
			putOn(canvas, image.NewNRGBA(image.Rectangle{Max: rect.Size()}), rect, false)
		case restoreFrame:
			putOn(canvas, before, rect, false)
		}
	}
	return nil
}

// snapshot returns a copy of the canvas as it is shown.
func snapshot(canvas *image.NRGBA, side, orientation int) *image.NRGBA {
	small := shrink(canvas, side)
	if small == canvas {
		small = cut(canvas, canvas.Rect)
	}
	return turn(small, orientation)
}

// cut returns a copy of a part of m, its corner at the origin.
func cut(m *image.NRGBA, part image.Rectangle) *image.NRGBA {
	out := image.NewNRGBA(image.Rectangle{Max: part.Size()})
	for y := range part.Dy() {
		copy(out.Pix[y*out.Stride:(y+1)*out.Stride], m.Pix[m.PixOffset(part.Min.X, part.Min.Y+y):])
	}
	return out
}

// putOn puts m, whose corner is at the origin, onto the canvas.
func putOn(canvas, m *image.NRGBA, at image.Rectangle, over bool) {
	for y := range at.Dy() {
		to := canvas.Pix[canvas.PixOffset(at.Min.X, at.Min.Y+y):][:4*at.Dx()]
		from := m.Pix[y*m.Stride:][:4*at.Dx()]
		if over {
			blend(to, from)
		} else {
			copy(to, from)
		}
	}
}

// blend lays a row of colours over another, both with alpha apart.
func blend(to, from []byte) {
	for i := 0; i < len(to); i += 4 {
		switch a := int(from[i+3]); a {
		case 0:
		case 0xff:
			copy(to[i:i+4], from[i:i+4])
		default:
			under := int(to[i+3]) * (0xff - a) / 0xff
			whole := a + under
			for c := i; c < i+3; c++ {
				to[c] = byte((int(from[c])*a + int(to[c])*under + whole/2) / whole)
			}
			to[i+3] = byte(whole)
		}
	}
}
