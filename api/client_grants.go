package api

import (
	"context"
	"net/http"
	"net/url"
)

// Books names an app's ledger to the staff, who have none of their own.
type Books struct {
	App  string // app id
	Test bool   // the one for trying things
}

// query is how an address names the ledger.
func (b Books) query() string {
	q := url.Values{"app": {b.App}}
	if b.Test {
		q.Set("test", "true")
	}
	return "?" + q.Encode()
}

// GiveGrant gives a holder a pack. key is the Idempotency-Key.
func (c *Client) GiveGrant(ctx context.Context, of Books, holder, key string, grant NewStaffGrant) (Grant, error) {
	var g Grant
	return g, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "grants")+of.query(), key, grant, &g)
}

// StaffGrants is what staff gave a holder, the latest first.
func (c *Client) StaffGrants(ctx context.Context, of Books, holder string) (List[StaffGrant], error) {
	var list List[StaffGrant]
	return list, c.get(ctx, path("v1", "holders", holder, "grants")+of.query(), &list)
}

// RevokeGrant takes back what staff gave. key is the Idempotency-Key.
func (c *Client) RevokeGrant(ctx context.Context, of Books, holder, grant, key, reason string) (Grant, error) {
	var g Grant
	return g, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "grants", grant, "revoke")+of.query(), key, GrantRevocation{Reason: reason}, &g)
}
