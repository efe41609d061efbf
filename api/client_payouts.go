package api

import (
	"context"
	"net/http"
	"net/url"
)

// SalesReport tells what was sold. query has the parameters by, from and until.
func (c *Client) SalesReport(ctx context.Context, query url.Values) (SalesReport, error) {
	var r SalesReport
	return r, c.get(ctx, page(path("v1", "reports", "sales"), query, ""), &r)
}

// Contracts are all contracts.
func (c *Client) Contracts(ctx context.Context) (List[Contract], error) {
	var list List[Contract]
	return list, c.get(ctx, "/v1/contracts", &list)
}

// CreateContract says how sales are shared out from a moment on.
func (c *Client) CreateContract(ctx context.Context, n NewContract) (Contract, error) {
	var made Contract
	return made, c.change(ctx, http.MethodPost, "/v1/contracts", "", n, &made)
}

// UpdateContract changes what it names of a contract.
func (c *Client) UpdateContract(ctx context.Context, id string, change ContractChange) (Contract, error) {
	var made Contract
	return made, c.change(ctx, http.MethodPatch, path("v1", "contracts", id), "", change, &made)
}

// Statement is what a creator's sales of a month, like 2026-10, earned.
func (c *Client) Statement(ctx context.Context, creator, period string) (Statement, error) {
	var s Statement
	return s, c.get(ctx, path("v1", "statements", creator, period), &s)
}

// Payouts are what is due to a creator and what was paid; without a creator, all. state is due, paid or "".
func (c *Client) Payouts(ctx context.Context, creator, state, cursor string) (List[Payout], error) {
	query := url.Values{}
	if creator != "" {
		query.Set("creator", creator)
	}
	if state != "" {
		query.Set("state", state)
	}
	var list List[Payout]
	return list, c.get(ctx, page("/v1/payouts", query, cursor), &list)
}

// PayPayout writes down that a payout was paid.
func (c *Client) PayPayout(ctx context.Context, id, reference string) (Payout, error) {
	var p Payout
	return p, c.change(ctx, http.MethodPost, path("v1", "payouts", id, "payment"), "", NewPayment{Reference: reference}, &p)
}

// PayoutProfile is how a creator wants to be paid.
func (c *Client) PayoutProfile(ctx context.Context, creator string) (PayoutProfile, error) {
	var p PayoutProfile
	return p, c.get(ctx, path("v1", "creators", creator, "payout-profile"), &p)
}

// SetPayoutProfile says how a creator wants to be paid.
func (c *Client) SetPayoutProfile(ctx context.Context, creator string, draft PayoutProfileDraft) (PayoutProfile, error) {
	var p PayoutProfile
	return p, c.change(ctx, http.MethodPut, path("v1", "creators", creator, "payout-profile"), "", draft, &p)
}
