package api

import (
	"context"
	"net/http"
)

// OwnAccount is the account that the client's key belongs to.
func (c *Client) OwnAccount(ctx context.Context) (OwnAccount, error) {
	var account OwnAccount
	return account, c.get(ctx, "/v1/account", &account)
}

// UpdateOwnAccount changes the account that the client's key belongs to.
func (c *Client) UpdateOwnAccount(ctx context.Context, change OwnAccountChange) (OwnAccount, error) {
	var account OwnAccount
	return account, c.change(ctx, http.MethodPatch, "/v1/account", "", change, &account)
}
