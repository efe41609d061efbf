package assets

import (
	"context"
	"time"
)

// What a preview in motion may be: heavier ones lose colours, frames and at last pixels. No faster than
// any screen's eye can follow is needed.
const (
	previewBytes    = 300 << 10
	previewMinDelay = 40 * time.Millisecond
)

// previewFormats are those that previews in motion are made in: the first is lighter, the second is played
// by what does not know the first.
var previewFormats = []Format{WebP, PNG}

// animation makes the pictures of an upload that moves, but for Still: Master of its own frames, and
// Previews. Every frame is decoded on the way, so that nothing is served that does not decode.
func (d *Derived) animation(ctx context.Context, upload container) error {
	data, err := upload.rewrite()
	if err != nil {
		return err
	}
	d.Master = moving(data, upload)
	b := &bench{upload: upload, fitted: map[fitting][]scene{}, tried: map[attempt]Image{}, alone: true}
	err = compose(ctx, upload, PreviewSide, func(s scene) { b.scenes = append(b.scenes, s) })
	if err != nil {
		return err
	}
	moving := lookAt(b.scenes)
	d.Seen = &moving
	for _, format := range previewFormats {
		made, err := b.make(ctx, Target{
			Format: format, Moving: true, Width: PreviewSide, Height: PreviewSide, Fit: Within,
			Bytes: previewBytes, MinDelay: previewMinDelay, Loops: d.Info.Loops,
		})
		if err != nil {
			return err
		}
		d.preview(made.Image)
	}
	return nil
}

// preview adds a preview, if it was made, under a name that the master does not have.
func (d *Derived) preview(made Image) {
	if made.Data != nil && made.Name.Digest == d.Master.Name.Digest {
		made = renamed(made)
	}
	if made.Data != nil {
		d.Previews = append(d.Previews, made)
	}
}

// renamed returns an animation whose file differs in what nobody sees.
func renamed(i Image) Image {
	upload, err := walk(i.Data)
	if err != nil {
		return Image{}
	}
	switch f := upload.(type) {
	case *webpFile:
		f.anim = append([]byte{f.anim[0] ^ 1}, f.anim[1:]...) // a background that is never looked at
	case *pngFile:
		first := f.pictures[0].data[0]
		f.pictures[0].data = append([][]byte{first[:0], first}, f.pictures[0].data[1:]...) // an empty chunk more
	}
	data, err := upload.rewrite()
	if err != nil || NameOf(data, i.Name.Format) == i.Name {
		return Image{}
	}
	i.Data, i.Name = data, NameOf(data, i.Name.Format)
	return i
}
