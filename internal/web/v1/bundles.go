package v1

import (
	"cmp"
	"context"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/purchases/bundle"
)

func (r *routes) mountBundles() {
	op := func(method, id, path, summary string, action accounts.Action) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/bundles" + path, Summary: summary, Tag: tagBundles, Action: action}
	}
	web.Typed(r.Server, op("GET", "list-bundles", "", "Bundles in the order in which they were made", accounts.ManageFurniture), r.listBundles)
	web.Typed(r.Server, created(op("POST", "create-bundle", "", "A new bundle: a draft", accounts.ManageFurniture)), r.createBundle)
	web.Typed(r.Server, op("GET", "get-bundle", "/{bundle}", "A bundle", accounts.ManageFurniture), r.getBundle)
	web.Typed(r.Server, op("PATCH", "update-bundle", "/{bundle}", "Change a bundle, put it on sale, stop the sale", accounts.ManageFurniture), r.updateBundle)
	web.Typed(r.Server, noContent(op("DELETE", "remove-bundle", "/{bundle}", "Take a draft away", accounts.ManageFurniture)), r.removeBundle)
	web.Plain[ViewPath, jsonOf[api.List[api.BundleSummary]]](r.Server, cached(web.Operation{
		Method: "GET", ID: "list-bundles-here", Path: storefrontPath + "/bundles", Tag: tagStorefront, Summary: "Bundles of packs that are sold here, now or soon",
	}), r.bundlesHere)
}

// BundlePath names a bundle.
type BundlePath struct {
	Bundle string `path:"bundle" maxLength:"64" doc:"bundle id"`
}

// BundleHead names a bundle and the version that the caller has seen.
type BundleHead struct {
	BundlePath
	IfMatch string `header:"If-Match" doc:"ETag of the bundle that was read; without it, any version is changed"`
}

type bundleReply struct {
	ETag string `header:"ETag"`
	Body api.Bundle
}

func replyBundle(b bundle.Bundle, err error) (*bundleReply, error) {
	if err != nil {
		return nil, err
	}
	return &bundleReply{versionTag(b.Version), bundleOf(b)}, nil
}

func (r *routes) listBundles(ctx context.Context, in *furnitureInput) (*jsonOf[api.List[api.Bundle]], error) {
	after, err := in.after()
	if err != nil {
		return nil, err
	}
	bundles, err := r.Purchases.Bundles(ctx, after, in.Limit)
	page := api.List[api.Bundle]{Items: []api.Bundle{}}
	for _, b := range bundles {
		page.Items = append(page.Items, bundleOf(b))
		after = b.ID
	}
	if len(bundles) == in.Limit {
		page.Next = web.EncodeCursor(after)
	}
	return &jsonOf[api.List[api.Bundle]]{page}, err
}

type createBundleInput struct{ Body api.NewBundle }

func (r *routes) createBundle(ctx context.Context, in *createBundleInput) (*bundleReply, error) {
	return r.saveBundle(ctx, bundle.Bundle{
		Titles: localesOf(in.Body.Title), Descriptions: localesOf(in.Body.Description), Packs: in.Body.Packs, Offers: bundleOffers(in.Body.Offers),
		SaleFrom: momentOf(in.Body.SaleOpensAt), SaleUntil: momentOf(in.Body.SaleClosesAt),
	})
}

// saveBundle saves a bundle of the packs that it names by id or slug.
func (r *routes) saveBundle(ctx context.Context, b bundle.Bundle) (*bundleReply, error) {
	packs := make([]string, len(b.Packs))
	for i, named := range b.Packs {
		draft, err := r.Catalog.Draft(ctx, by(ctx), named)
		if err != nil {
			return nil, err
		}
		packs[i] = draft.Pack.ID
	}
	b.Packs = packs
	b, err := r.Purchases.SaveBundle(ctx, origin(ctx), b)
	if err == nil {
		err = r.Board.Refresh(ctx)
	}
	return replyBundle(b, err)
}

func (r *routes) getBundle(ctx context.Context, in *BundlePath) (*bundleReply, error) {
	return replyBundle(r.Purchases.Bundle(ctx, in.Bundle))
}

type updateBundleInput struct {
	BundleHead
	Body api.BundleChange
}

func (r *routes) updateBundle(ctx context.Context, in *updateBundleInput) (*bundleReply, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	b, err := r.Purchases.Bundle(ctx, in.Bundle)
	if err != nil {
		return nil, err
	}
	changeBundle(&b, in.Body)
	b.Version = cmp.Or(version, b.Version)
	return r.saveBundle(ctx, b)
}

// changeBundle writes what a change names.
func changeBundle(b *bundle.Bundle, change api.BundleChange) {
	put((*string)(&b.State), change.State)
	put(&b.Packs, change.Packs)
	put(&b.SaleFrom, change.SaleOpensAt)
	put(&b.SaleUntil, change.SaleClosesAt)
	if change.Title != nil {
		b.Titles = localesOf(*change.Title)
	}
	if change.Description != nil {
		b.Descriptions = localesOf(*change.Description)
	}
	if change.Offers != nil {
		b.Offers = bundleOffers(*change.Offers)
	}
}

func (r *routes) removeBundle(ctx context.Context, in *BundleHead) (*struct{}, error) {
	version, err := readVersion(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return nil, r.Purchases.RemoveBundle(ctx, origin(ctx), in.Bundle, version)
}

func bundleOffers(offers []api.BundleOffer) []bundle.Offer {
	all := make([]bundle.Offer, len(offers))
	for i, o := range offers {
		all[i] = bundle.Offer{Regions: o.Regions, Tier: o.Tier}
		if o.Price != nil {
			all[i].Price = &catalog.Price{Amount: o.Price.Amount, Currency: o.Price.Currency}
		}
	}
	return all
}

// bundleOf is a bundle as staff see it.
func bundleOf(b bundle.Bundle) api.Bundle {
	shown := api.Bundle{
		ID: b.ID, State: string(b.State), CreatedAt: b.CreatedAt.UTC(), UpdatedAt: b.UpdatedAt.UTC(), Version: b.Version,
		NewBundle: api.NewBundle{
			Title: byTag(b.Titles), Description: byTag(b.Descriptions), Packs: b.Packs, Offers: []api.BundleOffer{},
			SaleOpensAt: instant(b.SaleFrom), SaleClosesAt: instant(b.SaleUntil),
		},
	}
	for _, o := range b.Offers {
		shown.Offers = append(shown.Offers, api.BundleOffer{Regions: o.Regions, Price: bareMoney(o.Price), Tier: o.Tier})
	}
	return shown
}

// saleState is how the sale of a bundle stands at a moment that its board was read at.
func saleState(b bundle.Bundle, now time.Time) string {
	if now.Before(b.SaleFrom) {
		return string(catalog.OfferAnnounced)
	}
	return string(catalog.OfferOpen)
}
