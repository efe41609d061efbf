package api

import (
	"context"
	"net/http"
)

// Collabs is what a storefront has together with brands.
func (c *Client) Collabs(ctx context.Context, region, locale string) (List[CollabSummary], error) {
	var list List[CollabSummary]
	return list, c.get(ctx, path("v1", "storefronts", region, locale, "collabs"), &list)
}

// Collab is one of a storefront's collabs with its packs.
func (c *Client) Collab(ctx context.Context, region, locale, slug string) (CollabHub, error) {
	var hub CollabHub
	return hub, c.get(ctx, path("v1", "storefronts", region, locale, "collabs", slug), &hub)
}

// CreateBrand registers who owns licensed work.
func (c *Client) CreateBrand(ctx context.Context, brand NewBrand) (Brand, error) {
	var created Brand
	return created, c.change(ctx, http.MethodPost, "/v1/brands", "", brand, &created)
}

// CreateCollab makes a brand's licence to packs.
func (c *Client) CreateCollab(ctx context.Context, collab NewCollab) (Collab, error) {
	var created Collab
	return created, c.change(ctx, http.MethodPost, "/v1/collabs", "", collab, &created)
}

// UpdateCollab changes a collab.
func (c *Client) UpdateCollab(ctx context.Context, idOrSlug string, change CollabChange) (Collab, error) {
	var collab Collab
	return collab, c.change(ctx, http.MethodPatch, path("v1", "collabs", idOrSlug), "", change, &collab)
}

// SetCollab puts a pack under a collab, or under none.
func (c *Client) SetCollab(ctx context.Context, pack, collab string) (PackTerms, error) {
	var terms PackTerms
	return terms, c.change(ctx, http.MethodPut, path("v1", "packs", pack, "collab"), "", PackCollab{Collab: collab}, &terms)
}

// RemoveCollab takes a collab away that no pack is under.
func (c *Client) RemoveCollab(ctx context.Context, idOrSlug string) error {
	return c.send(ctx, request{method: http.MethodDelete, path: path("v1", "collabs", idOrSlug)}, nil)
}

// RemoveBrand takes a brand away that no collab is of.
func (c *Client) RemoveBrand(ctx context.Context, idOrSlug string) error {
	return c.send(ctx, request{method: http.MethodDelete, path: path("v1", "brands", idOrSlug)}, nil)
}
