package web

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
)

// attempts is how many try a password at once: more than may.
var attempts = 3 * perAccount.burst

// guesses lets many try passwords of one account at once. None is answered before each was let in or
// refused; then all are answered with an error. It returns how many were let in.
func guesses(t *testing.T, s *Server, email string, answer error) int {
	t.Helper()
	entered, refused, release := make(chan struct{}), make(chan error), make(chan struct{})
	var trying sync.WaitGroup
	for range attempts {
		trying.Go(func() {
			inside := false
			err := s.GuardAccount(email, func() error {
				inside = true
				entered <- struct{}{}
				<-release
				return answer
			})
			if !inside {
				refused <- err
			} else if !errors.Is(err, answer) {
				t.Errorf("%v, want %v", err, answer)
			}
		})
	}
	passed := 0
	for range attempts {
		select {
		case <-entered:
			passed++
		case err := <-refused:
			if !errors.Is(err, ErrTooManyRequests) {
				t.Errorf("refused with %v", err)
			}
		}
	}
	close(release)
	trying.Wait()
	return passed
}

func guarded() (*Server, *time.Time) {
	now := time.Date(2026, 9, 25, 12, 0, 0, 0, time.UTC)
	return &Server{limiter: newLimiter(func() time.Time { return now })}, &now
}

func TestWrongPasswordsAtOnceAreCounted(t *testing.T) {
	s, now := guarded()
	if passed := guesses(t, s, "kim@studio.example", accounts.ErrSignInFailed); passed != perAccount.burst {
		t.Errorf("%d of %d were let in at once", passed, attempts)
	}
	if passed := guesses(t, s, "KIM@studio.example", accounts.ErrSignInFailed); passed != 0 {
		t.Errorf("%d more were let in", passed)
	}
	*now = now.Add(2 * perAccount.interval)
	if passed := guesses(t, s, "kim@studio.example", accounts.ErrSignInFailed); passed != 2 {
		t.Errorf("%d were let in after a while", passed)
	}
}

// TestOnlyWrongPasswordsAreCounted holds for what succeeds, and for what fails otherwise.
func TestOnlyWrongPasswordsAreCounted(t *testing.T) {
	s, _ := guarded()
	for _, answer := range []error{nil, accounts.ErrAccountDisabled, nil, accounts.ErrSignInFailed} {
		if passed := guesses(t, s, "kim@studio.example", answer); passed != perAccount.burst {
			t.Errorf("%v: %d of %d were let in", answer, passed, attempts)
		}
	}
}

// TestATryThatPanicsIsOver leaves the others as many tries as before.
func TestATryThatPanicsIsOver(t *testing.T) {
	s, _ := guarded()
	func() {
		defer func() { _ = recover() }()
		_ = s.GuardAccount("kim@studio.example", func() error { panic("gone") })
	}()
	if passed := guesses(t, s, "kim@studio.example", accounts.ErrSignInFailed); passed != perAccount.burst {
		t.Errorf("%d were let in", passed)
	}
}

// TestHeldTokensOutlastTheSweep forgets no bucket of which something is held, however long it takes.
func TestHeldTokensOutlastTheSweep(t *testing.T) {
	s, now := guarded()
	err := s.GuardAccount("kim@studio.example", func() error {
		*now = now.Add(time.Hour)
		s.limiter.try(perAddress, "somebody else")
		return accounts.ErrSignInFailed
	})
	if !errors.Is(err, accounts.ErrSignInFailed) {
		t.Error(err)
	}
	if passed := guesses(t, s, "kim@studio.example", accounts.ErrSignInFailed); passed != perAccount.burst-1 {
		t.Errorf("%d were let in", passed)
	}
}
