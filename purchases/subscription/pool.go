package subscription

import "time"

// MaxPool is how many packs a pool may have at a time.
const MaxPool = 10_000

// Entry is a pack in a pool: that of a subscription, or of a brand's fan club.
type Entry struct {
	Pool  string     // id of whose it is
	Pack  string     // pack id
	Since time.Time  // when it came in
	Until *time.Time // when it went out; nil: it is in
}

// PoolChange is packs that come into a pool and go out of it. What is so already stays as it is.
type PoolChange struct {
	Pool   string
	Add    []string // pack ids
	Remove []string
	At     time.Time
}
