package purchases

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases/bundle"
)

// bundleWish looks up a bundle. It can be had where each of its packs can, for its own price.
func (s *Service) bundleWish(ctx context.Context, r OrderRequest) (wish, error) {
	if p := r.PayWith.Provider; p == AppStore || p == GooglePlay { // which sell what has a product of its own
		return wish{}, ErrProviderNotAvailable.With("provider", p, "available", s.providers(Free, External, Wallet))
	}
	now, err := s.Now(ctx, r.Ledger)
	if err != nil {
		return wish{}, err
	}
	w := wish{kind: BundleProduct, terms: catalog.Terms{Pack: r.Bundle, Region: r.Region}}
	if err := s.catalog.Region(r.Region); err != nil {
		if w.refused = fault.As(err); w.refused == nil {
			return w, err
		}
		return w, nil
	}
	b, err := s.store.Bundle(ctx, r.Bundle)
	switch {
	case errors.Is(err, bundle.ErrNotFound):
		w.refused = fault.As(err)
	case err != nil:
		return w, err
	default:
		if w, err = s.bundleTerms(ctx, w, b, now); err != nil {
			return w, err
		}
	}
	return w, nil
}

// bundleTerms says what a bundle costs in the region of a wish, and what its parts are, or why it cannot be had.
func (s *Service) bundleTerms(ctx context.Context, w wish, b bundle.Bundle, now time.Time) (wish, error) {
	if w.refused = b.Refused(w.terms.Region, now); w.refused != nil {
		return w, nil
	}
	price, err := s.bundlePrice(ctx, b, w.terms.Region)
	if err != nil {
		return w, err
	}
	if price == nil { // of a tier that has none here
		w.refused = bundle.ErrNotOnSale.With("bundle", b.ID, "state", catalog.OfferClosed)
		return w, nil
	}
	w.terms.State, w.terms.Price = catalog.OfferOpen, price
	terms, refused, err := s.bundledTerms(b, w.terms.Region, price.Currency)
	if w.refused = refused; refused == nil && err == nil {
		w.lines, w.list = linesOf(*price, terms), *price
	}
	return w, err
}

// bundledTerms returns the terms of a bundle's packs in a region, or why one of them cannot be had, and so the bundle
// cannot. What a pack costs on its own is in the bundle's currency, or the parts of its price could not be weighed.
func (s *Service) bundledTerms(b bundle.Bundle, region, currency string) ([]catalog.Terms, *fault.Error, error) {
	all := make([]catalog.Terms, len(b.Packs))
	for i, pack := range b.Packs {
		terms, refused, err := s.terms(pack, region)
		switch price := terms.Price; {
		case err != nil:
			return nil, nil, err
		case refused != nil:
			return nil, bundle.ErrNotOnSale.With("bundle", b.ID, "state", catalog.OfferClosed, "pack", pack, "reason", refused.Code()), nil
		case price != nil && price.Currency != currency:
			return nil, bundle.ErrNotOnSale.With("bundle", b.ID, "state", catalog.OfferClosed, "pack", pack, "reason", "currency"), nil
		}
		all[i] = terms
	}
	return all, nil, nil
}

// bundleLate says why an order for a bundle whose reservation is over can no longer be fulfilled; nil when it can.
func (s *Service) bundleLate(o Order, found State, have *fault.Error, now time.Time) (*fault.Error, error) {
	if found.Bundle == nil {
		return bundle.ErrNotFound.With("bundle", o.Pack), nil
	}
	if refused := found.Bundle.Refused(o.Region, now); refused != nil {
		return refused, nil
	}
	for _, line := range o.Lines {
		if _, refused, err := s.terms(line.Pack, o.Region); refused != nil || err != nil {
			return refused, err
		}
	}
	return have, nil
}

// bundlePrice returns what a bundle costs in a region; nil where it has no price.
func (s *Service) bundlePrice(ctx context.Context, b bundle.Bundle, region string) (*catalog.Price, error) {
	offer := b.In(region)
	if offer == nil || offer.Tier == "" || s.tiers == nil {
		if offer == nil {
			return nil, nil
		}
		return offer.Price, nil
	}
	tier, err := s.tiers.Tier(ctx, offer.Tier)
	if errors.Is(err, catalog.ErrTierNotFound) {
		return nil, nil
	}
	return tier.In(region), err
}

// linesOf shares a bundle's price out by what its packs cost on their own; where all are free, evenly.
func linesOf(price catalog.Price, terms []catalog.Terms) []Line {
	terms = slices.Clone(terms)
	slices.SortFunc(terms, func(a, b catalog.Terms) int { return cmp.Compare(a.Pack, b.Pack) })
	weights, lines := make([]int64, len(terms)), make([]Line, len(terms))
	for i, t := range terms {
		lines[i] = Line{Pack: t.Pack, Release: t.Release}
		if t.Price != nil {
			weights[i] = t.Price.Amount
		}
	}
	for i, part := range bundle.Split(price.Amount, weights) {
		lines[i].Price = part
	}
	return lines
}

// without leaves out of a new order the packs that its holder has, and what they cost; of a bundle of which they have all
// nothing is left out. What is left is charged with tax, in which each pack has its part.
func (o Order) without(w wish, found State, now time.Time) Order {
	if o.Kind != BundleProduct || w.terms.Price == nil {
		return o
	}
	if needed := o.needed(found, now); len(needed) > 0 {
		o.Lines = needed
	}
	list := catalog.Price{Currency: w.list.Currency}
	for _, line := range o.Lines {
		list.Amount += line.Price
	}
	o.Price, o.Tax = nil, nil
	if list.Amount == 0 {
		return o
	}
	o.Price, o.Tax = charged(&list, w.rate, o.Provider == Wallet)
	lines := slices.Clone(o.Lines)
	for i, part := range o.Shares(o.Price.Amount) {
		lines[i].Price = part
	}
	o.Lines = lines
	return o
}

// coinsOf is what an order costs in coins.
func (w wish) coinsOf(o Order) int64 {
	if w.kind != BundleProduct {
		return w.coins
	}
	return w.coinRate.Price(o.Price.Amount)
}
