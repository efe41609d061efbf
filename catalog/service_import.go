package catalog

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

// Imported is what an import made.
type Imported struct {
	Draft    Draft
	Findings []packfile.Finding // warnings; what is an error makes no import
}

// Import makes the draft of the file's slug say what the file says: a new pack, or all of a known
// one. Stickers keep their ids where the shortcode is known, else where the picture is, and their picture
// where the file has none. An unknown
// creator is made for an operator. Offers are taken from those who may set them, and replace those that
// are known, but for waves, as SetOffers does: of a pack on sale they are in force at once, while its
// content waits for a release. For others a finding says that they were left out. A file without offers
// leaves them as they are. All pictures must have been uploaded. To import the same again changes nothing.
// Errors: ErrDraftInvalid, ErrPictureNotFound, ErrCreatorNotFound, ErrPackBanned, ErrSlugTaken where the
// pack of the slug is another's, ErrTierStale when a tier was changed meanwhile, and those of SetOffers.
func (s *Service) Import(ctx context.Context, by By, file packfile.File) (Imported, error) {
	err := by.Require(accounts.WritePacks)
	if err != nil {
		return Imported{}, err
	}
	before, err := s.draftFor(ctx, by, file)
	if err != nil {
		return Imported{}, err
	}
	return s.bring(ctx, by, before, file)
}

// bring makes of a draft what the file says, and commits it.
func (s *Service) bring(ctx context.Context, by By, before Draft, file packfile.File) (Imported, error) {
	findings := packfile.Check(file)
	err := Refusal(file.Slug, findings)
	if err != nil {
		return Imported{}, err
	}
	creator, err := s.creatorFor(ctx, by, file.Creator)
	if err != nil {
		return Imported{}, err
	}
	after, err := s.imported(ctx, before, file)
	if err != nil {
		return Imported{}, err
	}
	after.Pack.Creator = creator.ID
	var tiers map[string]int64
	switch {
	case len(file.Offers) == 0:
	case by.Can(accounts.WriteOffers):
		after.Offers, tiers, err = s.offersFrom(ctx, after.Pack, file.Offers, before.Offers)
	default:
		findings = append(findings, packfile.NewFinding("offers-left-out", packfile.At{File: packfile.Name, Pointer: "/offers"}))
	}
	if err != nil {
		return Imported{}, err
	}
	draft, err := s.commitImport(ctx, by, before, after, tiers)
	return Imported{draft, findings}, err
}

// commitImport commits a draft, and with it the offers that changed, whose prices are of these versions of
// tiers, as SetOffers does. It commits nothing when nothing changed.
func (s *Service) commitImport(ctx context.Context, by By, before, after Draft, tiers map[string]int64) (Draft, error) {
	const action = "pack.import"
	if slices.EqualFunc(before.Offers, after.Offers, Offer.equal) {
		return s.commitDraft(ctx, by, action, before, after)
	}
	terms, _, err := s.offerChange(ctx, by, before, after.Offers)
	if err != nil {
		return Draft{}, err
	}
	change := s.draftChange(by, action, before, after)
	change.Offers, change.Tiers, change.Published = terms.Offers, tiers, terms.Published
	if before.Pack.Version != 0 { // of a new pack, nobody has heard of other offers
		change.Record.Audit = append(change.Record.Audit, terms.Record.Audit...)
		change.Record.Events = append(change.Record.Events, terms.Record.Events...)
	}
	after.Pack, err = s.show(ctx, change)
	return after, err
}

// CreatePack makes a pack of a file, as Import does, but only if the slug is new. The errors are
// those of Import.
func (s *Service) CreatePack(ctx context.Context, by By, file packfile.File) (Imported, error) {
	err := by.Require(accounts.WritePacks)
	if err != nil {
		return Imported{}, err
	}
	_, err = s.store.Pack(ctx, file.Slug)
	if err == nil {
		return Imported{}, ErrSlugTaken.With("slug", file.Slug)
	}
	if !errors.Is(err, ErrPackNotFound) {
		return Imported{}, err
	}
	return s.bring(ctx, by, s.emptyDraft(), file) // of two who come at once, the store turns one away
}

// emptyDraft is the draft of a pack that is to be made.
func (s *Service) emptyDraft() Draft {
	return Draft{Pack: Pack{ID: journal.NewID("pck"), State: StateUnpublished, CreatedAt: s.now()}, Words: Words{}}
}

// draftFor returns the draft that an import changes: the known one of the slug, or an empty one.
func (s *Service) draftFor(ctx context.Context, by By, file packfile.File) (Draft, error) {
	draft, err := s.store.Draft(ctx, file.Slug)
	switch {
	case err == nil:
		draft, err = s.take(ctx, by, accounts.WritePacks, Target{Pack: draft.Pack.ID})
		if errors.Is(err, ErrPackNotFound) { // it is another's, which nobody can make a second time
			err = ErrSlugTaken.With("slug", file.Slug)
		}
		return draft, err
	case errors.Is(err, ErrPackNotFound):
		return s.emptyDraft(), nil
	}
	return Draft{}, err
}

// creatorFor returns the creator that a pack names, if the actor may make packs of theirs. An
// operator's unknown creator is made.
func (s *Service) creatorFor(ctx context.Context, by By, idOrSlug string) (Creator, error) {
	creator, err := s.store.Creator(ctx, idOrSlug)
	switch {
	case err == nil && (operates(by) || creator.Account == by.Account):
		return creator, nil
	case err == nil && seesOwnAlone(by):
		return Creator{}, ErrCreatorNotFound.With("creator", idOrSlug)
	case err == nil:
		return Creator{}, ErrNotYours.With("creator", idOrSlug)
	case errors.Is(err, ErrCreatorNotFound) && operates(by):
		return s.CreateCreator(ctx, by, Creator{Slug: idOrSlug, Name: nameOf(idOrSlug)})
	}
	return Creator{}, err
}

// nameOf makes a name of a slug: "moon-studio" is "Moon Studio".
func nameOf(slug string) string {
	words := strings.FieldsFunc(slug, func(r rune) bool { return r == '-' })
	for i, word := range words {
		words[i] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, " ")
}

// imported returns the draft with the content of the file in place of its own.
func (s *Service) imported(ctx context.Context, before Draft, file packfile.File) (Draft, error) {
	if before.Pack.State == StateBanned {
		return Draft{}, ErrPackBanned.With("pack", before.Pack.ID)
	}
	after := Draft{Pack: before.Pack, Words: Words{}, Offers: before.Offers}
	after.Pack.Slug, after.Pack.Usage = file.Slug, Usage(file.Usage)
	after.Pack.SourceLocale, after.Pack.Copyright = file.SourceLocale, file.Copyright
	after.Pack.Tags = append([]string{}, file.Tags...)
	after.Words.SetAll(WordTitle, file.Title)
	after.Words.SetAll(WordDescription, file.Description)
	ids := matchStickers(before.Stickers, file.Stickers)
	for i, wanted := range file.Stickers {
		sticker := Sticker{ID: ids[i], Images: map[i18n.Locale]Picture{}}
		err := s.applySticker(ctx, &after, &sticker, patchOf(before.kept(wanted, ids[i])))
		if err != nil {
			return Draft{}, err
		}
		after.Stickers = append(after.Stickers, sticker)
	}
	return after, nil
}

// kept returns a wanted sticker that comes without a picture with the one that it has.
func (d Draft) kept(wanted packfile.Sticker, id string) packfile.Sticker {
	if i := d.indexOf(id); wanted.SHA256 == "" && i >= 0 {
		wanted.SHA256 = d.Stickers[i].Images[Base].Upload.Digest
	}
	return wanted
}

// patchOf returns what a sticker of a file says.
func patchOf(s packfile.Sticker) StickerPatch {
	images := map[i18n.Locale]assets.Digest{Base: s.SHA256}
	for locale, image := range s.Images {
		images[locale] = image.SHA256
	}
	return StickerPatch{
		Shortcode: &s.Shortcode, Emoji: &s.Emoji, Says: &s.Says, Images: images, Alt: s.Alt, Keywords: s.Keywords,
	}
}

// matchStickers returns the id that each wanted sticker has: that of the known one with its id, else
// its shortcode, else its picture; else a new one.
func matchStickers(known []Sticker, wanted []packfile.Sticker) []string {
	ids, taken := make([]string, len(wanted)), map[string]bool{}
	match := func(same func(Sticker, packfile.Sticker) bool) {
		for i, w := range wanted {
			for _, k := range known {
				if ids[i] == "" && !taken[k.ID] && same(k, w) {
					ids[i], taken[k.ID] = k.ID, true
				}
			}
		}
	}
	match(func(k Sticker, w packfile.Sticker) bool { return k.ID == w.ID })
	match(func(k Sticker, w packfile.Sticker) bool { return k.Shortcode == w.Shortcode })
	match(func(k Sticker, w packfile.Sticker) bool { return k.Images[Base].Upload.Digest == w.SHA256 })
	for i := range ids {
		if ids[i] == "" {
			ids[i] = journal.NewID("stk")
		}
	}
	return ids
}
