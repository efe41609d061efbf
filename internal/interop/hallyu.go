package interop

import (
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

func isHallyu(folder packfile.Folder) bool {
	_, there := folder[packfile.Name]
	return there
}

// readHallyu reads a pack.yaml, which says all by itself.
func readHallyu(d *draft) error {
	d.File, d.Findings = packfile.Parse(d.folder[packfile.Name])
	at := packfile.At{}
	for i, s := range d.File.Stickers {
		at.Sticker = s.Shortcode
		d.File.Stickers[i].File = d.named(at, s.File)
		for _, locale := range slices.Sorted(maps.Keys(s.Images)) {
			image := s.Images[locale]
			image.File = d.named(at, image.File)
			s.Images[locale] = image
			if image.File == "" {
				delete(s.Images, locale)
			}
		}
	}
	return nil
}

// named takes over a file that the pack names, if it names one.
func (d *draft) named(at packfile.At, file string) string {
	if file == "" {
		return ""
	}
	at.File = shown(file)
	return d.picture(at, file)
}

// writeHallyu writes a pack.yaml; nothing is lost.
func writeHallyu(p *pages) error {
	f := p.pack.File
	f.Stickers = slices.Clone(f.Stickers)
	for i, s := range f.Stickers {
		f.Stickers[i].File = p.original(s, s.Shortcode)
		f.Stickers[i].Images = map[i18n.Locale]packfile.Image{}
		for _, locale := range slices.Sorted(maps.Keys(s.Images)) {
			localized := packfile.Sticker{File: s.Images[locale].File, Shortcode: s.Shortcode}
			f.Stickers[i].Images[locale] = packfile.Image{File: p.original(localized, s.Shortcode+"."+string(locale))}
		}
	}
	data, err := packfile.Format(f)
	p.out[packfile.Name] = data
	return err
}
