package report

import (
	"sync"

	"github.com/hallyu-store/hallyu/assets"
)

// shelfBytes is how many bytes of files are remembered: a pack's for all platforms.
const shelfBytes = 64 << 20

// shelf remembers what was made last. It is safe for concurrent use.
type shelf struct {
	limit int

	mu    sync.Mutex
	bytes int
	made  map[shelved]assets.Export
	order []shelved // the oldest first
}

// shelved names what was made.
type shelved struct {
	upload assets.Digest
	target assets.Target
}

// shelvedBytes is what a file weighs beside its bytes, some of it.
const shelvedBytes = 500

func newShelf(limit int) *shelf { return &shelf{limit: limit, made: map[shelved]assets.Export{}} }

func (s *shelf) get(upload assets.Digest, t assets.Target) (assets.Export, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, there := s.made[shelved{upload, t}]
	return e, there
}

// put remembers an export, and forgets the oldest ones where there is no room. That something cost too much is
// not remembered: it may be had in a quieter hour.
func (s *shelf) put(upload assets.Digest, t assets.Target, e assets.Export) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := shelved{upload, t}
	if _, there := s.made[key]; there || e.Obstacle == assets.TooCostly {
		return
	}
	s.made[key], s.order = e, append(s.order, key)
	s.bytes += shelvedBytes + len(e.Image.Data)
	for s.bytes > s.limit {
		s.bytes -= shelvedBytes + len(s.made[s.order[0]].Image.Data)
		delete(s.made, s.order[0])
		s.order = s.order[1:]
	}
}
