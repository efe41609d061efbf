package catalog

import (
	"context"
	"errors"
	"time"

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

// SaveBrand adds a brand without an id, or changes the one with it; packs show the change at once. Errors:
// ErrBrandInvalid, ErrBrandTaken, ErrBrandNotFound.
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
	var before any
	if b.ID == "" {
		b.ID = journal.NewID("brd")
	} else if before, err = s.store.Brand(ctx, b.ID); err != nil {
		return Brand{}, err
	}
	return b, s.relicense(ctx, by, "brand", before, LicenceChange{Brand: &b})
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
// new terms at once; what lies outside is closed. Errors: ErrCollabInvalid, ErrCollabTaken,
// ErrCollabNotFound, ErrBrandNotFound.
func (s *Service) SaveCollab(ctx context.Context, by By, c Collab) (Collab, error) {
	err := by.Require(accounts.ManageFurniture)
	if err != nil {
		return Collab{}, err
	}
	if fields := c.settle(); len(fields) > 0 {
		return Collab{}, ErrCollabInvalid.WithFields(fields...)
	}
	c.Brand, err = s.store.Brand(ctx, c.Brand.ID)
	if err != nil {
		return Collab{}, err
	}
	var before any
	if c.ID == "" {
		c.ID = journal.NewID("col")
	} else if before, err = s.store.Collab(ctx, c.ID); err != nil {
		return Collab{}, err
	}
	return c, s.relicense(ctx, by, "collab", before, LicenceChange{Collab: &c})
}

// RemoveBrand takes a brand away that no collab is of. Errors: ErrBrandNotFound, ErrBrandInUse.
func (s *Service) RemoveBrand(ctx context.Context, by By, idOrSlug string) error {
	brand, err := s.Brand(ctx, by, idOrSlug)
	if err != nil {
		return err
	}
	entry := journal.NewAuditEntry(by.origin(), "brand.remove", brand.ID, brand, nil, s.now())
	return s.store.CommitLicence(ctx, LicenceChange{Brand: &brand, Removed: true}, journal.Record{Audit: []journal.AuditEntry{entry}})
}

// RemoveCollab takes a collab away that no pack is under. Errors: ErrCollabNotFound, ErrCollabInUse.
func (s *Service) RemoveCollab(ctx context.Context, by By, idOrSlug string) error {
	collab, err := s.Collab(ctx, by, idOrSlug)
	if err != nil {
		return err
	}
	entry := journal.NewAuditEntry(by.origin(), "collab.remove", collab.ID, collab, nil, s.now())
	return s.store.CommitLicence(ctx, LicenceChange{Collab: &collab, Removed: true}, journal.Record{Audit: []journal.AuditEntry{entry}})
}

// relicense commits a brand or a collab together with what readers see of its packs.
func (s *Service) relicense(ctx context.Context, by By, noun string, before any, change LicenceChange) error {
	action := noun + ".edit"
	if before == nil {
		action = noun + ".create"
	}
	id, after := change.subject()
	entry := journal.NewAuditEntry(by.origin(), action, id, before, after, s.now())
	err := s.repeat(func() error {
		packs, err := s.store.Licensed(ctx, id)
		if err != nil {
			return err
		}
		change.Packs = nil
		for _, pack := range packs {
			next, err := s.relicensed(ctx, by, pack, change)
			if err != nil {
				return err
			}
			change.Packs = append(change.Packs, next)
		}
		return s.store.CommitLicence(ctx, change, journal.Record{Audit: []journal.AuditEntry{entry}})
	})
	if err != nil {
		return err
	}
	_ = s.refresh(ctx)
	return nil
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

// SetCollab puts a pack under a collab, by id or slug, or under none when that is "". Its offers must lie
// within what the collab allows. Errors: ErrCollabNotFound, ErrOffersUnlicensed.
func (s *Service) SetCollab(ctx context.Context, by By, at Target, collab string) (Draft, error) {
	before, err := s.take(ctx, by, accounts.ManageFurniture, at)
	if err != nil {
		return Draft{}, err
	}
	after := before
	after.Pack.Collab, after.Pack.UpdatedAt = "", s.now()
	if collab != "" {
		found, err := s.store.Collab(ctx, collab)
		if err != nil {
			return Draft{}, err
		}
		after.Pack.Collab = found.ID
	}
	licence, err := s.licensed(ctx, after.Pack, after.Offers)
	if err != nil || after.Pack.Collab == before.Pack.Collab {
		return before, err
	}
	change := Change{Pack: after.Pack, Record: s.announced(by, "pack.collab", "pack.offers_changed", before.Pack, after.Pack)}
	published, err := s.publishedBefore(ctx, before.Pack)
	if err != nil {
		return Draft{}, err
	}
	if published.Pack != "" {
		published.Licence, published.UpdatedAt = licence, after.Pack.UpdatedAt
		change.Published = &published
	}
	after.Pack, err = s.show(ctx, change)
	return after, err
}

// licensed returns the licence of a pack, nil when it has none, or ErrOffersUnlicensed for offers that say
// more than it allows. Every way to offers asks it.
func (s *Service) licensed(ctx context.Context, pack Pack, offers []Offer) (*Licence, error) {
	licence, err := s.licence(ctx, pack)
	if err != nil || licence == nil {
		return nil, err
	}
	fields := licence.Outside(offers)
	if len(fields) == 0 {
		return licence, nil
	}
	refusal := ErrOffersUnlicensed.With("pack", pack.ID, "collab", licence.Slug, "territory", append([]string{}, licence.Territory...)).WithFields(fields...)
	for name, t := range map[string]time.Time{"from": licence.From, "until": licence.Until} {
		if !t.IsZero() {
			refusal = refusal.With(name, t.Format(time.RFC3339))
		}
	}
	return nil, refusal
}

// licence returns the licence that a pack is under; nil when it is under none.
func (s *Service) licence(ctx context.Context, pack Pack) (*Licence, error) {
	if pack.Collab == "" {
		return nil, nil
	}
	collab, err := s.store.Collab(ctx, pack.Collab)
	if errors.Is(err, ErrCollabNotFound) {
		return nil, nil
	}
	return &collab.Licence, err
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

	// CommitLicence makes a change whole, or not at all. Its packs must be all that are under the brand or
	// collab, or it is ErrPackStale. What is removed has nothing under it, or it is ErrBrandInUse or
	// ErrCollabInUse. Other errors: those of Commit, ErrBrandTaken, ErrCollabTaken.
	CommitLicence(ctx context.Context, change LicenceChange, record journal.Record) error
}
