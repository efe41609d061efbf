package search

import (
	"context"
	"slices"
)

// Index finds documents. It is immutable and safe for concurrent use. What it finds does not depend on
// the steps in which it was made.
type Index struct {
	segments []*segment // the largest first
	versions []uint32   // by document id: which version of it counts
	large    int        // documents from which a segment is large
}

// New returns an empty index.
func New() *Index { return &Index{large: largeSize} }

// largeSize is the number of documents from which a segment is joined with others by Compact alone; the
// smaller ones are joined when they are added to, which takes a few ms each time and 1/4 s now and then.
const largeSize = 1024

// growth is how many times larger than the next a segment must be to be left alone.
const growth = 4

// With returns an index in which the documents stand in place of those with their ids.
func (x *Index) With(documents []Document) *Index {
	w := x.Writer()
	w.Add(documents)
	return w.Index()
}

// counts reports whether a document has not been replaced.
func (x *Index) counts(h holder) bool { return x.versions[h.id] == h.version }

// push adds a segment, and joins it with small ones that are not much larger.
func (x *Index) push(s *segment) {
	for n := len(x.segments) - 1; n >= 0 && s.size() < x.large; n-- {
		last := x.segments[n]
		if last.size() >= x.large || last.size() >= growth*s.size() {
			break
		}
		x.segments = x.segments[:n]
		s = join(context.Background(), []part{last.part(), s.part()}, x.counts, allProcessors())
	}
	x.insert(s)
}

// insert puts a segment into the order of sizes.
func (x *Index) insert(s *segment) {
	if s.size() == 0 {
		return
	}
	at := slices.IndexFunc(x.segments, func(other *segment) bool { return other.size() < s.size() })
	if at < 0 {
		at = len(x.segments)
	}
	x.segments = slices.Insert(x.segments, at, s)
}

// Compaction is large segments of an index and the one that stands for them.
type Compaction struct {
	from []*segment
	to   *segment
}

// Due reports whether Compact would do something.
func (x *Index) Due() bool { return len(x.due()) > 0 }

// Compact joins large segments where there are too many of about one size, or rewrites them all where
// over a fifth of what they hold was replaced. It takes as long as indexing them did, on one processor.
// The error is that of ctx.
func (x *Index) Compact(ctx context.Context) (Compaction, error) {
	from := x.due()
	parts := make([]part, len(from))
	for i, s := range from {
		parts[i] = s.part()
	}
	return Compaction{from, join(ctx, parts, x.counts, 1)}, ctx.Err()
}

// Adopt returns the index with what a compaction of it, or of one before it, made. Only one compaction
// may be under way at once: nothing else joins large segments.
func (x *Index) Adopt(c Compaction) *Index {
	next := &Index{versions: x.versions, large: x.large}
	for _, s := range x.segments {
		if !slices.Contains(c.from, s) {
			next.segments = append(next.segments, s)
		}
	}
	next.insert(c.to)
	return next
}

// due returns the segments that should be one.
func (x *Index) due() []*segment {
	large := x.segments[:x.larges()]
	held, live := 0, 0
	for _, s := range large {
		held += s.size()
		for _, h := range s.holders {
			if x.counts(h) {
				live++
			}
		}
	}
	if held-live > live/4+x.large {
		return large
	}
	behind := 0
	from := len(large)
	for i := len(large) - 1; i >= 0; i-- {
		if behind > 0 && large[i].size() < growth*behind {
			from = i
		}
		behind += large[i].size()
	}
	return large[from:]
}

// larges returns how many segments are large.
func (x *Index) larges() int {
	n := slices.IndexFunc(x.segments, func(s *segment) bool { return s.size() < x.large })
	if n < 0 {
		return len(x.segments)
	}
	return n
}
