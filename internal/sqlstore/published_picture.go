package sqlstore

import (
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
)

// picture writes a picture: its images are often the same, and are written in full each time.
func (w *wordWriter) picture(p catalog.Picture) {
	w.name(p.Upload)
	w.number(truth(p.Animated))
	w.number(int(p.Duration.Milliseconds()))
	w.image(p.Master)
	w.length(len(p.Ladder), p.Ladder == nil)
	for _, image := range p.Ladder {
		w.image(image)
	}
	w.image(p.Still)
	w.image(p.StillSmall)
	w.image(p.Thumb)
	w.text(p.ThumbHash)
}

func (r *wordReader) picture() catalog.Picture {
	p := catalog.Picture{Upload: r.name(), Animated: r.number() != 0}
	p.Duration = time.Duration(r.number()) * time.Millisecond
	p.Master = r.image()
	if n, some := r.length(); some {
		p.Ladder = make([]catalog.Image, n)
		for i := range p.Ladder {
			p.Ladder[i] = r.image()
		}
	}
	p.Still, p.StillSmall, p.Thumb, p.ThumbHash = r.image(), r.image(), r.image(), r.text()
	return p
}

func (w *wordWriter) image(i catalog.Image) {
	w.name(i.Name)
	w.number(i.Width)
	w.number(i.Height)
	w.number(int(i.Bytes))
}

func (r *wordReader) image() catalog.Image {
	return catalog.Image{Name: r.name(), Width: r.number(), Height: r.number(), Bytes: int64(r.number())}
}

func (w *wordWriter) name(n assets.Name) {
	w.text(string(n.Digest))
	w.text(string(n.Format))
}

func (r *wordReader) name() assets.Name {
	return assets.Name{Digest: assets.Digest(r.text()), Format: assets.Format(r.text())}
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}
