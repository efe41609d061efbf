package web

import (
	"context"
	"errors"
	"testing"
	"time"
)

// sharedBuckets are budgets in memory.
type sharedBuckets struct {
	full map[string]time.Time
	away error
}

func (b *sharedBuckets) Spend(_ context.Context, spent map[string]time.Duration, now time.Time) (map[string]time.Time, error) {
	if b.away != nil {
		return nil, b.away
	}
	full := map[string]time.Time{}
	for name, duration := range spent {
		if b.full[name].Before(now) {
			b.full[name] = now
		}
		b.full[name] = b.full[name].Add(duration)
		full[name] = b.full[name]
	}
	return full, nil
}

// TestLimitsAreShared lets one holder ask two processes in turn: together they let as many pass as one
// would alone.
func TestLimitsAreShared(t *testing.T) {
	now := time.Date(2026, 9, 25, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	budgets := &sharedBuckets{full: map[string]time.Time{}}
	processes := []*limiter{newLimiter(clock), newLimiter(clock)}
	for _, l := range processes {
		l.share()
	}
	passed := 0
	for tick := 0; tick < 40; tick++ { // twenty seconds
		for _, l := range processes {
			for range 50 {
				if allowed, _ := l.try(perHolder, "key/user"); allowed {
					passed++
				}
			}
			if err := l.exchange(t.Context(), budgets); err != nil {
				t.Fatal(err)
			}
		}
		now = now.Add(ShareEvery)
	}
	alone := perHolder.burst + 20*int(time.Second/perHolder.interval)
	if passed < alone-int(time.Second/perHolder.interval) || passed > alone+perHolder.burst {
		t.Errorf("%d passed in twenty seconds, one process alone would let %d", passed, alone)
	}
}

// TestAProcessLearnsWhatOthersSpent spends all in one process; the other refuses after one exchange.
func TestAProcessLearnsWhatOthersSpent(t *testing.T) {
	now := time.Date(2026, 9, 25, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	budgets := &sharedBuckets{full: map[string]time.Time{}}
	one, other := newLimiter(clock), newLimiter(clock)
	one.share()
	other.share()
	for range perHolder.burst {
		one.try(perHolder, "key/user")
	}
	other.try(perHolder, "key/user")
	for _, l := range []*limiter{one, other} {
		if err := l.exchange(t.Context(), budgets); err != nil {
			t.Fatal(err)
		}
	}
	if allowed, left := other.try(perHolder, "key/user"); allowed || left != 0 {
		t.Errorf("allowed %v, left %d", allowed, left)
	}
	if allowed, _ := other.try(perHolder, "key/somebody-else"); !allowed {
		t.Error("somebody else is refused")
	}
}

// TestLimitsHoldAlone goes on with what a process knows itself while the budgets are away.
func TestLimitsHoldAlone(t *testing.T) {
	now := time.Date(2026, 9, 25, 12, 0, 0, 0, time.UTC)
	l := newLimiter(func() time.Time { return now })
	l.share()
	l.try(perHolder, "key/user")
	away := errors.New("away")
	if err := l.exchange(t.Context(), &sharedBuckets{away: away}); !errors.Is(err, away) {
		t.Fatal(err)
	}
	if allowed, left := l.try(perHolder, "key/user"); !allowed || left != perHolder.burst-2 {
		t.Errorf("allowed %v, left %d", allowed, left)
	}
}
