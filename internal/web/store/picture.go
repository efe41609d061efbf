package store

import (
	"strconv"
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web/page"
)

// picture is an image as a page shows it: without motion until it is asked for.
type picture struct {
	Address string
	Set     string // addresses by width, for srcset
	Width   int    // px
	Height  int    // px
	Hash    string // ThumbHash, base64
	Motion  string // address of the same picture in motion; "" for a still, or where it is not for everyone
	Tint    page.Tint
}

// still is a picture for tiles: the sizes that anyone may see of it. What moves only moves when asked.
func still(p catalog.Picture, free bool) picture {
	sizes := []catalog.Image{p.Thumb, p.StillSmall}
	if free {
		sizes = append(sizes, p.Still)
	}
	shown := picture{Hash: p.ThumbHash, Tint: page.TintOf(p.ThumbHash)}
	var set []string
	for _, image := range sizes {
		if image.Width == 0 || image.Width <= shown.Width {
			continue
		}
		shown.Address, shown.Width, shown.Height = file(image), image.Width, image.Height
		set = append(set, shown.Address+" "+strconv.Itoa(image.Width)+"w")
	}
	shown.Set = strings.Join(set, ", ")
	if p.Animated && free {
		shown.Motion = file(p.Master)
	}
	return shown
}

// small is a picture for small places, without a choice of sizes.
func small(p catalog.Picture) picture {
	return picture{
		Address: file(p.Thumb), Width: p.Thumb.Width, Height: p.Thumb.Height,
		Hash: p.ThumbHash, Tint: page.TintOf(p.ThumbHash),
	}
}

func file(image catalog.Image) string { return "/assets/" + image.Name.String() }
