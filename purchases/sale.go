package purchases

import (
	"context"
	"errors"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// PricedPackage is coins that are sold, with what they cost in a region.
type PricedPackage struct {
	coin.Package
	Price *catalog.Price // nil: they cost nothing
}

// PackagesIn returns the coins that are sold in a region, the fewest first. Fault: catalog.ErrRegionNotFound.
func (s *Service) PackagesIn(ctx context.Context, region string) ([]PricedPackage, error) {
	if err := s.catalog.Region(region); err != nil {
		return nil, err
	}
	all, err := s.store.Packages(ctx)
	if err != nil {
		return nil, err
	}
	sold := []PricedPackage{}
	for _, p := range all {
		price, err := s.priceOf(ctx, p, region)
		if err != nil {
			return nil, err
		}
		if !p.Closed && (price != nil || p.Tier == "") {
			sold = append(sold, PricedPackage{p, price})
		}
	}
	return sold, nil
}

// Packages returns the coins that are or were sold, the fewest first.
func (s *Service) Packages(ctx context.Context) ([]coin.Package, error) { return s.store.Packages(ctx) }

// Package returns one of them. Fault: coin.ErrPackageNotFound.
func (s *Service) Package(ctx context.Context, name string) (coin.Package, error) {
	return s.store.Package(ctx, name)
}

// SetPackage puts coins on sale or changes them; Version is the one that they were read at, 0 for new ones.
// Faults: coin.ErrPackageInvalid, coin.ErrPackageStale.
func (s *Service) SetPackage(ctx context.Context, by journal.Origin, p coin.Package) (coin.Package, error) {
	if err := s.checkPackage(ctx, p); err != nil {
		return p, err
	}
	var before any
	known, err := s.store.Package(ctx, p.Package)
	if err == nil {
		before = known
	} else if !errors.Is(err, coin.ErrPackageNotFound) {
		return p, err
	}
	p.UpdatedAt = s.now()
	entry := journal.NewAuditEntry(by, "coins.package", p.Package, before, p, p.UpdatedAt)
	err = s.store.SetPackage(ctx, p, journal.Record{Audit: []journal.AuditEntry{entry}})
	p.Version++
	return p, err
}

func (s *Service) checkPackage(ctx context.Context, p coin.Package) error {
	if err := p.Check(); err != nil || p.Tier == "" || s.tiers == nil {
		return err
	}
	_, err := s.tiers.Tier(ctx, p.Tier)
	if f := fault.As(err); f != nil && f.Kind() == fault.NotFound {
		return coin.ErrPackageInvalid.With("package", p.Package).
			WithFields(fault.Field{Pointer: "/tier", Code: "tier-unknown", Facts: map[string]any{"measured": p.Tier}})
	}
	return err
}

// Spending returns which coins are spent first.
func (s *Service) Spending() coin.Spending { return s.spending }

// Rates returns what coins were, are and will be worth, by currency, the latest first.
func (s *Service) Rates(ctx context.Context) ([]coin.Rate, error) { return s.store.Rates(ctx) }

// SetRate says what coins are worth from a moment on; the zero moment is now. Fault: coin.ErrRateInvalid.
func (s *Service) SetRate(ctx context.Context, by journal.Origin, r coin.Rate) (coin.Rate, error) {
	now := s.now()
	if r.From.IsZero() {
		r.From = now
	}
	if err := r.Check(now); err != nil {
		return r, err
	}
	entry := journal.NewAuditEntry(by, "coins.rate", r.Currency, nil, r, now)
	return r, s.store.AddRate(ctx, r, journal.Record{Audit: []journal.AuditEntry{entry}})
}
