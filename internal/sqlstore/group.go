package sqlstore

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// maxBatch is how many decisions one transaction commits at most.
const maxBatch = 256

// group commits the decisions that wait as batches, each in one transaction: a commit costs a wait
// for the disk, whatever is in it. Nobody waits for a batch to fill: it is what came while the one
// before was written. Decisions that could see each other's rows are never in one batch, nor in two
// that run at once; the later one waits, so every outcome is that of some serial order.
type group struct {
	db    *DB
	lanes int // how many batches may run at once

	mu      sync.Mutex
	waiting []*call       // in the order in which they came
	held    map[mark]bool // by calls whose batch runs
	running int           // lanes
	closed  bool
	ended   sync.WaitGroup // of lanes
}

func newGroup(db *DB, lanes int) *group {
	return &group{db: db, lanes: lanes, held: map[mark]bool{}}
}

// transact puts a decision into a batch and waits for its outcome. A caller whose context ends
// before its batch begins was never there; when the batch runs, what it commits is not known.
func (g *group) transact(ctx context.Context, scope purchases.Scope, decide func(purchases.State) (purchases.Changes, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c := newCall(scope, decide)
	defer g.leave(c)
	return c.follow(ctx, g)
}

var errClosed = errors.New("sqlstore: the database is closed")

// enter lets a call wait for its batch, and sees to it that somebody works.
func (g *group) enter(c *call) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return journal.ErrStoreUnavailable.Because(errClosed)
	}
	g.waiting = append(g.waiting, c)
	c.queued = true
	if g.running < g.lanes {
		g.running++
		g.ended.Go(g.lane)
	}
	return nil
}

// leave takes a call out that waits no more.
func (g *group) leave(c *call) {
	close(c.gone)
	g.mu.Lock()
	defer g.mu.Unlock()
	if c.queued {
		g.waiting = slices.DeleteFunc(g.waiting, func(other *call) bool { return other == c })
	}
}

// lane runs one batch after another until nothing waits that it may run.
func (g *group) lane() {
	var batch []*call
	for {
		if batch = g.next(batch); len(batch) == 0 {
			return
		}
		g.db.commit(batch)
	}
}

// next gives back what the batch before held and returns the next one. A call keeps its place: what
// it shares with a later one, the later one cannot take before it.
func (g *group) next(before []*call) []*call {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, c := range before {
		for _, m := range c.marks {
			delete(g.held, m)
		}
	}
	passed := map[mark]bool{}
	var batch, rest []*call
	for i, c := range g.waiting {
		if len(batch) == maxBatch {
			rest = append(rest, g.waiting[i:]...)
			break
		}
		taken := passed
		if c.in(g.held) || c.in(passed) {
			rest = append(rest, c)
		} else {
			batch, taken, c.queued = append(batch, c), g.held, false
		}
		for _, m := range c.marks {
			taken[m] = true
		}
	}
	g.waiting = rest
	if len(batch) == 0 {
		g.running--
	}
	return batch
}

// close lets what waits be committed and turns away what comes later.
func (g *group) close() {
	g.mu.Lock()
	g.closed = true
	g.mu.Unlock()
	g.ended.Wait()
}
