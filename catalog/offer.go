package catalog

import (
	"cmp"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// World is the region of offers that hold everywhere.
const World = "001"

// MaxPrice is the highest amount of a price, in minor units.
const MaxPrice = 1_000_000_000_000

// Faults of offers.
var (
	// ErrOffersInvalid: an offer breaks rules; the fields say which. Facts: pack.
	ErrOffersInvalid = fault.Define(fault.Invalid, "offers-invalid")
	// ErrOffersOverlap: two offers for one region hold at the same moment. Facts: region, from
	// (of the later one).
	ErrOffersOverlap = fault.Define(fault.Conflict, "offers-overlap")
)

// Offer is the terms of a pack in one region while its window is open. A region may have several
// offers whose windows do not overlap. One with offers of its own is ruled by them alone; the
// others by those of the World.
type Offer struct {
	Region   string    `json:"region"`          // ISO 3166-1 alpha-2, or World
	Price    *Price    `json:"price,omitempty"` // nil when free
	From     time.Time `json:"from,omitzero"`   // zero: it was always open
	Until    time.Time `json:"until,omitzero"`  // first moment that it no longer holds; zero: no end
	Audience Audience  `json:"audience"`
	Wave     string    `json:"wave,omitempty"` // name of the wave that it is part of
	Tier     string    `json:"tier,omitempty"` // name of the tier that Price is of; "" for one of its own
	Words    Wanted    `json:"words,omitempty"`
	Worded   bool      `json:"worded,omitempty"` // the words were as far as that once
}

// Wave is regions that open together: at one moment or, by wall times, each when its own clocks show it.
type Wave struct {
	Name     string // [a-z0-9-]{1,64}
	Regions  []string
	Price    *Price // nil when free
	Tier     string // in place of Price
	From     time.Time
	Until    time.Time
	Audience Audience
	Words    Wanted

	FromWall  WallTime // in place of From
	UntilWall WallTime // in place of Until
}

// Expand returns the wave's offers, one a region.
func (w Wave) Expand() []Offer {
	offers := make([]Offer, 0, len(w.Regions))
	for _, region := range w.Regions {
		offer := Offer{
			Region: region, Price: w.Price, From: w.From, Until: w.Until,
			Audience: w.Audience, Wave: w.Name, Tier: w.Tier, Words: w.Words,
		}
		if !w.FromWall.IsZero() {
			offer.From = w.FromWall.OpensIn(region)
		}
		if !w.UntilWall.IsZero() {
			offer.Until = w.UntilWall.ClosesIn(region)
		}
		offers = append(offers, offer)
	}
	return offers
}

// StateAt says how the offer stands at the moment t: open, announced or closed.
func (o Offer) StateAt(t time.Time) OfferState { return o.terms(t).State }

// opened reports whether the window has begun at the moment t, and the words are far enough.
func (o Offer) opened(t time.Time) bool { return !t.Before(o.From) && !o.waits() }

// closed reports whether the window is over at the moment t.
func (o Offer) closed(t time.Time) bool { return !o.Until.IsZero() && !t.Before(o.Until) }

// holds reports whether the window is open at the moment t.
func (o Offer) holds(t time.Time) bool { return o.opened(t) && !o.closed(t) }

// SortOffers orders offers by region and window, as a store returns them.
func SortOffers(offers []Offer) {
	slices.SortFunc(offers, func(a, b Offer) int {
		return cmp.Or(cmp.Compare(a.Region, b.Region), a.From.Compare(b.From))
	})
}

// overlap finds two offers for one region that hold at once. offers are in the order of SortOffers.
func overlap(offers []Offer) error {
	for i := 1; i < len(offers); i++ {
		before, after := offers[i-1], offers[i]
		if before.Region != after.Region || before.closed(after.From) {
			continue
		}
		return ErrOffersOverlap.With("region", after.Region, "from", after.From)
	}
	return nil
}

// offersOf returns the offers that rule in a region: its own, or those for the World. offers are in
// the order of SortOffers.
func offersOf(offers []Offer, region string) []Offer {
	if own := offersFor(offers, region); len(own) > 0 {
		return own
	}
	return offersFor(offers, World)
}

// offersFor returns the offers that name the region.
func offersFor(offers []Offer, region string) []Offer {
	first := slices.IndexFunc(offers, func(o Offer) bool { return o.Region == region })
	if first < 0 {
		return nil
	}
	last := first + 1
	for last < len(offers) && offers[last].Region == region {
		last++
	}
	return offers[first:last]
}

// termsAt says how the offers of one region stand at the moment t. Exactly one state holds.
func termsAt(offers []Offer, t time.Time) Terms {
	if len(offers) == 0 {
		return Terms{State: OfferNotOffered}
	}
	for _, offer := range offers {
		if !offer.closed(t) {
			return offer.terms(t)
		}
	}
	return offers[len(offers)-1].terms(t)
}

// terms says how one offer stands at the moment t.
func (o Offer) terms(t time.Time) Terms {
	terms := Terms{
		State: OfferOpen, Audience: o.Audience, Price: o.Price, Tier: o.Tier,
		OpensAt: moment(o.From), ClosesAt: moment(o.Until),
	}
	if !o.opened(t) {
		terms.State = OfferAnnounced
	}
	if o.waits() {
		terms.OpensAt = nil
	}
	if o.closed(t) {
		terms.State = OfferClosed
	}
	return terms
}

// moment returns nil for the zero time.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
