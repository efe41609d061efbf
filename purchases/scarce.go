package purchases

import (
	"context"
	"sync"
)

// scarce remembers of which editions nothing was left when this process last looked. That is no more than a hint: whose
// piece it is about to refuse is looked at again, outside the queue of those who write.
type scarce struct{ editions sync.Map } // set of pieces

// pieces names an edition.
type pieces struct {
	product string
	test    bool
}

// saw remembers how an edition stands.
func (s *scarce) saw(e *Edition) {
	switch {
	case e == nil:
	case e.Left() > 0:
		s.editions.Delete(pieces{e.Pack, e.Test})
	default:
		s.editions.Store(pieces{e.Pack, e.Test}, true)
	}
}

// refuses reports whether a request for a piece will probably be refused. One that brings money never is: what is not
// given is owed, which is written.
func (s *scarce) refuses(scope Scope) bool {
	if scope.Pack == "" || scope.Order != "" || scope.Transaction != "" {
		return false
	}
	_, gone := s.editions.Load(pieces{scope.Pack, scope.Ledger.Test})
	return gone
}

// glance has a decision made on what is kept now, and reports whether it stands: a refusal and an answer that was given
// before write nothing, so they are right without waiting for anybody who writes.
func (s *Service) glance(ctx context.Context, scope Scope, act func(State) (Changes, error)) (answered bool, err error) {
	err = s.store.Look(ctx, scope, func(found State) error {
		_, err := act(found)
		answered = err != nil || found.Reply != nil
		return err
	})
	return answered || err != nil, err
}
