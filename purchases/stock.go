package purchases

import (
	"context"
	"errors"

	"github.com/hallyu-store/hallyu/journal"
)

// SetStock says how many pieces there are of a pack, whose id it is given: a limited edition from now on, or one of
// another size. Pieces that somebody has or holds stay. Faults: ErrStockInvalid, ErrStockTaken, ErrPackBundled.
func (s *Service) SetStock(ctx context.Context, by journal.Origin, pack string, stock int64) (Edition, error) {
	if stock < 1 || stock > MaxStock {
		return Edition{}, ErrStockInvalid.With("stock", stock, "limit", MaxStock)
	}
	if err := s.bundledIn(ctx, pack); err != nil {
		return Edition{}, err
	}
	var before any
	known, err := s.store.Edition(ctx, pack, false)
	if err == nil {
		before = known
	} else if !errors.Is(err, ErrEditionNotFound) {
		return Edition{}, err
	}
	now := s.now()
	entry := journal.NewAuditEntry(by, "edition.stock", pack, before, map[string]int64{"stock": stock}, now)
	err = s.store.SetStock(ctx, pack, stock, now, journal.Record{Audit: []journal.AuditEntry{entry}})
	if err != nil {
		return Edition{}, err
	}
	return s.store.Edition(ctx, pack, false)
}

// Edition returns how a pack's limited edition stands, for the apps' users or for trying things. Fault:
// ErrEditionNotFound.
func (s *Service) Edition(ctx context.Context, pack string, test bool) (Edition, error) {
	return s.store.Edition(ctx, pack, test)
}

// LimitedPacks returns the editions of all packs that are limited, for the apps' users.
func (s *Service) LimitedPacks(ctx context.Context) ([]Edition, error) {
	return s.store.LimitedPacks(ctx)
}
