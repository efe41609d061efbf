package purchases

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases/bundle"
	"github.com/hallyu-store/hallyu/purchases/pass"
	"github.com/hallyu-store/hallyu/purchases/subscription"
)

// PassOnOffer is a pass that is on sale, now or soon.
type PassOnOffer struct {
	pass.Pass
	SoldOut bool // holders have every seat
}

// Shop is what is sold beside packs.
type Shop interface {
	Passes
	Bundles
	Subscriptions
}

// BundleOnOffer is a bundle that is on sale, now or soon, with its tiers' prices.
type BundleOnOffer struct {
	bundle.Bundle
	tiers map[string]catalog.Tier
}

// Price returns what the bundle costs in a region; nil where it has no price.
func (b BundleOnOffer) Price(region string) *catalog.Price {
	offer := b.In(region)
	switch {
	case offer == nil:
		return nil
	case offer.Tier == "":
		return offer.Price
	}
	return b.tiers[offer.Tier].In(region)
}

// Board is the passes, bundles and subscriptions that are on offer, in memory, for pages that everybody reads. What it says is at most as old as it
// is seldom refreshed; orders never look at it.
type Board struct {
	store   Shop
	tiers   Tiers
	now     func() time.Time
	current atomic.Pointer[Posted]
}

// Posted is a board at a moment. It is never changed.
type Posted struct {
	Revision string // of all that it says: equal where that is
	Items    []PassOnOffer
	Bundles  []BundleOnOffer
	Plans    []subscription.Plan // that are on sale
	Expires  time.Time           // next moment at which a sale begins or ends; zero when there is none
	At       time.Time
}

// NewBoard returns a board with nothing on it.
func NewBoard(store Shop, tiers Tiers, now func() time.Time) *Board {
	b := &Board{store: store, tiers: tiers, now: now}
	b.current.Store(&Posted{At: now()})
	return b
}

// Current returns the board as it was read last.
func (b *Board) Current() *Posted { return b.current.Load() }

// Refresh reads the board anew.
func (b *Board) Refresh(ctx context.Context) error {
	now := b.now()
	items, err := b.store.OnOffer(ctx, now)
	if err != nil {
		return err
	}
	bundles, err := b.bundles(ctx)
	if err != nil {
		return err
	}
	posted := &Posted{Items: items, Bundles: bundles, At: now}
	digest := sha256.New()
	for _, p := range items {
		turn := p.NextTurn(now)
		fmt.Fprintln(digest, p.ID, p.Version, p.SoldOut, turn.UnixNano())
		posted.turn(turn)
	}
	for _, offered := range bundles {
		turn := offered.NextTurn(now)
		fmt.Fprintln(digest, offered.ID, offered.Version, offered.tiers, turn.UnixNano())
		posted.turn(turn)
	}
	if posted.Plans, err = b.plans(ctx); err != nil {
		return err
	}
	for _, p := range posted.Plans {
		fmt.Fprintln(digest, p.ID, p.Version)
	}
	posted.Revision = hex.EncodeToString(digest.Sum(nil)[:8])
	b.current.Store(posted)
	return nil
}

// plans reads the subscriptions that are on sale.
func (b *Board) plans(ctx context.Context) ([]subscription.Plan, error) {
	var found []subscription.Plan
	for after := ""; ; {
		page, err := b.store.Plans(ctx, after, plansAtOnce)
		if err != nil {
			return nil, err
		}
		for _, p := range page {
			if after = p.ID; p.State == subscription.OnSale {
				found = append(found, p)
			}
		}
		if len(page) < plansAtOnce {
			return found, nil
		}
	}
}

// plansAtOnce is how many subscriptions are read by one statement.
const plansAtOnce = 100

// turn notes that what is posted holds until a moment at most; the zero one never comes.
func (p *Posted) turn(at time.Time) {
	if !at.IsZero() && (p.Expires.IsZero() || at.Before(p.Expires)) {
		p.Expires = at
	}
}

// bundles reads the bundles that are on sale, with the tiers that they name.
func (b *Board) bundles(ctx context.Context) ([]BundleOnOffer, error) {
	all, err := b.store.BundlesOnSale(ctx)
	if err != nil {
		return nil, err
	}
	tiers := map[string]catalog.Tier{}
	found := make([]BundleOnOffer, len(all))
	for i, one := range all {
		found[i] = BundleOnOffer{one, map[string]catalog.Tier{}}
		for _, offer := range one.Offers {
			if _, known := tiers[offer.Tier]; !known && offer.Tier != "" {
				tiers[offer.Tier], err = b.tiers.Tier(ctx, offer.Tier)
				if err != nil && !errors.Is(err, catalog.ErrTierNotFound) {
					return nil, err
				}
			}
			found[i].tiers[offer.Tier] = tiers[offer.Tier]
		}
	}
	return found, nil
}

// Run refreshes the board at every tick until ctx is done. What fails is told of, and tried again.
func (b *Board) Run(ctx context.Context, tick <-chan time.Time, failed func(error)) error {
	for {
		if err := b.Refresh(ctx); err != nil && ctx.Err() == nil {
			failed(err)
		}
		select {
		case <-tick:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// In returns what is on offer in a region, with its terms.
func (p *Posted) In(region string) []PassInRegion {
	found := []PassInRegion{}
	for _, item := range p.Items {
		terms := item.Terms(region, p.At)
		if item.SoldOut && terms.State == catalog.OfferOpen {
			terms.State = catalog.OfferSoldOut
		}
		if terms.State != catalog.OfferNotOffered && terms.State != catalog.OfferClosed {
			found = append(found, PassInRegion{item.Pass, terms})
		}
	}
	return found
}

// PassInRegion is a pass with what holds for it in a region.
type PassInRegion struct {
	pass.Pass
	Terms catalog.Terms
}
