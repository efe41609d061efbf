package assets

import (
	"errors"
	"fmt"
	"image"
)

// Made is what a Deriver made of an upload beside Master: files, and the placeholder.
type Made struct {
	Still             []byte // nil where Master stands still
	StillSmall, Thumb []byte
	Previews          [][]byte // of an animation
	ThumbHash         []byte
	Seen              *Seen // nil where nobody looked
}

// Remember returns what Derive returned for an upload whose master is its own bytes, from what was made
// of it then. No pixel is decoded, which is why it takes no time; whoever calls it must know that the
// files are those. It refuses what Inspect refuses.
func Remember(data []byte, made Made) (Derived, error) {
	upload, err := walk(data)
	if err != nil {
		return Derived{}, err
	}
	d := Derived{Info: upload.facts(), ThumbHash: made.ThumbHash, Seen: made.Seen}
	var files [4]error
	if d.Info.Animated {
		d.Master = moving(data, upload)
		d.Still, files[0] = known(made.Still)
		d.Previews, files[3] = knownMoving(made.Previews)
	} else {
		d.Master = still(data, d.Info.Format, upload.canvas())
		d.Still = d.Master
	}
	d.StillSmall, files[1] = known(made.StillSmall)
	d.Thumb, files[2] = known(made.Thumb)
	d.climb()
	return d, errors.Join(files[:]...)
}

// knownMoving are animations that were made before.
func knownMoving(all [][]byte) ([]Image, error) {
	var previews []Image
	for _, data := range all {
		upload, err := walk(data)
		if err != nil {
			return nil, fmt.Errorf("assets: a remembered preview: %w", err)
		}
		previews = append(previews, moving(data, upload))
	}
	return previews, nil
}

// known is a still that was made before.
func known(data []byte) (Image, error) {
	info, err := Inspect(data)
	if err != nil {
		return Image{}, fmt.Errorf("assets: a remembered still: %w", err)
	}
	return still(data, info.Format, image.Pt(info.Width, info.Height)), nil
}
