package catalog

import (
	"context"
	"errors"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
)

// SetCollab puts a pack under a collab, by id or slug, or under none when that is "". Its offers must lie
// within what the collab allows. Errors: ErrCollabNotFound, ErrCollabStale, ErrOffersUnlicensed.
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
	licensing, err := s.licensed(ctx, after.Pack, after.Offers)
	if err != nil || after.Pack.Collab == before.Pack.Collab {
		return before, err
	}
	change := Change{Pack: after.Pack, Judged: licensing.judgement(), Record: s.announced(by, "pack.collab", "pack.offers_changed", before.Pack, after.Pack)}
	published, err := s.publishedBefore(ctx, before.Pack)
	if err != nil {
		return Draft{}, err
	}
	if published.Pack != "" {
		published.Licence, published.UpdatedAt = licensing.licence(), after.Pack.UpdatedAt
		change.Published = &published
	}
	after.Pack, err = s.show(ctx, change)
	return after, err
}

// licensed returns the collab of a pack, nil when it has none, or ErrOffersUnlicensed for offers that say
// more than it allows. Every way to offers asks it.
func (s *Service) licensed(ctx context.Context, pack Pack, offers []Offer) (*Collab, error) {
	collab, err := s.collabOf(ctx, pack)
	if err != nil || collab == nil {
		return nil, err
	}
	fields := collab.Outside(offers)
	if len(fields) == 0 {
		return collab, nil
	}
	refusal := ErrOffersUnlicensed.With("pack", pack.ID, "collab", collab.Slug, "territory", append([]string{}, collab.Territory...)).WithFields(fields...)
	for name, t := range map[string]time.Time{"from": collab.From, "until": collab.Until} {
		if !t.IsZero() {
			refusal = refusal.With(name, t.Format(time.RFC3339))
		}
	}
	return nil, refusal
}

// collabOf returns the collab that a pack is under; nil when it is under none.
func (s *Service) collabOf(ctx context.Context, pack Pack) (*Collab, error) {
	if pack.Collab == "" {
		return nil, nil
	}
	collab, err := s.store.Collab(ctx, pack.Collab)
	if errors.Is(err, ErrCollabNotFound) {
		return nil, nil
	}
	return &collab, err
}
