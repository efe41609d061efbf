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
