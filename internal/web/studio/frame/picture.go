package frame

import (
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web/page"
)

// Picture is an image as the studio shows it: without motion until it is asked for. Its template is picture.
type Picture struct {
	Address string // "" for none
	Motion  string // of the same picture in motion; "" for a still
	Width   int    // px
	Height  int    // px
	Hash    string // ThumbHash, base64
	Tint    page.Tint
}

// Shown is a picture in one of its sizes.
func Shown(p catalog.Picture, size catalog.Image) Picture {
	if p.Zero() {
		return Picture{Tint: page.PlainTint}
	}
	s := Picture{
		Address: File(size), Width: size.Width, Height: size.Height, Hash: p.ThumbHash, Tint: page.TintOf(p.ThumbHash),
	}
	if p.Animated {
		s.Motion = File(p.Master)
	}
	return s
}

// File is the address of an image.
func File(image catalog.Image) string { return "/assets/" + image.Name.String() }
