package api

import (
	"context"
	"net/http"
)

// Gifts is one page of what a holder was given, newest first.
func (c *Client) Gifts(ctx context.Context, holder, cursor string) (List[Gift], error) {
	var list List[Gift]
	return list, c.get(ctx, page(path("v1", "holders", holder, "gifts"), nil, cursor), &list)
}

// AcceptGift gives the pack to whom it was given. To accept again changes nothing, so key may be "".
func (c *Client) AcceptGift(ctx context.Context, holder, gift, key string) (Gift, error) {
	var g Gift
	return g, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "gifts", gift, "accept"), key, nil, &g)
}

// DeclineGift sends the gift's money back. To decline again changes nothing, so key may be "".
func (c *Client) DeclineGift(ctx context.Context, holder, gift, key string) (Gift, error) {
	var g Gift
	return g, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "gifts", gift, "decline"), key, nil, &g)
}
