package api

import (
	"context"
	"net/http"
	"net/url"
)

// Wallet is a holder's coins.
func (c *Client) Wallet(ctx context.Context, holder string) (Wallet, error) {
	var w Wallet
	return w, c.get(ctx, path("v1", "holders", holder, "wallet"), &w)
}

// TopUp asks for coins on behalf of a holder. key is the Idempotency-Key.
func (c *Client) TopUp(ctx context.Context, holder, key string, topUp NewTopUp) (Order, error) {
	var o Order
	return o, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "wallet", "top-ups"), key, topUp, &o)
}

// CoinPackages are the coins that are sold in a region; without one, all.
func (c *Client) CoinPackages(ctx context.Context, region string) (List[CoinPackage], error) {
	query := url.Values{}
	if region != "" {
		query.Set("region", region)
	}
	var list List[CoinPackage]
	return list, c.get(ctx, page(path("v1", "coins", "packages"), query, ""), &list)
}

// SetCoinPackage puts coins on sale, or changes them.
func (c *Client) SetCoinPackage(ctx context.Context, name string, draft CoinPackageDraft) (CoinPackage, error) {
	var p CoinPackage
	return p, c.change(ctx, http.MethodPut, path("v1", "coins", "packages", name), "", draft, &p)
}

// SetCoinRate says what coins are worth from a moment on.
func (c *Client) SetCoinRate(ctx context.Context, rate CoinRate) (CoinRate, error) {
	var r CoinRate
	return r, c.change(ctx, http.MethodPost, "/v1/coins/rates", "", rate, &r)
}
