package api

import (
	"context"
	"net/http"
)

// MakeCodes makes a batch of codes.
func (c *Client) MakeCodes(ctx context.Context, codes NewCodes) (MadeCodes, error) {
	var made MadeCodes
	return made, c.change(ctx, http.MethodPost, "/v1/codes", "", codes, &made)
}

// CodeBatches are all batches, the latest first.
func (c *Client) CodeBatches(ctx context.Context) (List[CodeBatch], error) {
	var list List[CodeBatch]
	return list, c.get(ctx, "/v1/codes", &list)
}

// CodeBatch is one of them.
func (c *Client) CodeBatch(ctx context.Context, id string) (CodeBatch, error) {
	var b CodeBatch
	return b, c.get(ctx, path("v1", "codes", id), &b)
}

// EndCodes has the codes of a batch taken no more.
func (c *Client) EndCodes(ctx context.Context, id string) (CodeBatch, error) {
	var b CodeBatch
	return b, c.change(ctx, http.MethodPost, path("v1", "codes", id, "end"), "", nil, &b)
}

// Redeem hands in a code on behalf of a holder. key is the Idempotency-Key.
func (c *Client) Redeem(ctx context.Context, holder, key, code string) (Grant, error) {
	var g Grant
	return g, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "redemptions"), key, NewRedemption{Code: code}, &g)
}
