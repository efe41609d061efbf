package v1

import (
	"cmp"
	"context"
	"math"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
)

func (r *routes) mountCollabs() {
	op := func(method, id, path, summary string) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1" + path, Summary: summary, Tag: tagStaff, Action: accounts.ManageFurniture}
	}
	web.Typed(r.Server, op("GET", "list-brands", "/brands", "Who owns licensed work"), r.listBrands)
	web.Typed(r.Server, created(op("POST", "create-brand", "/brands", "Register who owns licensed work")), r.createBrand)
	web.Typed(r.Server, op("GET", "get-brand", "/brands/{brand}", "A brand"), r.getBrand)
	web.Typed(r.Server, op("PATCH", "update-brand", "/brands/{brand}", "Change a brand"), r.updateBrand)
	web.Typed(r.Server, noContent(op("DELETE", "remove-brand", "/brands/{brand}", "Take away a brand that no collab is of")), r.removeBrand)
	web.Typed(r.Server, op("GET", "list-collabs", "/collabs", "Brands' licences to packs"), r.listCollabs)
	web.Typed(r.Server, created(op("POST", "create-collab", "/collabs", "A brand's licence to packs")), r.createCollab)
	web.Typed(r.Server, op("GET", "get-collab", "/collabs/{collab}", "A collab"), r.getCollab)
	web.Typed(r.Server, op("PATCH", "update-collab", "/collabs/{collab}", "Change a collab; its packs are bound by it at once"), r.updateCollab)
	web.Typed(r.Server, noContent(op("DELETE", "remove-collab", "/collabs/{collab}", "Take away a collab that no pack is under")), r.removeCollab)
	web.Typed(r.Server, op("PUT", "set-collab", "/packs/{pack}/collab", "Put a pack under a collab, or under none"), r.setCollab)
}

// BrandPath names a brand.
type BrandPath struct {
	Brand string `path:"brand" doc:"id or slug"`
}

// BrandHead names a brand and the version that the caller has seen.
type BrandHead struct {
	BrandPath
	IfMatch string `header:"If-Match" doc:"ETag of the brand that was read; without it, any version is changed"`
}

// CollabHead names a collab and the version that the caller has seen.
type CollabHead struct {
	CollabPath
	IfMatch string `header:"If-Match" doc:"ETag of the collab that was read; without it, any version is changed"`
}

// brandReply is a brand with its version.
type brandReply struct {
	ETag string `header:"ETag"`
	Body api.Brand
}

func replyBrand(b catalog.Brand, err error) (*brandReply, error) {
	if err != nil {
		return nil, err
	}
	return &brandReply{versionTag(b.Version), api.Brand(b)}, nil
}

// collabReply is a collab with its version.
type collabReply struct {
	ETag string `header:"ETag"`
	Body api.Collab
}

// CollabPath names a collab.
type CollabPath struct {
	Collab string `path:"collab" doc:"id or slug"`
}

type furnitureInput struct{ ListQuery }

// page reads where a list by slug goes on.
func (in *furnitureInput) after() (after string, err error) {
	return after, web.DecodeCursor(in.Cursor, &after)
}

func (r *routes) listBrands(ctx context.Context, in *furnitureInput) (*jsonOf[api.List[api.Brand]], error) {
	after, err := in.after()
	if err != nil {
		return nil, err
	}
	brands, err := r.Catalog.Brands(ctx, by(ctx), after, in.Limit)
	if err != nil {
		return nil, err
	}
	page := api.List[api.Brand]{Items: []api.Brand{}}
	for _, brand := range brands {
		page.Items = append(page.Items, api.Brand(brand))
		after = brand.Slug
	}
	if len(brands) == in.Limit {
		page.Next = web.EncodeCursor(after)
	}
	return &jsonOf[api.List[api.Brand]]{page}, nil
}

type createBrandInput struct{ Body api.NewBrand }

func (r *routes) createBrand(ctx context.Context, in *createBrandInput) (*brandReply, error) {
	return replyBrand(r.Catalog.SaveBrand(ctx, by(ctx), catalog.Brand{Slug: in.Body.Slug, Name: in.Body.Name}))
}

func (r *routes) getBrand(ctx context.Context, in *BrandPath) (*brandReply, error) {
	return replyBrand(r.Catalog.Brand(ctx, by(ctx), in.Brand))
}

type updateBrandInput struct {
	BrandHead
	Body api.BrandChange
}

func (r *routes) updateBrand(ctx context.Context, in *updateBrandInput) (*brandReply, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	brand, err := r.Catalog.Brand(ctx, by(ctx), in.Brand)
	if err != nil {
		return nil, err
	}
	put(&brand.Slug, in.Body.Slug)
	put(&brand.Name, in.Body.Name)
	brand.Version = cmp.Or(version, brand.Version)
	return replyBrand(r.Catalog.SaveBrand(ctx, by(ctx), brand))
}

// put writes a value that a change names.
func put[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func (r *routes) listCollabs(ctx context.Context, in *furnitureInput) (*jsonOf[api.List[api.Collab]], error) {
	after, err := in.after()
	if err != nil {
		return nil, err
	}
	collabs, err := r.Catalog.Collabs(ctx, by(ctx), after, in.Limit)
	if err != nil {
		return nil, err
	}
	page := api.List[api.Collab]{Items: []api.Collab{}}
	for _, collab := range collabs {
		page.Items = append(page.Items, collabOf(collab))
		after = collab.Slug
	}
	if len(collabs) == in.Limit {
		page.Next = web.EncodeCursor(after)
	}
	return &jsonOf[api.List[api.Collab]]{page}, nil
}

type createCollabInput struct{ Body api.NewCollab }

func (r *routes) createCollab(ctx context.Context, in *createCollabInput) (*collabReply, error) {
	brand, err := r.Catalog.Brand(ctx, by(ctx), in.Body.Brand)
	if err != nil {
		return nil, err
	}
	b := in.Body
	wanted := catalog.Collab{Licence: catalog.Licence{
		Slug: b.Slug, Brand: brand, Titles: localesOf(b.Title), Descriptions: localesOf(b.Description), Attribution: b.Attribution, Territory: b.Territory,
		From: momentOf(b.From), Until: momentOf(b.Until),
	}, Shares: sharesOf(b.Shares)}
	return replyCollab(r.Catalog.SaveCollab(ctx, by(ctx), wanted))
}

func (r *routes) getCollab(ctx context.Context, in *CollabPath) (*collabReply, error) {
	return replyCollab(r.Catalog.Collab(ctx, by(ctx), in.Collab))
}

type updateCollabInput struct {
	CollabHead
	Body api.CollabChange
}

func (r *routes) updateCollab(ctx context.Context, in *updateCollabInput) (*collabReply, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	collab, err := r.Catalog.Collab(ctx, by(ctx), in.Collab)
	if err != nil {
		return nil, err
	}
	change(&collab, in.Body)
	collab.Version = cmp.Or(version, collab.Version)
	return replyCollab(r.Catalog.SaveCollab(ctx, by(ctx), collab))
}

// change writes what a change names.
func change(collab *catalog.Collab, b api.CollabChange) {
	put(&collab.Slug, b.Slug)
	put(&collab.Attribution, b.Attribution)
	put(&collab.Territory, b.Territory)
	put(&collab.From, b.From)
	put(&collab.Until, b.Until)
	if b.Title != nil {
		collab.Titles = localesOf(*b.Title)
	}
	if b.Description != nil {
		collab.Descriptions = localesOf(*b.Description)
	}
	if b.Endless {
		collab.Until = time.Time{}
	}
	if b.Shares != nil {
		collab.Shares = sharesOf(*b.Shares)
	}
}

func (r *routes) removeBrand(ctx context.Context, in *BrandHead) (*struct{}, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return nil, r.Catalog.RemoveBrand(ctx, by(ctx), in.Brand, version)
}

func (r *routes) removeCollab(ctx context.Context, in *CollabHead) (*struct{}, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return nil, r.Catalog.RemoveCollab(ctx, by(ctx), in.Collab, version)
}

func replyCollab(c catalog.Collab, err error) (*collabReply, error) {
	if err != nil {
		return nil, err
	}
	return &collabReply{versionTag(c.Version), collabOf(c)}, nil
}

func collabOf(c catalog.Collab) api.Collab {
	shown := api.Collab{ID: c.ID, Version: c.Version, NewCollab: api.NewCollab{
		Slug: c.Slug, Brand: c.Brand.ID, Title: byTag(c.Titles), Description: byTag(c.Descriptions), Attribution: c.Attribution,
		Territory: list(c.Territory), From: utc(&c.From), Until: utc(&c.Until), Shares: []api.RevenueShare{},
	}}
	for _, share := range c.Shares {
		shown.Shares = append(shown.Shares, api.RevenueShare{Party: share.Party, Fraction: float64(share.Part) / catalog.WholeShare})
	}
	return shown
}

func sharesOf(shares []api.RevenueShare) []catalog.Share {
	all := make([]catalog.Share, len(shares))
	for i, share := range shares {
		all[i] = catalog.Share{Party: share.Party, Part: int(math.Round(share.Fraction * catalog.WholeShare))}
	}
	return all
}

func localesOf(texts map[string]string) map[i18n.Locale]string {
	byLocale := make(map[i18n.Locale]string, len(texts))
	for tag, text := range texts {
		byLocale[i18n.Locale(tag)] = text
	}
	return byLocale
}

func momentOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

type setCollabInput struct {
	TargetHead
	Body api.PackCollab
}

func (r *routes) setCollab(ctx context.Context, in *setCollabInput) (*jsonOf[api.PackTerms], error) {
	target, err := in.target()
	if err != nil {
		return nil, err
	}
	return replyTerms(r.Catalog.SetCollab(ctx, by(ctx), target, in.Body.Collab))
}
