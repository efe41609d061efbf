package assets

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/gif"
)

// appendGIFStart writes the header, the logical screen and the global colour table, with a canvas
// of the given size and square pixels.
func (f *gifFile) appendGIFStart(out []byte, size image.Point) []byte {
	out = append(out, "GIF89a"...)
	out = binary.LittleEndian.AppendUint16(out, uint16(size.X))
	out = binary.LittleEndian.AppendUint16(out, uint16(size.Y))
	out = append(out, f.screen[4], f.screen[5], 0)
	return append(out, f.palette...)
}

// appendGIFPicture writes a frame whose left upper corner is at: its graphic control, descriptor,
// colour table and data.
func appendGIFPicture(out []byte, p gifFrame, at image.Point) []byte {
	if p.control != nil {
		out = append(out, gifExtension, gifControl, 4)
		out = append(out, p.control...)
		out = append(out, 0)
	}
	out = append(out, gifPicture)
	out = binary.LittleEndian.AppendUint16(out, uint16(at.X))
	out = binary.LittleEndian.AppendUint16(out, uint16(at.Y))
	out = append(out, p.descriptor[4:]...)
	out = append(out, p.palette...)
	return append(out, p.data...)
}

// frame decodes one frame, as a GIF of its own.
func (f *gifFile) frame(i int) (image.Image, error) {
	p := f.pictures[i]
	out := f.appendGIFStart(nil, p.rect.Size())
	out = appendGIFPicture(out, p, image.Point{})
	return gif.Decode(bytes.NewReader(append(out, gifTrailer)))
}

// rewrite writes the animation anew: screen, loop count, and the frames.
func (f *gifFile) rewrite() ([]byte, error) {
	out := f.appendGIFStart(nil, f.canvas())
	if f.info.Loops != 1 {
		out = append(out, gifExtension, gifApplication)
		out = append(out, "\x0bNETSCAPE2.0\x03\x01"...)
		out = binary.LittleEndian.AppendUint16(out, uint16(max(0, f.info.Loops-1)))
		out = append(out, 0)
	}
	for _, p := range f.pictures {
		out = appendGIFPicture(out, p, p.rect.Min)
	}
	return append(out, gifTrailer), nil
}
