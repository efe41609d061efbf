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
	if len(releases) == 0 {
		s.next(v, d, nil)
		return s
	}
	last := releases[len(releases)-1]
	onSale := d.Pack.State == catalog.StateOnSale
	if last.Number != d.Pack.Current && !(onSale && last.State == catalog.ReleaseApproved) {
		s.review(v, last)
	}
	s.next(v, d, &last)
	return s
}

// review shows the state of a release that is not on sale.
func (s *standing) review(v *frame.Visit, last catalog.Release) {
	s.State = v.Voice.T("studio.state." + string(last.State))
	switch last.State {
	case catalog.ReleaseRejected:
		s.Kind = "bad"
	case catalog.ReleaseApproved:
		s.Kind = "good"
	default:
		s.Kind = "waiting"
	}
}

// next says what to do; last is the last release, or nil.
func (s *standing) next(v *frame.Visit, d catalog.Draft, last *catalog.Release) {
	switch {
	case len(d.Stickers) == 0:
		s.Todo = v.Voice.T("studio.todo.stickers")
	case s.Errors > 0:
		s.Todo = v.Voice.T("studio.todo.fix", "Count", s.Errors)
	case last != nil && d.Is(*last):
		s.Todo = v.Voice.T("studio.todo."+after(d.Pack, *last), "Number", last.Number, "Current", d.Pack.Current)
	default:
		s.Submittable = true
		s.Todo = v.Voice.T("studio.todo.submit")
	}
}

// after names the message for who has changed nothing since a release.
func after(p catalog.Pack, r catalog.Release) string {
	switch {
	case r.Number == p.Current && p.State == catalog.StateOnSale:
		return "none"
	case r.State == catalog.ReleaseInReview:
		return "wait"
	case !r.Waiting.IsZero():
		return "queue"
	case r.State == catalog.ReleaseRejected:
		return "reasons"
	case p.State == catalog.StateOnSale:
		return "sold"
	}
	return "offer"
}
