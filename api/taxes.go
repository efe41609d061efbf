package api

import (
	"context"
	"net/http"
	"time"
)

// Tax is how much tax is charged in a region while it holds.
type Tax struct {
	ID        string     `json:"id"`
	Region    string     `json:"region" doc:"ISO 3166-1 alpha-2"`
	Rate      int64      `json:"rate" doc:"millionths of the price without tax: 100000 is 10 %" example:"100000"`
	Included  bool       `json:"included" doc:"prices of the region include it; else it comes on top of them"`
	From      time.Time  `json:"from"`
	Until     *time.Time `json:"until" doc:"first moment that it no longer holds; null when it has no end"`
	Version   int64      `json:"version"`
	UpdatedAt time.Time  `json:"updated_at"`
}

// NewTax says how much tax is charged in a region from a moment on.
type NewTax struct {
	Region   string     `json:"region" minLength:"2" maxLength:"2" doc:"ISO 3166-1 alpha-2"`
	Rate     int64      `json:"rate" minimum:"1" maximum:"1000000" doc:"millionths of the price without tax: 88750 is 8.875 %"`
	Included bool       `json:"included,omitempty" doc:"prices of the region include it; left out, it comes on top of them"`
	From     *time.Time `json:"from,omitempty" doc:"now when left out; not before"`
	Until    *time.Time `json:"until,omitempty" doc:"first moment that it no longer holds"`
}

// TaxChange changes what it names. Of a rate that holds, or did, only until changes, and not to a moment that is over.
type TaxChange struct {
	Region   *string    `json:"region,omitempty" minLength:"2" maxLength:"2"`
	Rate     *int64     `json:"rate,omitempty" minimum:"1" maximum:"1000000"`
	Included *bool      `json:"included,omitempty"`
	From     *time.Time `json:"from,omitempty"`
	Until    *time.Time `json:"until,omitempty"`
}

// OrderTax is the tax in what an order is charged. It is that of when it was placed, or quoted, whatever the rate is now.
type OrderTax struct {
	Tax      string `json:"tax" doc:"id of the rate"`
	Version  int64  `json:"version" doc:"of it"`
	Rate     int64  `json:"rate" doc:"millionths of the price without tax; 0 where the tax was paid with the coins"`
	Included bool   `json:"included" doc:"in the price that the storefront shows; else it came on top"`
	Net      Money  `json:"net" doc:"the price without tax"`
	Amount   Money  `json:"amount" doc:"the tax: with net it is exactly gross"`
	Gross    Money  `json:"gross" doc:"the order's price"`
}

// PriceTax is what to say of tax beside a price of the storefront.
type PriceTax struct {
	Rate     int64  `json:"rate" doc:"millionths of the price without tax"`
	Included bool   `json:"included" doc:"in amount; else it comes on top, and total is what is charged"`
	Total    Money  `json:"total" doc:"what is charged"`
	Display  string `json:"display" example:"incl. 10% tax"`
}

// Taxes are the rates of all regions, by region and moment.
func (c *Client) Taxes(ctx context.Context) (List[Tax], error) {
	var list List[Tax]
	return list, c.get(ctx, "/v1/taxes", &list)
}

// CreateTax says how much tax is charged in a region from a moment on.
func (c *Client) CreateTax(ctx context.Context, n NewTax) (Tax, error) {
	var made Tax
	return made, c.change(ctx, http.MethodPost, "/v1/taxes", "", n, &made)
}

// UpdateTax changes what it names of a rate.
func (c *Client) UpdateTax(ctx context.Context, id string, change TaxChange) (Tax, error) {
	var made Tax
	return made, c.change(ctx, http.MethodPatch, path("v1", "taxes", id), "", change, &made)
}

// RemoveTax takes a rate away that never held.
func (c *Client) RemoveTax(ctx context.Context, id string) error {
	return c.send(ctx, request{method: http.MethodDelete, path: path("v1", "taxes", id)}, nil)
}
