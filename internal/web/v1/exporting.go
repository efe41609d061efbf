package v1

import (
	"context"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
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
	x := &exporting{routes: r, draft: draft, unmade: map[string]bool{}, left: packfile.MaxUnpacked, pack: interop.Pack{
		Layout: layout, File: draft.File(), Files: packfile.Folder{}, Creator: creator.Name, Icons: map[string][]byte{},
	}}
	x.pack.File.Creator = creator.Slug
	err = x.gather(ctx)
	if err != nil {
		return x.pack, nil, nil, err
	}
	folder, findings, err := interop.Write(layout, x.pack)
	return x.pack, folder, append(x.findings, findings...), err
}
