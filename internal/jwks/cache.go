package jwks

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// Errors of [Cache.Find].
var (
	ErrAway  = errors.New("jwks: keys cannot be had") // of the address, now
	ErrNoKey = errors.New("jwks: no such key")
)

// Patience is how long an address has to answer.
const Patience = 5 * time.Second

const (
	maxAddresses = 1000 // that are remembered
	minFresh     = time.Minute
)

// Policy says for how long keys are believed.
type Policy struct {
	Fresh    time.Duration // without asking again, where their address does not say (RFC 9111, max-age)
	Longest  time.Duration // without asking again, whatever their address says
	AskAgain time.Duration // at least, between two questions: whoever sends tokens of keys that there are none of has us ask no more often
	Stale    time.Duration // while their address does not answer
}

// Cache keeps the keys at addresses.
type Cache struct {
	client *http.Client
	now    func() time.Time
	policy Policy
	asking singleflight.Group // by address

	mu  sync.Mutex
	all map[string]*keys
}

// keys are those at one address.
type keys struct {
	known []Key
	read  time.Time // zero before they were read
	until time.Time // when they are asked for again
	asked time.Time
}

// NewCache returns a cache that asks by a client.
func NewCache(client *http.Client, now func() time.Time, p Policy) *Cache {
	return &Cache{client: client, now: now, policy: p, all: map[string]*keys{}}
}

// Find returns the key that choose takes of those at an address. When it takes none they are asked for again: that
// is how others change their keys. Errors: ErrNoKey, ErrAway.
func (c *Cache) Find(ctx context.Context, address string, choose func([]Key) (crypto.PublicKey, bool)) (crypto.PublicKey, error) {
	at := c.look(address)
	key, found := choose(at.known)
	if found && c.now().Before(at.until) {
		return key, nil
	}
	// Others may wait for the same answer: it is asked for to the end when whoever asked first has left.
	_, failed, _ := c.asking.Do(address, func() (any, error) { return nil, c.ask(context.WithoutCancel(ctx), address) })
	at = c.look(address)
	key, found = choose(at.known)
	switch now := c.now(); {
	case !now.Before(at.until) && (at.read.IsZero() || now.Sub(at.read) >= c.policy.Stale):
		return nil, errors.Join(ErrAway, failed)
	case !found:
		return nil, ErrNoKey
	}
	return key, nil
}

// look returns what is known of an address.
func (c *Cache) look(address string) keys {
	c.mu.Lock()
	defer c.mu.Unlock()
	if found := c.all[address]; found != nil {
		return *found
	}
	return keys{}
}

// ask reads the keys at an address, unless they were asked for a moment ago.
func (c *Cache) ask(ctx context.Context, address string) error {
	if !c.due(address) {
		return nil
	}
	known, control, err := c.fetch(ctx, address)
	if err != nil {
		return err
	}
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all[address] = &keys{known: known, read: now, until: now.Add(c.policy.age(control)), asked: now}
	return nil
}

// due reports whether an address may be asked, and takes it that it is.
func (c *Cache) due(address string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.all[address]
	now := c.now()
	if at == nil {
		if len(c.all) >= maxAddresses {
			clear(c.all)
		}
		c.all[address] = &keys{asked: now}
		return true
	}
	if since := now.Sub(at.asked); since >= 0 && since < c.policy.AskAgain {
		return false
	}
	at.asked = now
	return true
}

// fetch reads the keys at an address, and its Cache-Control.
func (c *Cache) fetch(ctx context.Context, address string) (known []Key, control string, err error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, "", err
	}
	request.Header.Set("Accept", "application/jwk-set+json, application/json")
	request.Header.Set("User-Agent", "hallyu-keys/1")
	reply, err := c.client.Do(request)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = reply.Body.Close() }()
	set, err := io.ReadAll(io.LimitReader(reply.Body, MaxSet+1))
	if err != nil {
		return nil, "", err
	}
	if reply.StatusCode != http.StatusOK || len(set) > MaxSet {
		return nil, "", fmt.Errorf("jwks: status %d, %d bytes", reply.StatusCode, len(set))
	}
	known, err = Parse(set)
	if err == nil && len(known) == 0 {
		err = errors.New("jwks: a set without keys")
	}
	return known, reply.Header.Get("Cache-Control"), err
}

// age is how long an answer holds: RFC 9111, section 5.2.2.1.
func (p Policy) age(control string) time.Duration {
	for directive := range strings.SplitSeq(control, ",") {
		text, found := strings.CutPrefix(strings.ToLower(strings.TrimSpace(directive)), "max-age=")
		seconds, err := strconv.ParseUint(text, 10, 31)
		if found && err == nil {
			return min(max(time.Duration(seconds)*time.Second, minFresh), p.Longest)
		}
	}
	return p.Fresh
}
