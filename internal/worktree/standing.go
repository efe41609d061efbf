package worktree

import (
	"errors"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// Step is a part of keeping the two in step.
type Step string

// The steps, in their order.
const (
	Commit Step = "commit"
	Fetch  Step = "fetch"
	Merge  Step = "merge"
	Push   Step = "push"
)

// Steps lists all steps in their order.
func Steps() []Step { return []Step{Commit, Fetch, Merge, Push} }

// ErrNotInStep says that git refused a step, with what it said. What translators wrote is kept.
var ErrNotInStep = fault.Define(fault.Unavailable, "git-not-in-step")

// Standing is how far the two are in step.
type Standing struct {
	Fetched  time.Time // last time that it went well; zero for never since the start
	Pushed   time.Time // the same
	Failures map[Step]int
	Failing  error // [ErrNotInStep] of the last try; nil when it went well
}

// Standing tells how far the two are in step.
func (t *Tree) Standing() Standing { return t.at.read() }

// Last tells when fetching and pushing went well last; zero for never since the start.
func (t *Tree) Last() (fetched, pushed time.Time) {
	s := t.at.read()
	return s.Fetched, s.Pushed
}

type standing struct {
	mu sync.Mutex
	Standing
}

func (s *standing) read() Standing {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.Standing
	out.Failures = maps.Clone(s.Failures)
	return out
}

func (s *standing) well() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Failing = nil
}

func (s *standing) done(step Step, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if step == Fetch {
		s.Fetched = at
	} else {
		s.Pushed = at
	}
}

func (s *standing) failed(step Step, err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Failures == nil {
		s.Failures = map[Step]int{}
	}
	s.Failures[step]++
	s.Failing = ErrNotInStep.With("step", string(step), "reason", reason(err)).Because(err)
	return s.Failing
}

// maxReason bounds what is told of git's own words, in bytes.
const maxReason = 300

// reason is the first line of what git said, without what is before it for programmers.
func reason(err error) string {
	text := err.Error()
	var refused *refusal
	if errors.As(err, &refused) {
		text = refused.said
	}
	text, _, _ = strings.Cut(text, "\n")
	if len(text) > maxReason {
		text = strings.ToValidUTF8(text[:maxReason], "") + "…"
	}
	return text
}
