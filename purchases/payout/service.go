package payout

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/journal"
)

// Furniture knows creators and collabs. Errors are catalog.ErrCreatorNotFound and catalog.ErrCollabNotFound.
type Furniture interface {
	Creator(ctx context.Context, idOrSlug string) (catalog.Creator, error)
	Creators(ctx context.Context, account, after string, limit int) ([]catalog.Creator, error)
	Collab(ctx context.Context, idOrSlug string) (catalog.Collab, error)
}

// Service keeps contracts, and tells what was sold, what it earned and what was paid.
type Service struct {
	store     Store
	furniture Furniture
	now       func() time.Time
}

// NewService returns a service. now gives the time; nil is the machine's clock.
func NewService(store Store, furniture Furniture, now func() time.Time) *Service {
	if now == nil {
		now = time.Now
	}
	return &Service{store: store, furniture: furniture, now: func() time.Time { return now().UTC().Truncate(time.Microsecond) }}
}

// By says who asks.
type By struct {
	accounts.Actor
	Request string // id
}

func (b By) origin() journal.Origin { return journal.Origin{Actor: b.Account, RequestID: b.Request} }

// ownOf returns the ids of the creators that an actor may learn about: nil is all.
func (s *Service) ownOf(ctx context.Context, by By) ([]string, error) {
	if by.Can(accounts.ReadReports) {
		return nil, nil
	}
	ids := []string{}
	for after := ""; ; {
		page, err := s.furniture.Creators(ctx, by.Account, after, catalog.MaxLimit)
		if err != nil {
			return nil, err
		}
		for _, c := range page {
			ids, after = append(ids, c.ID), c.Slug
		}
		if len(page) < catalog.MaxLimit {
			return ids, nil
		}
	}
}

// Creator returns a creator whose money an actor may learn about, by id or slug. Fault: catalog.ErrCreatorNotFound.
func (s *Service) Creator(ctx context.Context, by By, idOrSlug string) (catalog.Creator, error) {
	err := by.Require(accounts.ReadStatements)
	if err != nil {
		return catalog.Creator{}, err
	}
	return s.creator(ctx, by, idOrSlug)
}

// creator returns a creator whom an actor may learn about: themselves, or any for those who read reports.
func (s *Service) creator(ctx context.Context, by By, idOrSlug string) (catalog.Creator, error) {
	c, err := s.furniture.Creator(ctx, idOrSlug)
	if err == nil && !by.Can(accounts.ReadReports) && (c.Account == "" || c.Account != by.Account) {
		return catalog.Creator{}, catalog.ErrCreatorNotFound.With("creator", idOrSlug)
	}
	return c, err
}

// bookOf reads whose packs are, and what was agreed about them.
func (s *Service) bookOf(ctx context.Context, creators []string) (b book, revision int64, err error) {
	all, err := s.store.Owners(ctx, creators)
	if err != nil {
		return book{}, 0, err
	}
	agreed, revision, err := s.store.Contracts(ctx)
	return book{owners: newOwners(all), contracts: newContracts(agreed)}, revision, err
}
