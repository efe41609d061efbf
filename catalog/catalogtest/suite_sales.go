package catalogtest

import (
	"testing"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
)

// tier is one with a price in won, and another for Japan.
func tier(name string) catalog.Tier {
	return catalog.Tier{
		Name: name, Currencies: map[string]int64{"KRW": 2500}, Regions: map[string]catalog.Price{"JP": {Amount: 280, Currency: "JPY"}}, UpdatedAt: At,
	}
}

// set makes a tier or changes it, and returns it as it is kept.
func (h Harness) set(t *testing.T, change catalog.SaleChange) catalog.Tier {
	t.Helper()
	must(t, h.Store.CommitSale(ctx, change, record(change.Tier.Name)))
	kept := *change.Tier
	kept.Version++
	return kept
}

// tiersComeBack: as they were kept, by name; a change is made from the version that is there.
func tiersComeBack(t *testing.T, h Harness) {
	second, first := tier("b"), tier("a")
	first.Regions = map[string]catalog.Price{}
	second, first = h.set(t, catalog.SaleChange{Tier: &second}), h.set(t, catalog.SaleChange{Tier: &first})
	all, err := h.Store.Tiers(ctx)
	must(t, err)
	same(t, []catalog.Tier{first, second}, all)
	changed := second
	changed.Currencies = map[string]int64{"USD": 199}
	changed = h.set(t, catalog.SaleChange{Tier: &changed})
	got, err := h.Store.Tier(ctx, "b")
	must(t, err)
	same(t, changed, got)
	for _, stale := range []catalog.Tier{second, tier("b")} {
		want(t, h.Store.CommitSale(ctx, catalog.SaleChange{Tier: &stale}, journal.Record{}), catalog.ErrTierStale)
	}
	h.set(t, catalog.SaleChange{Tier: &got, Removed: true})
	_, err = h.Store.Tier(ctx, "b")
	want(t, err, catalog.ErrTierNotFound)
}

// tierHoldsItsPacks: offers are committed with the prices that a tier has, a tier with all packs that name
// it; neither gets past the other.
func tierHoldsItsPacks(t *testing.T, h Harness) {
	d, _ := h.add(t, "moon")
	other, _ := h.add(t, "sun")
	made := tier("small")
	made = h.set(t, catalog.SaleChange{Tier: &made})
	named := []catalog.Offer{{Region: "KR", Price: made.In("KR"), Audience: catalog.Everyone, Tier: "small"}}
	priced := catalog.Change{Pack: d.Pack, Offers: &named, Tiers: map[string]int64{"small": made.Version}}
	late := priced
	late.Tiers = map[string]int64{"small": made.Version + 1}
	want(t, h.Store.Commit(ctx, late), catalog.ErrTierStale)
	must(t, h.Store.Commit(ctx, priced))
	d.Pack.Version++
	packs, err := h.Store.TierPacks(ctx, "small")
	must(t, err)
	same(t, []string{d.Pack.ID}, packs)
	want(t, h.Store.CommitSale(ctx, catalog.SaleChange{Tier: &made}, journal.Record{}), catalog.ErrTierStale)
	want(t, h.Store.CommitSale(ctx, catalog.SaleChange{Tier: &made, Removed: true}, journal.Record{}), catalog.ErrTierInUse)
	next := []catalog.Offer{{Region: "KR", Price: &catalog.Price{Amount: 3000, Currency: "KRW"}, Audience: catalog.Everyone, Tier: "small"}}
	both := catalog.SaleChange{Tier: &made, Packs: []catalog.Change{{Pack: d.Pack, Offers: &next, Record: record(d.Pack.ID)}}}
	h.set(t, both)
	got, err := h.Store.Draft(ctx, d.Pack.ID)
	must(t, err)
	same(t, next, got.Offers)
	stale := []catalog.Change{{Pack: other.Pack, Offers: &next}, {Pack: d.Pack, Offers: &next}}
	want(t, h.Store.CommitSale(ctx, catalog.SaleChange{Packs: stale}, journal.Record{}), catalog.ErrPackStale)
	kept, err := h.Store.Draft(ctx, other.Pack.ID)
	must(t, err)
	same(t, other.Offers, kept.Offers)
}
