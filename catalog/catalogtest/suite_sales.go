package catalogtest

import (
	"testing"
	"time"

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

// oneProposalIsOpen: a later one takes the place of an open one, a decision is kept, and all go with the pack.
func oneProposalIsOpen(t *testing.T, h Harness) {
	d, _ := h.add(t, "moon")
	offers := []catalog.Offer{{Region: "KR", Price: &catalog.Price{Amount: 2500, Currency: "KRW"}, Audience: catalog.Everyone, Tier: "small", From: At}}
	propose := func(p catalog.Proposal) {
		t.Helper()
		must(t, h.Store.Commit(ctx, catalog.Change{Pack: d.Pack, Proposal: &p}))
		d.Pack.Version++
	}
	first := catalog.Proposal{Pack: d.Pack.ID, Number: 1, Offers: offers, Note: "달", State: catalog.ProposalOpen, By: "acc_1", At: At}
	second := first
	second.Number, second.At = 2, At.Add(time.Minute)
	propose(first)
	propose(second)
	first.State = catalog.ProposalWithdrawn
	all, err := h.Store.Proposals(ctx, catalog.ProposalQuery{Pack: d.Pack.ID, Limit: 10})
	must(t, err)
	same(t, []catalog.Proposal{second, first}, all)
	second.State, second.Reason, second.DecidedBy, second.Decided = catalog.ProposalDeclined, "too dear", "acc_2", At.Add(time.Hour)
	propose(second)
	all, err = h.Store.Proposals(ctx, catalog.ProposalQuery{State: catalog.ProposalDeclined, Limit: 10})
	must(t, err)
	same(t, []catalog.Proposal{second}, all)
	open, err := h.Store.Proposals(ctx, catalog.ProposalQuery{State: catalog.ProposalOpen, Limit: 10})
	must(t, err)
	must(t, h.Store.Delete(ctx, d.Pack, record(d.Pack.ID)))
	gone, err := h.Store.Proposals(ctx, catalog.ProposalQuery{Limit: 10})
	must(t, err)
	if len(open)+len(gone) != 0 {
		t.Errorf("open %+v, left %+v", open, gone)
	}
}

// claimsAreKept: as they were said, in order, until the pack goes.
func claimsAreKept(t *testing.T, h Harness) {
	d, _ := h.add(t, "moon")
	var entries []catalog.ClaimEntry
	for i, kind := range []catalog.ClaimKind{catalog.ClaimOfRights, catalog.CounterNotice} {
		entry := catalog.ClaimEntry{
			Pack: d.Pack.ID, Number: i + 1, Kind: kind, Claim: catalog.Claim{Claimant: "달", Contact: "a@example.com", Statement: "mine"}, By: "acc_1", At: At,
		}
		must(t, h.Store.Commit(ctx, catalog.Change{Pack: d.Pack, Claim: &entry}))
		d.Pack.Version++
		entries = append(entries, entry)
	}
	kept, err := h.Store.Claims(ctx, d.Pack.ID)
	must(t, err)
	same(t, entries, kept)
	must(t, h.Store.Delete(ctx, d.Pack, record(d.Pack.ID)))
	kept, err = h.Store.Claims(ctx, d.Pack.ID)
	must(t, err)
	if len(kept) > 0 {
		t.Errorf("left: %+v", kept)
	}
}
