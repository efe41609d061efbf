package api

import "time"

// Tier is a named row of prices: one choice sets a price in every currency.
type Tier struct {
	Name       string           `json:"name" doc:"a–z, 0–9 and hyphens"`
	Currencies map[string]int64 `json:"currencies" doc:"minor units by ISO 4217: the price in every region that pays so"`
	Regions    map[string]Money `json:"regions" doc:"where the price is another than its currency's; 001 is the rest of the world"`
	Version    int64            `json:"version" doc:"send it back in If-Match"`
	UpdatedAt  time.Time        `json:"updated_at"`
}

// TierPrices are the prices of a tier, all of them.
type TierPrices struct {
	Currencies map[string]int64 `json:"currencies,omitempty" doc:"minor units by ISO 4217"`
	Regions    map[string]Money `json:"regions,omitempty" doc:"by region; 001 is the rest of the world"`
}

// BulkOffers changes the offers of many packs in one way. In the regions that offers name, these take the
// place of whatever a pack is offered for there; other regions stay.
type BulkOffers struct {
	Packs    []string    `json:"packs" minItems:"1" maxItems:"500" doc:"ids or slugs"`
	Offers   []WaveDraft `json:"offers,omitempty" maxItems:"50" doc:"the name of a wave may be empty"`
	Withdraw []string    `json:"withdraw,omitempty" maxItems:"300" doc:"regions in which the packs are offered no more"`
	DryRun   bool        `json:"dry_run,omitempty" doc:"only say what would change"`
}

// BulkResult says what became of each pack: all were changed, or none.
type BulkResult struct {
	Applied bool       `json:"applied"`
	Packs   []BulkPack `json:"packs"`
}

// BulkPack is what becomes of one pack.
type BulkPack struct {
	Pack    string      `json:"pack"`
	Changed bool        `json:"changed"`
	Before  []WaveDraft `json:"before"`
	After   []WaveDraft `json:"after"`
	Refusal *Refusal    `json:"refusal" doc:"why it cannot be changed; null when it can"`
}

// Refusal is a problem in short.
type Refusal struct {
	Code  string `json:"code" doc:"of the problem"`
	Title string `json:"title" doc:"in the language of the request"`
}

// NewProposal is what a designer wants a pack to be offered for.
type NewProposal struct {
	Offers []OfferDraft `json:"offers" minItems:"1" maxItems:"50"`
	Note   string       `json:"note,omitempty" maxLength:"2000" doc:"to who decides"`
}

// Proposal is what a designer proposed, and what was decided. Of a pack, one is open.
type Proposal struct {
	Pack      string       `json:"pack"`
	Number    int          `json:"number"`
	State     string       `json:"state" enum:"open,accepted,changed,declined,withdrawn"`
	Offers    []OfferDraft `json:"offers"`
	Earnings  []Earning    `json:"earnings" doc:"an estimate: what would be earned by one sale"`
	Note      string       `json:"note"`
	At        time.Time    `json:"at"`
	Reason    string       `json:"reason" doc:"of the decision"`
	DecidedAt *time.Time   `json:"decided_at"`
}

// ProposalDecision decides about a proposal.
type ProposalDecision struct {
	Decision string       `json:"decision" enum:"accepted,changed,declined"`
	Reason   string       `json:"reason,omitempty" maxLength:"2000" doc:"needed unless it is accepted"`
	Offers   []OfferDraft `json:"offers,omitempty" maxItems:"50" doc:"of a change: what the pack is offered for instead"`
}

// Earning is how the price of one sale would be shared out. The parts add up to the price.
type Earning struct {
	Region string `json:"region"`
	Price  Money  `json:"price"`
	Tax    Money  `json:"tax" doc:"included in the price"`
	Fee    Money  `json:"fee" doc:"the store's"`
	Earned Money  `json:"earned" doc:"the creator's"`
}

// EstimateOrder asks what would be earned.
type EstimateOrder struct {
	Offers []OfferDraft `json:"offers" minItems:"1" maxItems:"50"`
}

// Estimate is what would be earned by one sale of each offer that is not free. What is paid out follows
// contracts.
type Estimate struct {
	Items []Earning `json:"items"`
}

// ClaimEntry is one entry of the record about whose rights a pack breaks.
type ClaimEntry struct {
	Number    int       `json:"number"`
	Kind      string    `json:"kind" enum:"claim,counter_notice"`
	Claimant  string    `json:"claimant"`
	Contact   string    `json:"contact" doc:"of a claim, for operators alone; else empty"`
	Statement string    `json:"statement"`
	Account   string    `json:"account" doc:"who put it on record"`
	At        time.Time `json:"at"`
}

// Lift says why a ban is lifted.
type Lift struct {
	Reason string `json:"reason,omitempty" maxLength:"2000" doc:"for the record"`
}
