package webhook

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/webhook"
)

// Events is the journal that is followed.
type Events interface {
	Events(ctx context.Context, ledger string, after int64, limit int) ([]journal.Event, error)
	Last(ctx context.Context) (int64, error)
}

// Poster makes one attempt.
type Poster interface {
	Post(ctx context.Context, m Message) webhook.Outcome
}

// Deps are what a Sender is made of.
type Deps struct {
	Store   webhook.Sending
	Events  Events
	Post    Poster
	Log     *slog.Logger
	Now     func() time.Time
	Random  func() float64      // from 0 to 1
	Counted func(result string) // told of each attempt: "delivered", "http_503", "timeout"
}

const (
	lookEvery  = time.Second
	pruneEvery = 10 * time.Minute
	keepEnded  = 7 * 24 * time.Hour // how long deliveries that ended are listed
	pruneBatch = 500
	batch      = 100  // events or deliveries that are read at once
	atOnce     = 64   // webhooks that a process sends to at the same time
	farBehind  = 1000 // events that are none of a webhook's before its position is written for them

	leaseFor = time.Minute                        // after which another process may send
	sendFor  = leaseFor - timeout - 5*time.Second // so that the last attempt ends within the lease
)

// Sender delivers events to webhooks. Several processes may each run one on the same store: one of them sends
// to a webhook at a time, its messages one after the other. What a process sends and does not live to write
// down is sent again, with the same id.
type Sender struct {
	Deps
	slots  chan struct{}
	active sync.WaitGroup

	mu      sync.Mutex
	sending map[string]bool
	seen    map[string]look
}

// look is how far the journal was read without finding anything for a webhook of this version and position.
type look struct{ version, position, upTo int64 }

// New returns a sender that sends nothing yet.
func New(deps Deps) *Sender {
	return &Sender{Deps: deps, slots: make(chan struct{}, atOnce), sending: map[string]bool{}, seen: map[string]look{}}
}

// Run delivers until ctx is done, and waits for the attempts that have begun.
func (s *Sender) Run(ctx context.Context) error {
	defer s.active.Wait()
	looks, prunes := time.NewTicker(lookEvery), time.NewTicker(pruneEvery)
	defer looks.Stop()
	defer prunes.Stop()
	var told time.Time
	for {
		var err error
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-prunes.C:
			err = s.Prune(ctx)
		case <-looks.C:
			err = s.Look(ctx)
		}
		if err != nil && ctx.Err() == nil && time.Since(told) > 10*time.Second {
			told = time.Now()
			s.Log.Error("webhooks not sent to", "error", err)
		}
	}
}

// Prune forgets deliveries that ended long ago.
func (s *Sender) Prune(ctx context.Context) error {
	for {
		n, err := s.Store.Prune(ctx, s.Now().Add(-keepEnded), pruneBatch)
		if err != nil || n < pruneBatch {
			return err
		}
	}
}

// Look begins to send to every webhook that has something to get, as far as there is room.
func (s *Sender) Look(ctx context.Context) error {
	ready, err := s.Store.Ready(ctx, s.Now())
	if err != nil || len(ready) == 0 {
		return err
	}
	last, err := s.Events.Last(ctx)
	if err != nil {
		return err
	}
	for _, r := range ready {
		if !s.begin(r, last) {
			continue
		}
		s.active.Go(func() {
			defer s.end(r.ID)
			err := s.serve(ctx, r, last)
			if err != nil && ctx.Err() == nil {
				s.Log.Warn("webhook not sent to", "webhook", r.ID, "error", err)
			}
		})
	}
	return nil
}

// Wait returns when all that Look began has ended.
func (s *Sender) Wait() { s.active.Wait() }

// begin takes a slot for a webhook that may have something to get.
func (s *Sender) begin(r webhook.Ready, last int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.seen[r.ID]
	known := seen == (look{r.Version, r.Position, seen.upTo}) && seen.upTo >= last
	if !r.Due && (r.Position >= last || known) || s.sending[r.ID] {
		return false
	}
	select {
	case s.slots <- struct{}{}:
		s.sending[r.ID] = true
		return true
	default:
		return false // the next look finds it again
	}
}

func (s *Sender) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sending, id)
	<-s.slots
}

// from is where to read on for a webhook.
func (s *Sender) from(id string, version, position int64) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if seen := s.seen[id]; seen == (look{version, position, seen.upTo}) {
		return max(position, seen.upTo)
	}
	return position
}

// saw notes that there is nothing for a webhook up to a number.
func (s *Sender) saw(r webhook.Ready, upTo int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen[r.ID] = look{r.Version, r.Position, upTo}
}

// serve leases a webhook and sends it what it has to get. Where the journal has nothing for it, nothing is
// written either.
func (s *Sender) serve(ctx context.Context, r webhook.Ready, last int64) error {
	if !r.Due {
		behind, err := s.behind(ctx, r, last)
		if err != nil || !behind {
			return err
		}
	}
	now := s.Now()
	sender := journal.NewID("snd")
	w, mine, err := s.Store.Lease(ctx, r.ID, sender, now, now.Add(leaseFor))
	if err != nil || !mine {
		return err
	}
	run := &run{Sender: s, webhook: w, sender: sender, until: now.Add(sendFor), last: last}
	return run.all(ctx)
}

// behind reports whether the journal has something for a webhook, or so much that is not that its position
// should be written.
func (s *Sender) behind(ctx context.Context, r webhook.Ready, last int64) (bool, error) {
	for after := s.from(r.ID, r.Version, r.Position); ; {
		events, err := s.Events.Events(ctx, r.Ledger, after, batch)
		if err != nil {
			return false, err
		}
		for _, e := range events {
			if r.Wants(e.Type) {
				return true, nil
			}
			after = e.Sequence
		}
		if len(events) < batch {
			after = max(after, last)
		}
		s.saw(r, after)
		if len(events) < batch || after-r.Position > farBehind {
			return after-r.Position > farBehind, nil
		}
	}
}
