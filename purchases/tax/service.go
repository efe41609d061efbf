package tax

import (
	"cmp"
	"context"
	"sync/atomic"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/journal"
)

// Store keeps rates.
type Store interface {
	// TaxRates returns all rates, by region and moment.
	TaxRates(ctx context.Context) ([]Rate, error)

	// SaveTaxRate adds a rate whose Version is 0, or changes the one that is still at that Version. It returns what Fits
	// does.
	SaveTaxRate(ctx context.Context, r Rate, record journal.Record) error

	// RemoveTaxRate takes a rate away that is still at its Version. It returns what Stands does.
	RemoveTaxRate(ctx context.Context, r Rate, record journal.Record) error
}

// By says who asks.
type By struct {
	accounts.Actor
	Request string // id
}

func (b By) origin() journal.Origin { return journal.Origin{Actor: b.Account, RequestID: b.Request} }

// Service keeps rates, and has them at hand for orders and pages: those of this process at once, others as often as it is
// refreshed. It is safe for concurrent use.
type Service struct {
	store   Store
	now     func() time.Time
	current atomic.Pointer[Table]
}

// NewService returns a service that has no rates at hand before it is refreshed.
func NewService(store Store, now func() time.Time) *Service {
	s := &Service{store: store, now: func() time.Time { return now().UTC().Truncate(time.Microsecond) }}
	s.current.Store(NewTable(nil))
	return s
}

// Table returns the rates at hand.
func (s *Service) Table() *Table { return s.current.Load() }

// Turn returns the next moment at which a rate begins or ends; zero when there is none.
func (s *Service) Turn() time.Time { return s.Table().Turn(s.now()) }

// Here returns the rate that holds in a region now, by the machine's clock; nil when none does.
func (s *Service) Here(region string) *Rate { return s.Table().At(region, s.now()) }

// Refresh reads the rates anew.
func (s *Service) Refresh(ctx context.Context) error {
	rates, err := s.store.TaxRates(ctx)
	if err == nil {
		s.current.Store(NewTable(rates))
	}
	return err
}

// Run refreshes the rates at every tick until ctx is done. What fails is told of, and tried again.
func (s *Service) Run(ctx context.Context, tick <-chan time.Time, failed func(error)) error {
	for {
		select {
		case <-tick:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := s.Refresh(ctx); err != nil && ctx.Err() == nil {
			failed(err)
		}
	}
}

// Rates returns all rates, by region and moment.
func (s *Service) Rates(ctx context.Context, by By) ([]Rate, error) {
	err := by.Require(accounts.ReadReports)
	if err != nil {
		return nil, err
	}
	return s.store.TaxRates(ctx)
}

// Rate returns one of them. Fault: ErrNotFound.
func (s *Service) Rate(ctx context.Context, by By, id string) (Rate, error) {
	all, err := s.Rates(ctx, by)
	if err != nil {
		return Rate{}, err
	}
	for _, r := range all {
		if r.ID == id {
			return r, nil
		}
	}
	return Rate{}, ErrNotFound.With("tax", id)
}

// late is how far behind now a new rate may begin: clocks differ.
const late = 10 * time.Minute

// Save adds a rate that has no id, or changes the one that is still at its Version. The zero moment is now. Once a rate
// holds, only its end changes, and not to a moment that is over. Faults: ErrInvalid, ErrNotFound, ErrStale, ErrOverlap,
// ErrInForce.
func (s *Service) Save(ctx context.Context, by By, r Rate) (Rate, error) {
	err := by.Require(accounts.WriteTaxes)
	if err != nil {
		return Rate{}, err
	}
	now := s.now()
	r.UpdatedAt = now
	if r.From.IsZero() {
		r.From = now
	}
	r.From, r.Until = r.From.UTC().Truncate(time.Microsecond), r.Until.UTC().Truncate(time.Microsecond)
	var before *Rate
	if r.ID != "" {
		known, err := s.Rate(ctx, by, r.ID)
		if err != nil {
			return Rate{}, err
		}
		before = &known
	}
	err = r.changes(before, now)
	if err != nil {
		return Rate{}, err
	}
	r.ID = cmp.Or(r.ID, journal.NewID("tax"))
	err = s.store.SaveTaxRate(ctx, r, s.record(by, "tax.save", before, &r))
	if err != nil {
		return Rate{}, err
	}
	r.Version++
	_ = s.Refresh(ctx) // what fails now is read at the next tick
	return r, nil
}

// changes returns why a rate may not be written in place of another, or of none; nil when it may.
func (r Rate) changes(before *Rate, now time.Time) error {
	err := r.Check()
	if err != nil {
		return err
	}
	begun := before != nil && !now.Before(before.From)
	if begun && (r.Region != before.Region || r.Millionths != before.Millionths || r.Included != before.Included || !r.From.Equal(before.From)) {
		return ErrInForce.With("tax", before.ID, "from", before.From)
	}
	soon := now.Add(-late)
	switch {
	case !begun && r.From.Before(soon):
		return invalid("/from", now)
	case begun && before.ended(now) && !r.Until.Equal(before.Until):
		return ErrInForce.With("tax", before.ID, "from", before.From)
	case begun && !r.Until.IsZero() && r.Until.Before(soon) && !r.Until.Equal(before.Until):
		return invalid("/until", now)
	}
	return nil
}

// Remove takes a rate away that never held and is still at a version, 0 for any. Faults: ErrNotFound, ErrStale, ErrInForce.
func (s *Service) Remove(ctx context.Context, by By, id string, version int64) error {
	err := by.Require(accounts.WriteTaxes)
	if err != nil {
		return err
	}
	r, err := s.Rate(ctx, by, id)
	if err != nil {
		return err
	}
	if !s.now().Before(r.From) {
		return ErrInForce.With("tax", r.ID, "from", r.From)
	}
	record := s.record(by, "tax.remove", &r, nil)
	r.Version = cmp.Or(version, r.Version)
	err = s.store.RemoveTaxRate(ctx, r, record)
	_ = s.Refresh(ctx)
	return err
}

func (s *Service) record(by By, action string, before, after *Rate) journal.Record {
	noted := func(r *Rate) any {
		if r == nil {
			return nil
		}
		return *r
	}
	entry := journal.NewAuditEntry(by.origin(), action, cmp.Or(after, before).ID, noted(before), noted(after), s.now())
	return journal.Record{Audit: []journal.AuditEntry{entry}}
}
