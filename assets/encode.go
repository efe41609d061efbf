package assets

import (
	"bytes"
	"errors"
	"image"
	"image/png"

	"github.com/HugoSmits86/nativewebp"
	"golang.org/x/image/webp"
)

// loss returns a picture of fewer colours, or nil where that could be seen.
type loss func(*image.NRGBA) *image.NRGBA

// weight is how heavy a still may be, and how it loses what is too much.
type weight struct {
	first  loss // what it loses whatever its weight; nil for nothing
	limit  int  // in bytes; a still over it is simplified
	losses []loss
}

// Masters keep what they can: at first their colours are rounded, which one does not see. Previews
// are many on a page, so that they get few colours at once, which makes them half as heavy.
var (
	masterWeight  = weight{nil, 100 << 10, []loss{round(1), round(2), round(3), quantize}}
	previewWeight = weight{quantize, 16 << 10, []loss{round(1), round(2), round(3)}}
	thumbWeight   = weight{quantize, 6 << 10, previewWeight.losses}
)

// encode returns m as the smallest still that is written here, with as many of w's losses tried as
// it needs to keep the limit. It leaves out a file that is named other: two pictures that differ in
// who may see them must not have one name.
func encode(m *image.NRGBA, w weight, other Digest) (Image, error) {
	if w.first != nil {
		if simpler := w.first(m); simpler != nil {
			m = simpler
		}
	}
	best, err := encodeExactly(m, other)
	for _, lose := range w.losses {
		if err != nil || len(best.Data) <= w.limit {
			break
		}
		simpler := lose(m)
		if simpler == nil {
			continue
		}
		var lighter Image
		if lighter, err = encodeExactly(simpler, other); err == nil && len(lighter.Data) < len(best.Data) {
			best = lighter
		}
	}
	return best, err
}

// encodeExactly returns m without loss: as PNG where a palette holds all its colours, which there is
// lighter than the WebP that can be written here, else as WebP.
func encodeExactly(m *image.NRGBA, other Digest) (Image, error) {
	unfit := func(i Image) bool { return i.Data == nil || i.Name.Digest == other }
	var encoded Image
	if indexed := index(m); indexed != nil {
		encoded = encodePNG(indexed, png.DefaultCompression)
	} else {
		encoded = encodeWebP(m)
	}
	for _, level := range []png.CompressionLevel{png.DefaultCompression, png.BestSpeed} {
		if !unfit(encoded) {
			return encoded, nil
		}
		encoded = encodePNG(m, level)
	}
	if unfit(encoded) {
		return Image{}, errors.New("assets: no encoder could write the picture")
	}
	return encoded, nil
}

// encodePNG returns m as PNG, or an Image without Data if the encoder refuses it.
func encodePNG(m image.Image, level png.CompressionLevel) Image {
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: level}
	if encoder.Encode(&out, m) != nil {
		return Image{}
	}
	return still(out.Bytes(), PNG, m.Bounds().Size())
}

// encodeWebP returns m as lossless WebP. The encoder is young: it panics on some pictures and writes
// others wrongly. So what it wrote is read back, and if it erred in any way the Image has no Data.
func encodeWebP(m *image.NRGBA) (encoded Image) { return encodeWebPFrom(m, m) }

// encodeWebPFrom does the same from a picture that looks like m, and may have a palette.
func encodeWebPFrom(from image.Image, m *image.NRGBA) (encoded Image) {
	defer func() {
		if recover() != nil {
			encoded = Image{}
		}
	}()
	var out bytes.Buffer
	if nativewebp.Encode(&out, from, nil) != nil {
		return Image{}
	}
	back, err := webp.Decode(bytes.NewReader(out.Bytes()))
	if err != nil || !samePixels(pixels(back), m) {
		return Image{}
	}
	return still(out.Bytes(), WebP, m.Bounds().Size())
}

func still(data []byte, f Format, size image.Point) Image {
	return Image{Data: data, Name: NameOf(data, f), Width: size.X, Height: size.Y}
}
