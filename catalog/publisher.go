package catalog

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// PollEvery is how often a Publisher should be ticked.
const PollEvery = 200 * time.Millisecond

// publishedPage is how many publications are read at once; publishedBatch, a multiple of it, how many
// are in memory at most while a snapshot is built of them.
const (
	publishedPage  = 1024
	publishedBatch = 8 * publishedPage
)

// PublisherConfig is what a Publisher works with.
type PublisherConfig struct {
	Store    PublicationStore
	Settings Settings
	Speech   func() Speech // what the store speaks now
	Now      func() time.Time
	Tick     <-chan time.Time // when to look for changes, see PollEvery
	Failed   func(error)      // told of every look that failed; nil is not told
}

// Publisher keeps the current snapshot. All methods are safe for concurrent use.
type Publisher struct {
	config  PublisherConfig
	current atomic.Pointer[Snapshot]
	build   sync.Mutex // held by the one that builds
}

// NewPublisher returns a publisher whose snapshot is Empty until the first Refresh.
func NewPublisher(c PublisherConfig) *Publisher {
	p := &Publisher{config: c}
	p.current.Store(Empty(c.Settings))
	return p
}

// Current returns the snapshot of now. A request takes it once.
func (p *Publisher) Current() *Snapshot { return p.current.Load() }

// Run looks for changes at every tick until ctx ends, and returns its error. While the store is away
// the last snapshot stays.
func (p *Publisher) Run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-p.config.Tick:
		}
		err := p.Refresh(ctx)
		if err != nil && p.config.Failed != nil && ctx.Err() == nil {
			p.config.Failed(err)
		}
	}
}

// Refresh brings the snapshot up to what is committed. Without changes it costs one look-up. When
// the store is away, openings and closings still pass, and the store's error is returned.
func (p *Publisher) Refresh(ctx context.Context) error {
	p.build.Lock()
	defer p.build.Unlock()
	speech, now := p.config.Speech(), p.config.Now()
	next, changes, err := p.catchUp(ctx, speech, now)
	if err != nil {
		next = p.Current()
		changes = Changes{Sequence: next.sequence}
	}
	if next.stale(changes, speech, now) {
		next = Build(next, changes, speech, now)
	}
	p.current.Store(next)
	return err
}

// catchUp builds all batches of changes but the last, which it returns.
func (p *Publisher) catchUp(ctx context.Context, speech Speech, now time.Time) (*Snapshot, Changes, error) {
	next := p.Current()
	for {
		changes, err := p.changes(ctx, next.sequence)
		if err != nil || len(changes.Packs) < publishedBatch {
			return next, changes, err
		}
		next = Build(next, changes, speech, now)
	}
}

// stale reports whether the snapshot no longer shows what is so.
func (s *Snapshot) stale(changes Changes, speech Speech, now time.Time) bool {
	expires := s.Expires()
	return s.moment.IsZero() || changes.Sequence != s.sequence || speech.fingerprint != s.speech.fingerprint ||
		!expires.IsZero() && !now.Before(expires)
}

// changes reads what was published after a sequence, up to a batch.
func (p *Publisher) changes(ctx context.Context, after int64) (Changes, error) {
	changes := Changes{Sequence: after}
	last, err := p.config.Store.Sequence(ctx)
	if err != nil || last <= after {
		return changes, err
	}
	latest := map[string]int{}
	for changes.Sequence < last && len(changes.Packs) < publishedBatch {
		page, err := p.config.Store.Published(ctx, changes.Sequence, publishedPage)
		if err != nil || len(page) == 0 {
			return changes, err
		}
		for _, published := range page {
			changes.admit(latest, published)
		}
		changes.Sequence = page[len(page)-1].Sequence
	}
	return changes, nil
}

// admit adds a publication, in place of an earlier one of the same pack.
func (c *Changes) admit(latest map[string]int, p Published) {
	if at, again := latest[p.Pack]; again {
		c.Packs[at] = p
		return
	}
	latest[p.Pack] = len(c.Packs)
	c.Packs = append(c.Packs, p)
}

// Terms says how a pack, by id or slug, stands in a region now. Announced and closed are states. Errors:
// ErrRegionNotFound, ErrPackNotFound (also when it is banned), ErrPackNotOffered when no offer is for
// the region.
func (p *Publisher) Terms(pack, region string) (Terms, error) {
	s, now := p.Current(), p.config.Now()
	_, err := s.Terms(pack, region)
	if err != nil {
		return Terms{}, err
	}
	listed, err := s.Pack(pack)
	if err != nil {
		return Terms{}, err
	}
	terms := listed.termsIn(region, now)
	switch {
	case listed.State == StateBanned:
		return Terms{}, ErrPackNotFound.With("pack", pack)
	case terms.State == OfferNotOffered:
		return Terms{}, listed.notOffered(terms, now)
	}
	return terms, nil
}
