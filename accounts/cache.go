package accounts

import (
	"sync"
	"time"
)

// CacheFor is how long a key that another process revoked may still be let in here.
const CacheFor = 3 * time.Second

// maxCached bounds the cache; beyond it, everything is looked up anew.
const maxCached = 10_000

// cache remembers keys that were looked up. Only keys that exist get in.
type cache struct {
	mu      sync.RWMutex
	entries map[string]cached
	cleared uint64 // how often everything was forgotten
}

type cached struct {
	identity
	until time.Time
}

func newCache() *cache { return &cache{entries: map[string]cached{}} }

func (c *cache) get(kid string, now time.Time) (identity, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	entry, ok := c.entries[kid]
	return entry.identity, ok && now.Before(entry.until)
}

// age is to be taken before a key is read from the store, and given to put.
func (c *cache) age() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.cleared
}

// put remembers a key, unless everything was forgotten since its age: what was read may be outdated.
func (c *cache) put(kid string, found identity, now time.Time, age uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cleared != age {
		return
	}
	if len(c.entries) >= maxCached {
		clear(c.entries)
	}
	c.entries[kid] = cached{found, now.Add(CacheFor)}
}

// forget drops everything: whatever changed holds at once.
func (c *cache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
	c.cleared++
}
