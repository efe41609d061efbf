package assets

import (
	"encoding/binary"
	"image"
	"time"
)

// gifFile is a walked GIF (GIF89a).
type gifFile struct {
	info     Info
	screen   []byte // logical screen descriptor
	palette  []byte // global colour table, or nil
	control  []byte // graphic control that waits for its picture, or nil
	pictures []gifFrame
}

// gifFrame is one picture.
type gifFrame struct {
	rect       image.Rectangle
	control    []byte // 4 bytes of graphic control: flags, delay, transparent colour; or nil
	descriptor []byte // 9 bytes: place, size, flags
	palette    []byte // local colour table, or nil
	data       []byte // LZW's minimum code size and all sub-blocks, with the empty one at the end
}

// Parts of a GIF begin with one of these.
const (
	gifPicture   = 0x2c
	gifExtension = 0x21
	gifTrailer   = 0x3b

	gifControl     = 0xf9
	gifComment     = 0xfe
	gifApplication = 0xff
)

func isGIF(data []byte) bool { return hasPrefix(data, "GIF87a") || hasPrefix(data, "GIF89a") }

func walkGIF(data []byte) (container, error) {
	c := &cursor{data: data, at: 6}
	f := &gifFile{info: Info{Format: GIF, Size: int64(len(data)), Orientation: 1, Loops: 1}}
	if err := f.readScreen(c); err != nil {
		return nil, err
	}
	if err := f.blocks(c); err != nil {
		return nil, err
	}
	if err := c.end(); err != nil {
		return nil, err
	}
	if len(f.pictures) == 0 {
		return nil, c.damaged("no picture")
	}
	f.info.settle()
	return f, nil
}

// readScreen reads the logical screen descriptor: width, height, flags, background, aspect.
func (f *gifFile) readScreen(c *cursor) (err error) {
	if f.screen, err = c.take(7); err != nil {
		return err
	}
	f.info.Width = int(binary.LittleEndian.Uint16(f.screen))
	f.info.Height = int(binary.LittleEndian.Uint16(f.screen[2:]))
	if f.info.Width == 0 || f.info.Height == 0 {
		return c.damaged("an impossible size")
	}
	f.palette, err = readGIFPalette(c, f.screen[4])
	return err
}

// readGIFPalette takes the colour table that flags announce, if any: 2 to 256 colours.
func readGIFPalette(c *cursor, flags byte) ([]byte, error) {
	if flags&0x80 == 0 {
		return nil, nil
	}
	return c.take(3 << (flags&7 + 1))
}

// blocks reads up to and with the trailer.
func (f *gifFile) blocks(c *cursor) error {
	var count tally
	for {
		if err := count.add(); err != nil {
			return err
		}
		kind, err := c.byte()
		if err != nil {
			return err
		}
		switch kind {
		case gifTrailer:
			return nil
		case gifPicture:
			err = f.readPicture(c)
		case gifExtension:
			err = f.readExtension(c)
		default:
			err = c.damaged("an unknown block")
		}
		if err != nil {
			return err
		}
	}
}

// readSubBlocks takes sub-blocks of up to 255 bytes, each after its size, up to the empty one.
func readSubBlocks(c *cursor) ([]byte, error) {
	from := c.at
	for {
		size, err := c.byte()
		if err != nil {
			return nil, err
		}
		if size == 0 {
			return c.data[from:c.at:c.at], nil
		}
		if _, err := c.take(int(size)); err != nil {
			return nil, err
		}
	}
}

func (f *gifFile) readExtension(c *cursor) error {
	label, err := c.byte()
	if err != nil {
		return err
	}
	blocks, err := readSubBlocks(c)
	if err != nil {
		return err
	}
	switch label {
	case gifControl:
		return f.readControl(c, blocks)
	case gifApplication:
		f.readApplication(blocks)
	case gifComment:
		f.info.Metadata = note(f.info.Metadata, "text")
	default:
		f.info.Metadata = note(f.info.Metadata, "other")
	}
	return nil
}

// readControl reads a graphic control: flags, delay in hundredths of a second, transparent colour.
func (f *gifFile) readControl(c *cursor, blocks []byte) error {
	if len(blocks) != 6 || blocks[0] != 4 {
		return c.damaged("a graphic control of the wrong size")
	}
	f.control = blocks[1:5]
	return nil
}

// readApplication reads Netscape's loop count, which all programs follow, and passes over the rest.
func (f *gifFile) readApplication(blocks []byte) {
	const netscape, animexts = "\x0bNETSCAPE2.0\x03\x01", "\x0bANIMEXTS1.0\x03\x01"
	switch {
	case len(blocks) == 17 && (hasPrefix(blocks, netscape) || hasPrefix(blocks, animexts)):
		if again := int(binary.LittleEndian.Uint16(blocks[14:])); again == 0 {
			f.info.Loops = 0
		} else {
			f.info.Loops = again + 1
		}
	case hasPrefix(blocks, "\x0bXMP DataXMP"):
		f.info.Metadata = note(f.info.Metadata, "xmp")
	case hasPrefix(blocks, "\x0bICCRGBG1012"):
		f.info.Metadata = note(f.info.Metadata, "icc")
	default:
		f.info.Metadata = note(f.info.Metadata, "other")
	}
}

// readPicture reads an image descriptor, its colour table and its data.
func (f *gifFile) readPicture(c *cursor) (err error) {
	p := gifFrame{control: f.control}
	f.control = nil
	if p.descriptor, err = c.take(9); err != nil {
		return err
	}
	p.rect = gifRect(p.descriptor)
	if err := outside(len(f.pictures)+1, p.rect, f.info.Width, f.info.Height); err != nil {
		return err
	}
	if p.palette, err = readGIFPalette(c, p.descriptor[8]); err != nil {
		return err
	}
	if p.palette == nil && f.palette == nil {
		return c.damaged("no palette")
	}
	if p.data, err = readGIFData(c); err != nil {
		return err
	}
	f.add(p)
	return nil
}

// gifRect reads x, y, width and height.
func gifRect(b []byte) image.Rectangle {
	x, y := int(binary.LittleEndian.Uint16(b)), int(binary.LittleEndian.Uint16(b[2:]))
	width, height := int(binary.LittleEndian.Uint16(b[4:])), int(binary.LittleEndian.Uint16(b[6:]))
	return image.Rect(x, y, x+width, y+height)
}

// readGIFData takes LZW's minimum code size and the sub-blocks after it.
func readGIFData(c *cursor) ([]byte, error) {
	from := c.at
	codeSize, err := c.byte()
	if err != nil {
		return nil, err
	}
	if codeSize < 2 || codeSize > 8 {
		return nil, c.damaged("an impossible code size")
	}
	if _, err := readSubBlocks(c); err != nil {
		return nil, err
	}
	return c.data[from:c.at:c.at], nil
}

func (f *gifFile) add(p gifFrame) {
	var delay time.Duration
	if p.control != nil {
		delay = time.Duration(binary.LittleEndian.Uint16(p.control[1:])) * 10 * time.Millisecond
		f.info.HasAlpha = f.info.HasAlpha || p.control[0]&1 == 1
	}
	f.info.HasAlpha = f.info.HasAlpha || p.rect.Size() != image.Pt(f.info.Width, f.info.Height)
	f.info.addFrame(p.rect.Dx(), p.rect.Dy(), delay)
	f.pictures = append(f.pictures, p)
}

func (f *gifFile) facts() Info { return f.info }

func (f *gifFile) canvas() image.Point { return image.Pt(f.info.Width, f.info.Height) }

func (f *gifFile) frames() []image.Rectangle {
	rects := make([]image.Rectangle, len(f.pictures))
	for i, p := range f.pictures {
		rects[i] = p.rect
	}
	return rects
}
