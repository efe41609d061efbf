// Package subscription is what there is to say of subscriptions: a pool of packs that may be used while they last.
//
// The chat app, or a provider, takes the money each period, and an order is placed for each.
package subscription

import (
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/purchases/tariff"
)

// Faults of subscriptions.
var (
	// ErrNotFound: there is no subscription of that id, or none that the caller may see. Facts: subscription.
	ErrNotFound = fault.Define(fault.NotFound, "subscription-not-found")
	// ErrInvalid: a subscription breaks rules; the fields say which.
	ErrInvalid = fault.Define(fault.Invalid, "subscription-invalid")
	// ErrStale: it was changed since the caller read it. Facts: subscription, version (of now; 0 when it is gone).
	ErrStale = fault.Define(fault.Stale, "subscription-stale")
	// ErrState: what was asked is not done to a subscription in its state. Facts: subscription, state.
	ErrState = fault.Define(fault.Conflict, "subscription-state")
	// ErrNotOffered: it is not sold in the region. Facts: subscription, region, offered_in.
	ErrNotOffered = fault.Define(fault.NotFound, "subscription-not-offered")
	// ErrNotOnSale: it is sold no more. Facts: subscription, state.
	ErrNotOnSale = fault.Define(fault.Conflict, "subscription-not-on-sale")
	// ErrPoolFull: a pool has room for so many packs. Facts: pool, limit.
	ErrPoolFull = fault.Define(fault.Conflict, "pool-full")
)

// State is where the sale of a subscription stands.
type State string

// The states of a subscription.
const (
	Draft   State = "draft" // nobody but the staff sees it
	OnSale  State = "on_sale"
	Stopped State = "stopped" // neither sold nor renewed; what runs goes on to its end
)

// ways are the states that each may be followed by.
var ways = map[State][]State{Draft: {OnSale}, OnSale: {Stopped}, Stopped: {OnSale}}

// May reports whether the state may be followed by another.
func (s State) May(next State) bool { return slices.Contains(ways[s], next) }

// Offer is what a period costs in some regions.
type Offer = tariff.Offer

// Plan is a subscription that is sold.
type Plan struct {
	ID           string                 `json:"-"` // sub_…
	State        State                  `json:"-"`
	Titles       map[i18n.Locale]string `json:"titles"`
	Descriptions map[i18n.Locale]string `json:"descriptions,omitempty"`
	Period       Period                 `json:"period"`
	Trial        Period                 `json:"trial,omitempty"` // what a holder has free once; "" for none
	Offers       []Offer                `json:"offers"`

	CreatedAt time.Time `json:"-"`
	UpdatedAt time.Time `json:"-"`
	Version   int64     `json:"-"` // rises with every change; 0 before the first
}

// IDPrefix begins the ids of subscriptions.
const IDPrefix = "sub"

// IsID reports whether an id is one of a subscription.
func IsID(id string) bool { return strings.HasPrefix(id, IDPrefix+"_") }

// Title returns its title for readers whose chain is given.
func (p Plan) Title(chain []i18n.Locale) catalog.Text { return catalog.TextsOf(p.Titles).In(chain) }

// Description returns what is said of it to readers whose chain is given.
func (p Plan) Description(chain []i18n.Locale) catalog.Text {
	return catalog.TextsOf(p.Descriptions).In(chain)
}

// Bounds of what is said of a subscription.
const (
	maxTitle       = 120  // characters
	maxDescription = 2000 // characters
)

// Settle returns ErrInvalid with all that is wrong with a subscription, or nil.
func (p Plan) Settle() error {
	var d tariff.Defects
	d.Check(len(p.Titles) > 0, "/title", "required", nil)
	d.Fields = append(d.Fields, catalog.SettleTexts(p.Titles, "/title", maxTitle)...)
	d.Fields = append(d.Fields, catalog.SettleTexts(p.Descriptions, "/description", maxDescription)...)
	d.Check(p.Period.Valid(), "/period", "invalid", maxDays)
	d.Check(p.Trial == "" || p.Trial.Valid(), "/trial", "invalid", maxDays)
	d.Check(p.State != OnSale || len(p.Offers) > 0, "/offers", "required", nil)
	d.Offers(p.Offers)
	if len(d.Fields) > 0 {
		return ErrInvalid.WithFields(d.Fields...)
	}
	return nil
}

// Terms says what a period costs in a region, and how the sale stands.
func (p Plan) Terms(region string) catalog.Terms {
	t := catalog.Terms{Pack: p.ID, Region: region, State: catalog.OfferNotOffered}
	offer := tariff.In(p.Offers, region)
	if offer == nil || p.State == Draft || p.State == "" {
		return t
	}
	t.State, t.Price = catalog.OfferOpen, offer.Price
	if p.State == Stopped {
		t.State = catalog.OfferClosed
	}
	return t
}

// Refused returns why a subscription is not sold in a region, with its terms; nil when it is. Faults: ErrNotFound,
// ErrNotOffered, ErrNotOnSale.
func (p Plan) Refused(region string) (catalog.Terms, *fault.Error) {
	t := p.Terms(region)
	switch {
	case p.State == Draft || p.State == "":
		return t, ErrNotFound.With("subscription", p.ID)
	case t.State == catalog.OfferNotOffered:
		return t, ErrNotOffered.With("subscription", p.ID, "region", region, "offered_in", tariff.Regions(p.Offers))
	case t.State == catalog.OfferClosed:
		return t, ErrNotOnSale.With("subscription", p.ID, "state", p.State)
	}
	return t, nil
}
