package purchases

import (
	"context"
	"errors"
	"fmt"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases/bundle"
)

// ErrPackBundled: a pack of a bundle that is on sale does not become a limited edition. Facts: pack, bundle.
var ErrPackBundled = fault.Define(fault.Conflict, "pack-bundled")

// Bundles keeps bundles.
type Bundles interface {
	// Bundle returns a bundle in whatever state, or bundle.ErrNotFound.
	Bundle(ctx context.Context, id string) (bundle.Bundle, error)

	// Bundles returns at most limit bundles in the order of their ids, those after one.
	Bundles(ctx context.Context, after string, limit int) ([]bundle.Bundle, error)

	// BundlesOnSale returns those that are on sale, by id, whatever their windows.
	BundlesOnSale(ctx context.Context) ([]bundle.Bundle, error)

	// SaveBundle adds a bundle whose Version is 0, or changes the one that is still at that Version; else it is
	// bundle.ErrStale.
	SaveBundle(ctx context.Context, b bundle.Bundle, record journal.Record) error

	// RemoveBundle takes away a draft that is still at a version; else it is bundle.ErrStale.
	RemoveBundle(ctx context.Context, id string, version int64, record journal.Record) error
}

// Bundle returns a bundle in whatever state. Fault: bundle.ErrNotFound.
func (s *Service) Bundle(ctx context.Context, id string) (bundle.Bundle, error) {
	return s.store.Bundle(ctx, id)
}

// Bundles returns at most limit bundles in the order of their ids, which is that in which they were made, those after one.
func (s *Service) Bundles(ctx context.Context, after string, limit int) ([]bundle.Bundle, error) {
	return s.store.Bundles(ctx, after, limit)
}

// SaveBundle makes a bundle, a draft that has no ID, or changes one: Version is the one that it was read at. Its packs are
// ids of packs that there are. Orders that were placed keep what they were placed for.
//
// Faults: bundle.ErrInvalid (also when a pack is a limited edition, or a tier is not known), bundle.ErrNotFound,
// bundle.ErrStale, bundle.ErrState.
func (s *Service) SaveBundle(ctx context.Context, by journal.Origin, b bundle.Bundle) (bundle.Bundle, error) {
	b, err := b.Settle()
	if err == nil {
		err = s.bundleable(ctx, b)
	}
	if err != nil {
		return b, err
	}
	b.UpdatedAt = s.now()
	var before any
	action := "bundle.make"
	if b.ID == "" {
		b.ID, b.State, b.CreatedAt, b.Version = journal.NewID(bundle.IDPrefix), bundle.Draft, b.UpdatedAt, 0
	} else {
		was, err := s.store.Bundle(ctx, b.ID)
		if err == nil {
			err = rebundled(was, b)
		}
		if err != nil {
			return b, err
		}
		before, action, b.CreatedAt = bundleEntry(was), "bundle.change", was.CreatedAt
	}
	entry := journal.NewAuditEntry(by, action, b.ID, before, bundleEntry(b), b.UpdatedAt)
	err = s.store.SaveBundle(ctx, b, journal.Record{Audit: []journal.AuditEntry{entry}})
	b.Version++
	return b, err
}

// bundleable returns why some packs, at some prices, are no bundle; nil when they are.
func (s *Service) bundleable(ctx context.Context, b bundle.Bundle) error {
	var fields []fault.Field
	for i, pack := range b.Packs {
		_, err := s.store.Edition(ctx, pack, false)
		if err == nil {
			fields = append(fields, fault.Field{Pointer: fmt.Sprintf("/packs/%d", i), Code: "pack-limited", Facts: map[string]any{"measured": pack}})
		} else if !errors.Is(err, ErrEditionNotFound) {
			return err
		}
	}
	for i, offer := range b.Offers {
		if offer.Tier == "" || s.tiers == nil {
			continue
		}
		_, err := s.tiers.Tier(ctx, offer.Tier)
		if errors.Is(err, catalog.ErrTierNotFound) {
			fields = append(fields, fault.Field{Pointer: fmt.Sprintf("/offers/%d/tier", i), Code: "tier-unknown", Facts: map[string]any{"measured": offer.Tier}})
		} else if err != nil {
			return err
		}
	}
	if len(fields) > 0 {
		return bundle.ErrInvalid.WithFields(fields...)
	}
	return nil
}

// rebundled returns why a bundle may not become another one; nil when it may.
func rebundled(before, after bundle.Bundle) error {
	switch {
	case before.Version != after.Version:
		return bundle.ErrStale.With("bundle", before.ID, "version", before.Version)
	case before.State != after.State && !before.State.May(after.State):
		return bundle.ErrState.With("bundle", before.ID, "state", before.State)
	case after.State == bundle.OnSale && len(after.Offers) == 0:
		return bundle.ErrInvalid.WithFields(fault.Field{Pointer: "/offers", Code: "required"})
	}
	return nil
}

// bundleEntry is a bundle as the audit log has it.
func bundleEntry(b bundle.Bundle) any {
	return struct {
		bundle.Bundle
		State bundle.State `json:"state"`
	}{b, b.State}
}

// RemoveBundle takes a draft away. Version is the one that it was read at; 0 is any. Faults: bundle.ErrNotFound,
// bundle.ErrStale, bundle.ErrState.
func (s *Service) RemoveBundle(ctx context.Context, by journal.Origin, id string, version int64) error {
	b, err := s.store.Bundle(ctx, id)
	switch {
	case err != nil:
		return err
	case version != 0 && version != b.Version:
		return bundle.ErrStale.With("bundle", id, "version", b.Version)
	case b.State != bundle.Draft:
		return bundle.ErrState.With("bundle", id, "state", b.State)
	}
	entry := journal.NewAuditEntry(by, "bundle.remove", id, bundleEntry(b), nil, s.now())
	return s.store.RemoveBundle(ctx, id, b.Version, journal.Record{Audit: []journal.AuditEntry{entry}})
}

// bundledIn returns ErrPackBundled when a bundle on sale has the pack.
func (s *Service) bundledIn(ctx context.Context, pack string) error {
	all, err := s.store.BundlesOnSale(ctx)
	for _, b := range all {
		for _, other := range b.Packs {
			if other == pack {
				return ErrPackBundled.With("pack", pack, "bundle", b.ID)
			}
		}
	}
	return err
}
