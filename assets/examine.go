package assets

import (
	"context"
	"image"
)

// Examination is an upload's headers, and what is to be seen in it.
type Examination struct {
	Info Info
	Seen
}

// Seen is what is to be seen in an upload.
type Seen struct {
	Visible float64 `json:"visible"` // part of the canvas that is not transparent, 0 to 1; of an animation, in its fullest frame
	First   float64 `json:"first"`   // the same of the first frame
	Print   Print   `json:"print"`   // of the fullest frame
	Flashes int     `json:"flashes"` // general flashes in the worst second (WCAG 2.2, success criterion 2.3.1)
}

// A pixel counts as visible from this alpha on.
const visibleAlpha = 16

func (e *exporter) Examine(ctx context.Context, data []byte) (Examination, error) {
	upload, release, err := e.open(ctx, data)
	if err != nil {
		return Examination{}, err
	}
	defer release()
	var scenes []scene
	err = compose(ctx, upload, PreviewSide, func(s scene) { scenes = append(scenes, s) })
	if err != nil {
		return Examination{}, err
	}
	return Examination{upload.facts(), lookAt(scenes)}, nil
}

// lookAt looks at frames of at most PreviewSide px.
func lookAt(scenes []scene) Seen {
	out, fullest, watch := Seen{}, scenes[0].picture, newFlashWatch()
	for i, s := range scenes {
		shown := visible(s.picture)
		if i == 0 {
			out.First = shown
		}
		if shown > out.Visible {
			fullest, out.Visible = s.picture, shown
		}
		if len(scenes) > 1 {
			watch.see(s)
		}
	}
	out.Print, out.Flashes = printOf(fullest), watch.worst(len(scenes) > 1)
	return out
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
