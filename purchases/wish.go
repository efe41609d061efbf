package purchases

import (
	"context"
	"errors"
	"fmt"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

// wish is what a request asks for, as it is sold now.
type wish struct {
	kind     ProductKind
	terms    catalog.Terms // of a pack, a pass or a subscription; of coins the price alone
	topUp    *coin.TopUp   // nil for a pack
	refused  *fault.Error  // why it cannot be had; nil when it can
	unpriced bool          // nobody knows what it costs

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

// wish looks up what is asked for.
func (s *Service) wish(ctx context.Context, r OrderRequest) (wish, error) {
	switch {
	case r.Package != "":
		return s.topUp(ctx, r)
	case r.Pass != "":
		return s.passWish(ctx, r)
	case r.Subscription != "":
		return s.subscriptionWish(ctx, r)
	}
	terms, refused, err := s.terms(r.Pack, r.Region)
	if refused != nil && errors.Is(refused, ErrAudience) && terms.Audience == catalog.Members {
		refused, err = s.forMembers(ctx, r.Ledger, r.Holder, terms)
	}
	if refused == nil && err == nil {
		refused, err = s.sendable(terms.Pack, r.gift())
	}
	if err != nil {
		return wish{}, err
	}
	return s.inCoins(ctx, r, wish{terms: terms, refused: refused})
}

// inCoins says what a wish costs when it is paid with coins.
func (s *Service) inCoins(ctx context.Context, r OrderRequest, w wish) (wish, error) {
	w.unpriced, w.spending = w.terms.State == "" || w.terms.State == catalog.OfferNotOffered, s.spending
	if w.refused != nil || w.terms.Price == nil || r.PayWith.Provider != Wallet {
		return w, nil
	}
	now, err := s.Now(ctx, r.Ledger)
	if err != nil {
		return w, err
	}
	rate, err := s.store.Rate(ctx, w.terms.Price.Currency, now)
	if err == nil {
		w.coins = rate.Price(w.terms.Price.Amount)
	}
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
