package web

import (
	"context"
	"time"
)

// ShareEvery is how often a process tells the others what it let pass, and learns what they did.
const ShareEvery = 500 * time.Millisecond

// Budgets are buckets that several processes spend from. A bucket is known by the moment at which it
// would be full again (the generic cell rate algorithm: ITU-T I.371, annex A).
type Budgets interface {
	// Spend takes from each bucket, at the moment now, as much as refills in the time given, and
	// returns when each will be full again, whoever spent from it.
	Spend(ctx context.Context, spent map[string]time.Duration, now time.Time) (map[string]time.Time, error)
}

// ShareLimits makes this server's limits those of every process with the same budgets, until ctx is
// done. Between two ticks each counts for itself, and while the budgets are away it goes on so.
func (s *Server) ShareLimits(ctx context.Context, budgets Budgets, tick <-chan time.Time) error {
	s.limiter.share()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick:
		}
		err := s.limiter.exchange(ctx, budgets)
		if err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "limits not shared", "error", err)
		}
	}
}

func (l *limiter) share() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sharing = true
}

// exchange tells what was let pass since the last time, and takes out what others let pass.
func (l *limiter) exchange(ctx context.Context, budgets Budgets) error {
	now := l.now()
	spent := l.takeSpent()
	if len(spent) == 0 {
		return nil
	}
	full, err := budgets.Spend(ctx, spent, now)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for name, at := range full {
		if b, known := l.buckets[name]; known {
			b.lower(at, l.spent[name], l.now())
		}
	}
	return nil
}

// takeSpent returns how long what was let pass takes to refill, by bucket.
func (l *limiter) takeSpent() map[string]time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	spent := make(map[string]time.Duration, len(l.spent))
	for name, n := range l.spent {
		if b, known := l.buckets[name]; known {
			spent[name] = time.Duration(n) * b.interval
		}
	}
	clear(l.spent)
	return spent
}

// lower takes out of the bucket what others spent: it is to be full at a moment, and untold more were
// let pass here meanwhile.
func (b *bucket) lower(full time.Time, untold int, now time.Time) {
	shared := float64(b.burst) - float64(full.Sub(now))/float64(b.interval) - float64(untold)
	surplus := int(b.TokensAt(now) - shared)
	if surplus > 0 {
		b.ReserveN(now, min(surplus, b.burst))
	}
}
