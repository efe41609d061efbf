package api

import (
	"context"
	"net/http"
	"net/url"
)

// PlaceOrder asks for a pack on behalf of a holder. key is the Idempotency-Key: the same key and
// body are answered by the same order, however often they are sent.
func (c *Client) PlaceOrder(ctx context.Context, holder, key string, order NewOrder) (Order, error) {
	var placed Order
	return placed, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "orders"), key, order, &placed)
}

// ConfirmOrder says that the money for a reserved order was taken.
func (c *Client) ConfirmOrder(ctx context.Context, holder, order, key string, confirmation Confirmation) (Order, error) {
	var confirmed Order
	return confirmed, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "orders", order, "confirm"), key, confirmation, &confirmed)
}

// CancelOrder gives a reservation back.
func (c *Client) CancelOrder(ctx context.Context, holder, order, key string) (Order, error) {
	var cancelled Order
	return cancelled, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "orders", order, "cancel"), key, nil, &cancelled)
}

// RefundOrder gives money back; only a full refund revokes.
func (c *Client) RefundOrder(ctx context.Context, holder, order, key string, refund NewRefund) (Refund, error) {
	var refunded Refund
	return refunded, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "orders", order, "refunds"), key, refund, &refunded)
}

// Orders is one page of a holder's orders, newest first.
func (c *Client) Orders(ctx context.Context, holder, cursor string) (List[Order], error) {
	var list List[Order]
	return list, c.get(ctx, page(path("v1", "holders", holder, "orders"), nil, cursor), &list)
}

// Order is one order of a holder.
func (c *Client) Order(ctx context.Context, holder, order string) (Order, error) {
	var o Order
	return o, c.get(ctx, path("v1", "holders", holder, "orders", order), &o)
}

// Entitlements lists what a holder may use.
func (c *Client) Entitlements(ctx context.Context, holder string) (List[Entitlement], error) {
	var list List[Entitlement]
	return list, c.get(ctx, path("v1", "holders", holder, "entitlements"), &list)
}

// Entitlement says whether a holder may use a pack.
func (c *Client) Entitlement(ctx context.Context, holder, pack string) (Entitlement, error) {
	var e Entitlement
	return e, c.get(ctx, path("v1", "holders", holder, "entitlements", pack), &e)
}

// CheckEntitlements asks about many holders and packs at once.
func (c *Client) CheckEntitlements(ctx context.Context, check EntitlementCheck) (EntitlementList, error) {
	var list EntitlementList
	return list, c.change(ctx, http.MethodPost, "/v1/entitlements/check", "", check, &list)
}

// OwnedPacks is one page of the packs that a holder may use, whole and with masters.
func (c *Client) OwnedPacks(ctx context.Context, holder, locale, cursor string) (List[Pack], error) {
	var list List[Pack]
	return list, c.get(ctx, page(path("v1", "holders", holder, "packs"), url.Values{"locale": {locale}}, cursor), &list)
}

// OwnedPack is one pack that a holder may use, whole and with masters.
func (c *Client) OwnedPack(ctx context.Context, holder, pack, locale string) (Pack, error) {
	var p Pack
	return p, c.get(ctx, page(path("v1", "holders", holder, "packs", pack), url.Values{"locale": {locale}}, ""), &p)
}

// Archive fetches the ZIP of a pack that a holder may use.
func (c *Client) Archive(ctx context.Context, holder, pack, locale string) ([]byte, error) {
	var data []byte
	p := path("v1", "holders", holder, "packs", pack, "archive.zip")
	return data, c.get(ctx, page(p, url.Values{"locale": {locale}}, ""), &data)
}
