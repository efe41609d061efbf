package webhook

import (
	"slices"
	"strconv"
	"time"

	"github.com/hallyu-store/hallyu/journal"
)

// State is what became of a delivery.
type State string

// The states.
const (
	Waiting   State = "waiting"   // for its next attempt
	Delivered State = "delivered" // it was answered with 2xx
	GivenUp   State = "given_up"  // it is tried no more
)

// Delivery is a message that was not taken at its first attempt, or that was asked for. What is taken at once
// leaves no Delivery: the webhook's Position tells of it.
type Delivery struct {
	Webhook  string
	Event    string // the webhook-id: the same for every attempt
	Sequence int64  // of the event; 0 of a ping
	Type     string
	Subject  string
	Body     []byte
	State    State
	Attempts int
	DueAt    *time.Time // the next attempt; nil when there is none
	Last     Outcome    // of the last attempt
	LastAt   *time.Time
	Created  time.Time
}

// Outcome is what came of an attempt.
type Outcome struct {
	Status     int           // of HTTP; 0 when there was no answer
	Failure    string        // why there was none: one of the words of Failures
	RetryAfter time.Duration // that the receiver asks for; 0 when it does not
	Excerpt    string        // beginning of the answer
	Took       time.Duration
}

// Why there was no answer.
const (
	FailedTimeout   = "timeout"
	FailedName      = "name_unknown" // DNS has no such name
	FailedForbidden = "address_forbidden"
	FailedTLS       = "tls"
	FailedConnect   = "connection"
)

// Failures are the words for why there was no answer.
func Failures() []string {
	return []string{FailedTimeout, FailedName, FailedForbidden, FailedTLS, FailedConnect}
}

// OK reports whether the message was taken.
func (o Outcome) OK() bool { return o.Status >= 200 && o.Status < 300 }

// Why is what an attempt failed by, in a word: "http_503", "timeout"; "" when it did not.
func (o Outcome) Why() string {
	switch {
	case o.OK():
		return ""
	case o.Status != 0:
		return "http_" + strconv.Itoa(o.Status)
	}
	return o.Failure
}

// statusGone is how a receiver says that it wants nothing any more.
const statusGone = 410

// throttled are the answers by which a receiver, or what stands before it, says that it has too much to do.
var throttled = []int{429, 502, 503, 504}

// NewDelivery is a message that waits from a moment on.
func NewDelivery(webhook string, e journal.Event, due time.Time) Delivery {
	return Delivery{
		Webhook: webhook, Event: e.ID, Sequence: e.Sequence, Type: e.Type, Subject: e.Subject, Body: Body(e),
		State: Waiting, DueAt: &due, Created: due,
	}
}

// After is the delivery once an attempt had an outcome. random is from 0 to 1.
func (d Delivery) After(o Outcome, now time.Time, random float64) Delivery {
	d.Attempts++
	d.Last, d.LastAt = o, &now
	switch {
	case o.OK():
		d.State, d.DueAt = Delivered, nil
	case o.Status == statusGone, d.Attempts >= Attempts:
		d.State, d.DueAt = GivenUp, nil
	default:
		due := now.Add(max(wait(d.Attempts, random), min(o.RetryAfter, longestWait)))
		d.DueAt = &due
	}
	return d
}

// After is the standing once an attempt had an outcome.
func (s Standing) After(o Outcome, now time.Time) Standing {
	if o.OK() {
		return Standing{Position: s.Position, Succeeded: &now}
	}
	if s.FailingSince == nil {
		s.FailingSince = &now
	}
	s.Failures++
	s.Failure = o.Why()
	hold := pause(s.Failures)
	if slices.Contains(throttled, o.Status) {
		hold = max(hold, wait(1, 0), min(o.RetryAfter, longestWait))
	}
	s.PausedUntil = nil
	if hold > 0 {
		until := now.Add(hold)
		s.PausedUntil = &until
	}
	return s
}

// Verdict is why a webhook is to be disabled after an outcome, "" when it is not.
func (s Standing) Verdict(o Outcome, now time.Time) Reason {
	switch {
	case o.Status == statusGone:
		return Gone
	case s.FailingSince != nil && now.Sub(*s.FailingSince) >= GiveUpAfter:
		return Failing
	}
	return ""
}
