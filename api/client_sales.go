package api

import (
	"context"
	"net/http"
	"strconv"
)

// Tiers are the store's tiers, by name.
func (c *Client) Tiers(ctx context.Context) (List[Tier], error) {
	var list List[Tier]
	return list, c.get(ctx, path("v1", "tiers"), &list)
}

// Tier is one tier.
func (c *Client) Tier(ctx context.Context, name string) (Tier, error) {
	var tier Tier
	return tier, c.get(ctx, path("v1", "tiers", name), &tier)
}

// SetTier makes a tier or changes its prices, and those of every offer that names it.
func (c *Client) SetTier(ctx context.Context, name string, prices TierPrices) (Tier, error) {
	var tier Tier
	return tier, c.change(ctx, http.MethodPut, path("v1", "tiers", name), "", prices, &tier)
}

// RemoveTier takes a tier away that no offer names.
func (c *Client) RemoveTier(ctx context.Context, name string) error {
	return c.send(ctx, request{method: http.MethodDelete, path: path("v1", "tiers", name)}, nil)
}

// BulkOffers changes the offers of many packs, all or none.
func (c *Client) BulkOffers(ctx context.Context, order BulkOffers) (BulkResult, error) {
	var result BulkResult
	return result, c.change(ctx, http.MethodPost, "/v1/offers/bulk", "", order, &result)
}

// Estimate says what would be earned by one sale.
func (c *Client) Estimate(ctx context.Context, order EstimateOrder) (Estimate, error) {
	var estimate Estimate
	return estimate, c.change(ctx, http.MethodPost, "/v1/offers/estimate", "", order, &estimate)
}

// Propose says what a designer wants a pack to be offered for.
func (c *Client) Propose(ctx context.Context, pack string, proposal NewProposal) (Proposal, error) {
	var made Proposal
	return made, c.change(ctx, http.MethodPost, path("v1", "packs", pack, "proposals"), "", proposal, &made)
}

// Proposals are those of a pack, the latest first.
func (c *Client) Proposals(ctx context.Context, pack string) (List[Proposal], error) {
	var list List[Proposal]
	return list, c.get(ctx, path("v1", "packs", pack, "proposals"), &list)
}

// OpenProposals are those that wait for a decision.
func (c *Client) OpenProposals(ctx context.Context) (List[Proposal], error) {
	var list List[Proposal]
	return list, c.get(ctx, path("v1", "proposals"), &list)
}

// DecideProposal accepts a proposal, changes or declines it.
func (c *Client) DecideProposal(ctx context.Context, pack string, number int, decision ProposalDecision) (Proposal, error) {
	var decided Proposal
	return decided, c.change(ctx, http.MethodPost, path("v1", "packs", pack, "proposals", strconv.Itoa(number), "decision"), "", decision, &decided)
}

// LiftBan ends a ban; the pack is stopped.
func (c *Client) LiftBan(ctx context.Context, pack string, lift Lift) (StaffPack, error) {
	var p StaffPack
	return p, c.change(ctx, http.MethodPost, path("v1", "packs", pack, "lift"), "", lift, &p)
}

// Claims is the record about whose rights a pack breaks.
func (c *Client) Claims(ctx context.Context, pack string) (List[ClaimEntry], error) {
	var list List[ClaimEntry]
	return list, c.get(ctx, path("v1", "packs", pack, "claims"), &list)
}

// RecordClaim puts a claim of rights on record.
func (c *Client) RecordClaim(ctx context.Context, pack string, claim Claim) (ClaimEntry, error) {
	var entry ClaimEntry
	return entry, c.change(ctx, http.MethodPost, path("v1", "packs", pack, "claims"), "", claim, &entry)
}

// CounterClaim puts on record what is said against a claim.
func (c *Client) CounterClaim(ctx context.Context, pack string, claim Claim) (ClaimEntry, error) {
	var entry ClaimEntry
	return entry, c.change(ctx, http.MethodPost, path("v1", "packs", pack, "counter-notices"), "", claim, &entry)
}
