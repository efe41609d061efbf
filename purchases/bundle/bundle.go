// Package bundle is what there is to say of bundles: packs that are sold together at a price of their own.
package bundle

import (
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// Faults of bundles.
var (
	// ErrNotFound: there is no bundle of that id, or none that the caller may see. Facts: bundle.
	ErrNotFound = fault.Define(fault.NotFound, "bundle-not-found")
	// ErrInvalid: a bundle breaks rules; the fields say which.
	ErrInvalid = fault.Define(fault.Invalid, "bundle-invalid")
	// ErrStale: the bundle was changed since the caller read it. Facts: bundle, version (of now; 0 when it is gone).
	ErrStale = fault.Define(fault.Stale, "bundle-stale")
	// ErrState: what was asked is not done to a bundle in its state. Facts: bundle, state.
	ErrState = fault.Define(fault.Conflict, "bundle-state")
	// ErrNotOffered: the bundle is not sold in the region. Facts: bundle, region, offered_in.
	ErrNotOffered = fault.Define(fault.NotFound, "bundle-not-offered")
	// ErrNotOnSale: the bundle is not sold now. Facts: bundle, state (announced or closed); opens_at, closes_at; pack and
	// reason when it is for one of its packs that it is not.
	ErrNotOnSale = fault.Define(fault.Conflict, "bundle-not-on-sale")
)

// State is where the sale of a bundle stands.
type State string

// The states of a bundle.
const (
	Draft   State = "draft" // nobody but the staff sees it
	OnSale  State = "on_sale"
	Stopped State = "stopped" // not sold any more
)

// ways are the states that each may be followed by.
var ways = map[State][]State{Draft: {OnSale}, OnSale: {Stopped}, Stopped: {OnSale}}

// May reports whether the state may be followed by another.
func (s State) May(next State) bool { return slices.Contains(ways[s], next) }

// Offer is what a bundle costs in some regions: a price, or that of a tier in each of them.
type Offer struct {
	Regions []string       `json:"regions"`         // ISO 3166-1 alpha-2, or catalog.World for those that no offer names
	Price   *catalog.Price `json:"price,omitempty"` // nil with a Tier
	Tier    string         `json:"tier,omitempty"`  // its name, or ""
}

// Bundle is packs that are sold together. The window of its sale is half open: the first moment is in, the last one out.
type Bundle struct {
	ID           string                 `json:"-"` // bnd_…
	State        State                  `json:"-"`
	Titles       map[i18n.Locale]string `json:"titles"`
	Descriptions map[i18n.Locale]string `json:"descriptions,omitempty"`
	Packs        []string               `json:"packs"` // ids, as they are shown: MinPacks to MaxPacks
	Offers       []Offer                `json:"offers"`
	SaleFrom     time.Time              `json:"sale_from,omitzero"`  // zero: at once
	SaleUntil    time.Time              `json:"sale_until,omitzero"` // zero: without end

	CreatedAt time.Time `json:"-"`
	UpdatedAt time.Time `json:"-"`
	Version   int64     `json:"-"` // rises with every change; 0 before the first
}

// How many packs a bundle has.
const (
	MinPacks = 2
	MaxPacks = 50
)

// IDPrefix begins the ids of bundles.
const IDPrefix = "bnd"

// IsID reports whether an id is one of a bundle.
func IsID(id string) bool { return strings.HasPrefix(id, IDPrefix+"_") }

// Title returns the bundle's title for readers whose chain is given.
func (b Bundle) Title(chain []i18n.Locale) catalog.Text { return catalog.TextsOf(b.Titles).In(chain) }

// Description returns what is said of the bundle to readers whose chain is given.
func (b Bundle) Description(chain []i18n.Locale) catalog.Text {
	return catalog.TextsOf(b.Descriptions).In(chain)
}

// In returns the region's own offer, or that for the rest of the world; nil when there is none.
func (b Bundle) In(region string) *Offer {
	for _, wanted := range []string{region, catalog.World} {
		for i := range b.Offers {
			if slices.Contains(b.Offers[i].Regions, wanted) {
				return &b.Offers[i]
			}
		}
	}
	return nil
}

// Refused returns why a bundle is not sold in a region at a moment, as far as its own offers say; nil when it is. Faults:
// ErrNotFound, ErrNotOffered, ErrNotOnSale.
func (b Bundle) Refused(region string, now time.Time) *fault.Error {
	switch {
	case b.State == Draft || b.State == "":
		return ErrNotFound.With("bundle", b.ID)
	case b.In(region) == nil:
		return ErrNotOffered.With("bundle", b.ID, "region", region, "offered_in", b.offeredIn())
	case b.State == Stopped:
		return ErrNotOnSale.With("bundle", b.ID, "state", catalog.OfferClosed)
	case now.Before(b.SaleFrom):
		return ErrNotOnSale.With("bundle", b.ID, "state", catalog.OfferAnnounced, "opens_at", b.SaleFrom.UTC())
	case !b.SaleUntil.IsZero() && !now.Before(b.SaleUntil):
		return ErrNotOnSale.With("bundle", b.ID, "state", catalog.OfferClosed, "closes_at", b.SaleUntil.UTC())
	}
	return nil
}

// offeredIn returns the regions that the bundle is offered in, in order.
func (b Bundle) offeredIn() []string {
	regions := []string{}
	for _, offer := range b.Offers {
		regions = append(regions, offer.Regions...)
	}
	slices.Sort(regions)
	return regions
}

// NextTurn returns the next moment after now at which its sale begins or ends; zero when there is none.
func (b Bundle) NextTurn(now time.Time) time.Time {
	if b.State == OnSale {
		for _, turn := range []time.Time{b.SaleFrom, b.SaleUntil} {
			if turn.After(now) {
				return turn
			}
		}
	}
	return time.Time{}
}
