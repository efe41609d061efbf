package catalog

import (
	"encoding/hex"
	"strings"

	"github.com/hallyu-store/hallyu/assets"
)

// cover is what a summary holds of the picture of the first sticker: what stands still.
type cover struct {
	still, small, thumb compactImage
	hash                string
}

// compactImage is an Image in little space; zero when there is none.
type compactImage struct {
	digest        digestBytes
	format        assets.Format
	width, height int32
	bytes         int64
}

// digestBytes is a digest, not in hexadecimal; zero when there is none.
type digestBytes [32]byte

func coverOf(p Picture) cover {
	return cover{compactImageOf(p.Still), compactImageOf(p.StillSmall), compactImageOf(p.Thumb), strings.Clone(p.ThumbHash)}
}

// picture returns the cover as a picture that does not move.
func (c cover) picture() Picture {
	still := c.still.image()
	return Picture{Master: still, Still: still, StillSmall: c.small.image(), Thumb: c.thumb.image(), ThumbHash: c.hash}
}

func compactImageOf(i Image) compactImage {
	format, _ := assets.FormatOfExt(i.Name.Format.Ext()) // a constant, not a part of what was read
	return compactImage{digestBytesOf(i.Name.Digest), format, int32(i.Width), int32(i.Height), i.Bytes}
}

func (c compactImage) image() Image {
	if c.digest == (digestBytes{}) {
		return Image{}
	}
	return Image{assets.Name{Digest: c.digest.text(), Format: c.format}, int(c.width), int(c.height), c.bytes}
}

func digestBytesOf(d assets.Digest) digestBytes {
	var bytes digestBytes
	if len(d) == hex.EncodedLen(len(bytes)) {
		_, _ = hex.Decode(bytes[:], []byte(d)) // of what is no digest nothing is kept
	}
	return bytes
}

func (b digestBytes) text() assets.Digest { return assets.Digest(hex.EncodeToString(b[:])) }

// jsonNames are the names of JSON assets, one behind the other, of 32 bytes each.
type jsonNames string

// jsonNamesOf packs names; what is none stands as none.
func jsonNamesOf(texts []string) jsonNames {
	packed := make([]byte, 0, len(texts)*len(digestBytes{}))
	for _, text := range texts {
		digest := digestBytesOf(jsonName(text).Digest)
		packed = append(packed, digest[:]...)
	}
	return jsonNames(packed)
}

// at returns a name, from 0, or false when there is none there.
func (n jsonNames) at(i int) (assets.Name, bool) {
	var digest digestBytes
	if i < 0 || i >= len(n)/len(digest) {
		return assets.Name{}, false
	}
	copy(digest[:], n[i*len(digest):])
	return assets.Name{Digest: digest.text(), Format: assets.JSON}, digest != digestBytes{}
}
