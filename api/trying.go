package api

import (
	"context"
	"net/http"
	"time"
)

// ClockMove says how far the clock of a ledger for trying things goes: by so many seconds, or to a moment.
type ClockMove struct {
	AdvanceSeconds int64      `json:"advance_seconds,omitempty" minimum:"0" maximum:"315360000"`
	At             *time.Time `json:"at,omitempty" doc:"in place of advance_seconds"`
}

// TestClock is what time it is there.
type TestClock struct {
	Now time.Time `json:"now"`
}

// TestClock is what time it is in the ledger of a key for trying things.
func (c *Client) TestClock(ctx context.Context) (TestClock, error) {
	var clock TestClock
	return clock, c.get(ctx, "/v1/test/clock", &clock)
}

// MoveTestClock moves it forward.
func (c *Client) MoveTestClock(ctx context.Context, move ClockMove) (TestClock, error) {
	var clock TestClock
	return clock, c.change(ctx, http.MethodPost, "/v1/test/clock", "", move, &clock)
}
