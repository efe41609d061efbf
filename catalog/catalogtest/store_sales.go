package catalogtest

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
)

// Tiers implements catalog.SaleStore.
func (s *Store) Tiers(context.Context) ([]catalog.Tier, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	tiers := []catalog.Tier{}
	for _, t := range s.tiers {
		tiers = append(tiers, cloneTier(t))
	}
	slices.SortFunc(tiers, func(a, b catalog.Tier) int { return cmp.Compare(a.Name, b.Name) })
	return tiers, nil
}

// Tier implements catalog.SaleStore.
func (s *Store) Tier(_ context.Context, name string) (catalog.Tier, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, known := s.tiers[name]
	if !known {
		return catalog.Tier{}, catalog.ErrTierNotFound.With("tier", name)
	}
	return cloneTier(t), nil
}

func cloneTier(t catalog.Tier) catalog.Tier {
	t.Currencies, t.Regions = maps.Clone(t.Currencies), maps.Clone(t.Regions)
	return t
}

// TierPacks implements catalog.SaleStore.
func (s *Store) TierPacks(_ context.Context, name string) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tierPacks(name), nil
}

func (s *Store) tierPacks(name string) []string {
	packs := []string{}
	for id, e := range s.packs {
		if slices.ContainsFunc(e.draft.Offers, func(o catalog.Offer) bool { return o.Tier == name }) {
			packs = append(packs, id)
		}
	}
	slices.Sort(packs)
	return packs
}

// CommitSale implements catalog.SaleStore.
func (s *Store) CommitSale(_ context.Context, change catalog.SaleChange, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.admitSale(change)
	if err != nil {
		return err
	}
	for _, c := range change.Packs {
		s.apply(c, s.packs[c.Pack.ID])
	}
	if t := change.Tier; t != nil && change.Removed {
		delete(s.tiers, t.Name)
	} else if t != nil {
		kept := cloneTier(*t)
		kept.Version++
		s.tiers[t.Name] = kept
	}
	s.note(record)
	return nil
}

// admitSale says why a change of many packs cannot be made.
func (s *Store) admitSale(change catalog.SaleChange) error {
	changed := []string{}
	for _, c := range change.Packs {
		changed = append(changed, c.Pack.ID)
		_, err := s.admit(c.Pack)
		if err == nil {
			err = s.admitTiers(c.Tiers)
		}
		if err != nil {
			return err
		}
	}
	if change.Tier == nil {
		return nil
	}
	name, users := change.Tier.Name, s.tierPacks(change.Tier.Name)
	slices.Sort(changed)
	switch {
	case s.tiers[name].Version != change.Tier.Version:
		return catalog.ErrTierStale.With("tier", name, "version", s.tiers[name].Version)
	case change.Removed && len(users) > 0:
		return catalog.ErrTierInUse.With("tier", name, "packs", len(users))
	case !change.Removed && !slices.Equal(users, changed):
		return catalog.ErrTierStale.With("tier", name, "version", change.Tier.Version)
	}
	return nil
}

// admitTiers says whether a tier moved since its prices were taken.
func (s *Store) admitTiers(versions map[string]int64) error {
	for name, version := range versions {
		if s.tiers[name].Version != version {
			return catalog.ErrTierStale.With("tier", name, "version", s.tiers[name].Version)
		}
	}
	return nil
}

// propose adds a proposal, which withdraws those that are open, or keeps what was decided about one.
func (e *entry) propose(p catalog.Proposal) {
	p.Offers = slices.Clone(p.Offers)
	for i := range e.proposals {
		if e.proposals[i].Number == p.Number {
			e.proposals[i] = p
			return
		}
		if e.proposals[i].State == catalog.ProposalOpen {
			e.proposals[i].State = catalog.ProposalWithdrawn
		}
	}
	e.proposals = append(e.proposals, p)
}

// Proposals implements catalog.SaleStore.
func (s *Store) Proposals(_ context.Context, q catalog.ProposalQuery) ([]catalog.Proposal, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []catalog.Proposal{}
	for id, e := range s.packs {
		for _, p := range e.proposals {
			if (q.Pack == "" || q.Pack == id) && (q.State == "" || q.State == p.State) {
				p.Offers = slices.Clone(p.Offers)
				found = append(found, p)
			}
		}
	}
	slices.SortFunc(found, func(a, b catalog.Proposal) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Pack, b.Pack), cmp.Compare(b.Number, a.Number))
	})
	return found[:min(len(found), q.Limit)], nil
}

// Claims implements catalog.Store.
func (s *Store) Claims(_ context.Context, pack string) ([]catalog.ClaimEntry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.packs[pack]; e != nil {
		return slices.Clone(e.claims), nil
	}
	return []catalog.ClaimEntry{}, nil
}
