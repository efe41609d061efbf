package cache

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/assets"
)

// When a storage counts as away, and how it is found to be back.
const (
	failuresInARow = 5
	probeEvery     = time.Second
	probeTime      = time.Second
)

// breaker stops calls to a storage that failed several times in a row. While it is open it asks the
// storage itself, so that nobody's request is spent on finding out whether it is back, and none is
// needed for that.
type breaker struct {
	probe func(context.Context) error
	log   *slog.Logger

	mu       sync.Mutex
	failures int   // in a row
	failed   int64 // since the beginning
	open     bool
}

// refuse returns an error while the storage counts as away. The error is ErrStorageUnavailable.
func (b *breaker) refuse() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open {
		return assets.ErrStorageUnavailable.With("retry_after", probeEvery)
	}
	return nil
}

// note counts the outcome of a call, and reports whether the breaker has just opened: then the caller
// runs recover.
func (b *breaker) note(err error) (opened bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !assets.ErrStorageUnavailable.Is(err) {
		b.failures = 0
		return false
	}
	b.failures++
	b.failed++
	opened = b.failures >= failuresInARow && !b.open
	b.open = b.open || opened
	return opened
}

// recover asks the storage until it answers, and closes the breaker.
func (b *breaker) recover(ctx context.Context, why error) {
	b.log.Error("the storage of assets is away", "error", why)
	since := time.Now()
	for tick := time.NewTicker(probeEvery); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if b.answers(ctx) {
			b.close()
			b.log.Info("the storage of assets is back", "away", time.Since(since).String())
			return
		}
	}
}

func (b *breaker) answers(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	return b.probe(ctx) == nil
}

func (b *breaker) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open, b.failures = false, 0
}
