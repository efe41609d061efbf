package collabs

import (
	"net/http"
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var (
	brandsTemplate = frame.Parse(templates, "brands.html", "parts.html")
	brandTemplate  = frame.Parse(templates, "brand.html", "parts.html")
)

// brandsPage lists brands.
type brandsPage struct {
	frame.Shell
	Notice *frame.Notice
	Query  string
	Rows   []catalog.Brand
	Any    bool   // there are brands at all
	Next   string // address of the next page; "" on the last
}

func (r *room) brands(v *frame.Visit) error {
	query := strings.TrimSpace(v.QueryParam("q"))
	found, next, err := frame.Listing[catalog.Brand]{
		Read: r.readBrands(v), Most: catalog.MaxLimit, Key: brandSlug,
		Fits: func(b catalog.Brand) bool { return frame.Contains(query, b.Name, b.Slug) },
	}.From(v.QueryParam("after"))
	if err != nil {
		return err
	}
	return v.Show(http.StatusOK, brandsTemplate, brandsPage{
		Shell: v.Shell(v.Voice.T("studio.collab.brands")), Notice: saved(v), Query: query, Rows: found,
		Any: len(found) > 0 || len(v.QueryParams()) > 0, Next: v.Onward(Brands, next, "q"),
	})
}

func brandSlug(b catalog.Brand) string { return b.Slug }

func (r *room) readBrands(v *frame.Visit) func(after string) ([]catalog.Brand, error) {
	return func(after string) ([]catalog.Brand, error) {
		return r.Catalog.Brands(v.Request().Context(), v.By(), after, catalog.MaxLimit)
	}
}

// brandPage is the form of one brand.
type brandPage struct {
	frame.Shell
	Notice *frame.Notice
	ID     string // "" of a new one
	Seen   int64  // the version that the form shows
	Name   string
	Slug   string
	Faults map[string]string // by pointer
	Theirs string            // address of what another made of it meanwhile; "" for nothing
}

func (r *room) brand(v *frame.Visit) error {
	if v.Param("brand") == newOne {
		return r.showBrand(v, brandPage{}, nil)
	}
	b, err := r.Catalog.Brand(v.Request().Context(), v.By(), v.Param("brand"))
	if err != nil {
		return err
	}
	return r.showBrand(v, brandPage{ID: b.ID, Seen: b.Version, Name: b.Name, Slug: b.Slug}, nil)
}

func (r *room) showBrand(v *frame.Visit, p brandPage, failure error) error {
	title := p.Name
	if p.ID == "" {
		title = v.Voice.T("studio.collab.brand_new")
	}
	p.Shell = v.Shell(title)
	status := http.StatusOK
	if failure != nil {
		worded := v.Word(failure)
		p.Notice, p.Faults, status = worded.Bad(), worded.Fields, worded.Status
		if version := newer(failure); version > 0 {
			p.Seen, p.Theirs = version, Brands+"/"+p.ID
		}
	}
	return v.Show(status, brandTemplate, p)
}

// saveBrand takes the form of a brand.
func (r *room) saveBrand(v *frame.Visit) error {
	p := brandPage{ID: v.FormValue("id"), Seen: v.Seen(), Name: strings.TrimSpace(v.FormValue("name")), Slug: strings.TrimSpace(v.FormValue("slug"))}
	_, failure := r.Catalog.SaveBrand(v.Request().Context(), v.By(), catalog.Brand{ID: p.ID, Name: p.Name, Slug: p.Slug, Version: p.Seen})
	if failure != nil {
		return r.showBrand(v, p, failure)
	}
	return v.Go(Brands + "?done=saved")
}

func (r *room) removeBrand(v *frame.Visit) error {
	b, err := r.Catalog.Brand(v.Request().Context(), v.By(), v.Param("brand"))
	if err != nil {
		return err
	}
	failure := r.Catalog.RemoveBrand(v.Request().Context(), v.By(), b.ID, v.Seen())
	if failure != nil {
		return r.showBrand(v, brandPage{ID: b.ID, Seen: b.Version, Name: b.Name, Slug: b.Slug}, failure)
	}
	return v.Go(Brands + "?done=removed")
}
