package catalog

import (
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// Faults of stickers.
var (
	// ErrStickerNotFound: no sticker of that id. Facts: sticker.
	ErrStickerNotFound = fault.Define(fault.NotFound, "sticker-not-found")
	// ErrShortcodeTaken: another sticker of the pack has that shortcode. Facts: shortcode.
	ErrShortcodeTaken = fault.Define(fault.Conflict, "shortcode-taken")
)

// Base is the locale of the picture that is shown where no other is meant.
const Base i18n.Locale = ""

// Sticker is one image of a pack. Its id never changes between releases.
type Sticker struct {
	ID        string   `json:"id"` // stk_…
	Shortcode string   `json:"shortcode"`
	Emoji     []string `json:"emoji"`          // one to three, each one emoji of Unicode
	Says      bool     `json:"says,omitempty"` // something, so that it is drawn in every language

	// Images has the picture per locale; the one of Base is always there.
	Images map[i18n.Locale]Picture `json:"images"`
}

// Picture returns the sticker's picture for a reader whose fallback chain is given, best first.
func (s Sticker) Picture(chain []i18n.Locale) Picture {
	for _, locale := range chain {
		if p, drawn := s.Images[locale]; drawn {
			return p
		}
	}
	return s.Images[Base]
}

// Shows returns the picture of s that has an image of that digest, in any locale: what a message
// shows whose ref names the digest.
func (s Sticker) Shows(digest assets.Digest) (Picture, bool) {
	for _, p := range s.Images {
		for _, image := range p.All() {
			if image.Name.Digest == digest {
				return p, true
			}
		}
	}
	return Picture{}, false
}
