package api

import (
	"context"
	"net/url"
)

// OrderReceipt is the receipt of a holder's order.
func (c *Client) OrderReceipt(ctx context.Context, holder, order string) (OrderReceipt, error) {
	var r OrderReceipt
	return r, c.get(ctx, path("v1", "holders", holder, "orders", order, "receipt"), &r)
}

// HolderReceipts are a holder's receipts and notes, the latest first.
func (c *Client) HolderReceipts(ctx context.Context, holder, cursor string) (List[Receipt], error) {
	var list List[Receipt]
	return list, c.get(ctx, page(path("v1", "holders", holder, "receipts"), url.Values{}, cursor), &list)
}

// HolderReceipt is one of a holder's receipts and notes.
func (c *Client) HolderReceipt(ctx context.Context, holder, id string) (Receipt, error) {
	var r Receipt
	return r, c.get(ctx, path("v1", "holders", holder, "receipts", id), &r)
}

// Receipts are all receipts and notes by app, year and number. query has the parameters app, year and test.
func (c *Client) Receipts(ctx context.Context, query url.Values, cursor string) (List[Receipt], error) {
	var list List[Receipt]
	return list, c.get(ctx, page("/v1/receipts", query, cursor), &list)
}
