package catalog

import (
	"context"
	"slices"
	"strconv"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/journal"
)

// MaxBulk is how many packs one act may change.
const MaxBulk = 500

// ErrBulkRefused: some of the packs cannot take the offers, so none of them got them. Facts: refused (a
// list of pack and code).
var ErrBulkRefused = fault.Define(fault.Conflict, "bulk-refused")

// BulkOrder changes the offers of many packs in one way: in the regions that Offers name, these take the
// place of whatever a pack is offered for there; regions in Withdraw are offered no more; all others stay.
type BulkOrder struct {
	Packs    []string // ids or slugs
	Offers   []Offer
	Withdraw []string // regions
	DryRun   bool     // only say what would change
}

// BulkChange is what becomes of one pack.
type BulkChange struct {
	Pack          Pack
	Asked         string // as the order names it
	Before, After []Offer
	Changed       bool
	Refusal       error // why the pack cannot take it; nil when it can
}

// Bulk changes the offers of many packs, all or none; a dry run, and a refusal, say of each what it comes
// to. Errors: ErrBulkRefused, ErrOffersInvalid when a region to withdraw from is none.
func (s *Service) Bulk(ctx context.Context, by By, order BulkOrder) (all []BulkChange, err error) {
	err = by.Require(accounts.WriteOffers)
	if err != nil {
		return nil, err
	}
	for i, region := range order.Withdraw {
		if region != World && !cldr.ValidRegion(region) {
			return nil, ErrOffersInvalid.WithFields(fault.Field{
				Pointer: "/withdraw/" + strconv.Itoa(i), Code: "region-unknown", Facts: map[string]any{"measured": region},
			})
		}
	}
	err = s.repeat(func() error {
		all, err = s.bulk(ctx, by, order)
		return err
	})
	return all, err
}

func (s *Service) bulk(ctx context.Context, by By, order BulkOrder) ([]BulkChange, error) {
	all := make([]BulkChange, 0, len(order.Packs))
	var sale SaleChange
	var refused []map[string]string
	seen := map[string]bool{}
	for _, asked := range order.Packs {
		one, change, err := s.bulkOne(ctx, by, asked, order)
		if err != nil {
			return nil, err
		}
		if one.Refusal == nil && seen[one.Pack.ID] {
			continue
		}
		seen[one.Pack.ID] = true
		all = append(all, one)
		if one.Refusal != nil {
			refused = append(refused, map[string]string{"pack": asked, "code": fault.As(one.Refusal).Code()})
		} else if one.Changed {
			sale.Packs = append(sale.Packs, change)
		}
	}
	switch {
	case order.DryRun:
		return all, nil
	case len(refused) > 0:
		return all, ErrBulkRefused.With("refused", refused)
	case len(sale.Packs) == 0:
		return all, nil
	}
	err := s.store.CommitSale(ctx, sale, s.bulkRecord(by, order, len(sale.Packs)))
	if err == nil {
		_ = s.refresh(ctx)
	}
	return all, err
}

// bulkOne says what becomes of one pack. A refusal by the rules is no error.
func (s *Service) bulkOne(ctx context.Context, by By, asked string, order BulkOrder) (BulkChange, Change, error) {
	one := BulkChange{Asked: asked}
	draft, err := s.take(ctx, by, accounts.WriteOffers, Target{Pack: asked})
	if err == nil {
		one.Pack, one.Before = draft.Pack, draft.Offers
		var change Change
		change, one.Changed, err = s.resettle(ctx, by, draft, order.apply(draft.Offers))
		if err == nil {
			one.After = *change.Offers
			return one, change, nil
		}
	}
	known := fault.As(err)
	if known == nil || known.Kind() == fault.Unavailable {
		return one, Change{}, err
	}
	one.Refusal = err
	return one, Change{}, nil
}

// apply returns the offers that a pack with these has afterwards.
func (o BulkOrder) apply(offers []Offer) []Offer {
	after := slices.DeleteFunc(slices.Clone(offers), func(known Offer) bool {
		return slices.Contains(o.Withdraw, known.Region) ||
			slices.ContainsFunc(o.Offers, func(next Offer) bool { return next.Region == known.Region })
	})
	return append(after, o.Offers...)
}

// bulkNote is what the journal keeps of an order; the packs have entries of their own.
type bulkNote struct {
	Packs    int      `json:"packs"`
	Offers   []Offer  `json:"offers"`
	Withdraw []string `json:"withdraw"`
}

func (s *Service) bulkRecord(by By, order BulkOrder, packs int) journal.Record {
	noted := bulkNote{packs, order.Offers, order.Withdraw}
	return journal.Record{Audit: []journal.AuditEntry{journal.NewAuditEntry(by.Origin(), "offers.bulk", "offers", nil, noted, s.now())}}
}
