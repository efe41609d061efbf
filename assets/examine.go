package assets

import (
	"context"
	"image"
)

// Examination is what is to be seen in an upload.
type Examination struct {
	Info    Info
	Visible float64 // part of the canvas that is not transparent, 0 to 1; of an animation, in its fullest frame
	First   float64 // the same of the first frame
	Print   Print   // of the fullest frame
	Flashes int     // general flashes in the worst second (WCAG 2.2, success criterion 2.3.1)
}

// A pixel counts as visible from this alpha on.
const visibleAlpha = 16

func (e *exporter) Examine(ctx context.Context, data []byte) (Examination, error) {
	upload, release, err := e.open(ctx, data)
	if err != nil {
		return Examination{}, err
	}
	defer release()
	out := Examination{Info: upload.facts()}
	var fullest *image.NRGBA
	watch := newFlashWatch()
	err = compose(ctx, upload, PreviewSide, func(s scene) {
		seen := visible(s.picture)
		if fullest == nil {
			out.First = seen
		}
		if fullest == nil || seen > out.Visible {
			fullest, out.Visible = s.picture, seen
		}
		watch.see(s)
	})
	if err != nil {
		return Examination{}, err
	}
	out.Print, out.Flashes = printOf(fullest), watch.worst(out.Info.Animated)
	return out, nil
}

// visible returns the part of the pixels that can be seen.
func visible(m *image.NRGBA) float64 {
	n := 0
	for i := 3; i < len(m.Pix); i += 4 {
		if m.Pix[i] >= visibleAlpha {
			n++
		}
	}
	return float64(n) / float64(len(m.Pix)/4)
}
