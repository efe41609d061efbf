package bearer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/hallyu-store/hallyu/accounts"
)

const (
	fresh      = 10 * time.Minute // how long keys are used without asking again
	askAgain   = time.Minute      // between two questions, whatever tokens name
	stale      = 24 * time.Hour   // how long they are used while their address does not answer
	maxSources = 1000             // addresses that are remembered

	// Patience is how long an address has to answer.
	Patience = 5 * time.Second
)

// sources remembers the keys at addresses.
type sources struct {
	client *http.Client
	now    func() time.Time

	mu  sync.Mutex
	all map[string]*source
}

// source is the keys at one address. One caller at a time asks for them, and the others wait.
type source struct {
	mu    sync.Mutex
	keys  []jose.JSONWebKey
	read  time.Time // when they were read last
	asked time.Time
}

func newSources(client *http.Client, now func() time.Time) *sources {
	return &sources{client: client, now: now, all: map[string]*source{}}
}

func (s *sources) at(address string) *source {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.all[address]
	if found == nil {
		if len(s.all) >= maxSources {
			clear(s.all)
		}
		found = &source{}
		s.all[address] = found
	}
	return found
}

// find returns the key that choose takes of those at an address. A token that names a key which is not known has
// them read again, once a minute at most: that is how an app changes its keys.
func (s *sources) find(ctx context.Context, address string, choose func([]jose.JSONWebKey) (any, bool)) (any, error) {
	at := s.at(address)
	at.mu.Lock()
	defer at.mu.Unlock()
	now := s.now()
	key, known := choose(at.keys)
	if known && now.Sub(at.read) < fresh {
		return key, nil
	}
	var failed error
	if now.Sub(at.asked) >= askAgain {
		at.asked = now
		var keys []jose.JSONWebKey
		keys, failed = s.fetch(ctx, address)
		if failed == nil {
			at.keys, at.read = keys, now
		}
	}
	key, known = choose(at.keys)
	switch {
	case now.Sub(at.read) >= stale:
		return nil, accounts.ErrIssuerKeysAway.Because(failed)
	case !known:
		return nil, refused(accounts.TokenUnproven)
	}
	return key, nil
}

var errSet = errors.New("bearer: no JWK set")

// fetch reads the keys at an address. It goes on when the request that asked for them is given up: others wait.
func (s *sources) fetch(ctx context.Context, address string) ([]jose.JSONWebKey, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), Patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/jwk-set+json, application/json")
	request.Header.Set("User-Agent", "hallyu-keys/1")
	reply, err := s.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	data, err := io.ReadAll(io.LimitReader(reply.Body, maxSet+1))
	if err != nil {
		return nil, err
	}
	if reply.StatusCode != http.StatusOK || len(data) > maxSet {
		return nil, fmt.Errorf("%w: status %d, %d bytes", errSet, reply.StatusCode, len(data))
	}
	keys, err := readSet(data)
	if err == nil && len(keys) == 0 {
		err = errSet
	}
	return keys, err
}
