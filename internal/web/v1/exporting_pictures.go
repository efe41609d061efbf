package v1

import (
	"context"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/catalog/packfile/report"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/interop"
)

// exporting is a draft on its way into a layout.
type exporting struct {
	*routes
	draft    catalog.Draft
	pack     interop.Pack
	findings []packfile.Finding
	unmade   map[string]bool // ids of stickers that the platform cannot have
	left     int             // bytes that the pictures may have still
}

// gather gets the files of the pack, each named by the upload that it is of. In our own layout the uploads
// themselves go along, so that to bring them in again changes nothing.
func (x *exporting) gather(ctx context.Context) error {
	x.pack.File.Stickers = slices.Clone(x.pack.File.Stickers)
	if x.pack.Layout == interop.Hallyu {
		return x.gatherUploads(ctx)
	}
	orders, of := []catalog.PictureOrder{}, []int{}
	for i, s := range x.draft.Stickers {
		base := s.Images[catalog.Base]
		if base.Zero() {
			continue
		}
		platform, limited := interop.Platform(x.pack.Layout, string(x.draft.Pack.Usage), base.Animated)
		target, takes := platform.Target(base.Animated)
		if !takes { // its first frame
			target, takes = platform.Target(false)
		}
		switch {
		case !limited:
			err := x.gatherAny(ctx, i, base)
			if err != nil {
				return err
			}
		case takes:
			orders, of = append(orders, catalog.PictureOrder{Picture: base, Targets: []assets.Target{target}}), append(of, i)
		}
	}
	return x.gatherMade(ctx, orders, of)
}

// gatherUploads reads the uploads of all locales.
func (x *exporting) gatherUploads(ctx context.Context) error {
	for i, s := range x.draft.Stickers {
		for _, locale := range slices.Sorted(maps.Keys(s.Images)) {
			upload := s.Images[locale].Upload
			data, err := assets.ReadAll(ctx, x.Files, assets.Private, upload)
			if err == nil {
				err = x.add(i, locale, upload.Digest, data)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// add adds a picture of the i-th sticker.
func (x *exporting) add(i int, locale i18n.Locale, upload assets.Digest, data []byte) error {
	if x.left -= len(data); x.left < 0 {
		return packfile.ErrArchiveLimit.With("what", "bytes", "limit", packfile.MaxUnpacked)
	}
	name := string(upload)
	x.pack.Files[name] = data
	if locale == catalog.Base {
		x.pack.File.Stickers[i].File = name
	} else {
		x.pack.File.Stickers[i].Images[locale] = packfile.Image{File: name}
	}
	return nil
}

// gatherAny adds a picture for a platform without limits: the upload without its metadata, or the master of
// one that is too large for it.
func (x *exporting) gatherAny(ctx context.Context, i int, p catalog.Picture) error {
	data, err := assets.ReadAll(ctx, x.Files, assets.Private, p.Upload)
	if err != nil {
		return err
	}
	plain, refused := []byte(nil), error(nil)
	info, err := assets.Inspect(data)
	if err == nil && max(info.Width, info.Height) <= assets.MasterSide {
		plain, refused = assets.WithoutMetadata(data)
	}
	if plain == nil || refused != nil {
		plain, err = assets.ReadAll(ctx, x.Files, assets.Public, p.Master.Name)
	}
	if err != nil {
		return err
	}
	return x.add(i, catalog.Base, p.Upload.Digest, plain)
}

// gatherMade has pictures made as the platform takes them, with the icons, and adds them. What cannot be made
// is left out, and said.
func (x *exporting) gatherMade(ctx context.Context, orders []catalog.PictureOrder, of []int) error {
	icons := x.orderIcons(orders)
	made, err := x.Catalog.MakePictures(ctx, orders)
	if err != nil {
		return err
	}
	for n, exports := range made {
		i := of[n]
		err := x.addMade(ctx, i, orders[n].Picture, exports[0])
		if err != nil {
			return err
		}
	}
	for n, icon := range icons {
		if e := made[0][n+1]; e.Image.Data != nil {
			x.pack.Icons[icon.Name] = e.Image.Data
		}
	}
	x.pack.File.Stickers = slices.DeleteFunc(x.pack.File.Stickers, func(s packfile.Sticker) bool { return x.unmade[s.ID] })
	return nil
}

// orderIcons adds the icons to the order of the first picture, which they show.
func (x *exporting) orderIcons(orders []catalog.PictureOrder) []interop.Icon {
	if len(orders) == 0 {
		return nil
	}
	icons := interop.Icons(x.pack.Layout, orders[0].Picture.Animated)
	for _, icon := range icons {
		orders[0].Targets = append(orders[0].Targets, icon.Target)
	}
	return icons
}

// addMade adds a picture that was made, and says what was done to it.
func (x *exporting) addMade(ctx context.Context, i int, p catalog.Picture, e assets.Export) error {
	upload, err := assets.ReadAll(ctx, x.Files, assets.Private, p.Upload)
	if err != nil {
		return err
	}
	info, err := assets.Inspect(upload)
	if err != nil {
		return err
	}
	platform, _ := interop.Platform(x.pack.Layout, string(x.draft.Pack.Usage), p.Animated)
	at := packfile.At{Sticker: x.draft.Stickers[i].Shortcode, Platform: platform.ID}
	x.findings = append(x.findings, report.Exported(at, info, e)...)
	if e.Image.Data == nil {
		x.unmade[x.draft.Stickers[i].ID] = true
		return nil
	}
	return x.add(i, catalog.Base, p.Upload.Digest, e.Image.Data)
}
