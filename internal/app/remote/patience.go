package remote

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/hallyu-store/hallyu/api"
)

// pauses lie between the tries of a request that may be repeated without harm.
var pauses = []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}

// patiently repeats what the network broke off, or what the server had no room for, until the pauses are over.
func (t Terminal) patiently(ctx context.Context, send func() error) error {
	for _, pause := range pauses {
		err := send()
		if !passing(err) || ctx.Err() != nil {
			return err
		}
		err = t.wait(ctx, pause)
		if err != nil {
			return err
		}
	}
	return send()
}

// passing reports whether an error may be gone when one tries again.
func passing(err error) bool {
	var network *url.Error
	var problem *api.Problem
	if errors.As(err, &problem) {
		switch problem.Status {
		case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return true
		}
		return false
	}
	return errors.As(err, &network)
}

// wait waits, unless ctx is done before.
func (t Terminal) wait(ctx context.Context, pause time.Duration) error {
	if t.Wait != nil {
		return t.Wait(ctx, pause)
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
