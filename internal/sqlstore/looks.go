package sqlstore

import (
	"context"
	"runtime"
	"sync"

	"gorm.io/gorm"

	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/purchases"
)

// looks read what decisions would see, many in one snapshot: what came while the one before was read. In a drop nearly
// everybody is told that everything is sold, by these, beside those who write.
type looks struct {
	db *DB

	mu      sync.Mutex
	waiting []*look // in the order in which they came
	reading bool    // somebody works: one, as more would make batches smaller, and each look dearer
}

// look is one scope that somebody wants to see.
type look struct {
	ctx   context.Context
	scope purchases.Scope
	seen  chan sight // takes one
}

// sight is what came of a look.
type sight struct {
	found purchases.State
	err   error
}

// look waits until a scope was read, in a snapshot that begins after the call.
func (l *looks) look(ctx context.Context, scope purchases.Scope) (purchases.State, error) {
	if err := ctx.Err(); err != nil {
		return purchases.State{}, err
	}
	one := &look{ctx: ctx, scope: scope, seen: make(chan sight, 1)}
	l.enter(one)
	select {
	case s := <-one.seen:
		return s.found, s.err
	case <-ctx.Done():
		return purchases.State{}, ctx.Err()
	}
}

// enter lets a look wait for its batch, and sees to it that somebody works.
func (l *looks) enter(one *look) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = append(l.waiting, one)
	if !l.reading {
		l.reading = true
		go l.lane()
	}
}

// lane reads one batch after another until nobody waits. Those who were answered go first, so that who is there by then is
// in the next batch: a crowd's refusals cost a sixth of what they cost one by one.
func (l *looks) lane() {
	for batch := l.next(); len(batch) > 0; batch = l.next() {
		l.db.show(batch)
		runtime.Gosched()
	}
}

// next returns what is read next.
func (l *looks) next() []*look {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := min(len(l.waiting), maxBatch)
	batch := l.waiting[:n:n]
	l.waiting, l.reading = l.waiting[n:], n > 0
	return batch
}

// show reads what those of a batch want to see who still wait.
func (db *DB) show(batch []*look) {
	var live []*look
	for _, one := range batch {
		if one.ctx.Err() == nil {
			live = append(live, one)
		}
	}
	states, err := db.glance(mapped(live, func(one *look) purchases.Scope { return one.scope }))
	if err != nil {
		tell(live, nil, err)
		return
	}
	var closer []*look
	for i, one := range live {
		if states[i] != nil {
			one.seen <- sight{found: *states[i]}
		} else {
			closer = append(closer, one)
		}
	}
	found, err := db.statesOf(mapped(closer, func(one *look) purchases.Scope { return one.scope }))
	tell(closer, found, err)
}

// tell answers looks, each with its state.
func tell(batch []*look, states []purchases.State, err error) {
	for i, one := range batch {
		if err != nil {
			one.seen <- sight{err: err}
		} else {
			one.seen <- sight{found: states[i]}
		}
	}
}

// statesOf reads what decisions would see, all at one moment.
func (db *DB) statesOf(scopes []purchases.Scope) (states []purchases.State, err error) {
	if len(scopes) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), readTimeout)
	defer cancel()
	err = db.snapshot(ctx, func(tx *gorm.DB) (err error) {
		states, err = loadStates(tx, scopes)
		return err
	})
	if err != nil && ctx.Err() != nil {
		return nil, journal.ErrStoreUnavailable.Because(err)
	}
	return states, translate(err)
}
