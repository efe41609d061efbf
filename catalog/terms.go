package catalog

import "time"

// OfferState says how a pack stands in a region at one moment.
type OfferState string

// The states of an offer.
const (
	OfferOpen       OfferState = "open"
	OfferAnnounced  OfferState = "announced"   // its window lies ahead
	OfferClosed     OfferState = "closed"      // its window is over, or the pack was stopped
	OfferSoldOut    OfferState = "sold_out"    // a limited edition without stock
	OfferNotOffered OfferState = "not_offered" // no offer for the region
)

// Audience says who may take an offer.
type Audience string

// The audiences of an offer.
const (
	Everyone    Audience = "everyone"
	Members     Audience = "members"      // of the brand's fan club
	CodeHolders Audience = "code_holders" // who redeem a promo code
)

// Terms are what holds for one pack in one region at the moment they were asked for: what a chat
// app shows beside the button, and what an order is placed on.
type Terms struct {
	Pack     string // pack id
	Brand    string // id of whose collab it is under, "" for none; only with an Audience of Members
	Release  int    // number of the release on sale
	Region   string // ISO 3166-1 alpha-2
	State    OfferState
	Audience Audience
	Price    *Price     // nil when free
	Tier     string     // name of the tier that Price is of, or ""
	OpensAt  *time.Time // nil when it was always open, and of an offer that waits for words
	ClosesAt *time.Time
}

// InBundles reports whether the pack may be sold in a bundle whose price is in a currency: everybody may have it now, for
// nothing or for a price in the same one.
func (t Terms) InBundles(currency string) bool {
	return t.State == OfferOpen && (t.Audience == Everyone || t.Audience == "") && (t.Price == nil || t.Price.Currency == currency)
}
