package assets

import (
	"encoding/binary"
	"image"
	"time"
)

// webpFile is a walked WebP (RFC 9649).
type webpFile struct {
	info     Info
	extended bool // has a VP8X chunk
	moving   bool // VP8X says that it is animated
	anim     []byte
	pictures []webpFrame
	seen     map[string]bool // chunks of which there is only one
}

// webpFrame is one picture: of a still, or of an ANMF chunk.
type webpFrame struct {
	bitstream webpBitstream
	alpha     []byte // payload of ALPH, or nil
	rect      image.Rectangle
	delay     time.Duration
	mode      byte // blending and disposal of ANMF, in the two lowest bits
}

func isWebP(data []byte) bool {
	return len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
}

func walkWebP(data []byte) (container, error) {
	claimed := int64(binary.LittleEndian.Uint32(data[4:])) + 8
	if claimed > int64(len(data)) {
		return nil, ErrImageTruncated.With("at", len(data))
	}
	if trailing := int64(len(data)) - claimed; trailing > 0 {
		return nil, ErrTrailingBytes.With("measured", trailing, "limit", 0)
	}
	f := &webpFile{seen: map[string]bool{}}
	f.info = Info{Format: WebP, Size: int64(len(data)), Orientation: 1}
	var count tally
	c := &cursor{data: data, at: 12}
	if err := f.chunks(c, &count); err != nil {
		return nil, err
	}
	if err := f.finish(c); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *webpFile) chunks(c *cursor, count *tally) error {
	for c.left() > 0 {
		id, payload, err := nextRIFF(c)
		if err != nil {
			return err
		}
		if err := count.add(); err != nil {
			return err
		}
		if err := f.chunk(c, id, payload, count); err != nil {
			return err
		}
	}
	return nil
}

// nextRIFF takes a chunk: four letters, a size, as many bytes, and a byte more if the size is odd.
func nextRIFF(c *cursor) (id string, payload []byte, err error) {
	head, err := c.take(8)
	if err != nil {
		return "", nil, err
	}
	size := int64(binary.LittleEndian.Uint32(head[4:]))
	if size > int64(c.left()) {
		return "", nil, c.truncated()
	}
	payload, err = c.take(int(size))
	if err == nil && size%2 == 1 {
		_, err = c.take(1)
	}
	return string(head[:4]), payload, err
}

// chunk reads one chunk of the file.
func (f *webpFile) chunk(c *cursor, id string, payload []byte, count *tally) error {
	switch id {
	case "VP8X", "ANIM", "ALPH", "VP8 ", "VP8L":
		if f.seen[id] {
			return c.damaged("a second " + id + " chunk")
		}
		f.seen[id] = true
	}
	switch id {
	case "VP8X":
		return f.header(c, payload)
	case "ANIM":
		return f.animation(c, payload)
	case "ANMF":
		return f.animationFrame(c, payload, count)
	case "ALPH", "VP8 ", "VP8L":
		return f.still(c, id, payload)
	}
	f.info.Metadata = note(f.info.Metadata, webpMetadata(id))
	return nil
}

func webpMetadata(id string) string {
	switch id {
	case "EXIF":
		return "exif"
	case "XMP ":
		return "xmp"
	case "ICCP":
		return "icc"
	}
	return "other"
}

// header reads VP8X (RFC 9649, 2.7): flags, and the canvas less one in 24 bits.
func (f *webpFile) header(c *cursor, payload []byte) error {
	if len(payload) != 10 {
		return c.damaged("a VP8X chunk of the wrong size")
	}
	if len(f.seen) > 1 || len(f.info.Metadata) > 0 {
		return c.damaged("a VP8X chunk that is not the first")
	}
	f.extended = true
	f.moving = payload[0]&webpFlagAnimation != 0
	f.info.Width, f.info.Height = uint24(payload[4:])+1, uint24(payload[7:])+1
	return nil
}

// Flags of VP8X.
const (
	webpFlagAnimation = 1 << 1
	webpFlagAlpha     = 1 << 4
)

// animation reads ANIM: a background, which browsers ignore, and how often it plays.
func (f *webpFile) animation(c *cursor, payload []byte) error {
	if !f.moving || len(payload) != 6 || len(f.pictures) > 0 {
		return c.damaged("an ANIM chunk out of place")
	}
	f.anim = payload
	f.info.Loops = int(binary.LittleEndian.Uint16(payload[4:]))
	return nil
}

// animationFrame reads ANMF: place, size, duration in milliseconds, modes, and the chunks of a picture.
func (f *webpFile) animationFrame(c *cursor, payload []byte, count *tally) error {
	const headLen = 16
	if f.anim == nil || len(payload) < headLen {
		return c.damaged("an ANMF chunk out of place")
	}
	x, y := 2*uint24(payload), 2*uint24(payload[3:])
	width, height := uint24(payload[6:])+1, uint24(payload[9:])+1
	frame := webpFrame{
		rect:  image.Rect(x, y, x+width, y+height),
		delay: time.Duration(uint24(payload[12:])) * time.Millisecond,
		mode:  payload[15] & 3,
	}
	if err := outside(len(f.pictures)+1, frame.rect, f.info.Width, f.info.Height); err != nil {
		return err
	}
	inner := &cursor{data: payload, at: headLen, base: c.at - len(payload)}
	if err := frame.chunks(inner, count); err != nil {
		return err
	}
	return f.add(c, frame)
}

// chunks reads the chunks within ANMF: perhaps ALPH, then VP8 or VP8L.
func (w *webpFrame) chunks(c *cursor, count *tally) error {
	for c.left() > 0 {
		id, payload, err := nextRIFF(c)
		if err != nil {
			return err
		}
		if err := count.add(); err != nil {
			return err
		}
		if err := w.chunk(c, id, payload); err != nil {
			return err
		}
	}
	return nil
}

// chunk reads one chunk of a picture.
func (w *webpFrame) chunk(c *cursor, id string, payload []byte) (err error) {
	switch id {
	case "ALPH":
		if w.alpha != nil || w.bitstream.data != nil {
			return c.damaged("an ALPH chunk out of place")
		}
		w.alpha = payload
	case "VP8 ", "VP8L":
		if w.bitstream.data != nil || w.alpha != nil && id == "VP8L" {
			return c.damaged("a second picture in a frame")
		}
		w.bitstream, err = readWebPBitstream(c, id, payload)
	}
	return err
}

// still reads a chunk of a picture that stands outside of ANMF.
func (f *webpFile) still(c *cursor, id string, payload []byte) error {
	if f.moving || id == "ALPH" && !f.extended {
		return c.damaged("a picture out of place")
	}
	if len(f.pictures) == 0 {
		f.pictures = append(f.pictures, webpFrame{})
	}
	return f.pictures[0].chunk(c, id, payload)
}

// finish checks what only the whole file can tell.
func (f *webpFile) finish(c *cursor) error {
	if len(f.pictures) == 0 {
		return c.truncated()
	}
	if !f.moving {
		if err := f.finishStill(c); err != nil {
			return err
		}
	}
	f.info.settle()
	return nil
}

func (f *webpFile) finishStill(c *cursor) error {
	frame := f.pictures[0]
	if !f.extended {
		f.info.Width, f.info.Height = frame.bitstream.width, frame.bitstream.height
	}
	frame.rect = image.Rect(0, 0, f.info.Width, f.info.Height)
	f.pictures = nil
	return f.add(c, frame)
}

// add keeps a frame whose picture is exactly as large as the frame.
func (f *webpFile) add(c *cursor, frame webpFrame) error {
	b := frame.bitstream
	if b.data == nil {
		return c.damaged("a frame without a picture")
	}
	if b.width != frame.rect.Dx() || b.height != frame.rect.Dy() {
		return ErrFrameOutside.With("frame", len(f.pictures)+1, "width", b.width, "height", b.height)
	}
	if err := checkWebPAlpha(c, frame); err != nil {
		return err
	}
	f.pictures = append(f.pictures, frame)
	f.info.HasAlpha = f.info.HasAlpha || b.alpha || frame.alpha != nil
	f.info.addFrame(b.width, b.height, frame.delay)
	return nil
}

func (f *webpFile) facts() Info { return f.info }

func (f *webpFile) canvas() image.Point { return image.Pt(f.info.Width, f.info.Height) }

func (f *webpFile) frames() []image.Rectangle {
	rects := make([]image.Rectangle, len(f.pictures))
	for i, p := range f.pictures {
		rects[i] = p.rect
	}
	return rects
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
