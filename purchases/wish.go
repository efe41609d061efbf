package purchases

import (
	"context"
	"errors"
	"fmt"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/subscription"
	"github.com/hallyu-store/hallyu/purchases/tax"
)

// wish is what a request asks for, as it is sold now.
type wish struct {
	kind     ProductKind
	terms    catalog.Terms // of a pack, a pass or a subscription; of coins the price alone
	topUp    *coin.TopUp   // nil for a pack
	refused  *fault.Error  // why it cannot be had; nil when it can
	unpriced bool          // nobody knows what it costs

	rate *tax.Rate   // that a quote was made by; nil for that of now
	tax  *tax.Charge // in the price; nil where there is none

	quoted bool                // a quote says the price, its tax and coins
	period subscription.Period // of a subscription
	trial  bool                // of one, free

	coins    int64 // the price, for the wallet
	spending coin.Spending
}

// Tiers says what a named row of prices is. The error is catalog.ErrTierNotFound.
type Tiers interface {
	Tier(ctx context.Context, name string) (catalog.Tier, error)
}

// SellCoins has coins sold at the prices of tiers, and taken from wallets in an order. It is called before the
// service is used.
func (s *Service) SellCoins(tiers Tiers, by coin.Spending) { s.tiers, s.spending = tiers, by }

// wish looks up what is asked for, at the price that it is asked for at.
func (s *Service) wish(ctx context.Context, r OrderRequest) (wish, error) {
	w, err := s.sold(ctx, r)
	if err != nil {
		return w, err
	}
	if err := s.atQuote(ctx, r, &w); err != nil {
		return w, err
	}
	w, err = s.inCoins(ctx, r, w)
	if err != nil {
		return w, err
	}
	if err := s.taxed(ctx, r, &w); err != nil {
		return w, err
	}
	w.expect(r.Expect)
	return w, nil
}

// sold looks up what is asked for.
func (s *Service) sold(ctx context.Context, r OrderRequest) (wish, error) {
	if r.Package != "" {
		return s.topUp(ctx, r)
	}
	look := s.packWish
	switch {
	case r.Pass != "":
		look = s.passWish
	case r.Subscription != "":
		look = s.subscriptionWish
	}
	w, err := look(ctx, r)
	w.unpriced = w.terms.State == "" || w.terms.State == catalog.OfferNotOffered
	return w, err
}

// packWish looks up a pack.
func (s *Service) packWish(ctx context.Context, r OrderRequest) (wish, error) {
	terms, refused, err := s.terms(r.Pack, r.Region)
	if refused != nil && errors.Is(refused, ErrAudience) && terms.Audience == catalog.Members {
		refused, err = s.forMembers(ctx, r.Ledger, r.Holder, terms)
	}
	if refused == nil && err == nil {
		refused, err = s.sendable(terms.Pack, r.gift())
	}
	return wish{terms: terms, refused: refused}, err
}

// inCoins says what a wish costs when it is paid with coins, unless a quote says so.
func (s *Service) inCoins(ctx context.Context, r OrderRequest, w wish) (wish, error) {
	w.spending = s.spending
	if w.refused != nil || w.terms.Price == nil || r.PayWith.Provider != Wallet || w.coins > 0 {
		return w, nil
	}
	now, err := s.Now(ctx, r.Ledger)
	if err != nil {
		return w, err
	}
	w.coins, err = s.coinsFor(ctx, w.terms.Price, now)
	return w, err
}

// topUp looks up coins.
func (s *Service) topUp(ctx context.Context, r OrderRequest) (wish, error) {
	if r.PayWith.Provider == Wallet {
		return wish{}, ErrProviderNotAvailable.With("provider", Wallet, "available", s.providers(Free, External))
	}
	p, price, err := s.packageIn(ctx, r.Package, r.Region)
	w := wish{terms: catalog.Terms{Price: price}, topUp: &p.TopUp}
	if refused := fault.As(err); refused != nil && refused.Kind() != fault.Unavailable {
		w.refused, w.unpriced, w.topUp = refused, true, &coin.TopUp{Package: r.Package}
		return w, nil
	}
	return w, err
}

// packageIn returns coins that are sold, and their price in a region, nil for nothing. Errors:
// coin.ErrPackageNotFound, coin.ErrPackageClosed, catalog.ErrRegionNotFound.
func (s *Service) packageIn(ctx context.Context, name, region string) (coin.Package, *catalog.Price, error) {
	if err := s.catalog.Region(region); err != nil {
		return coin.Package{}, nil, err
	}
	p, err := s.store.Package(ctx, name)
	if err != nil {
		return p, nil, err
	}
	price, err := s.priceOf(ctx, p, region)
	if err != nil {
		return p, nil, err
	}
	if p.Closed || price == nil && p.Tier != "" {
		return p, nil, coin.ErrPackageClosed.With("package", name, "region", region)
	}
	return p, price, nil
}

// priceOf returns what coins cost in a region; nil for nothing, and where they are not sold.
func (s *Service) priceOf(ctx context.Context, p coin.Package, region string) (*catalog.Price, error) {
	if p.Tier == "" || s.tiers == nil {
		return nil, nil
	}
	tier, err := s.tiers.Tier(ctx, p.Tier)
	if errors.Is(err, catalog.ErrTierNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("purchases: tier %s: %w", p.Tier, err)
	}
	return tier.In(region), nil
}
