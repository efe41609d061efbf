package release

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/i18n"
)

// ErrListeners: more listen than one process serves, in all or from one address; try later, or look at the manifest.
// Facts: limit.
var ErrListeners = fault.Define(fault.Unavailable, "too-many-listeners")

// errEnded: nobody listens any more.
var errEnded = errors.New("release: listening has ended")

// How many listen to one process at a time.
const (
	MaxListeners     = 1000
	MaxListenersFrom = 50 // from one address
)

// listeners are those who wait for what channels hold next.
type listeners struct {
	mu    sync.Mutex
	next  chan struct{}
	count int
	from  map[string]int // by address; none of those nobody listens from
}

// enter counts a listener, unless there are too many.
func (l *listeners) enter(from string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.count >= MaxListeners:
		return ErrListeners.With("limit", MaxListeners)
	case l.from[from] >= MaxListenersFrom:
		return ErrListeners.With("limit", MaxListenersFrom)
	}
	if l.from == nil {
		l.from = map[string]int{}
	}
	l.count++
	l.from[from]++
	return nil
}

// leave takes a listener out again.
func (l *listeners) leave(from string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count--
	l.from[from]--
	if l.from[from] == 0 {
		delete(l.from, from)
	}
}

// wait returns a channel that is closed with the next change.
func (l *listeners) wait() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.next == nil {
		l.next = make(chan struct{})
	}
	return l.next
}

// wake lets all who wait look again.
func (l *listeners) wake() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.next != nil {
		close(l.next)
		l.next = nil
	}
}

// Changed says that files say something else now.
func (s *Service) Changed() { s.listeners.wake() }

// Listen tells what a channel holds, unless that is what the listener has, and then each time that it holds another,
// until ctx is done, telling fails or the end has come. [ErrListeners] says that there are too many.
func (s *Service) Listen(ctx context.Context, listening Listening) error {
	err := s.listeners.enter(listening.From)
	if err != nil {
		return err
	}
	defer s.listeners.leave(listening.From)
	err = listening.Open()
	if err != nil {
		return err
	}
	last := listening.Last
	for {
		changed := s.listeners.wait()
		p, err := s.ProjectFor(listening.Project, listening.Channel, listening.App)
		if err != nil {
			return err
		}
		if p.Release() != last {
			last = p.Release()
			if err := listening.Tell(p); err != nil {
				return err
			}
		}
		if err := listening.await(ctx, changed); err != nil {
			return err
		}
	}
}

// Listening is what somebody wants to hear, and how they are told.
type Listening struct {
	Reader
	From  string                    // address that they listen from
	Last  string                    // release that they have; "" for none
	Open  func() error              // begins
	Tell  func(*i18n.Project) error // tells what the channel holds
	Pause <-chan time.Time          // gives a sign when nothing was told for long
	Idle  func() error              // shows that all is well
	End   <-chan struct{}           // closed when nobody shall listen any more
}

// await returns when there may be something to tell.
func (l Listening) await(ctx context.Context, changed <-chan struct{}) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-l.End:
			return errEnded
		case <-changed:
			return nil
		case <-l.Pause:
			err := l.Idle()
			if err != nil {
				return err
			}
		}
	}
}
