package catalogtest

import (
	"cmp"
	"context"
	"slices"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
)

// Brand implements catalog.CollabStore.
func (s *Store) Brand(_ context.Context, idOrSlug string) (catalog.Brand, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range s.brands {
		if b.ID == idOrSlug || b.Slug == idOrSlug {
			return b, nil
		}
	}
	return catalog.Brand{}, catalog.ErrBrandNotFound.With("brand", idOrSlug)
}

// Brands implements catalog.CollabStore.
func (s *Store) Brands(_ context.Context, after string, limit int) ([]catalog.Brand, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	brands := []catalog.Brand{}
	for _, b := range s.brands {
		if b.Slug > after {
			brands = append(brands, b)
		}
	}
	slices.SortFunc(brands, func(a, b catalog.Brand) int { return cmp.Compare(a.Slug, b.Slug) })
	return brands[:min(len(brands), limit)], nil
}

// Collab implements catalog.CollabStore.
func (s *Store) Collab(_ context.Context, idOrSlug string) (catalog.Collab, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.collabs {
		if c.ID == idOrSlug || c.Slug == idOrSlug {
			return s.branded(c), nil
		}
	}
	return catalog.Collab{}, catalog.ErrCollabNotFound.With("collab", idOrSlug)
}

func (s *Store) branded(c catalog.Collab) catalog.Collab {
	c.Brand = s.brands[c.Brand.ID]
	c.Shares = slices.Clone(c.Shares)
	return c
}

// Collabs implements catalog.CollabStore.
func (s *Store) Collabs(_ context.Context, after string, limit int) ([]catalog.Collab, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	collabs := []catalog.Collab{}
	for _, c := range s.collabs {
		if c.Slug > after {
			collabs = append(collabs, s.branded(c))
		}
	}
	slices.SortFunc(collabs, func(a, b catalog.Collab) int { return cmp.Compare(a.Slug, b.Slug) })
	return collabs[:min(len(collabs), limit)], nil
}

// Licensed implements catalog.CollabStore.
func (s *Store) Licensed(_ context.Context, id string) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.licensed(id), nil
}

func (s *Store) licensed(id string) []string {
	packs := []string{}
	for _, e := range s.packs {
		under := e.draft.Pack.Collab
		if under != "" && (under == id || s.collabs[under].Brand.ID == id) {
			packs = append(packs, e.draft.Pack.ID)
		}
	}
	slices.Sort(packs)
	return packs
}

// CommitLicence implements catalog.CollabStore.
func (s *Store) CommitLicence(_ context.Context, change catalog.LicenceChange, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.admitVersions(change)
	if err != nil {
		return err
	}
	if change.Removed {
		return s.removeLicence(change, record)
	}
	id, err := s.admitLicence(change)
	if err != nil {
		return err
	}
	changed := []string{}
	for _, c := range change.Packs {
		changed = append(changed, c.Pack.ID)
		_, err := s.admit(c.Pack)
		if err != nil {
			return err
		}
	}
	slices.Sort(changed)
	if !slices.Equal(changed, s.licensed(id)) {
		return catalog.ErrPackStale.With("pack", id)
	}
	for _, c := range change.Packs {
		s.apply(c, s.packs[c.Pack.ID])
	}
	if change.Brand != nil {
		b := *change.Brand
		b.Version++
		s.brands[id] = b
	} else {
		c := *change.Collab
		c.Version++
		s.collabs[id] = c
	}
	s.note(record)
	return nil
}

// removeLicence takes a brand or a collab away that nothing is under.
func (s *Store) removeLicence(change catalog.LicenceChange, record journal.Record) error {
	if b := change.Brand; b != nil {
		var used int64
		for _, c := range s.collabs {
			if c.Brand.ID == b.ID {
				used++
			}
		}
		if used > 0 {
			return catalog.ErrBrandInUse.With("brand", b.Slug, "collabs", used)
		}
		delete(s.brands, b.ID)
	} else {
		if under := s.licensed(change.Collab.ID); len(under) > 0 {
			return catalog.ErrCollabInUse.With("collab", change.Collab.Slug, "packs", int64(len(under)))
		}
		delete(s.collabs, change.Collab.ID)
	}
	s.note(record)
	return nil
}

// admitLicence says whose id it is, or that another has the slug.
func (s *Store) admitLicence(change catalog.LicenceChange) (string, error) {
	if b := change.Brand; b != nil {
		for _, other := range s.brands {
			if other.Slug == b.Slug && other.ID != b.ID {
				return "", catalog.ErrBrandTaken.With("slug", b.Slug)
			}
		}
		return b.ID, nil
	}
	c := change.Collab
	for _, other := range s.collabs {
		if other.Slug == c.Slug && other.ID != c.ID {
			return "", catalog.ErrCollabTaken.With("slug", c.Slug)
		}
	}
	return c.ID, nil
}

// admitVersions says whether a brand or a collab, or a collab's brand, moved since it was read.
func (s *Store) admitVersions(change catalog.LicenceChange) error {
	if b := change.Brand; b != nil {
		return s.admitBrand(b.ID, b.Version)
	}
	c := change.Collab
	if change.Removed {
		return s.admitCollab(c.ID, c.Version)
	}
	return s.admitJudgement(&catalog.Judgement{Collab: c.ID, Version: c.Version, Brand: c.Brand.ID, VersionOfBrand: c.Brand.Version})
}

// admitJudgement says whether what a pack was judged by moved since it was read.
func (s *Store) admitJudgement(judged *catalog.Judgement) error {
	if judged == nil {
		return nil
	}
	err := s.admitCollab(judged.Collab, judged.Version)
	if err != nil {
		return err
	}
	return s.admitBrand(judged.Brand, judged.VersionOfBrand)
}

func (s *Store) admitCollab(id string, version int64) error {
	if kept := s.collabs[id].Version; kept != version {
		return catalog.ErrCollabStale.With("collab", id, "version", kept)
	}
	return nil
}

func (s *Store) admitBrand(id string, version int64) error {
	if kept := s.brands[id].Version; kept != version {
		return catalog.ErrBrandStale.With("brand", id, "version", kept)
	}
	return nil
}
