package catalog

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

// publication is a release that is put on sale.
type publication struct {
	draft         Draft
	release       Release
	isNew         bool // the release is not stored yet
	direct        bool // without review
	offers        []Offer
	action, event string // for the journal
}

// publish makes the release the one that readers see: its assets first, then, in one commit, the
// pack's pointer, its live words and what readers learn.
func (s *Service) publish(ctx context.Context, by By, p publication) (Pack, error) {
	before, err := s.publishedBefore(ctx, p.draft.Pack)
	if err != nil {
		return Pack{}, err
	}
	manifest, err := s.manifest(ctx, p.release.Manifest)
	if err == nil && !p.isNew {
		err = s.retold(ctx, p.release, &manifest)
	}
	if err != nil {
		return Pack{}, err
	}
	offers, reoffered, err := s.wordedOffers(ctx, p.draft.Pack.ID, manifest.SourceLocale, manifest.Words, p.offers)
	if err != nil {
		return Pack{}, err
	}
	p.offers = offers
	after := p.draft.Pack
	after.State, after.Current = StateOnSale, p.release.Number
	next, err := s.next(ctx, before, after, p, manifest)
	if err != nil {
		return Pack{}, err
	}
	if p.draft.Pack.State == StateOnSale && p.draft.Pack.Current == after.Current && sameToReaders(before, next) {
		return p.draft.Pack, nil
	}
	now := s.now()
	after.UpdatedAt, next.UpdatedAt = now, now
	if after.PublishedAt.IsZero() {
		after.PublishedAt = now
	}
	next.PublishedAt = after.PublishedAt
	change := Change{Pack: after, Live: manifest.Words, Published: &next,
		Record: s.announced(by, p.action, p.event, p.draft.Pack, after)}
	if reoffered {
		change.Offers = &p.offers
	}
	change.Record.Letters, err = s.publishedLetters(ctx, by, p, next)
	if err != nil {
		return Pack{}, err
	}
	if p.direct && (p.isNew || !p.release.Direct) {
		p.release.Direct, p.release.Waiting = true, time.Time{}
		change.Release = &p.release
	}
	return s.show(ctx, change)
}

// publishedLetters tells that a pack is on sale for the first time, or again, or another of its releases.
func (s *Service) publishedLetters(ctx context.Context, by By, p publication, next Published) ([]journal.Letter, error) {
	n := news{kind: "published", pack: p.draft.Pack, titles: next.Titles, facts: map[string]string{"Release": strconv.Itoa(next.Release)}}
	switch {
	case p.draft.Pack.State == StateOnSale && p.draft.Pack.Current == next.Release:
		return nil, nil
	case p.draft.Pack.State == StateOnSale:
		n.kind = "updated"
	}
	return s.saleLetters(ctx, by, n)
}

// show commits a publication and lets readers of this process see it.
func (s *Service) show(ctx context.Context, change Change) (Pack, error) {
	err := s.store.Commit(ctx, change)
	if err != nil {
		return Pack{}, err
	}
	change.Pack.Version++
	_ = s.refresh(ctx) // it is committed: readers who cannot see it now do at the next poll
	return change.Pack, nil
}

// publishedBefore returns what readers see of the pack so far; nothing of a pack never published.
func (s *Service) publishedBefore(ctx context.Context, pack Pack) (Published, error) {
	before, err := s.store.PublishedPack(ctx, pack.ID)
	if errors.Is(err, ErrPackNotFound) {
		return Published{}, nil
	}
	return before, err
}

// next returns what readers are to see, without its times.
func (s *Service) next(ctx context.Context, before Published, pack Pack, p publication, m Manifest) (Published, error) {
	creator, err := s.store.Creator(ctx, pack.Creator)
	if err != nil {
		return Published{}, err
	}
	collab, err := s.collabOf(ctx, pack)
	if err != nil {
		return Published{}, err
	}
	next := Published{
		Licence: collab.licence(),
		Pack:    pack.ID, Slug: pack.Slug, State: pack.State, Release: pack.Current,
		SourceLocale: m.SourceLocale, Creator: creator, Usage: m.Usage, Tags: m.Tags,
		Popularity: before.Popularity, Offers: p.offers,
		Manifests: slices.Clone(before.Manifests), Former: former(before, m),
	}
	for len(next.Manifests) < pack.Current {
		next.Manifests = append(next.Manifests, "")
	}
	next.Manifests[pack.Current-1] = p.release.Manifest.String()
	return next, s.describe(ctx, &next, m)
}

// describe puts into p what readers learn of the content and its words, and stores the Detail.
func (s *Service) describe(ctx context.Context, p *Published, m Manifest) error {
	name, data, err := encode(m.detail(p.Release))
	if err != nil {
		return err
	}
	p.Detail, p.Titles = name.String(), m.Words.Of(WordTitle)
	p.Stickers, p.Keywords = nil, map[i18n.Locale][]string{}
	p.Animated = false
	for i, sticker := range m.Stickers {
		if i == 0 {
			p.Cover = sticker.Images[Base].asCover()
		}
		p.Animated = p.Animated || sticker.Images[Base].Animated
		p.Stickers = append(p.Stickers, PublishedSticker{sticker.ID, sticker.Shortcode, sticker.Emoji})
		for locale, lines := range m.Words.Of(KeywordsKey(sticker.ID)) {
			if p.Keywords[locale] == nil {
				p.Keywords[locale] = make([]string, len(m.Stickers))
			}
			p.Keywords[locale][i] = lines
		}
	}
	return s.files.Put(ctx, assets.Private, name, data)
}

// former returns the ids of stickers that were published and that the release lacks, in order.
func former(before Published, m Manifest) []string {
	var ids []string
	for _, sticker := range before.Stickers {
		ids = append(ids, sticker.ID)
	}
	ids = append(ids, before.Former...)
	ids = slices.DeleteFunc(ids, func(id string) bool {
		return slices.ContainsFunc(m.Stickers, func(s Sticker) bool { return s.ID == id })
	})
	slices.Sort(ids)
	return slices.Compact(ids)
}

// sameToReaders reports whether two publications show the same, whenever they were made.
func sameToReaders(a, b Published) bool {
	if !slices.EqualFunc(a.Offers, b.Offers, Offer.equal) {
		return false
	}
	a.Sequence, a.Offers, a.UpdatedAt, a.PublishedAt = b.Sequence, b.Offers, b.UpdatedAt, b.PublishedAt
	one, _, err := encode(a)
	other, _, err2 := encode(b)
	return err == nil && err2 == nil && one == other
}
