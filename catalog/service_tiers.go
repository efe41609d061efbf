package catalog

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// saleAttempts is how often an act on many packs is decided anew, when others change one meanwhile.
const saleAttempts = 5

// Tiers lists the store's tiers by name. Whoever may see packs sees them: designers propose one.
func (s *Service) Tiers(ctx context.Context, by By) ([]Tier, error) {
	err := by.Require(accounts.ReadPacks)
	if err != nil {
		return nil, err
	}
	return s.store.Tiers(ctx)
}

// Tier returns a tier by name. The error is ErrTierNotFound.
func (s *Service) Tier(ctx context.Context, by By, name string) (Tier, error) {
	err := by.Require(accounts.ReadPacks)
	if err != nil {
		return Tier{}, err
	}
	return s.store.Tier(ctx, name)
}

// SetTier makes a tier or changes its prices, together with the price of every offer that names it. Its
// version is the one that it was read at; 0 takes whatever is there. Errors: ErrTierInvalid, ErrTierStale,
// ErrOffersInvalid when an offer would be left without a price.
func (s *Service) SetTier(ctx context.Context, by By, tier Tier) (Tier, error) {
	err := by.Require(accounts.WriteOffers)
	if err != nil {
		return Tier{}, err
	}
	if fields := tier.defects(); len(fields) > 0 {
		return Tier{}, ErrTierInvalid.With("tier", tier.Name).WithFields(fields...)
	}
	asked := tier.Version
	err = s.repeat(func() error {
		tier.Version = asked
		return s.setTier(ctx, by, &tier)
	})
	return tier, err
}

// repeat runs an act on many packs again while others get in its way.
func (s *Service) repeat(act func() error) error {
	for attempt := 1; ; attempt++ {
		err := act()
		stale := errors.Is(err, ErrPackStale) || errors.Is(err, ErrTierStale) || errors.Is(err, ErrCollabStale) || errors.Is(err, ErrBrandStale)
		if !stale || attempt == saleAttempts {
			return err
		}
	}
}

func (s *Service) setTier(ctx context.Context, by By, tier *Tier) error {
	known, err := s.store.Tier(ctx, tier.Name)
	if err != nil && !errors.Is(err, ErrTierNotFound) {
		return err
	}
	if tier.Version != 0 && max(tier.Version, 0) != known.Version {
		return ErrTierStale.With("tier", tier.Name, "version", known.Version)
	}
	if known.same(*tier) {
		*tier = known
		return nil
	}
	tier.Version, tier.UpdatedAt = known.Version, s.now()
	change := SaleChange{Tier: tier}
	packs, err := s.store.TierPacks(ctx, tier.Name)
	if err != nil {
		return err
	}
	for _, pack := range packs {
		next, err := s.retier(ctx, by, pack, *tier)
		if err != nil {
			return err
		}
		change.Packs = append(change.Packs, next)
	}
	err = s.store.CommitSale(ctx, change, s.tierRecord(by, "tier.set", known, *tier))
	if err != nil {
		return err
	}
	tier.Version++
	_ = s.refresh(ctx)
	return nil
}

// same reports whether two tiers have the same prices.
func (t Tier) same(other Tier) bool {
	return t.Name == other.Name && maps.Equal(t.Currencies, other.Currencies) && maps.Equal(t.Regions, other.Regions)
}

// retier is the change of a pack that has a tier's prices.
func (s *Service) retier(ctx context.Context, by By, pack string, tier Tier) (Change, error) {
	draft, err := s.store.Draft(ctx, pack)
	if err != nil {
		return Change{}, err
	}
	offers := slices.Clone(draft.Offers)
	for i, o := range offers {
		if o.Tier != tier.Name {
			continue
		}
		offers[i].Price = tier.In(o.Region)
		if offers[i].Price == nil {
			return Change{}, ErrOffersInvalid.With("pack", pack).WithFields(fault.Field{
				Pointer: "/regions/" + o.Region, Code: "tier-no-price", Facts: map[string]any{"measured": o.Region},
			})
		}
	}
	change, _, err := s.offerChange(ctx, by, draft, offers)
	return change, err
}

// RemoveTier takes a tier away that no offer names. Errors: ErrTierNotFound, ErrTierStale, ErrTierInUse.
func (s *Service) RemoveTier(ctx context.Context, by By, name string, version int64) error {
	err := by.Require(accounts.WriteOffers)
	if err != nil {
		return err
	}
	known, err := s.store.Tier(ctx, name)
	if err != nil {
		return err
	}
	if version != 0 && version != known.Version {
		return ErrTierStale.With("tier", name, "version", known.Version)
	}
	return s.store.CommitSale(ctx, SaleChange{Tier: &known, Removed: true}, s.tierRecord(by, "tier.remove", known, Tier{}))
}

// tierNote is what the journal keeps of a tier.
type tierNote struct {
	Currencies map[string]int64 `json:"currencies"`
	Regions    map[string]Price `json:"regions"`
}

func (s *Service) tierRecord(by By, action string, before, after Tier) journal.Record {
	noted := func(t Tier) any {
		if t.Name == "" {
			return nil
		}
		return tierNote{t.Currencies, t.Regions}
	}
	entry := journal.NewAuditEntry(by.Origin(), action, cmp.Or(before.Name, after.Name), noted(before), noted(after), s.now())
	return journal.Record{Audit: []journal.AuditEntry{entry}}
}

// priced gives offers that name a tier its price, and returns the versions of the tiers that were read.
func (s *Service) priced(ctx context.Context, pack string, offers []Offer) (map[string]int64, error) {
	read := map[string]Tier{}
	var fields []fault.Field
	for i, o := range offers {
		if o.Tier == "" {
			continue
		}
		tier, known := read[o.Tier]
		if !known {
			var err error
			tier, err = s.store.Tier(ctx, o.Tier)
			if err != nil && !errors.Is(err, ErrTierNotFound) {
				return nil, err
			}
			read[o.Tier] = tier
		}
		offers[i].Price = tier.In(o.Region)
		if offers[i].Price == nil {
			fields = append(fields, tierField(i, o, tier))
		}
	}
	if len(fields) > 0 {
		return nil, ErrOffersInvalid.With("pack", pack).WithFields(fields...)
	}
	versions := map[string]int64{}
	for name, tier := range read {
		versions[name] = tier.Version
	}
	return versions, nil
}

// tierField says why a tier gives an offer no price.
func tierField(i int, o Offer, tier Tier) fault.Field {
	code, measured := "tier-no-price", o.Region
	if tier.Name == "" {
		code, measured = "tier-unknown", o.Tier
	}
	return fault.Field{Pointer: offerPointer(i) + "/tier", Code: code, Facts: map[string]any{"measured": measured}}
}
