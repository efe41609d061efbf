package api

import (
	"context"
	"net/http"
)

// MakeClientToken makes a token with which a holder's own device reads what concerns them; in 0 seconds is the
// store's default.
func (c *Client) MakeClientToken(ctx context.Context, holder string, expiresIn int) (ClientToken, error) {
	var made ClientToken
	return made, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "tokens"), "", NewClientToken{expiresIn}, &made)
}

// EndClientTokens ends all client tokens of a holder.
func (c *Client) EndClientTokens(ctx context.Context, holder string) error {
	return c.change(ctx, http.MethodDelete, path("v1", "holders", holder, "tokens"), "", nil, nil)
}

// SetIssuer lets an app's users come in with tokens that it signs itself; mode is live or test.
func (c *Client) SetIssuer(ctx context.Context, app, mode string, issuer NewIssuer) (Issuer, error) {
	var set Issuer
	return set, c.change(ctx, http.MethodPut, path("v1", "apps", app, "issuers", mode), "", issuer, &set)
}

// Issuer is who signs an app's own tokens.
func (c *Client) Issuer(ctx context.Context, app, mode string) (Issuer, error) {
	var i Issuer
	return i, c.get(ctx, path("v1", "apps", app, "issuers", mode), &i)
}

// RemoveIssuer has an app's own tokens taken no more.
func (c *Client) RemoveIssuer(ctx context.Context, app, mode string) error {
	return c.change(ctx, http.MethodDelete, path("v1", "apps", app, "issuers", mode), "", nil, nil)
}
