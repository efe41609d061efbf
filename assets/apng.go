package assets

import (
	"encoding/binary"
	"image"
	"math"
	"time"
)

// pngFrame is one frame of an APNG, or the picture of a PNG.
type pngFrame struct {
	rect    image.Rectangle
	delay   time.Duration
	control []byte   // payload of fcTL, or nil in a PNG
	data    [][]byte // compressed picture, in parts
}

// readAnimation reads the chunks of an animation (PNG, third edition, 11.3.6). In a file without
// acTL they mean nothing.
func (f *pngFile) readAnimation(c *cursor, id string, payload []byte) error {
	switch {
	case id == "acTL":
		return f.readPlan(c, payload)
	case f.planned == 0:
		f.info.Metadata = note(f.info.Metadata, "other")
		return nil
	case len(payload) < 4 || binary.BigEndian.Uint32(payload) != f.sequence:
		return c.damaged("frames out of sequence")
	}
	f.sequence++
	if id == "fcTL" {
		return f.readControl(c, payload)
	}
	return f.readFrameData(c, payload[4:])
}

// readPlan reads acTL: the number of frames, and how often they play (0 is for ever).
func (f *pngFile) readPlan(c *cursor, payload []byte) error {
	if len(payload) != 8 || f.planned != 0 || f.picture != nil {
		return c.damaged("animation control out of place")
	}
	frames, plays := binary.BigEndian.Uint32(payload), binary.BigEndian.Uint32(payload[4:])
	if frames == 0 {
		return c.damaged("an animation without frames")
	}
	if frames > maxChunks {
		return ErrTooManyChunks.With("measured", frames, "limit", maxChunks)
	}
	f.planned = int(frames)
	f.info.Loops = int(min(plays, math.MaxInt32))
	return nil
}

// readControl reads fcTL: sequence, width, height, x, y, delay as a fraction of a second, disposal,
// blending.
func (f *pngFile) readControl(c *cursor, payload []byte) error {
	if len(payload) != 26 || payload[24] > 2 || payload[25] > 1 {
		return c.damaged("a frame control of an unknown kind")
	}
	if err := f.frameEnded(c); err != nil {
		return err
	}
	if len(f.pictures) == f.planned {
		return c.damaged("more frames than announced")
	}
	rect, fits := pngRect(payload[4:])
	number := len(f.pictures) + 1
	if !fits {
		return ErrFrameOutside.With("frame", number, "width", 0, "height", 0)
	}
	if err := outside(number, rect, f.info.Width, f.info.Height); err != nil {
		return err
	}
	f.drawsFirst = f.drawsFirst || f.picture == nil
	f.pictures = append(f.pictures, pngFrame{rect: rect, delay: pngDelay(payload[20:]), control: payload})
	return nil
}

// pngRect reads width, height, x and y of fcTL; false if a number is out of the format's range.
func pngRect(b []byte) (image.Rectangle, bool) {
	var v [4]int
	for i := range v {
		n := binary.BigEndian.Uint32(b[4*i:])
		if n > math.MaxInt32 {
			return image.Rectangle{}, false
		}
		v[i] = int(n)
	}
	return image.Rect(v[2], v[3], v[2]+v[0], v[3]+v[1]), true
}

// pngDelay reads a numerator and a denominator; a denominator of 0 means 100.
func pngDelay(b []byte) time.Duration {
	num, den := binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	if den == 0 {
		den = 100
	}
	return time.Duration(num) * time.Second / time.Duration(den)
}

// readFrameData reads fdAT: a part of a frame's picture, which comes after the default picture.
func (f *pngFile) readFrameData(c *cursor, payload []byte) error {
	if len(f.pictures) == 0 || f.picture == nil || f.drawsFirst && len(f.pictures) == 1 {
		return c.damaged("frame data out of place")
	}
	frame := &f.pictures[len(f.pictures)-1]
	frame.data = append(frame.data, payload)
	return nil
}

// frameEnded refuses a frame that got no data before the next began.
func (f *pngFile) frameEnded(c *cursor) error {
	if n := len(f.pictures); n > 0 && len(f.pictures[n-1].data) == 0 {
		return c.damaged("a frame without a picture")
	}
	return nil
}
