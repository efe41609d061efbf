package accounts

import (
	"sync"
	"time"
)

// CacheFor is how long a key that another process revoked may still be let in here.
const CacheFor = 3 * time.Second

// maxCached bounds the cache; beyond it, everything is looked up anew.
const maxCached = 10_000

// cache remembers what was looked up. Only what exists gets in.
type cache[T any] struct {
	mu      sync.RWMutex
	entries map[string]cached[T]
	cleared uint64 // how often everything was forgotten
}

type cached[T any] struct {
	found T
	until time.Time
}

func newCache[T any]() *cache[T] { return &cache[T]{entries: map[string]cached[T]{}} }

func (c *cache[T]) get(name string, now time.Time) (T, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	entry, ok := c.entries[name]
	return entry.found, ok && now.Before(entry.until)
}

// age is to be taken before something is read from the store, and given to put.
func (c *cache[T]) age() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.cleared
}

// put remembers something, unless everything was forgotten since its age: what was read may be outdated.
func (c *cache[T]) put(name string, found T, now time.Time, age uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cleared != age {
		return
	}
	if len(c.entries) >= maxCached {
		clear(c.entries)
	}
	c.entries[name] = cached[T]{found, now.Add(CacheFor)}
}

// forget drops everything: whatever changed holds at once.
func (c *cache[T]) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
	c.cleared++
}
