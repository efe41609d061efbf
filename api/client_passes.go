package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
)

// CreatePass makes a pass: a draft.
func (c *Client) CreatePass(ctx context.Context, pass NewPass) (Pass, error) {
	var made Pass
	return made, c.change(ctx, http.MethodPost, "/v1/passes", "", pass, &made)
}

// StaffPass is a pass as staff see it.
func (c *Client) StaffPass(ctx context.Context, id string) (Pass, error) {
	var p Pass
	return p, c.get(ctx, path("v1", "passes", id), &p)
}

// UpdatePass changes a pass that is at a version; 0 is any.
func (c *Client) UpdatePass(ctx context.Context, id string, version int64, change PassChange) (Pass, error) {
	var p Pass
	return p, c.patchVersion(ctx, path("v1", "passes", id), version, change, &p)
}

// patchVersion changes what is at a version; 0 is any.
func (c *Client) patchVersion(ctx context.Context, address string, version int64, change, to any) error {
	body, err := json.Marshal(change)
	if err != nil {
		return err
	}
	r := request{method: http.MethodPatch, path: address, body: body, header: http.Header{"Content-Type": {"application/json"}}}
	if version > 0 {
		r.header.Set("If-Match", strconv.Quote(strconv.FormatInt(version, 10)))
	}
	return c.send(ctx, r, to)
}

// RemovePass takes a draft away.
func (c *Client) RemovePass(ctx context.Context, id string) error {
	return c.send(ctx, request{method: http.MethodDelete, path: path("v1", "passes", id)}, nil)
}

// Passes are those that a storefront sells, now or soon.
func (c *Client) Passes(ctx context.Context, region, locale string) (List[PassSummary], error) {
	var list List[PassSummary]
	return list, c.get(ctx, path("v1", "storefronts", region, locale, "passes"), &list)
}

// PassStock is how much is left of a pass at this moment.
func (c *Client) PassStock(ctx context.Context, id string) (PassStock, error) {
	var stock PassStock
	return stock, c.get(ctx, path("v1", "passes", id, "stock"), &stock)
}

// HeldPasses are the passes that a holder has.
func (c *Client) HeldPasses(ctx context.Context, holder string) (List[HeldPass], error) {
	var list List[HeldPass]
	return list, c.get(ctx, path("v1", "holders", holder, "passes"), &list)
}

// Admission says whether a holder may enter now.
func (c *Client) Admission(ctx context.Context, holder, pass string) (Admission, error) {
	var a Admission
	return a, c.get(ctx, path("v1", "holders", holder, "passes", pass, "admission"), &a)
}

// Ticket is what a holder shows at the gate.
func (c *Client) Ticket(ctx context.Context, holder, pass string) (Ticket, error) {
	var t Ticket
	return t, c.get(ctx, path("v1", "holders", holder, "passes", pass, "ticket"), &t)
}

// CheckIn lets somebody in. key is the Idempotency-Key.
func (c *Client) CheckIn(ctx context.Context, pass, key string, in NewCheckIn) (CheckIn, error) {
	var done CheckIn
	return done, c.change(ctx, http.MethodPost, path("v1", "passes", pass, "check-ins"), key, in, &done)
}

// TransferPass hands a holder's pass on. key is the Idempotency-Key.
func (c *Client) TransferPass(ctx context.Context, holder, pass, key, recipient string) (Grant, error) {
	var g Grant
	return g, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "passes", pass, "transfer"), key, PassTransfer{recipient}, &g)
}

// TicketKeys are what tickets are verified with.
func (c *Client) TicketKeys(ctx context.Context) (TicketKeys, error) {
	var keys TicketKeys
	return keys, c.get(ctx, "/v1/passes/keys", &keys)
}
