package catalog

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/fault"
)

// Faults of revisions.
var (
	// ErrRevisionMalformed: the text was never a revision. Facts: revision.
	ErrRevisionMalformed = fault.Define(fault.Invalid, "revision-malformed")
	// ErrRevisionGone: too much changed since then to tell; the client starts anew. Facts: revision.
	ErrRevisionGone = fault.Define(fault.Gone, "revision-gone")
)

// MaxChanges is how many packs may have changed before a client must start anew.
const MaxChanges = 10_000

// ChangesQuery asks what changed in a storefront.
type ChangesQuery struct {
	Since string // the revision that the client has
	After string // pack id: the Next of the page before
	Limit int    // 1 to MaxLimit; DefaultLimit when 0
}

// ChangesPage is what a client must do to follow. Its copy is at Revision once it has all pages of
// one query; of several pages with different revisions, the first one's counts.
type ChangesPage struct {
	Revision string
	Upserted []Listing
	Removed  []string // pack ids; the client may not know them
	Next     string   // "" on the last page
}

// Changes says what changed here since a revision. Errors: ErrRevisionMalformed, ErrRevisionGone.
func (f Storefront) Changes(q ChangesQuery) (ChangesPage, error) {
	since, err := parseRevision(q.Since)
	if err != nil {
		return ChangesPage{}, err
	}
	s := f.snapshot
	if since.sequence > s.sequence {
		return ChangesPage{Revision: q.Since}, nil // another replica is ahead: here, nothing is newer
	}
	touched := s.since(since)
	if since.words != s.speech.fingerprint || len(touched) > MaxChanges {
		return ChangesPage{}, ErrRevisionGone.With("revision", q.Since)
	}
	return f.changesPage(touched, q.After, Query{Limit: q.Limit}.limit()), nil
}

// changesPage sorts the first packs of touched, by id, behind after into listed and not listed.
func (f Storefront) changesPage(touched []*Summary, after string, limit int) ChangesPage {
	page := ChangesPage{Revision: f.snapshot.Revision()}
	first := firstByID(touched, after, limit+1)
	if len(first) > limit {
		first = first[:limit]
		page.Next = first[limit-1].ID
	}
	for _, p := range first {
		if f.lists(p.ordinal) {
			page.Upserted = append(page.Upserted, f.Show(p))
		} else {
			page.Removed = append(page.Removed, p.ID)
		}
	}
	return page
}

// since returns the packs that changed, opened or closed after a revision, each once; MaxChanges+1 at
// most.
func (s *Snapshot) since(r revision) []*Summary {
	var seen ordinals
	var touched []*Summary
	add := func(p *Summary) {
		if !seen.has(p.ordinal) {
			seen, touched = seen.add(p.ordinal), append(touched, p)
		}
	}
	first := sort.Search(len(s.history), func(i int) bool { return s.history[i].sequence > r.sequence })
	for _, p := range s.history[first:min(len(s.history), first+MaxChanges+1)] {
		add(p)
	}
	opened := s.scheduled(time.UnixMilli(r.passed))
	for _, passed := range s.schedule[opened:max(opened, s.scheduled(s.moment))] {
		if len(touched) > MaxChanges {
			break
		}
		add(s.packs[passed.pack])
	}
	return touched
}

// firstByID returns the first n packs behind an id, in the order of ids.
func firstByID(packs []*Summary, after string, n int) []*Summary {
	first := make([]*Summary, 0, n+1)
	for _, p := range packs {
		if p.ID <= after || len(first) == n && p.ID > first[n-1].ID {
			continue
		}
		at, _ := slices.BinarySearchFunc(first, p.ID, func(other *Summary, id string) int { return strings.Compare(other.ID, id) })
		first = slices.Insert(first, at, p)
		first = first[:min(len(first), n)]
	}
	return first
}

// parseRevision reads what revision.String wrote. The error is ErrRevisionMalformed.
func parseRevision(text string) (revision, error) {
	parts := strings.Split(text, ".")
	if len(text) > 64 || len(parts) != 3 || !isFingerprint(parts[1]) {
		return revision{}, ErrRevisionMalformed.With("revision", firstRunes(text, 64))
	}
	sequence, err := strconv.ParseInt(parts[0], 36, 64)
	passed, err2 := strconv.ParseInt(parts[2], 36, 64)
	r := revision{sequence, parts[1], passed}
	if err != nil || err2 != nil || sequence < 0 || r.String() != text {
		return revision{}, ErrRevisionMalformed.With("revision", firstRunes(text, 64))
	}
	return r, nil
}

func isFingerprint(text string) bool {
	return len(text) == 8 && strings.Trim(text, "0123456789abcdef") == ""
}

// firstRunes returns at most n characters of a caller's text, to be repeated to them.
func firstRunes(text string, n int) string {
	runes := []rune(strings.ToValidUTF8(text, "�"))
	return string(runes[:min(len(runes), n)])
}
