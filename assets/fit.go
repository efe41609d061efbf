package assets

import (
	"bytes"
	"image"
	"image/png"
)

// Sniff returns the format of a picture that data begins as; "" where it is none that is read here.
func Sniff(data []byte) Format {
	switch {
	case isPNG(data):
		return PNG
	case isGIF(data):
		return GIF
	case isJPEG(data):
		return JPEG
	case isWebP(data):
		return WebP
	}
	return ""
}

// Fit returns the first frame of a picture of our own making as a PNG of exactly width by height px: scaled to
// fit and centred on a transparent ground. What strangers send belongs to a Deriver.
func Fit(data []byte, width, height int) ([]byte, error) {
	upload, err := walk(data)
	if err != nil {
		return nil, err
	}
	if err := DefaultBudget.Check(upload.facts()); err != nil {
		return nil, err
	}
	m, err := decode(upload, 0)
	if err != nil {
		return nil, err
	}
	first := place(pixels(m), upload.frames()[0], upload.canvas())
	side := width * longest(first) / first.Rect.Dx()
	if first.Rect.Dx()*height < first.Rect.Dy()*width {
		side = height * longest(first) / first.Rect.Dy()
	}
	first = fit(first, max(1, side))
	at := image.Pt((width-first.Rect.Dx())/2, (height-first.Rect.Dy())/2)
	var out bytes.Buffer
	err = png.Encode(&out, place(first, first.Rect.Add(at), image.Pt(width, height)))
	return out.Bytes(), err
}

// WithoutMetadata returns the same picture, not decoded, in a container that is written here and holds nothing
// else. A JPEG, which may be stored turned, and what Inspect refuses are refused.
func WithoutMetadata(data []byte) ([]byte, error) {
	upload, err := walk(data)
	if err != nil {
		return nil, err
	}
	if format := upload.facts().Format; format == JPEG {
		return nil, ErrImageUnsupported.With("feature", string(format))
	}
	return upload.rewrite()
}
