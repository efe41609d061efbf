package assets

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"slices"
)

// pngWriter writes the chunks of a PNG.
type pngWriter struct {
	out      []byte
	sequence uint32 // number of the next fcTL or fdAT
}

// chunk writes a chunk whose payload is parts, one after the other.
func (w *pngWriter) chunk(id string, parts ...[]byte) {
	size := 0
	for _, p := range parts {
		size += len(p)
	}
	w.out = binary.BigEndian.AppendUint32(w.out, uint32(size))
	from := len(w.out)
	w.out = append(w.out, id...)
	for _, p := range parts {
		w.out = append(w.out, p...)
	}
	w.out = binary.BigEndian.AppendUint32(w.out, crc32.ChecksumIEEE(w.out[from:]))
}

// numbered writes a chunk that begins with the next sequence number.
func (w *pngWriter) numbered(id string, parts ...[]byte) {
	number := binary.BigEndian.AppendUint32(nil, w.sequence)
	w.sequence++
	w.chunk(id, slices.Insert(parts, 0, number)...)
}

// start writes what stands before every picture of f, with a canvas of the given size.
func (w *pngWriter) start(f *pngFile, size image.Point) {
	w.out = append(w.out, pngMagic...)
	header := binary.BigEndian.AppendUint32(nil, uint32(size.X))
	header = binary.BigEndian.AppendUint32(header, uint32(size.Y))
	w.chunk("IHDR", header, f.header[8:])
	if f.palette != nil {
		w.chunk("PLTE", f.palette)
	}
	if f.transparency != nil {
		w.chunk("tRNS", f.transparency)
	}
}

// frame decodes one frame, as a PNG of its own.
func (f *pngFile) frame(i int) (image.Image, error) {
	p := f.pictures[i]
	var w pngWriter
	w.start(f, p.rect.Size())
	w.chunk("IDAT", p.data...)
	w.chunk("IEND")
	return png.Decode(bytes.NewReader(w.out))
}

// rewrite writes the animation anew: IHDR, PLTE, tRNS, acTL, and of each frame fcTL and its
// picture. A default picture that is no frame is left out, since nobody who judges the animation
// would see it.
func (f *pngFile) rewrite() ([]byte, error) {
	var w pngWriter
	w.start(f, f.canvas())
	if f.info.Animated {
		plan := binary.BigEndian.AppendUint32(nil, uint32(len(f.pictures)))
		w.chunk("acTL", plan, binary.BigEndian.AppendUint32(nil, uint32(f.info.Loops)))
	}
	for i, p := range f.pictures {
		if f.info.Animated {
			w.numbered("fcTL", p.control[4:])
		}
		if i == 0 {
			w.chunk("IDAT", p.data...)
		} else {
			w.numbered("fdAT", p.data...)
		}
	}
	w.chunk("IEND")
	return w.out, nil
}
