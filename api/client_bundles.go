package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
)

// CreateBundle makes a bundle: a draft.
func (c *Client) CreateBundle(ctx context.Context, b NewBundle) (Bundle, error) {
	var made Bundle
	return made, c.change(ctx, http.MethodPost, "/v1/bundles", "", b, &made)
}

// StaffBundle is a bundle as staff see it.
func (c *Client) StaffBundle(ctx context.Context, id string) (Bundle, error) {
	var b Bundle
	return b, c.get(ctx, path("v1", "bundles", id), &b)
}

// UpdateBundle changes a bundle that is at a version; 0 is any.
func (c *Client) UpdateBundle(ctx context.Context, id string, version int64, change BundleChange) (Bundle, error) {
	var b Bundle
	body, err := json.Marshal(change)
	if err != nil {
		return b, err
	}
	header := http.Header{"Content-Type": {"application/json"}}
	if version > 0 {
		header.Set("If-Match", strconv.Quote(strconv.FormatInt(version, 10)))
	}
	return b, c.send(ctx, request{method: http.MethodPatch, path: path("v1", "bundles", id), body: body, header: header}, &b)
}

// RemoveBundle takes a draft away.
func (c *Client) RemoveBundle(ctx context.Context, id string) error {
	return c.send(ctx, request{method: http.MethodDelete, path: path("v1", "bundles", id)}, nil)
}

// Bundles are those that a storefront sells, now or soon.
func (c *Client) Bundles(ctx context.Context, region, locale string) (List[BundleSummary], error) {
	var list List[BundleSummary]
	return list, c.get(ctx, path("v1", "storefronts", region, locale, "bundles"), &list)
}
