package sqlstore

import (
	"context"
	"reflect"
	"sync/atomic"

	"github.com/hallyu-store/hallyu/purchases"
)

// call is one Transact that waits. Its own goroutine decides, when the batch that it is in asks: a
// decision that panics, or takes its time, is its caller's alone.
type call struct {
	scope  purchases.Scope
	decide func(purchases.State) (purchases.Changes, error)
	marks  []mark

	asked   chan question // by the batch: decide on this
	pending atomic.Bool   // the batch waits for the decision; whoever unsets it says how that ended
	decided chan decision // by the caller: what it comes to
	result  chan error    // by the batch: nil when it is committed
	gone    chan struct{} // closed when the caller waits no more

	queued bool // under the group's lock: it is among those that wait

	last *decision // owned by the batch that the call is in, by the caller when it is in none
}

// question is a state to decide on.
type question struct {
	found purchases.State
	early bool // what earlier calls of the batch take is in it, and not committed
}

// decision is what a state led to.
type decision struct {
	found   purchases.State
	changes purchases.Changes
	refused error // by what is not committed: it holds when that is
}

// mark names rows that a decision may see or write.
type mark [4]string

func newCall(scope purchases.Scope, decide func(purchases.State) (purchases.Changes, error)) *call {
	ledger := scope.Ledger.ID()
	marks := []mark{{"holder", ledger, scope.Holder}} // their orders and grants
	if scope.Key != "" {
		marks = append(marks, mark{"reply", ledger, scope.Key})
	}
	if scope.Transaction != "" {
		within := purchases.TransactionScope(scope.Provider, scope.Ledger)
		marks = append(marks, mark{"purchase", within, string(scope.Provider), scope.Transaction})
	}
	if scope.To != "" {
		marks = append(marks, mark{"holder", ledger, scope.To})
	}
	if scope.Code != "" {
		marks = append(marks, mark{"code", scope.Code})
	}
	return &call{
		scope: scope, decide: decide, marks: marks,
		asked: make(chan question, 1), decided: make(chan decision, 1),
		result: make(chan error, 1), gone: make(chan struct{}),
	}
}

func (c *call) in(marks map[mark]bool) bool {
	for _, m := range c.marks {
		if marks[m] {
			return true
		}
	}
	return false
}

// follow decides whenever it is asked, until the outcome is known or ctx ends. Nothing waits for the
// disk that writes nothing: refusals and replays are answered at once, unless what they were refused for is not committed
// either, and may never be.
func (c *call) follow(ctx context.Context, g *group) error {
	if err := g.enter(c); err != nil {
		return err
	}
	for {
		select {
		case q := <-c.asked:
			changes, err := c.decide(q.found)
			if err == nil {
				err = check(changes)
			}
			made := decision{found: q.found, changes: changes}
			switch {
			case err != nil && q.early:
				made = decision{found: q.found, refused: err}
			case err != nil, nothing(changes):
				return err
			}
			if c.pending.CompareAndSwap(true, false) {
				c.decided <- made
				continue
			}
			c.last = &made // the batch went on without it
			if err := g.enter(c); err != nil {
				return err
			}
		case err := <-c.result:
			if err == nil {
				err = c.last.refused
			}
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// ask wants a decision on a state, unless the last one was made on the same.
func (c *call) ask(q question) {
	if c.last != nil && reflect.DeepEqual(c.last.found, q.found) {
		return
	}
	c.last = nil
	c.pending.Store(true)
	select {
	case c.asked <- q:
	case <-c.gone:
	}
}

// answered waits for the decision and reports whether there is one. When there is none, the call has
// left the batch: it is refused, it changes nothing, nobody waits any more, or it took too long and
// will be in a later one.
func (c *call) answered(patience context.Context) bool {
	if c.last != nil {
		return true
	}
	select {
	case made := <-c.decided:
		c.last = &made
		return true
	case <-c.gone:
		return false
	case <-patience.Done():
		if c.pending.CompareAndSwap(true, false) {
			return false
		}
		made := <-c.decided
		c.last = &made
		return true
	}
}

// nothing reports whether changes write nothing.
func nothing(c purchases.Changes) bool {
	return c.Order == nil && c.Purchase == nil && c.Refund == nil && c.Returned == nil && c.Payment == nil && c.Edition == nil && c.Redemption == nil && c.Approval == nil && c.Wallet == nil && c.Reply == nil && len(c.Granted) == 0 &&
		len(c.Revoked) == 0 && len(c.CheckedIn) == 0 && len(c.Transfers) == 0 && len(c.Record.Events) == 0 && len(c.Record.Audit) == 0
}

// check refuses to write books that do not balance, whatever the domain says.
func check(c purchases.Changes) error {
	for _, t := range c.Transfers {
		if err := t.Check(); err != nil {
			return err
		}
	}
	return nil
}
