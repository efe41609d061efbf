package v1

import (
	"context"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/internal/interop"
	"github.com/hallyu-store/hallyu/internal/web"
)

// exportPack sends a draft in the layout of a platform. Equal drafts have equal bytes.
func (r *routes) exportPack(c echo.Context) error {
	q := web.NewQuery(c)
	layout := interop.Layout(q.Enum("platform", layoutNames()...))
	if q.Err() != nil {
		return q.Err()
	}
	pack, folder, _, err := r.laidOut(c.Request().Context(), c.Param("pack"), layout)
	if err != nil {
		return err
	}
	data, err := folder.Archive()
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Cache-Control", "no-store")
	header.Set("Content-Disposition", `attachment; filename="`+pack.File.Slug+"-"+string(layout)+`.zip"`)
	header.Set("Content-Length", strconv.Itoa(len(data)))
	return c.Blob(200, "application/zip", data)
}

// layoutNames are the layouts that can be asked for, ours first.
func layoutNames() []string {
	var names []string
	for _, layout := range interop.Layouts() {
		names = append(names, string(layout))
	}
	return names
}

// reportExport says what exportPack leaves out.
func (r *routes) reportExport(ctx context.Context, in *exportInput) (*jsonOf[api.Report], error) {
	_, _, findings, err := r.laidOut(ctx, in.Pack, interop.Layout(in.Platform))
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.Report]{api.Report{Findings: findingsOf(r.worded(findings, in.Language))}}, nil
}

// laidOut lays a draft out.
func (r *routes) laidOut(ctx context.Context, idOrSlug string, layout interop.Layout) (interop.Pack, packfile.Folder, []packfile.Finding, error) {
	draft, creator, err := r.Catalog.Export(ctx, by(ctx), idOrSlug)
	if err != nil {
		return interop.Pack{}, nil, nil, err
	}
	pack := interop.Pack{Layout: layout, File: draft.File(), Files: packfile.Folder{}, Creator: creator.Name}
	pack.File.Creator = creator.Slug
	err = r.gather(ctx, draft, &pack)
	if err != nil {
		return pack, nil, nil, err
	}
	folder, findings, err := interop.Write(layout, pack)
	return pack, folder, findings, err
}

// gather reads the pictures of a draft, each under its digest as a file.
func (r *routes) gather(ctx context.Context, draft catalog.Draft, pack *interop.Pack) error {
	pack.File.Stickers = slices.Clone(pack.File.Stickers)
	left := packfile.MaxUnpacked
	for i, s := range draft.Stickers {
		for locale, picture := range s.Images {
			data, err := r.exported(ctx, picture, pack.Layout)
			if err != nil {
				return err
			}
			if left -= len(data); left < 0 {
				return packfile.ErrArchiveLimit.With("what", "bytes", "limit", packfile.MaxUnpacked)
			}
			name := string(picture.Upload.Digest)
			pack.Files[name] = data
			if locale == catalog.Base {
				pack.File.Stickers[i].File = name
			} else {
				pack.File.Stickers[i].Images[locale] = packfile.Image{File: name}
			}
		}
	}
	return r.gatherIcon(ctx, draft, pack)
}

// gatherIcon reads the picture that icons are made of: one of our own making, for it is decoded here.
func (r *routes) gatherIcon(ctx context.Context, draft catalog.Draft, pack *interop.Pack) error {
	if len(draft.Stickers) == 0 || draft.Stickers[0].Images[catalog.Base].Zero() {
		return nil
	}
	var err error
	pack.Icon, err = assets.ReadAll(ctx, r.Files, assets.Public, draft.Stickers[0].Images[catalog.Base].StillSmall.Name)
	return err
}

// exported returns the bytes of a picture for a layout: in ours the upload itself, so that to bring it in
// again changes nothing; for a platform that takes its format and size the upload without its metadata;
// else the master.
func (r *routes) exported(ctx context.Context, p catalog.Picture, layout interop.Layout) ([]byte, error) {
	ours := layout == interop.Hallyu
	if ours || interop.Takes(layout, p.Upload.Format) {
		data, err := assets.ReadAll(ctx, r.Files, assets.Private, p.Upload)
		if err != nil || ours {
			return data, err
		}
		info, err := assets.Inspect(data)
		if err == nil && max(info.Width, info.Height) <= assets.MasterSide {
			data, err = assets.WithoutMetadata(data)
			if err == nil {
				return data, nil
			}
		}
	}
	return assets.ReadAll(ctx, r.Files, assets.Public, p.Master.Name)
}
