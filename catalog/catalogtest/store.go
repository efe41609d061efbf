// Package catalogtest has the suite that every catalog.Store passes, a store in memory that passes
// it too, and packs to test with.
package catalogtest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/journal"
)

// Store is a catalog.Store in memory.
type Store struct {
	mu        sync.Mutex
	packs     map[string]*entry // by id
	pictures  map[assets.Digest]catalog.Picture
	creators  map[string]catalog.Creator // by id
	tiers     map[string]catalog.Tier    // by name
	brands    map[string]catalog.Brand   // by id
	collabs   map[string]catalog.Collab  // by id
	published []catalog.Published        // by sequence
	sequence  int64
	record    journal.Record
	down      error
}

// entry is all that is kept of a pack.
type entry struct {
	draft    catalog.Draft
	live     catalog.Words
	releases []catalog.Release
	steps    []catalog.ReviewStep

	proposals []catalog.Proposal // by number
	claims    []catalog.ClaimEntry
	revisions []translation.Revision
}

// NewStore returns an empty store.
func NewStore() *Store {
	return &Store{
		packs: map[string]*entry{}, pictures: map[assets.Digest]catalog.Picture{},
		creators: map[string]catalog.Creator{}, tiers: map[string]catalog.Tier{},
		brands: map[string]catalog.Brand{}, collabs: map[string]catalog.Collab{},
	}
}

// Recorded returns all that was committed to the journal.
func (s *Store) Recorded() journal.Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	return journal.Record{
		Events: slices.Clone(s.record.Events), Audit: slices.Clone(s.record.Audit), Letters: slices.Clone(s.record.Letters),
	}
}

// Fail lets every method of PublicationStore return err, until it is nil.
func (s *Store) Fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = err
}

// Pack implements catalog.PackStore.
func (s *Store) Pack(ctx context.Context, idOrSlug string) (catalog.Pack, error) {
	draft, err := s.Draft(ctx, idOrSlug)
	return draft.Pack, err
}

// Packs implements catalog.PackStore.
func (s *Store) Packs(_ context.Context, q catalog.PackQuery) ([]catalog.Pack, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	packs := []catalog.Pack{}
	for _, e := range s.packs {
		p := e.draft.Pack
		own := q.Account == "" || s.creators[p.Creator].Account == q.Account
		behind := q.After.ID == "" || before(q.Sort, q.After, catalog.MarkOf(p)) < 0
		if own && behind && (q.State == "" || q.State == p.State) && says(e.draft, q.Text) {
			packs = append(packs, clonePack(p))
		}
	}
	slices.SortFunc(packs, func(a, b catalog.Pack) int { return before(q.Sort, catalog.MarkOf(a), catalog.MarkOf(b)) })
	return packs[:min(len(packs), q.Limit)], nil
}

// before compares two places in an order.
func before(by catalog.PackSort, a, b catalog.PackMark) int {
	switch by {
	case catalog.PacksSlug:
		return cmp.Compare(a.Slug, b.Slug)
	case catalog.PacksChanged:
		return cmp.Or(b.Changed.Compare(a.Changed), cmp.Compare(b.ID, a.ID))
	}
	return cmp.Compare(b.ID, a.ID)
}

// says reports whether a draft's slug, a tag or a title holds a text.
func says(d catalog.Draft, text string) bool {
	text = strings.ToLower(text)
	for _, words := range append([]string{d.Pack.Slug}, d.Pack.Tags...) {
		if strings.Contains(strings.ToLower(words), text) {
			return true
		}
	}
	for _, title := range d.Words.Of(catalog.WordTitle) {
		if strings.Contains(strings.ToLower(title), text) {
			return true
		}
	}
	return false
}

// Draft implements catalog.PackStore.
func (s *Store) Draft(_ context.Context, idOrSlug string) (catalog.Draft, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.find(idOrSlug)
	if e == nil {
		return catalog.Draft{}, catalog.ErrPackNotFound.With("pack", idOrSlug)
	}
	return cloneDraft(e.draft), nil
}

// find returns the entry of a pack by id or slug, or nil.
func (s *Store) find(idOrSlug string) *entry {
	for _, e := range s.packs {
		if e.draft.Pack.ID == idOrSlug || e.draft.Pack.Slug == idOrSlug {
			return e
		}
	}
	return nil
}

// LiveWords implements catalog.PackStore.
func (s *Store) LiveWords(_ context.Context, pack string) (catalog.Words, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.packs[pack]; e != nil {
		return e.live.Clone(), nil
	}
	return catalog.Words{}, nil
}

// Releases implements catalog.PackStore.
func (s *Store) Releases(_ context.Context, pack string) ([]catalog.Release, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.packs[pack]; e != nil {
		return slices.Clone(e.releases), nil
	}
	return []catalog.Release{}, nil
}

// Commit implements catalog.PackStore.
func (s *Store) Commit(_ context.Context, change catalog.Change) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, err := s.admit(change.Pack)
	if err == nil {
		err = s.admitTiers(change.Tiers)
	}
	if err == nil {
		err = s.admitJudgement(change.Judged)
	}
	if err == nil {
		err = e.admitRevisions(change.Revisions)
	}
	if err != nil {
		return err
	}
	s.apply(change, e)
	return nil
}

// apply makes a change that was admitted.
func (s *Store) apply(change catalog.Change, e *entry) {
	e.draft.Pack = clonePack(change.Pack)
	e.draft.Pack.Version++
	if change.Content != nil {
		e.draft.Stickers = cloneStickers(change.Content.Stickers)
		e.draft.Words = change.Content.Words.Clone()
	}
	if change.Offers != nil {
		e.draft.Offers = slices.Clone(*change.Offers)
	}
	if change.Release != nil {
		e.review(*change.Release)
	}
	if change.Step != nil {
		e.steps = append(e.steps, *change.Step)
	}
	if change.Proposal != nil {
		e.propose(*change.Proposal)
	}
	if change.Claim != nil {
		e.claims = append(e.claims, *change.Claim)
	}
	e.revisions = append(e.revisions, change.Revisions...)
	if change.Live != nil {
		e.live = change.Live.Clone()
	}
	if change.Published != nil {
		s.publish(*change.Published)
	}
	s.packs[change.Pack.ID] = e
	s.note(change.Record)
}

// review adds a release, or changes the review of the one with its number.
func (e *entry) review(r catalog.Release) {
	for i := range e.releases {
		if !r.Waiting.IsZero() {
			e.releases[i].Waiting = time.Time{}
		}
	}
	for i, known := range e.releases {
		if known.Number == r.Number {
			known.State, known.Direct, known.Waiting, known.Decided = r.State, r.Direct, r.Waiting, r.Decided
			e.releases[i] = known
			return
		}
	}
	e.releases = append(e.releases, r)
}

// admit returns the entry that a change is for, a new one for a new pack.
func (s *Store) admit(p catalog.Pack) (*entry, error) {
	for _, other := range s.packs {
		if other.draft.Pack.Slug == p.Slug && other.draft.Pack.ID != p.ID {
			return nil, catalog.ErrSlugTaken.With("slug", p.Slug)
		}
	}
	e := s.packs[p.ID]
	switch {
	case e == nil && p.Version == 0:
		return &entry{draft: catalog.Draft{Words: catalog.Words{}}, live: catalog.Words{}}, nil
	case e == nil:
		return nil, catalog.ErrPackNotFound.With("pack", p.ID)
	case e.draft.Pack.Version != p.Version:
		return nil, catalog.ErrPackStale.With("pack", p.ID, "version", e.draft.Pack.Version)
	}
	return e, nil
}

// publish gives what was published the next sequence.
func (s *Store) publish(p catalog.Published) {
	s.sequence++
	p.Sequence = s.sequence
	s.published = slices.DeleteFunc(s.published, func(old catalog.Published) bool { return old.Pack == p.Pack })
	s.published = append(s.published, p)
}

func (s *Store) note(r journal.Record) {
	s.record.Events = append(s.record.Events, r.Events...)
	s.record.Audit = append(s.record.Audit, r.Audit...)
	s.record.Letters = append(s.record.Letters, r.Letters...)
}

// Delete implements catalog.PackStore.
func (s *Store) Delete(_ context.Context, pack catalog.Pack, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.packs[pack.ID]
	if e == nil {
		return catalog.ErrPackNotFound.With("pack", pack.ID)
	}
	if e.draft.Pack.Version != pack.Version {
		return catalog.ErrPackStale.With("pack", pack.ID, "version", e.draft.Pack.Version)
	}
	delete(s.packs, pack.ID)
	s.note(record)
	return nil
}

// Picture implements catalog.PackStore.
func (s *Store) Picture(_ context.Context, upload assets.Digest) (catalog.Picture, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, known := s.pictures[upload]
	if !known {
		return catalog.Picture{}, catalog.ErrPictureNotFound.With("sha256", upload)
	}
	return p, nil
}

// SavePicture implements catalog.PackStore.
func (s *Store) SavePicture(_ context.Context, picture catalog.Picture) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if before, known := s.pictures[picture.Upload.Digest]; !known || before.Derivation < picture.Derivation {
		s.pictures[picture.Upload.Digest] = picture
	}
	return nil
}

// Lookalikes implements catalog.PackStore.
func (s *Store) Lookalikes(_ context.Context, prints []assets.Print, but catalog.Creator) ([]catalog.Lookalike, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []catalog.Lookalike
	for _, e := range s.packs {
		pack := clonePack(e.draft.Pack)
		if pack.Creator == but.ID || but.Account != "" && s.creators[pack.Creator].Account == but.Account {
			continue
		}
		var manifest assets.Name
		for _, r := range e.releases {
			if pack.State == catalog.StateOnSale && pack.Current == r.Number {
				manifest = r.Manifest
			}
		}
		for _, sticker := range e.draft.Stickers {
			picture := sticker.Images[catalog.Base]
			if picture.Seen != nil && slices.ContainsFunc(prints, picture.Seen.Print.Near) {
				found = append(found, catalog.Lookalike{Pack: pack, Manifest: manifest, Sticker: sticker.ID, Shortcode: sticker.Shortcode, Print: picture.Seen.Print})
			}
		}
	}
	return found, nil
}

// Sequence implements catalog.PublicationStore.
func (s *Store) Sequence(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sequence, s.down
}

// Published implements catalog.PublicationStore.
func (s *Store) Published(_ context.Context, after int64, limit int) ([]catalog.Published, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	page := []catalog.Published{}
	for _, p := range s.published {
		if p.Sequence > after && len(page) < limit {
			page = append(page, p)
		}
	}
	return page, s.down
}

// PublishedPack implements catalog.PublicationStore.
func (s *Store) PublishedPack(_ context.Context, pack string) (catalog.Published, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.published {
		if p.Pack == pack {
			return p, s.down
		}
	}
	return catalog.Published{}, catalog.ErrPackNotFound.With("pack", pack)
}

// Creator implements catalog.CreatorStore.
func (s *Store) Creator(_ context.Context, idOrSlug string) (catalog.Creator, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.creators {
		if c.ID == idOrSlug || c.Slug == idOrSlug {
			return c, nil
		}
	}
	return catalog.Creator{}, catalog.ErrCreatorNotFound.With("creator", idOrSlug)
}

// Creators implements catalog.CreatorStore.
func (s *Store) Creators(_ context.Context, account, after string, limit int) ([]catalog.Creator, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	creators := slices.Collect(maps.Values(s.creators))
	creators = slices.DeleteFunc(creators, func(c catalog.Creator) bool {
		return c.Slug <= after || account != "" && c.Account != account
	})
	slices.SortFunc(creators, func(a, b catalog.Creator) int { return cmp.Compare(a.Slug, b.Slug) })
	return creators[:min(len(creators), limit)], nil
}

// SaveCreator implements catalog.CreatorStore.
func (s *Store) SaveCreator(_ context.Context, c catalog.Creator, record journal.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, other := range s.creators {
		if other.Slug == c.Slug && other.ID != c.ID {
			return catalog.ErrCreatorTaken.With("slug", c.Slug)
		}
	}
	s.creators[c.ID] = c
	s.note(record)
	return nil
}
