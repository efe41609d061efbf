package purchases

import (
	"context"
	"fmt"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/purchases/coin"
	"github.com/hallyu-store/hallyu/purchases/pass"
)

// Catalog says what holds for a pack, named by id or slug, in a region now. Errors are
// catalog.ErrPackNotFound, catalog.ErrPackNotOffered and catalog.ErrRegionNotFound.
type Catalog interface {
	Terms(pack, region string) (catalog.Terms, error)
	// Region returns catalog.ErrRegionNotFound unless the store sells there.
	Region(region string) error
}

// Service places orders and answers who may use what.
type Service struct {
	store    Store
	catalog  Catalog
	now      func() time.Time
	inFlight inFlight
	scarce   scarce
	gateways map[Provider]Gateway
	tiers    Tiers // of prices of coins; nil: none are sold
	spending coin.Spending
	keys     *pass.Keys   // of tickets; nil: none are given
	limits   RefundLimits // of staff
	taxes    Taxes        // nil: none are charged

	giftsPerDay int64 // of packs, by one of the staff
}

// NewService returns a service over a store and a catalog. now gives the time; nil is the machine's
// clock.
func NewService(store Store, catalog Catalog, now func() time.Time) *Service {
	if now == nil {
		now = time.Now
	}
	return &Service{
		store: store, catalog: catalog, inFlight: inFlight{keys: map[intentID]bool{}},
		gateways: map[Provider]Gateway{}, spending: coin.BonusFirst, giftsPerDay: DefaultStaffGrants,
		// Databases keep microseconds; so do we, so that what is written is what is read.
		now: func() time.Time { return now().UTC().Truncate(time.Microsecond) },
	}
}

// deed is what a decision comes to: what is written, and what the caller is told.
type deed struct {
	Changes
	outcome Outcome
}

// perform carries out an intent once: it answers from the reply when there is one, else lets decide
// look at the state and say what to do, and commits that with its reply. Plain refusals are errors
// of decide: they change nothing and are not kept.
func (s *Service) perform(ctx context.Context, i Intent, scope Scope, decide func(State, time.Time) (deed, error)) (Outcome, error) {
	leave, err := s.inFlight.enter(i)
	if err != nil {
		return Outcome{}, err
	}
	defer leave()
	scope.Ledger, scope.Key = i.Ledger, i.Key
	now, err := s.clock(ctx, i.Ledger)
	if err != nil {
		return Outcome{}, err
	}
	var outcome Outcome
	act := func(found State) (Changes, error) {
		s.scarce.saw(found.Edition)
		if found.Reply != nil {
			replayed, err := i.replay(*found.Reply)
			outcome = replayed
			return Changes{}, err
		}
		d, err := decide(found, now())
		if err != nil {
			return Changes{}, err
		}
		d.count(found)
		outcome = d.outcome
		d.Reply, err = i.reply(d.outcome, now())
		return d.Changes, err
	}
	answered := false
	if s.scarce.refuses(scope) {
		answered, err = s.glance(ctx, scope, act)
	}
	if !answered {
		err = s.store.Transact(ctx, scope, act)
	}
	if err != nil {
		return Outcome{}, err
	}
	return outcome, outcome.Refusal.err()
}

// terms asks the catalog. refused is the fault that says why the pack cannot be had, when it is one;
// the terms of a pack that the catalog refuses have no State and no price.
func (s *Service) terms(pack, region string) (terms catalog.Terms, refused *fault.Error, err error) {
	terms, err = s.catalog.Terms(pack, region)
	if err == nil {
		return terms, closed(terms), nil
	}
	if refused = fault.As(err); refused != nil && refused.Kind() != fault.Unavailable {
		if id, known := refused.Facts()["pack"].(string); known {
			pack = id
		}
		return catalog.Terms{Pack: pack, Region: region}, refused, nil
	}
	return catalog.Terms{}, nil, fmt.Errorf("purchases: terms of %s in %s: %w", pack, region, err)
}
