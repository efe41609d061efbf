package api

import (
	"context"
	"net/http"
	"time"
)

// NewQuote asks what a pack or a pass costs a holder.
type NewQuote struct {
	Pack   string `json:"pack,omitempty" maxLength:"100" doc:"pack id or slug"`
	Pass   string `json:"pass,omitempty" maxLength:"64" doc:"pass id, in place of pack"`
	Region string `json:"region" minLength:"2" maxLength:"3" doc:"ISO 3166-1 alpha-2"`
	Locale string `json:"locale,omitempty" maxLength:"35" doc:"of display; that of the region when left out"`
}

// Quote is a price that holds for one holder until it ends: an order that names it is charged exactly that, or
// refused. It holds nothing else: no stock, and no offer that closes meanwhile.
type Quote struct {
	ID        string    `json:"id" doc:"for quote of an order"`
	Pack      string    `json:"pack" doc:"pack id; empty for passes"`
	Pass      string    `json:"pass,omitempty" doc:"pass id, of a quote for one"`
	Region    string    `json:"region"`
	Price     *Money    `json:"price" doc:"what is charged; null when free"`
	Tax       *OrderTax `json:"tax,omitempty" doc:"in the price; left out where the store charges none"`
	Coins     *int64    `json:"coins" doc:"what a wallet is charged in its place; null where coins pay for nothing"`
	ExpiresAt time.Time `json:"expires_at" doc:"first moment that it no longer holds"`
}

// Quote asks what a pack or a pass costs a holder, and for that to hold a while.
func (c *Client) Quote(ctx context.Context, holder string, q NewQuote) (Quote, error) {
	var quoted Quote
	return quoted, c.change(ctx, http.MethodPost, path("v1", "holders", holder, "quotes"), "", q, &quoted)
}
