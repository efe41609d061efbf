package report

import (
	"context"
	"io/fs"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

// Folder returns all findings on a pack's folder: those of packfile.CheckDir, and this package's. It waits
// for every picture to be made, and calls done after each with how many are and will be.
func (j *Judge) Folder(ctx context.Context, folder fs.FS, done func(n, of int)) ([]packfile.Finding, error) {
	findings := packfile.CheckDir(folder)
	data, err := fs.ReadFile(folder, packfile.Name)
	if err != nil {
		return findings, nil // which CheckDir says
	}
	file, _ := packfile.Parse(data)
	pack := Pack{File: file}
	for _, s := range file.Stickers {
		pack.Pictures = append(pack.Pictures, j.beginFolder(ctx, folder, s)...)
	}
	for i, p := range pack.Pictures {
		if _, err := j.Wait(ctx, p.Digest); err != nil {
			return nil, err
		}
		done(i+1, len(pack.Pictures))
	}
	findings = append(findings, j.Known(pack).Findings...)
	Sort(findings)
	return findings, nil
}

// beginFolder begins with the pictures of a sticker that CheckDir has found sound.
func (j *Judge) beginFolder(ctx context.Context, folder fs.FS, s packfile.Sticker) []Picture {
	var pictures []Picture
	add := func(file string, locale i18n.Locale) {
		if packfile.HasErrors(packfile.CheckImage(folder, file, s.Shortcode)) {
			return
		}
		data, err := fs.ReadFile(folder, file)
		if err != nil {
			return
		}
		info, err := assets.Inspect(data)
		if err != nil {
			return
		}
		p := Picture{Sticker: s.Shortcode, File: file, Locale: locale, Digest: assets.DigestOf(data), Animated: info.Animated}
		j.Begin(ctx, p.Digest, nil, func(context.Context) ([]byte, error) { return data, nil })
		pictures = append(pictures, p)
	}
	add(s.File, "")
	for _, locale := range sorted(s.Images) {
		add(s.Images[locale].File, locale)
	}
	return pictures
}
