package packs

import (
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// standing says where a pack is on its way to the store, and what its designer should do next.
type standing struct {
	Kind        string // class: plain, good, bad, waiting
	State       string // in the reader's words
	Todo        string
	Errors      int // findings that keep the draft from being submitted
	Submittable bool
}

// standingOf looks at a draft and its releases.
func standingOf(v *frame.Visit, d catalog.Draft, releases []catalog.Release) standing {
	s := standing{Kind: "plain", State: v.Voice.T("studio.state." + string(d.Pack.State))}
	switch d.Pack.State {
	case catalog.StateOnSale:
		s.Kind = "good"
	case catalog.StateBanned:
		s.Kind = "bad"
		return s
	}
	for _, f := range packfile.Ready(d.File()) {
		if f.Severity == packfile.Error {
			s.Errors++
		}
	}
	waiting := false
	if last := len(releases) - 1; last >= 0 && releases[last].Number != d.Pack.Current {
		waiting = s.review(v, releases[last])
	}
	s.next(v, d, waiting)
	return s
}

// review shows the state of a release that is not on sale. It reports whether it waits for others.
func (s *standing) review(v *frame.Visit, last catalog.Release) bool {
	s.State = v.Voice.T("studio.state." + string(last.State))
	switch last.State {
	case catalog.ReleaseRejected:
		s.Kind = "bad"
		return false
	case catalog.ReleaseApproved:
		s.Kind = "good"
	default:
		s.Kind = "waiting"
	}
	return true
}

// next says what to do.
func (s *standing) next(v *frame.Visit, d catalog.Draft, waiting bool) {
	switch {
	case len(d.Stickers) == 0:
		s.Todo = v.Voice.T("studio.todo.stickers")
	case s.Errors > 0:
		s.Todo = v.Voice.T("studio.todo.fix", "Count", s.Errors)
	case waiting:
		s.Todo = v.Voice.T("studio.todo.wait")
	default:
		s.Submittable = true
		s.Todo = v.Voice.T("studio.todo.submit")
	}
}
