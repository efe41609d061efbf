package assets

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"math"
	"time"
)

// partOf returns what a frame draws: all of the canvas at first, then what has changed.
func partOf(scenes []scene, i int) image.Rectangle {
	if i == 0 {
		return scenes[0].picture.Rect
	}
	return changed(scenes[i-1].picture, scenes[i].picture)
}

// animated is what was written of scenes, up to the part done.
func animated(data []byte, format Format, scenes []scene, frames int) (Image, float64, error) {
	made := still(data, format, scenes[0].picture.Rect.Size())
	made.Animated, made.Duration = true, lasting(scenes)
	return made, float64(frames) / float64(len(scenes)), nil
}

// over reports whether a file is too heavy already.
func (t Target) over(n int) bool { return t.Bytes > 0 && int64(n) > t.Bytes }

// loops returns how often an animation plays: for ever (0), or as often as the target's limits allow.
func (t Target) loops(scenes []scene) uint32 {
	if t.Loops == 0 {
		return 0
	}
	rounds := t.Loops
	if round := lasting(scenes); t.Duration > 0 && round > 0 {
		rounds = min(rounds, int(t.Duration/round))
	}
	return uint32(max(1, rounds))
}

// writeAPNG writes an APNG whose frames draw what has changed, in a palette where h has one.
func writeAPNG(ctx context.Context, scenes []scene, h effort, t Target) (Image, float64, error) {
	w := apngWriter{}
	if h.colours > 0 {
		p := paletteOf(pictures(scenes), h.colours, false)
		w.palette = &p
	}
	w.begin(scenes[0].picture.Rect.Size(), len(scenes), t.loops(scenes))
	for i, s := range scenes {
		if ctx.Err() != nil || t.over(len(w.out)) {
			return animated(w.out, PNG, scenes, max(1, i))
		}
		w.frame(i, cut(s.picture, partOf(scenes, i)), partOf(scenes, i), s.delay)
	}
	w.chunk("IEND")
	return animated(w.out, PNG, scenes, len(scenes))
}

// apngWriter writes frames of 8 bits a channel, or with a palette.
type apngWriter struct {
	pngWriter
	palette *palette
}

func (w *apngWriter) begin(size image.Point, frames int, plays uint32) {
	w.out = append(w.out, pngMagic...)
	colour := byte(pngTrueAlpha)
	if w.palette != nil {
		colour = pngIndexed
	}
	header := binary.BigEndian.AppendUint32(nil, uint32(size.X))
	header = binary.BigEndian.AppendUint32(header, uint32(size.Y))
	w.chunk("IHDR", header, []byte{8, colour, 0, 0, 0})
	if w.palette != nil {
		var colours, alphas []byte
		for _, c := range fromPalettePixels(w.palette) {
			colours, alphas = append(colours, c[:3]...), append(alphas, c[3])
		}
		w.chunk("PLTE", colours)
		w.chunk("tRNS", alphas)
	}
	plan := binary.BigEndian.AppendUint32(nil, uint32(frames))
	w.chunk("acTL", plan, binary.BigEndian.AppendUint32(nil, plays))
}

// fromPalettePixels returns a palette's colours as bytes.
func fromPalettePixels(p *palette) [][4]byte {
	out := make([][4]byte, len(p.colours))
	for i, c := range p.colours {
		n := c.(color.NRGBA) // paletteOf makes no others
		out[i] = [4]byte{n.R, n.G, n.B, n.A}
	}
	return out
}

// frame writes fcTL (no disposal, in the place of what is there) and the picture.
func (w *apngWriter) frame(i int, m *image.NRGBA, at image.Rectangle, delay time.Duration) {
	var control []byte
	for _, n := range []int{at.Dx(), at.Dy(), at.Min.X, at.Min.Y} {
		control = binary.BigEndian.AppendUint32(control, uint32(n))
	}
	control = binary.BigEndian.AppendUint16(control, uint16(min(delay.Milliseconds(), math.MaxUint16)))
	control = binary.BigEndian.AppendUint16(control, 1000)
	w.numbered("fcTL", append(control, 0, 0))
	if data := w.deflate(m); i == 0 {
		w.chunk("IDAT", data)
	} else {
		w.numbered("fdAT", data)
	}
}

// deflate returns the rows of a picture, filtered and compressed.
func (w *apngWriter) deflate(m *image.NRGBA) []byte {
	var out bytes.Buffer
	z, _ := zlib.NewWriterLevel(&out, zlib.DefaultCompression) // the level is one that there is
	if w.palette != nil {
		indexed := w.palette.index(m)
		for y := range m.Rect.Dy() {
			_, _ = z.Write([]byte{0}) // a buffer takes everything
			_, _ = z.Write(indexed.Pix[y*indexed.Stride:][:m.Rect.Dx()])
		}
	} else {
		rows := make([]byte, 1+m.Stride)
		for y := range m.Rect.Dy() {
			filterUp(rows, m, y)
			_, _ = z.Write(rows)
		}
	}
	_ = z.Close()
	return out.Bytes()
}

// filterUp writes the difference of a row from the one above (PNG, 9.2, type 2).
func filterUp(out []byte, m *image.NRGBA, y int) {
	out[0] = 2
	copy(out[1:], m.Pix[y*m.Stride:(y+1)*m.Stride])
	if y == 0 {
		return
	}
	for i, above := range m.Pix[(y-1)*m.Stride : y*m.Stride] {
		out[1+i] -= above
	}
}

// writeGIF writes a GIF whose frames stand each alone.
func writeGIF(ctx context.Context, scenes []scene, h effort, t Target) (Image, float64, error) {
	p := paletteOf(pictures(scenes), h.colours, true)
	out := &gif.GIF{LoopCount: max(0, int(t.loops(scenes))-1)}
	for _, s := range scenes {
		if ctx.Err() != nil {
			break
		}
		out.Image = append(out.Image, p.index(s.picture))
		out.Delay = append(out.Delay, max(2, int((s.delay+5*time.Millisecond)/(10*time.Millisecond))))
		out.Disposal = append(out.Disposal, gif.DisposalBackground)
	}
	var data bytes.Buffer
	if err := gif.EncodeAll(&data, out); err != nil {
		return Image{}, 0, err
	}
	return animated(data.Bytes(), GIF, scenes, len(scenes))
}

// writeWebP writes a WebP without loss, besides that of colours, whose frames draw what has changed.
func writeWebP(ctx context.Context, scenes []scene, h effort, t Target) (Image, float64, error) {
	scenes = h.recolour(scenes)
	out := appendVP8X(nil, webpFlagAnimation|webpFlagAlpha, scenes[0].picture.Rect.Size())
	anim := binary.LittleEndian.AppendUint16([]byte{0, 0, 0, 0}, uint16(t.loops(scenes)))
	out = appendRIFF(out, "ANIM", anim)
	for i, s := range scenes {
		if ctx.Err() != nil || t.over(len(out)) {
			return animated(riffFile(out), WebP, scenes, max(1, i))
		}
		at := partOf(scenes, i)
		frame, err := webpFrameOf(cut(s.picture, at))
		if err != nil {
			return Image{}, 0, err
		}
		frame.rect, frame.delay, frame.mode = at, s.delay, 2 // not blended
		out = appendRIFF(out, "ANMF", frame.head(), frame.appendPicture(nil))
	}
	return animated(riffFile(out), WebP, scenes, len(scenes))
}

// webpFrameOf encodes one frame, with a palette where one holds all its colours.
func webpFrameOf(m *image.NRGBA) (webpFrame, error) {
	encoded := Image{}
	if indexed := index(m); indexed != nil {
		encoded = encodeWebPFrom(indexed, m)
	}
	if encoded.Data == nil {
		encoded = encodeWebP(m)
	}
	if encoded.Data == nil {
		return webpFrame{}, errNotEncoded
	}
	upload, err := walkWebP(encoded.Data)
	if err != nil {
		return webpFrame{}, err
	}
	return upload.(*webpFile).pictures[0], nil
}
