package catalog

import (
	"context"
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

// DraftPatch is what to change of a draft. Nil fields stay as they are; of texts, the locales that
// are named change, and an empty text goes away.
type DraftPatch struct {
	Slug         *string // of a pack that was never published
	Usage        *Usage
	SourceLocale *i18n.Locale
	Title        map[i18n.Locale]string
	Description  map[i18n.Locale]string
	Tags         *[]string
	Copyright    *string
}

// StickerPatch is what to change of a sticker, like DraftPatch.
type StickerPatch struct {
	Shortcode *string
	Emoji     *[]string
	Says      *bool
	Images    map[i18n.Locale]assets.Digest // by locale, Base the main one; "" takes one away
	Alt       map[i18n.Locale]string
	Keywords  map[i18n.Locale][]string // replaces those of a locale; none takes them away
}

// UpdateDraft changes a draft's own fields. Errors: ErrDraftInvalid, ErrSlugTaken, ErrPackInUse, and
// ErrPackBanned, which every change of a draft may return.
func (s *Service) UpdateDraft(ctx context.Context, by By, at Target, patch DraftPatch) (Draft, error) {
	return s.edit(ctx, by, at, func(d *Draft) error {
		if patch.Slug != nil && *patch.Slug != d.Pack.Slug && !d.Pack.PublishedAt.IsZero() {
			return ErrPackInUse.With("pack", d.Pack.ID)
		}
		set(&d.Pack.Slug, patch.Slug)
		set(&d.Pack.Usage, patch.Usage)
		set(&d.Pack.SourceLocale, patch.SourceLocale)
		set(&d.Pack.Tags, patch.Tags)
		set(&d.Pack.Copyright, patch.Copyright)
		for locale, text := range patch.Title {
			d.Words.Set(locale, WordTitle, packfile.Clean(text))
		}
		for locale, text := range patch.Description {
			d.Words.Set(locale, WordDescription, packfile.Clean(text))
		}
		return nil
	})
}

// AddSticker puts a sticker at the end of a draft; its id is new. patch must name the picture of
// Base, a shortcode and emoji. Errors: ErrDraftInvalid, ErrShortcodeTaken, ErrPictureNotFound.
func (s *Service) AddSticker(ctx context.Context, by By, at Target, patch StickerPatch) (Draft, error) {
	return s.edit(ctx, by, at, func(d *Draft) error {
		sticker := Sticker{ID: journal.NewID("stk"), Images: map[i18n.Locale]Picture{}}
		err := s.applySticker(ctx, d, &sticker, patch)
		d.Stickers = append(d.Stickers, sticker)
		return err
	})
}

// UpdateSticker changes a sticker of a draft. Errors: ErrStickerNotFound, ErrDraftInvalid,
// ErrShortcodeTaken, ErrPictureNotFound.
func (s *Service) UpdateSticker(ctx context.Context, by By, at Target, id string, patch StickerPatch) (Draft, error) {
	return s.edit(ctx, by, at, func(d *Draft) error {
		i := d.indexOf(id)
		if i < 0 {
			return ErrStickerNotFound.With("sticker", id)
		}
		d.Stickers[i].Images = maps.Clone(d.Stickers[i].Images)
		return s.applySticker(ctx, d, &d.Stickers[i], patch)
	})
}

// RemoveSticker takes a sticker out of a draft; releases that have it keep it. The error is
// ErrStickerNotFound.
func (s *Service) RemoveSticker(ctx context.Context, by By, at Target, id string) (Draft, error) {
	return s.edit(ctx, by, at, func(d *Draft) error {
		i := d.indexOf(id)
		if i < 0 {
			return ErrStickerNotFound.With("sticker", id)
		}
		d.Stickers = slices.Delete(d.Stickers, i, i+1)
		return nil
	})
}

// Reorder puts a draft's stickers into the order of ids, which must name each once. The error is
// ErrOrderIncomplete.
func (s *Service) Reorder(ctx context.Context, by By, at Target, ids []string) (Draft, error) {
	return s.edit(ctx, by, at, func(d *Draft) error {
		ordered := make([]Sticker, 0, len(ids))
		for _, id := range ids {
			i := d.indexOf(id)
			if i < 0 {
				return ErrStickerNotFound.With("sticker", id)
			}
			ordered = append(ordered, d.Stickers[i])
		}
		if len(slices.Compact(slices.Sorted(slices.Values(ids)))) != len(d.Stickers) || len(ids) != len(d.Stickers) {
			return ErrOrderIncomplete.With("pack", d.Pack.ID, "measured", len(ids), "limit", len(d.Stickers))
		}
		d.Stickers = ordered
		return nil
	})
}

// DeletePack removes a pack that was never published. The error is ErrPackInUse.
func (s *Service) DeletePack(ctx context.Context, by By, at Target) error {
	draft, err := s.take(ctx, by, accounts.WritePacks, at)
	if err != nil {
		return err
	}
	if !draft.Pack.PublishedAt.IsZero() {
		return ErrPackInUse.With("pack", draft.Pack.ID)
	}
	return s.store.Delete(ctx, draft.Pack, s.audited(by, "pack.delete", draft.Pack, draft.Pack))
}

// applySticker applies a patch to a sticker of the draft and to its words.
func (s *Service) applySticker(ctx context.Context, d *Draft, sticker *Sticker, patch StickerPatch) error {
	if patch.Shortcode != nil && d.hasShortcode(*patch.Shortcode, sticker.ID) {
		return ErrShortcodeTaken.With("shortcode", *patch.Shortcode)
	}
	set(&sticker.Shortcode, patch.Shortcode)
	set(&sticker.Emoji, patch.Emoji)
	set(&sticker.Says, patch.Says)
	for locale, digest := range patch.Images {
		err := s.illustrate(ctx, sticker, locale, digest)
		if err != nil {
			return err
		}
	}
	for locale, text := range patch.Alt {
		d.Words.Set(locale, AltKey(sticker.ID), packfile.Clean(text))
	}
	for locale, keywords := range patch.Keywords {
		d.Words.Set(locale, KeywordsKey(sticker.ID), joinLines(keywords))
	}
	return nil
}

// illustrate puts the picture of an upload in its place; no digest takes a localized one away.
func (s *Service) illustrate(ctx context.Context, sticker *Sticker, locale i18n.Locale, digest assets.Digest) error {
	if digest == "" {
		delete(sticker.Images, locale)
		return nil
	}
	picture, err := s.store.Picture(ctx, digest)
	if err != nil {
		return err
	}
	sticker.Images[locale] = picture
	return nil
}

// edit reads a draft, lets change it, checks it and commits it.
func (s *Service) edit(ctx context.Context, by By, at Target, change func(*Draft) error) (Draft, error) {
	before, err := s.take(ctx, by, accounts.WritePacks, at)
	if err != nil {
		return Draft{}, err
	}
	if before.Pack.State == StateBanned {
		return Draft{}, ErrPackBanned.With("pack", before.Pack.ID)
	}
	after := before.clone()
	err = change(&after)
	if err != nil {
		return Draft{}, err
	}
	err = after.settle()
	if err != nil {
		return Draft{}, err
	}
	return s.commitDraft(ctx, by, "pack.edit", before, after)
}

// commitDraft commits a draft unless nothing of it changed. Its offers are as they were.
func (s *Service) commitDraft(ctx context.Context, by By, action string, before, after Draft) (Draft, error) {
	if before.equal(after) {
		return before, nil
	}
	change := s.draftChange(by, action, before, after)
	err := s.store.Commit(ctx, change)
	if err != nil {
		return Draft{}, err
	}
	after.Pack = change.Pack
	after.Pack.Version++
	return after, nil
}

// draftChange is the change of a pack that gives its draft this content.
func (s *Service) draftChange(by By, action string, before, after Draft) Change {
	after.Pack.UpdatedAt = s.now()
	return Change{
		Pack:    after.Pack,
		Content: &Content{Stickers: after.Stickers, Words: after.Words},
		Record:  s.audited(by, action, before.Pack, after.Pack),
	}
}

// set puts a value in its place if there is one.
func set[T any](place, value *T) {
	if value != nil {
		*place = *value
	}
}
