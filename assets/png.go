package assets

import (
	"encoding/binary"
	"hash/crc32"
	"image"
	"slices"
)

const pngMagic = "\x89PNG\r\n\x1a\n"

// pngFile is a walked PNG or APNG (PNG specification, third edition).
type pngFile struct {
	info         Info
	header       []byte   // payload of IHDR
	palette      []byte   // payload of PLTE, or nil
	transparency []byte   // payload of tRNS, or nil
	picture      [][]byte // payloads of IDAT
	previous     string   // type of the chunk before

	planned    int    // frames that acTL announces; 0 if this is no APNG
	sequence   uint32 // number of the next fcTL or fdAT
	drawsFirst bool   // the default picture is the first frame
	pictures   []pngFrame
}

func isPNG(data []byte) bool { return hasPrefix(data, pngMagic) }

func walkPNG(data []byte) (container, error) {
	c := &cursor{data: data, at: len(pngMagic)}
	f := &pngFile{info: Info{Format: PNG, Size: int64(len(data)), Orientation: 1}}
	var count tally
	for f.previous != "IEND" {
		id, payload, err := nextPNG(c)
		if err != nil {
			return nil, err
		}
		if err := count.add(); err != nil {
			return nil, err
		}
		if err := f.chunk(c, id, payload); err != nil {
			return nil, err
		}
		f.previous = id
	}
	if err := c.end(); err != nil {
		return nil, err
	}
	f.finish()
	return f, nil
}

// nextPNG takes a chunk (5.3): size, type, as many bytes, and the CRC of type and bytes.
func nextPNG(c *cursor) (id string, payload []byte, err error) {
	head, err := c.take(8)
	if err != nil {
		return "", nil, err
	}
	size := int64(binary.BigEndian.Uint32(head))
	if size > int64(c.left()) {
		return "", nil, c.truncated()
	}
	body := c.data[c.at-4 : c.at+int(size)]
	payload, err = c.take(int(size))
	if err != nil {
		return "", nil, err
	}
	sum, err := c.take(4)
	if err != nil {
		return "", nil, err
	}
	if crc32.ChecksumIEEE(body) != binary.BigEndian.Uint32(sum) {
		return "", nil, c.damaged("a chunk with a wrong checksum")
	}
	return string(head[4:]), payload, nil
}

// chunk reads one chunk in its place.
func (f *pngFile) chunk(c *cursor, id string, payload []byte) error {
	if (f.header == nil) != (id == "IHDR") {
		return c.damaged("not exactly one IHDR at the start")
	}
	switch id {
	case "IHDR":
		return f.readHeader(c, payload)
	case "PLTE":
		return f.readPalette(c, payload)
	case "tRNS":
		return f.readTransparency(c, payload)
	case "IDAT":
		return f.readPicture(c, payload)
	case "IEND":
		return f.readEnd(c, payload)
	case "acTL", "fcTL", "fdAT":
		return f.readAnimation(c, id, payload)
	}
	if id[0]&0x20 == 0 {
		return c.damaged("an unknown chunk that matters")
	}
	f.info.Metadata = note(f.info.Metadata, pngMetadata(id))
	return nil
}

func pngMetadata(id string) string {
	switch id {
	case "eXIf":
		return "exif"
	case "iCCP":
		return "icc"
	case "tEXt", "zTXt", "iTXt":
		return "text"
	}
	return "other"
}

// Types of colour in IHDR, and the depths in bits that each allows (11.2.1).
const (
	pngGrey      = 0
	pngTrue      = 2
	pngIndexed   = 3
	pngGreyAlpha = 4
	pngTrueAlpha = 6
)

var pngDepths = map[byte][]byte{
	pngGrey:      {1, 2, 4, 8, 16},
	pngTrue:      {8, 16},
	pngIndexed:   {1, 2, 4, 8},
	pngGreyAlpha: {8, 16},
	pngTrueAlpha: {8, 16},
}

// readHeader reads IHDR: width, height, depth, colour, compression, filter, interlace.
func (f *pngFile) readHeader(c *cursor, payload []byte) error {
	if len(payload) != 13 {
		return c.damaged("an IHDR of the wrong size")
	}
	width, height := binary.BigEndian.Uint32(payload), binary.BigEndian.Uint32(payload[4:])
	if width == 0 || height == 0 || width > 1<<31-1 || height > 1<<31-1 {
		return c.damaged("an impossible size")
	}
	depth, colour := payload[8], payload[9]
	if !slices.Contains(pngDepths[colour], depth) || payload[10] != 0 || payload[11] != 0 || payload[12] > 1 {
		return c.damaged("an unknown coding")
	}
	f.header = payload
	f.info.Width, f.info.Height = int(width), int(height)
	f.info.HasAlpha = colour == pngGreyAlpha || colour == pngTrueAlpha
	return nil
}

func (f *pngFile) colour() byte { return f.header[9] }

func (f *pngFile) readPalette(c *cursor, payload []byte) error {
	tooMany := len(payload) > 3*256
	if f.palette != nil || f.transparency != nil || f.picture != nil ||
		len(payload) == 0 || len(payload)%3 != 0 || tooMany {
		return c.damaged("a palette out of place")
	}
	f.palette = payload
	return nil
}

func (f *pngFile) readTransparency(c *cursor, payload []byte) error {
	allowed := map[byte]bool{
		pngGrey:    len(payload) == 2,
		pngTrue:    len(payload) == 6,
		pngIndexed: len(payload) <= len(f.palette)/3,
	}
	if f.transparency != nil || f.picture != nil || !allowed[f.colour()] {
		return c.damaged("transparency out of place")
	}
	f.transparency = payload
	f.info.HasAlpha = true
	return nil
}

func (f *pngFile) readPicture(c *cursor, payload []byte) error {
	if f.picture != nil && f.previous != "IDAT" {
		return c.damaged("picture data in two places")
	}
	if f.colour() == pngIndexed && f.palette == nil {
		return c.damaged("no palette")
	}
	f.picture = append(f.picture, payload)
	if f.drawsFirst {
		f.pictures[0].data = f.picture
	}
	return nil
}

// readEnd reads IEND, by which everything must have come.
func (f *pngFile) readEnd(c *cursor, payload []byte) error {
	if len(payload) != 0 || f.picture == nil {
		return c.damaged("an end without a picture")
	}
	if len(f.pictures) != f.planned {
		return c.damaged("more or fewer frames than announced")
	}
	if f.planned > 0 && f.pictures[0].rect != (image.Rectangle{Max: f.canvas()}) {
		return ErrImageUnsupported.With("feature", "a first frame that does not fill the canvas")
	}
	return f.frameEnded(c)
}

func (f *pngFile) finish() {
	if f.planned == 0 {
		f.pictures = []pngFrame{{rect: image.Rectangle{Max: f.canvas()}, data: f.picture}}
	}
	for _, p := range f.pictures {
		f.info.addFrame(p.rect.Dx(), p.rect.Dy(), p.delay)
	}
	f.info.settle()
}

func (f *pngFile) canvas() image.Point { return image.Pt(f.info.Width, f.info.Height) }

func (f *pngFile) facts() Info { return f.info }

func (f *pngFile) frames() []image.Rectangle {
	rects := make([]image.Rectangle, len(f.pictures))
	for i, p := range f.pictures {
		rects[i] = p.rect
	}
	return rects
}
