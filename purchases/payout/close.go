package payout

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// CloseEvery is how often somebody should look for months that can be closed.
const CloseEvery = 15 * time.Minute

// CloseMonths closes what can be closed: the months that are over, of every creator in their order, as long as
// contracts cover all that was sold in them. It returns how many statements it closed.
func (s *Service) CloseMonths(ctx context.Context) (int, error) { return s.closeFor(ctx, nil) }

// closeFor closes the months of some creators; nil is all.
func (s *Service) closeFor(ctx context.Context, creators []string) (int, error) {
	closed := 0
	b, revision, err := s.bookOf(ctx, creators)
	if err != nil {
		return 0, err
	}
	latest, err := s.store.LastClosed(ctx, creators)
	if err != nil {
		return 0, err
	}
	waiting := b.nextOf(latest, creators)
	for len(waiting) > 0 {
		period := earliest(waiting)
		if !period.over(s.now()) {
			break
		}
		n, err := s.closeMonth(ctx, month{b, revision, period, latest}, waiting)
		closed += n
		if err != nil {
			return closed, err
		}
	}
	return closed, nil
}

// nextOf returns the month of each creator that is to be closed next.
func (b book) nextOf(latest map[string]Closed, creators []string) map[string]Period {
	next := map[string]Period{}
	for _, versions := range b.owners {
		for _, o := range versions {
			began := PeriodAt(o.Since)
			if known, ok := next[o.Creator]; o.Creator != "" && (!ok || began.Before(known)) && (creators == nil || slices.Contains(creators, o.Creator)) {
				next[o.Creator] = began
			}
		}
	}
	for creator, c := range latest {
		if _, ok := next[creator]; ok {
			next[creator] = c.Period.Next()
		}
	}
	return next
}

func earliest(waiting map[string]Period) Period {
	var first Period
	for _, p := range waiting {
		if first == (Period{}) || p.Before(first) {
			first = p
		}
	}
	return first
}

// month is what is needed to close one.
type month struct {
	book
	revision int64
	period   Period
	latest   map[string]Closed // is brought up to date
}

// closeMonth closes a month of all who wait for it, and moves them on to the next; who cannot go on waits no more.
func (s *Service) closeMonth(ctx context.Context, m month, waiting map[string]Period) (int, error) {
	tallies := map[string]*tally{}
	ids := []string{}
	for creator, p := range waiting {
		if p == m.period {
			tallies[creator] = newTally(m.latest[creator].Accounts)
			ids = append(ids, creator)
		}
	}
	slices.Sort(ids)
	err := m.each(ctx, s.store, m.of(ids), func(l Line) error {
		if t := tallies[l.Creator]; t != nil {
			t.add(l)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	closed := 0
	for _, creator := range ids {
		if tallies[creator].uncovered > 0 {
			delete(waiting, creator)
			continue
		}
		err = s.closeOne(ctx, m, creator, tallies[creator])
		if errors.Is(err, ErrContractsChanged) {
			delete(waiting, creator) // next time
			continue
		}
		if err != nil {
			return closed, err
		}
		waiting[creator] = m.period.Next()
		closed++
	}
	return closed, nil
}

// manyCreators is from how many on a month is read whole.
const manyCreators = 200

func (m month) of(creators []string) Range {
	r := Range{Since: m.period.From(), Until: m.period.Until()}
	if len(creators) < manyCreators {
		r.Creators = creators
	}
	return r
}

// statementEvent is what an event says of a statement or a payout.
type statementEvent struct {
	Creator   string `json:"creator"`
	Period    string `json:"period"`
	Payout    string `json:"payout,omitempty"`
	Currency  string `json:"currency,omitempty"`
	Amount    int64  `json:"amount,omitempty"`
	Reference string `json:"reference,omitempty"`
}

func (s *Service) closeOne(ctx context.Context, m month, creator string, t *tally) error {
	now := s.now()
	c := Closed{Creator: creator, Period: m.period, At: now, Accounts: t.settled(m.contracts.withholding(creator, m.period))}
	var payouts []Payout
	for _, a := range c.Accounts {
		if a.Due > 0 {
			payouts = append(payouts, Payout{
				ID: journal.NewID("pay"), Creator: creator, Period: m.period, Currency: a.Currency, Amount: a.Due, Withheld: a.Withheld,
				State: Due, CreatedAt: now,
			})
		}
	}
	var record journal.Record
	if len(c.Accounts) > 0 {
		record.Events = []journal.Event{journal.NewEvent("", "statement.closed", creator, statementEvent{Creator: creator, Period: m.period.String()}, now)}
	}
	err := s.store.Close(ctx, m.revision, c, payouts, record)
	if err == nil {
		m.latest[creator] = c
	}
	return err
}
