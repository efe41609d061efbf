package payout

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
)

// Statement returns what a creator's sales of a month earned: to those who read reports, and to the creator. One that
// is closed is made again from the postings, and comes out the same to the byte. take is given every line, order by
// order; nil when only the sums matter. Faults: ErrPeriodInvalid, catalog.ErrCreatorNotFound.
func (s *Service) Statement(ctx context.Context, by By, creator string, p Period, take func(Line) error) (Statement, error) {
	err := by.Require(accounts.ReadStatements)
	if err != nil {
		return Statement{}, err
	}
	c, err := s.creator(ctx, by, creator)
	if err != nil {
		return Statement{}, err
	}
	if s.now().Before(p.From()) {
		return Statement{}, ErrPeriodInvalid.With("period", p.String())
	}
	return s.statement(ctx, c, p, take)
}

func (s *Service) statement(ctx context.Context, c catalog.Creator, p Period, take func(Line) error) (Statement, error) {
	closed, err := s.store.Closed(ctx, c.ID, p)
	if err != nil {
		return Statement{}, err
	}
	if closed == nil && p.over(s.now()) {
		_, err = s.closeFor(ctx, []string{c.ID})
		if err == nil {
			closed, err = s.store.Closed(ctx, c.ID, p)
		}
		if err != nil {
			return Statement{}, err
		}
	}
	b, _, err := s.bookOf(ctx, []string{c.ID})
	if err != nil {
		return Statement{}, err
	}
	carried, err := s.carried(ctx, b, c.ID, p)
	if err != nil {
		return Statement{}, err
	}
	made, err := s.made(ctx, b, c.ID, p, carried, take)
	switch {
	case err != nil:
		return Statement{}, err
	case closed != nil:
		made.State = Final
		if !slices.Equal(made.Accounts, closed.Accounts) {
			return Statement{}, fmt.Errorf("payout: the statement of %s for %s comes out otherwise than it was closed", c.ID, p)
		}
	case p.over(s.now()):
		made.State, err = s.waits(ctx, b, c.ID, p)
	}
	return made, err
}

// waits says where a month stands that is over and not closed: before there was anything of the creator's it has nothing
// to wait for.
func (s *Service) waits(ctx context.Context, b book, creator string, p Period) (State, error) {
	latest, err := s.store.LastClosed(ctx, []string{creator})
	if next, known := b.nextOf(latest, []string{creator})[creator]; !known || p.Before(next) {
		return Final, err
	}
	return Waiting, err
}

// made makes the statement of a month from what was carried to it.
func (s *Service) made(ctx context.Context, b book, creator string, p Period, carried []Account, take func(Line) error) (Statement, error) {
	t, days, regions, packs := newTally(carried), sums{}, sums{}, sums{}
	r := Range{Since: p.From(), Until: p.Until(), Creators: []string{creator}}
	err := b.each(ctx, s.store, r, func(l Line) error {
		if l.Creator != creator {
			return nil
		}
		t.add(l)
		days.add(l.At.Format(dayLayout), l)
		regions.add(l.Region, l)
		packs.add(l.Pack, l)
		if take != nil {
			return take(l)
		}
		return nil
	})
	return Statement{
		Creator: creator, Period: p, State: Open, Accounts: t.settled(b.contracts.withholding(creator, p)),
		Days: days.sorted(), Regions: regions.sorted(), Packs: packs.sorted(),
		Contracts: slices.Sorted(maps.Keys(t.contracts)), Uncovered: t.uncovered,
	}, err
}

// carried is what the month before leaves: as it was closed, or as it would be by now.
func (s *Service) carried(ctx context.Context, b book, creator string, p Period) ([]Account, error) {
	before := PeriodAt(p.From().AddDate(0, 0, -1))
	closed, err := s.store.Closed(ctx, creator, before)
	if err != nil || closed != nil {
		if err != nil {
			return nil, err
		}
		return closed.Accounts, nil
	}
	latest, err := s.store.LastClosed(ctx, []string{creator})
	if err != nil {
		return nil, err
	}
	next, known := b.nextOf(latest, []string{creator})[creator]
	if !known || !next.Before(p) {
		return nil, nil
	}
	accounts := latest[creator].Accounts
	for at := next; at.Before(p); at = at.Next() {
		made, err := s.made(ctx, b, creator, at, accounts, nil)
		if err != nil {
			return nil, err
		}
		accounts = made.Accounts
	}
	return accounts, nil
}
