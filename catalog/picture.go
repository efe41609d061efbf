package catalog

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/fault"
)

// PublicSide is the longest side in px of what anyone may see of a priced pack.
const PublicSide = 256

// ErrPictureNotFound: nothing was uploaded under that digest. Facts: sha256.
var ErrPictureNotFound = fault.Define(fault.NotFound, "upload-not-found")

// Image is one file that can be served.
type Image struct {
	Name   assets.Name
	Width  int // px
	Height int // px
	Bytes  int64
}

// side returns the longer side in px.
func (i Image) side() int { return max(i.Width, i.Height) }

// Picture is what was made of one upload. It is kept per upload, so bytes are derived once.
type Picture struct {
	Upload     assets.Name // the original, in the private area
	Animated   bool
	Duration   time.Duration // of one round; 0 for a still
	Master     Image         // the best; of a still at most 512 px, never enlarged
	Ladder     []Image       // what owners may choose from, best first: Master and what is smaller
	Previews   []Image       // in motion, at most PublicSide, best first, never the Master's file; nil of a still
	Still      Image         // without motion, at most 512 px; of a still the Master
	StillSmall Image         // without motion, at most PublicSide, never the Master's file
	Thumb      Image         // without motion, 128 px, never the Master's file
	ThumbHash  string        // base64
	Seen       *assets.Seen  // nil where it was derived when that was not yet looked at
	Derivation int           // assets.Derivation of the program that made it; 0 of one that knew none
}

// Outdated reports whether a program of now would make more of the upload. Of a still it would not.
func (p Picture) Outdated() bool { return p.Animated && p.Derivation < assets.Derivation }

// asCover leaves out what only a sticker needs.
func (p Picture) asCover() Picture {
	p.Previews, p.Derivation, p.Seen = nil, 0, nil
	return p
}

// Zero reports whether there is no picture.
func (p Picture) Zero() bool { return p.Master.Name.Digest == "" }

// All returns every image of the picture, the master first; some stand twice.
func (p Picture) All() []Image {
	return slices.Concat([]Image{p.Master}, p.Ladder, p.Previews, []Image{p.Still, p.StillSmall, p.Thumb})
}

// PublicLadder returns what anyone may see, best first. Of a priced pack that is nothing over
// PublicSide, and never the master. What moves is shown in motion, unless it was derived when that was
// not yet done.
func (p Picture) PublicLadder(free bool) []Image {
	if free {
		return p.Ladder
	}
	if len(p.Previews) > 0 {
		return p.Previews
	}
	if p.Thumb.side() < p.StillSmall.side() {
		return []Image{p.StillSmall, p.Thumb}
	}
	return []Image{p.StillSmall}
}

// PublicStill returns the picture without motion that anyone may see.
func (p Picture) PublicStill(free bool) Image {
	if free {
		return p.Still
	}
	return p.StillSmall
}

// imageDocument is how an Image stands in manifests and details.
type imageDocument struct {
	Name   string `json:"name"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Bytes  int64  `json:"bytes"`
}

// MarshalJSON writes the image as it stands in manifests.
func (i Image) MarshalJSON() ([]byte, error) {
	return json.Marshal(imageDocument{nameText(i.Name), i.Width, i.Height, i.Bytes})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (i *Image) UnmarshalJSON(data []byte) error {
	var d imageDocument
	err := json.Unmarshal(data, &d)
	if err != nil {
		return err
	}
	name, err := parseNameText(d.Name)
	if err != nil {
		return err
	}
	*i = Image{name, d.Width, d.Height, d.Bytes}
	return nil
}

// pictureDocument is how a Picture stands in manifests and details.
type pictureDocument struct {
	Upload     string  `json:"upload"`
	Animated   bool    `json:"animated,omitempty"`
	DurationMS int64   `json:"duration_ms,omitempty"`
	Master     Image   `json:"master"`
	Ladder     []Image `json:"ladder,omitempty"`
	Previews   []Image `json:"previews,omitempty"`
	Still      Image   `json:"still"`
	StillSmall Image   `json:"still_small"`
	Thumb      Image   `json:"thumb"`
	ThumbHash  string  `json:"thumbhash"`
	Derivation int     `json:"derivation,omitempty"`

	Seen *assets.Seen `json:"seen,omitempty"`
}

// MarshalJSON writes the picture as it stands in manifests.
func (p Picture) MarshalJSON() ([]byte, error) {
	return json.Marshal(pictureDocument{
		Upload: nameText(p.Upload), Animated: p.Animated, DurationMS: p.Duration.Milliseconds(),
		Master: p.Master, Ladder: p.Ladder, Previews: p.Previews, Still: p.Still, StillSmall: p.StillSmall,
		Thumb: p.Thumb, ThumbHash: p.ThumbHash, Derivation: p.Derivation, Seen: p.Seen,
	})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *Picture) UnmarshalJSON(data []byte) error {
	var d pictureDocument
	err := json.Unmarshal(data, &d)
	if err != nil {
		return err
	}
	upload, err := parseNameText(d.Upload)
	if err != nil {
		return err
	}
	*p = Picture{
		Upload: upload, Animated: d.Animated, Duration: time.Duration(d.DurationMS) * time.Millisecond,
		Master: d.Master, Ladder: d.Ladder, Previews: d.Previews, Still: d.Still, StillSmall: d.StillSmall,
		Thumb: d.Thumb, ThumbHash: d.ThumbHash, Derivation: d.Derivation, Seen: d.Seen,
	}
	return nil
}

func nameText(n assets.Name) string {
	if n.Digest == "" {
		return ""
	}
	return n.String()
}

func parseNameText(text string) (assets.Name, error) {
	if text == "" {
		return assets.Name{}, nil
	}
	name, err := assets.ParseName(text)
	if err != nil {
		return assets.Name{}, fmt.Errorf("catalog: name of an image: %w", err)
	}
	return name, nil
}
