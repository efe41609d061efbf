package catalog

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hallyu-store/hallyu/catalog/search"
)

// PollEvery is how often a Publisher should be ticked.
const PollEvery = 200 * time.Millisecond

// publishedPage is how many publications are read at once. Two pages are in memory: one that is read,
// and one that a snapshot is built of.
const publishedPage = 512

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

	compacting atomic.Bool
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
// the last snapshot stays. Beside it, the search index of a snapshot is compacted when that is due.
func (p *Publisher) Run(ctx context.Context) error {
	var compacting sync.WaitGroup
	defer compacting.Wait()
	var looked *Snapshot
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
		if now := p.Current(); now != looked {
			looked = now
			p.compact(ctx, now.text, &compacting)
		}
	}
}

// compact compacts the index, if that is due and not under way, and lets it stand for its segments in
// the snapshot that is the current one by then. Readers see no difference.
func (p *Publisher) compact(ctx context.Context, text *search.Index, group *sync.WaitGroup) {
	if !text.Due() || !p.compacting.CompareAndSwap(false, true) {
		return
	}
	group.Go(func() {
		defer p.compacting.Store(false)
		compaction, err := text.Compact(ctx)
		if err != nil {
			return
		}
		p.build.Lock()
		defer p.build.Unlock()
		next := *p.Current()
		next.text = next.text.Adopt(compaction)
		p.current.Store(&next)
	})
}

// Refresh brings the snapshot up to what is committed. Without changes it costs one look-up. When
// the store is away, openings and closings still pass, and the store's error is returned.
func (p *Publisher) Refresh(ctx context.Context) error {
	p.build.Lock()
	defer p.build.Unlock()
	speech, now, current := p.config.Speech(), p.config.Now(), p.Current()
	last, err := p.config.Store.Sequence(ctx)
	if err != nil {
		last = current.sequence
	}
	if !current.stale(last, speech, now) {
		return err
	}
	b := newBuilder(current)
	reached, failed := p.admit(ctx, b, last)
	if current.stale(reached, speech, now) {
		p.current.Store(b.build(reached, speech, now))
	}
	return errors.Join(err, failed)
}

// admit reads what was published up to a sequence, and returns how far it came. While one page is
// taken in, the next is read.
func (p *Publisher) admit(ctx context.Context, b *builder, last int64) (int64, error) {
	type read struct {
		page []Published
		err  error
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	reached := b.before.sequence
	reads := make(chan read)
	go func() {
		defer close(reads)
		for after := reached; after < last; {
			page, err := p.config.Store.Published(ctx, after, publishedPage)
			reads <- read{page, err}
			if err != nil || len(page) == 0 {
				return
			}
			after = page[len(page)-1].Sequence
		}
	}()
	var failed error
	for r := range reads {
		b.admit(r.page)
		if len(r.page) > 0 {
			reached = r.page[len(r.page)-1].Sequence
		}
		failed = r.err
	}
	return reached, failed
}

// stale reports whether the snapshot no longer shows what is so.
func (s *Snapshot) stale(last int64, speech Speech, now time.Time) bool {
	expires := s.Expires()
	return s.moment.IsZero() || last > s.sequence || speech.fingerprint != s.speech.fingerprint ||
		!expires.IsZero() && !now.Before(expires)
}

// Region returns ErrRegionNotFound unless the store sells in a region.
func (p *Publisher) Region(region string) error {
	if _, open := p.Current().regions[region]; !open {
		return ErrRegionNotFound.With("region", region)
	}
	return nil
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
	if terms.Audience == Members && listed.Licence != nil {
		terms.Brand = listed.Licence.Brand.ID
	}
	return terms, nil
}
