package api

import (
	"context"
	"net/http"
)

// Tiers are the store's tiers, by name.
func (c *Client) Tiers(ctx context.Context) (List[Tier], error) {
	var list List[Tier]
	return list, c.get(ctx, path("v1", "tiers"), &list)
}

// Tier is one tier.
func (c *Client) Tier(ctx context.Context, name string) (Tier, error) {
	var tier Tier
	return tier, c.get(ctx, path("v1", "tiers", name), &tier)
}

// SetTier makes a tier or changes its prices, and those of every offer that names it.
func (c *Client) SetTier(ctx context.Context, name string, prices TierPrices) (Tier, error) {
	var tier Tier
	return tier, c.change(ctx, http.MethodPut, path("v1", "tiers", name), "", prices, &tier)
}

// RemoveTier takes a tier away that no offer names.
func (c *Client) RemoveTier(ctx context.Context, name string) error {
	return c.send(ctx, request{method: http.MethodDelete, path: path("v1", "tiers", name)}, nil)
}

// BulkOffers changes the offers of many packs, all or none.
func (c *Client) BulkOffers(ctx context.Context, order BulkOffers) (BulkResult, error) {
	var result BulkResult
	return result, c.change(ctx, http.MethodPost, "/v1/offers/bulk", "", order, &result)
}
