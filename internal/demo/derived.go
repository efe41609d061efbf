package demo

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/hallyu-store/hallyu/assets"
)

//go:generate go run ./derive

//go:embed derived
var derived embed.FS

// Index is the name of the file in which a pack's folder below derived says what is there.
const Index = "index.json"

// Entry is what is remembered of one picture, beside the files that were made of it. Those are named
// by Made.
type Entry struct {
	Upload    assets.Digest `json:"upload"`
	ThumbHash []byte        `json:"thumb_hash"`
	Animated  bool          `json:"animated,omitempty"`
	Seen      *assets.Seen  `json:"seen,omitempty"`
}

// Made are the names of the files that were made of a picture: the still, which there is of an
// animation alone, and the two previews.
func Made(picture string) (still, small, thumb string) {
	name := strings.TrimSuffix(picture, path.Ext(picture))
	return name + "-still.png", name + "-256.png", name + "-128.png"
}

// Deriver knows what next makes of the demo's pictures and does not have it made again; all others
// it hands to next. What it knows is committed beside the pictures, so that a new store opens at
// once.
func Deriver(next assets.Deriver) assets.Deriver { return deriver{next} }

type deriver struct{ next assets.Deriver }

// Derive implements assets.Deriver.
func (d deriver) Derive(ctx context.Context, data []byte) (assets.Derived, error) {
	known, err := remembered()
	if err != nil {
		return assets.Derived{}, err
	}
	if made, ours := known[assets.DigestOf(data)]; ours {
		return assets.Remember(data, made)
	}
	return d.next.Derive(ctx, data)
}

// remembered is what was made of each of the demo's pictures. It is read when it is first asked for.
var remembered = sync.OnceValues(func() (map[assets.Digest]assets.Made, error) {
	known := map[assets.Digest]assets.Made{}
	for _, slug := range order {
		folder, err := fs.Sub(derived, "derived/"+slug)
		if err == nil {
			err = remember(known, folder)
		}
		if err != nil {
			return nil, fmt.Errorf("demo: derived/%s: %w", slug, err)
		}
	}
	return known, nil
})

// remember adds what was made of one pack's pictures.
func remember(known map[assets.Digest]assets.Made, folder fs.FS) error {
	data, err := fs.ReadFile(folder, Index)
	if err != nil {
		return err
	}
	var entries map[string]Entry
	err = json.Unmarshal(data, &entries)
	if err != nil {
		return err
	}
	for picture, entry := range entries {
		known[entry.Upload], err = entry.read(folder, picture)
		if err != nil {
			return err
		}
	}
	return nil
}

// read reads the files that were made of a picture.
func (e Entry) read(folder fs.FS, picture string) (made assets.Made, err error) {
	still, small, thumb := Made(picture)
	made.ThumbHash, made.Seen = e.ThumbHash, e.Seen
	if e.Animated {
		made.Still, err = fs.ReadFile(folder, still)
	}
	if err == nil {
		made.StillSmall, err = fs.ReadFile(folder, small)
	}
	if err == nil {
		made.Thumb, err = fs.ReadFile(folder, thumb)
	}
	return made, err
}
