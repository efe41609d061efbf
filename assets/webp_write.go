package assets

import (
	"bytes"
	"encoding/binary"
	"image"

	"golang.org/x/image/webp"
)

// appendRIFF writes a chunk, padded to an even size.
func appendRIFF(out []byte, id string, payload ...[]byte) []byte {
	out = append(out, id...)
	size := len(out)
	out = append(out, 0, 0, 0, 0)
	for _, p := range payload {
		out = append(out, p...)
	}
	n := len(out) - size - 4
	binary.LittleEndian.PutUint32(out[size:], uint32(n))
	if n%2 == 1 {
		out = append(out, 0)
	}
	return out
}

// riffFile puts chunks into a WebP file.
func riffFile(chunks []byte) []byte {
	return appendRIFF(nil, "RIFF", []byte("WEBP"), chunks)
}

// appendVP8X writes the header of an extended file.
func appendVP8X(out []byte, flags byte, size image.Point) []byte {
	payload := append([]byte{flags, 0, 0, 0}, uint24Bytes(size.X-1)...)
	return appendRIFF(out, "VP8X", append(payload, uint24Bytes(size.Y-1)...))
}

func uint24Bytes(n int) []byte { return []byte{byte(n), byte(n >> 8), byte(n >> 16)} }

// appendPicture writes the chunks of one picture.
func (w webpFrame) appendPicture(out []byte) []byte {
	if w.alpha != nil {
		out = appendRIFF(out, "ALPH", w.alpha)
	}
	return appendRIFF(out, w.bitstream.id, w.bitstream.data)
}

// file returns one picture as a WebP of its own, extended only where alpha demands it.
func (w webpFrame) file() []byte {
	var out []byte
	if w.alpha != nil {
		out = appendVP8X(out, webpFlagAlpha, w.rect.Size())
	}
	return riffFile(w.appendPicture(out))
}

// rewrite writes the file anew: VP8X, ANIM, and of each frame ANMF with its picture, or the
// picture alone.
func (f *webpFile) rewrite() ([]byte, error) {
	if !f.info.Animated {
		return f.pictures[0].file(), nil
	}
	flags := byte(webpFlagAnimation)
	if f.info.HasAlpha {
		flags |= webpFlagAlpha
	}
	out := appendVP8X(nil, flags, f.canvas())
	out = appendRIFF(out, "ANIM", f.anim)
	for _, p := range f.pictures {
		out = appendRIFF(out, "ANMF", p.head(), p.appendPicture(nil))
	}
	return riffFile(out), nil
}

// head is the start of ANMF: place halved, size less one, duration, modes.
func (w webpFrame) head() []byte {
	var out []byte
	for _, n := range []int{
		w.rect.Min.X / 2, w.rect.Min.Y / 2, w.rect.Dx() - 1, w.rect.Dy() - 1, int(w.delay.Milliseconds()),
	} {
		out = append(out, uint24Bytes(n)...)
	}
	return append(out, w.mode)
}

// frame decodes one picture.
func (f *webpFile) frame(i int) (image.Image, error) {
	p := f.pictures[i]
	decoded, err := webp.Decode(bytes.NewReader(p.file()))
	if err != nil {
		return nil, err
	}
	switch m := decoded.(type) {
	case *image.YCbCr:
		return videoPixels(m, nil, 0), nil
	case *image.NYCbCrA:
		return videoPixels(&m.YCbCr, m.A, m.AStride), nil
	case *image.NRGBA:
		if !p.bitstream.alpha { // which the decoder does not look at
			makeOpaque(m)
		}
	}
	return decoded, nil
}

func makeOpaque(m *image.NRGBA) {
	for i := 3; i < len(m.Pix); i += 4 {
		m.Pix[i] = 0xff
	}
}
