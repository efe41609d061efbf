package cache

// Figures are what a tier has done since it was opened, and what it holds.
type Figures struct {
	Hits      int64 // reads that it answered
	Misses    int64 // reads that went on to the tier behind it
	Evictions int64 // copies that went for their room
	Bytes     int64 // that it holds
}

// Figures returns the figures of the tier. Bytes counts what each entry costs besides its data.
func (m *Memory) Figures() Figures {
	m.kept.CleanUp() // what was put in a moment ago is weighed
	read := m.kept.Stats()
	return Figures{int64(read.Hits), int64(read.Misses), int64(read.Evictions), int64(m.kept.WeightedSize())}
}

// Figures returns the figures of the tier.
func (f *Folder) Figures() Figures {
	f.mu.Lock()
	defer f.mu.Unlock()
	return Figures{f.hits.Load(), f.misses.Load(), f.evictions, f.total}
}

// Health returns how many calls of the storage failed or were not answered in time, and whether it counts
// as away: then it is not called.
func (r *Remote) Health() (failures int64, away bool) {
	r.breaker.mu.Lock()
	defer r.breaker.mu.Unlock()
	return r.breaker.failed, r.breaker.open
}
