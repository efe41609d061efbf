package purchases

import (
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
)

// Faults of offers.
var (
	// ErrOfferNotOpen: the pack's window in the region lies ahead. Facts: pack, region, opens_at.
	ErrOfferNotOpen = fault.Define(fault.Conflict, "offer-not-open")
	// ErrOfferClosed: the pack's window in the region is over. Facts: pack, region, closes_at when
	// it had an end.
	ErrOfferClosed = fault.Define(fault.Conflict, "offer-closed")
	// ErrSoldOut: nothing is left of a limited edition. Facts: pack, region.
	ErrSoldOut = fault.Define(fault.Conflict, "sold-out")
	// ErrAudience: the offer is for others. Facts: pack, region, audience; brand, of whose fan club they would be.
	ErrAudience = fault.Define(fault.Denied, "audience-not-met")
)

// closed returns why nobody, or not everybody, may take an offer now; nil when they may. It is told by the offer alone:
// who is a member is asked then, and nobody orders who holds a code.
func closed(t catalog.Terms) *fault.Error {
	switch t.State {
	case catalog.OfferOpen:
	case catalog.OfferAnnounced:
		return withMoment(ErrOfferNotOpen.With("pack", t.Pack, "region", t.Region), "opens_at", t.OpensAt)
	case catalog.OfferSoldOut:
		return ErrSoldOut.With("pack", t.Pack, "region", t.Region)
	case catalog.OfferNotOffered:
		return catalog.ErrPackNotOffered.With("pack", t.Pack, "region", t.Region)
	default:
		return withMoment(ErrOfferClosed.With("pack", t.Pack, "region", t.Region), "closes_at", t.ClosesAt)
	}
	if t.Audience != catalog.Everyone && t.Audience != "" {
		return ErrAudience.With("pack", t.Pack, "region", t.Region, "audience", t.Audience)
	}
	return nil
}

// unavailable returns why the order cannot be fulfilled as things stand: its holder has the pack, or no piece is left of
// it; nil when it can.
func (o Order) unavailable(found State, now time.Time) *fault.Error {
	if o.Kind == PassProduct {
		if over := o.passOver(found, now); over != nil {
			return over
		}
	}
	if have := o.owned(found, now); have != nil {
		return have
	}
	return found.none(o)
}

// owned returns why the order's holder, or whom it is given to, needs no pack; nil when they do, and for coins.
func (o Order) owned(found State, now time.Time) *fault.Error {
	switch {
	case o.Kind == BundleProduct:
		return o.ownsLines(found, now)
	case o.Kind == PassProduct:
		return passHeld(o.Pack, entitlement(o.Beneficiary(), o.Pack, found.Grants, now))
	case o.Kind == SubscriptionProduct:
		return o.subscriptionRefused(found.Grants, now)
	case o.Gift != nil:
		return o.giftNeeded(found, now)
	}
	return owned(o.Pack, entitlement(o.Holder, o.Pack, found.Grants, now))
}

// owned returns why a holder who has these grants need not buy the pack; nil when they do, as for who may use it for
// some time only.
func owned(pack string, held Entitlement) *fault.Error {
	if !held.forGood() {
		return nil
	}
	f := ErrAlreadyOwned.With("pack", pack)
	for _, g := range held.Grants {
		if g.Kind == GrantPurchase || g.Kind == GrantGift {
			return f.With("order", g.Source)
		}
	}
	return f
}

func withMoment(f *fault.Error, name string, t *time.Time) *fault.Error {
	if t == nil {
		return f
	}
	return f.With(name, t.UTC())
}
