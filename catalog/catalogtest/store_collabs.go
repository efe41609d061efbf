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
		s.brands[id] = *change.Brand
	} else {
		s.collabs[id] = *change.Collab
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
