package purchases

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/journal"
)

// Faults of trying things.
var (
	// ErrTestOnly: only keys for trying things do this. Facts: none.
	ErrTestOnly = fault.Define(fault.Denied, "test-key-needed")
	// ErrClock: a clock goes forward, and not too far. Facts: now, latest.
	ErrClock = fault.Define(fault.Invalid, "clock-invalid")
	// ErrPaymentDeclined: the payer's bank refused, as a transaction of this name asks for on a ledger for trying
	// things. Nothing is recorded. Facts: reason.
	ErrPaymentDeclined = fault.Define(fault.Payment, "payment-declined")
)

// MaxAhead is how far a clock can be moved altogether.
const MaxAhead = 10 * 365 * 24 * time.Hour

// Clocks keeps by how much the clocks of ledgers for trying things are ahead.
type Clocks interface {
	// Ahead returns by how much the clock of a ledger is ahead.
	Ahead(ctx context.Context, ledger Ledger) (time.Duration, error)

	// SetAhead moves the clock of a ledger on; one that is further already stays.
	SetAhead(ctx context.Context, ledger Ledger, ahead time.Duration, record journal.Record) error

	// Moved returns the ledgers whose clocks are ahead.
	Moved(ctx context.Context) (map[Ledger]time.Duration, error)

	// ExpiredIn is Expired of one ledger.
	ExpiredIn(ctx context.Context, ledger Ledger, now time.Time, limit int) ([]Order, error)
}

// clock returns what gives the time in a ledger. Only those for trying things have a time of their own.
func (s *Service) clock(ctx context.Context, ledger Ledger) (func() time.Time, error) {
	if !ledger.Test {
		return s.now, nil
	}
	ahead, err := s.store.Ahead(ctx, ledger)
	return func() time.Time { return s.now().Add(ahead) }, err
}

// Now returns what time it is in a ledger.
func (s *Service) Now(ctx context.Context, ledger Ledger) (time.Time, error) {
	clock, err := s.clock(ctx, ledger)
	if err != nil {
		return time.Time{}, err
	}
	return clock(), nil
}

// MoveClock moves the clock of a ledger for trying things forward, and writes down what is over by then. Faults:
// ErrTestOnly, ErrClock.
func (s *Service) MoveClock(ctx context.Context, by journal.Origin, ledger Ledger, to time.Time) (time.Time, error) {
	if !ledger.Test {
		return time.Time{}, ErrTestOnly
	}
	now, err := s.Now(ctx, ledger)
	if err != nil {
		return now, err
	}
	to = to.UTC().Truncate(time.Microsecond)
	ahead := to.Sub(s.now())
	if to.Before(now) || ahead > MaxAhead {
		return now, ErrClock.With("now", now, "latest", s.now().Add(MaxAhead))
	}
	entry := journal.NewAuditEntry(by, "clock.move", ledger.ID(), map[string]any{"at": now}, map[string]any{"at": to}, s.now())
	err = s.store.SetAhead(ctx, ledger, ahead, journal.Record{Audit: []journal.AuditEntry{entry}})
	if err != nil {
		return now, err
	}
	_, err = s.sweepIn(ctx, ledger, ahead, sweptAtOnce)
	return s.now().Add(ahead), err
}

const sweptAtOnce = 500

// sweepMoved writes down which reservations are over by clocks that were moved.
func (s *Service) sweepMoved(ctx context.Context, limit int) (int, error) {
	moved, err := s.store.Moved(ctx)
	if err != nil {
		return 0, err
	}
	var failures []error
	done := 0
	for ledger, ahead := range moved {
		n, err := s.sweepIn(ctx, ledger, ahead, limit)
		done, failures = done+n, append(failures, err)
	}
	return done, errors.Join(failures...)
}

func (s *Service) sweepIn(ctx context.Context, ledger Ledger, ahead time.Duration, limit int) (int, error) {
	clock := func() time.Time { return s.now().Add(ahead) }
	over, err := s.store.ExpiredIn(ctx, ledger, clock(), limit)
	if err != nil {
		return 0, err
	}
	return s.expireAll(ctx, over, clock)
}

// declinePrefix begins transactions that ask for a refusal.
const declinePrefix = "test_decline_"

// declined returns ErrPaymentDeclined where a transaction asks for it: test_decline_card_declined. On live ledgers a
// transaction of that name is one like any other.
func declined(ledger Ledger, transaction string) error {
	reason, asked := strings.CutPrefix(transaction, declinePrefix)
	if !ledger.Test || !asked {
		return nil
	}
	return ErrPaymentDeclined.With("reason", reason)
}
