package api

import (
	"context"
	"net/http"
)

// Stock is how much is left of a published pack at this moment.
func (c *Client) Stock(ctx context.Context, pack string) (Stock, error) {
	var s Stock
	return s, c.get(ctx, path("v1", "packs", pack, "stock"), &s)
}

// Edition is how a limited edition stands.
func (c *Client) Edition(ctx context.Context, pack string) (Edition, error) {
	var e Edition
	return e, c.get(ctx, path("v1", "packs", pack, "edition"), &e)
}

// SetEdition says how many pieces there are of a pack.
func (c *Client) SetEdition(ctx context.Context, pack string, stock NewStock) (Edition, error) {
	var e Edition
	return e, c.change(ctx, http.MethodPut, path("v1", "packs", pack, "edition"), "", stock, &e)
}
