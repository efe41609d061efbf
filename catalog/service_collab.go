package catalog

import (
	"context"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Brands lists brands by slug, those behind after.
func (s *Service) Brands(ctx context.Context, by By, after string, limit int) ([]Brand, error) {
	err := by.Require(accounts.ManageFurniture)
	if err != nil {
		return nil, err
	}
	return s.store.Brands(ctx, after, Query{Limit: limit}.limit())
}

// Brand returns a brand by id or slug, or ErrBrandNotFound.
func (s *Service) Brand(ctx context.Context, by By, idOrSlug string) (Brand, error) {
	err := by.Require(accounts.ManageFurniture)
	if err != nil {
		return Brand{}, err
	}
	return s.store.Brand(ctx, idOrSlug)
}

// SaveBrand adds a brand without an id, or changes the one with it; packs show the change at once. Its version
// is the one that it was read at; 0 takes whatever is there. Errors: ErrBrandInvalid, ErrBrandTaken,
// ErrBrandNotFound, ErrBrandStale.
func (s *Service) SaveBrand(ctx context.Context, by By, b Brand) (Brand, error) {
	err := by.Require(accounts.ManageFurniture)
	if err != nil {
		return Brand{}, err
	}
	var fields []fault.Field
	if !packfile.ValidSlug(b.Slug) {
		fields = append(fields, fault.Field{Pointer: "/slug", Code: "slug-malformed"})
	}
	if !packfile.ValidName(b.Name) {
		fields = append(fields, fault.Field{Pointer: "/name", Code: "name-malformed"})
	}
	if len(fields) > 0 {
		return Brand{}, ErrBrandInvalid.WithFields(fields...)
	}
	saved := b
	err = s.repeat(func() error {
		saved = b
		return s.saveBrand(ctx, by, &saved)
	})
	return saved, err
}

func (s *Service) saveBrand(ctx context.Context, by By, b *Brand) error {
	var before any
	if b.ID == "" {
		b.ID, b.Version = journal.NewID("brd"), 0
	} else {
		known, err := s.seenBrand(ctx, b.ID, b.Version)
		if err != nil {
			return err
		}
		before, b.Version = known, known.Version
	}
	err := s.relicense(ctx, by, "brand", before, LicenceChange{Brand: b})
	if err == nil {
		b.Version++
	}
	return err
}

// seenBrand returns a brand that is at the version that the caller read; 0 is any.
func (s *Service) seenBrand(ctx context.Context, idOrSlug string, version int64) (Brand, error) {
	known, err := s.store.Brand(ctx, idOrSlug)
	if err == nil && version != 0 && version != known.Version {
		err = ErrBrandStale.With("brand", known.ID, "version", known.Version)
	}
	return known, err
}

// Collabs lists collabs by slug, those behind after.
func (s *Service) Collabs(ctx context.Context, by By, after string, limit int) ([]Collab, error) {
	err := by.Require(accounts.ManageFurniture)
	if err != nil {
		return nil, err
	}
	return s.store.Collabs(ctx, after, Query{Limit: limit}.limit())
}

// Collab returns a collab by id or slug, or ErrCollabNotFound.
func (s *Service) Collab(ctx context.Context, by By, idOrSlug string) (Collab, error) {
	err := by.Require(accounts.ManageFurniture)
	if err != nil {
		return Collab{}, err
	}
	return s.store.Collab(ctx, idOrSlug)
}

// SaveCollab adds a collab without an id, or changes the one with it. What its packs offer is bound by the
// new terms at once; what lies outside is closed. Its version is the one that it was read at; 0 takes whatever
// is there. Errors: ErrCollabInvalid, ErrCollabTaken, ErrCollabNotFound, ErrCollabStale, ErrBrandNotFound.
func (s *Service) SaveCollab(ctx context.Context, by By, c Collab) (Collab, error) {
	err := by.Require(accounts.ManageFurniture)
	if err != nil {
		return Collab{}, err
	}
	if fields := c.settle(); len(fields) > 0 {
		return Collab{}, ErrCollabInvalid.WithFields(fields...)
	}
	saved := c
	err = s.repeat(func() error {
		saved = c
		return s.saveCollab(ctx, by, &saved)
	})
	return saved, err
}

func (s *Service) saveCollab(ctx context.Context, by By, c *Collab) (err error) {
	c.Brand, err = s.store.Brand(ctx, c.Brand.ID)
	if err != nil {
		return err
	}
	var before any
	if c.ID == "" {
		c.ID, c.Version = journal.NewID("col"), 0
	} else {
		known, err := s.seenCollab(ctx, c.ID, c.Version)
		if err != nil {
			return err
		}
		before, c.Version = known, known.Version
	}
	err = s.relicense(ctx, by, "collab", before, LicenceChange{Collab: c})
	if err == nil {
		c.Version++
	}
	return err
}

// seenCollab returns a collab that is at the version that the caller read; 0 is any.
func (s *Service) seenCollab(ctx context.Context, idOrSlug string, version int64) (Collab, error) {
	known, err := s.store.Collab(ctx, idOrSlug)
	if err == nil && version != 0 && version != known.Version {
		err = ErrCollabStale.With("collab", known.ID, "version", known.Version)
	}
	return known, err
}

// RemoveBrand takes a brand away that no collab is of, at the version that was read; 0 is any. Errors:
// ErrBrandNotFound, ErrBrandStale, ErrBrandInUse.
func (s *Service) RemoveBrand(ctx context.Context, by By, idOrSlug string, version int64) error {
	err := by.Require(accounts.ManageFurniture)
	if err != nil {
		return err
	}
	brand, err := s.seenBrand(ctx, idOrSlug, version)
	if err != nil {
		return err
	}
	entry := journal.NewAuditEntry(by.Origin(), "brand.remove", brand.ID, brand, nil, s.now())
	return s.store.CommitLicence(ctx, LicenceChange{Brand: &brand, Removed: true}, journal.Record{Audit: []journal.AuditEntry{entry}})
}

// RemoveCollab takes a collab away that no pack is under, at the version that was read; 0 is any. Errors:
// ErrCollabNotFound, ErrCollabStale, ErrCollabInUse.
func (s *Service) RemoveCollab(ctx context.Context, by By, idOrSlug string, version int64) error {
	err := by.Require(accounts.ManageFurniture)
	if err != nil {
		return err
	}
	collab, err := s.seenCollab(ctx, idOrSlug, version)
	if err != nil {
		return err
	}
	entry := journal.NewAuditEntry(by.Origin(), "collab.remove", collab.ID, collab, nil, s.now())
	return s.store.CommitLicence(ctx, LicenceChange{Collab: &collab, Removed: true}, journal.Record{Audit: []journal.AuditEntry{entry}})
}

// relicense commits a brand or a collab together with what readers see of its packs.
func (s *Service) relicense(ctx context.Context, by By, noun string, before any, change LicenceChange) error {
	action := noun + ".edit"
	if before == nil {
		action = noun + ".create"
	}
	id, after := change.subject()
	entry := journal.NewAuditEntry(by.Origin(), action, id, before, after, s.now())
	packs, err := s.store.Licensed(ctx, id)
	if err != nil {
		return err
	}
	for _, pack := range packs {
		next, err := s.relicensed(ctx, by, pack, change)
		if err != nil {
			return err
		}
		change.Packs = append(change.Packs, next)
	}
	err = s.store.CommitLicence(ctx, change, journal.Record{Audit: []journal.AuditEntry{entry}})
	if err == nil {
		_ = s.refresh(ctx)
	}
	return err
}

// relicensed is the change of a pack that shows another licence. One that nobody sees moves on as well, so
// that whoever is about to publish it reads the licence anew.
func (s *Service) relicensed(ctx context.Context, by By, id string, change LicenceChange) (Change, error) {
	pack, err := s.store.Pack(ctx, id)
	if err != nil {
		return Change{}, err
	}
	published, err := s.publishedBefore(ctx, pack)
	if err != nil {
		return Change{}, err
	}
	next := Change{Pack: pack}
	if published.Pack == "" || published.Licence == nil {
		return next, nil
	}
	licence := *published.Licence
	if change.Collab != nil {
		licence = change.Collab.Licence
	} else {
		licence.Brand = *change.Brand
	}
	next.Pack.UpdatedAt = s.now()
	published.Licence, published.UpdatedAt = &licence, next.Pack.UpdatedAt
	next.Published, next.Record = &published, s.announced(by, "pack.relicense", "pack.offers_changed", pack, next.Pack)
	return next, nil
}

// LicenceChange is a brand or a collab, and what it changes about the packs that are under it; all of it
// commits together.
type LicenceChange struct {
	Brand  *Brand
	Collab *Collab
	Packs  []Change

	Removed bool // it goes; nothing is under it
}

func (c LicenceChange) subject() (id string, after any) {
	if c.Brand != nil {
		return c.Brand.ID, *c.Brand
	}
	return c.Collab.ID, *c.Collab
}

// CollabStore keeps brands and collabs.
type CollabStore interface {
	// Brand returns a brand by id or slug. Absent is ErrBrandNotFound.
	Brand(ctx context.Context, idOrSlug string) (Brand, error)

	// Brands lists brands by slug, at most limit of those behind after.
	Brands(ctx context.Context, after string, limit int) ([]Brand, error)

	// Collab returns a collab by id or slug, with its brand as it is now. Absent is ErrCollabNotFound.
	Collab(ctx context.Context, idOrSlug string) (Collab, error)

	// Collabs lists collabs by slug, at most limit of those behind after.
	Collabs(ctx context.Context, after string, limit int) ([]Collab, error)

	// Licensed returns the ids of the packs that are under a collab or a brand, by id, in order.
	Licensed(ctx context.Context, id string) ([]string, error)

	// CommitLicence makes a change whole, or not at all. The brand or collab is at the version that it was read
	// at, and so is a collab's brand, or it is ErrBrandStale or ErrCollabStale; the store keeps the next one.
	// Its packs must be all that are under it, or it is ErrPackStale. What is removed has nothing under it, or it is ErrBrandInUse or
	// ErrCollabInUse. Other errors: those of Commit, ErrBrandTaken, ErrCollabTaken.
	CommitLicence(ctx context.Context, change LicenceChange, record journal.Record) error
}
