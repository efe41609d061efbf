package catalog

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"github.com/hallyu-store/hallyu/i18n"
)

// ChangeKind says what became of a sticker from one release to another.
type ChangeKind string

// The kinds of changes.
const (
	StickerAdded   ChangeKind = "added"
	StickerRemoved ChangeKind = "removed"
	StickerChanged ChangeKind = "changed"
)

// StickerChange is what became of one sticker.
type StickerChange struct {
	ID            string
	Kind          ChangeKind
	Parts         []string     // of a changed one: picture, shortcode, emoji, alt, keywords
	Before, After *Sticker     // nil where there is none
	Words         []WordChange // of a changed one: WordAlt, WordKeywords
}

// What a sticker's changed texts are called; in Words they stand behind its id.
const (
	WordAlt      = "alt"
	WordKeywords = "keywords"
)

// WordChange is what became of a text of the pack itself, or of a sticker.
type WordChange struct {
	Key           string // WordTitle, WordDescription; WordAlt, WordKeywords
	Locale        i18n.Locale
	Before, After string
}

// Comparison is what one release has otherwise than another.
type Comparison struct {
	From, To  int // releases; From 0: there was none before
	Stickers  []StickerChange
	Words     []WordChange
	Reordered bool // stickers that both have stand in another order
}

// Compare says what a release has otherwise than another; against 0 means the last one before it that was
// approved or sold. Errors: ErrReleaseNotFound.
func (s *Service) Compare(ctx context.Context, by By, idOrSlug string, number, against int) (Comparison, error) {
	releases, err := s.Releases(ctx, by, idOrSlug)
	if err != nil {
		return Comparison{}, err
	}
	find := func(wanted int) (Manifest, error) {
		at := slices.IndexFunc(releases, func(r Release) bool { return r.Number == wanted })
		if at < 0 {
			return Manifest{}, ErrReleaseNotFound.With("pack", idOrSlug, "release", wanted)
		}
		return s.manifest(ctx, releases[at].Manifest)
	}
	after, err := find(number)
	if err != nil {
		return Comparison{}, err
	}
	if against == 0 {
		against = lastGood(releases, number)
	}
	var before Manifest
	if against != 0 {
		before, err = find(against)
	}
	c := compare(before, after)
	c.From, c.To = against, number
	return c, err
}

// CompareDraft says what the draft has otherwise than the last release, with To 0; without a release, than
// nothing.
func (s *Service) CompareDraft(ctx context.Context, by By, idOrSlug string) (Comparison, error) {
	draft, err := s.Draft(ctx, by, idOrSlug)
	if err != nil {
		return Comparison{}, err
	}
	releases, err := s.store.Releases(ctx, draft.Pack.ID)
	if err != nil || len(releases) == 0 {
		return compare(Manifest{}, freeze(draft)), err
	}
	last := releases[len(releases)-1]
	before, err := s.manifest(ctx, last.Manifest)
	c := compare(before, freeze(draft))
	c.From = last.Number
	return c, err
}

// Empty reports whether nothing is otherwise.
func (c Comparison) Empty() bool { return len(c.Stickers) == 0 && len(c.Words) == 0 && !c.Reordered }

// changedStickerWords lists what is said of a sticker in other words.
func changedStickerWords(id string, before, after Words) []WordChange {
	return append(changedWords(WordAlt, before.Of(AltKey(id)), after.Of(AltKey(id))),
		changedWords(WordKeywords, before.Of(KeywordsKey(id)), after.Of(KeywordsKey(id)))...)
}

// lastGood returns the number of the last release before one that was approved or sold, or 0.
func lastGood(releases []Release, before int) int {
	for _, r := range slices.Backward(releases) {
		if r.Number < before && (r.State == ReleaseApproved || r.Direct) {
			return r.Number
		}
	}
	return 0
}

// compare says what after has otherwise than before.
func compare(before, after Manifest) Comparison {
	var c Comparison
	var kept []string
	for i := range after.Stickers {
		now := &after.Stickers[i]
		was := before.sticker(now.ID)
		if was == nil {
			c.Stickers = append(c.Stickers, StickerChange{ID: now.ID, Kind: StickerAdded, After: now})
			continue
		}
		kept = append(kept, now.ID)
		if parts := changedParts(before, after, was, now); len(parts) > 0 {
			words := changedStickerWords(now.ID, before.Words, after.Words)
			c.Stickers = append(c.Stickers, StickerChange{now.ID, StickerChanged, parts, was, now, words})
		}
	}
	var stood []string
	for i := range before.Stickers {
		was := &before.Stickers[i]
		if after.sticker(was.ID) == nil {
			c.Stickers = append(c.Stickers, StickerChange{ID: was.ID, Kind: StickerRemoved, Before: was})
			continue
		}
		stood = append(stood, was.ID)
	}
	c.Reordered = !slices.Equal(stood, kept)
	for _, key := range []string{WordTitle, WordDescription} {
		c.Words = append(c.Words, changedWords(key, before.Words.Of(key), after.Words.Of(key))...)
	}
	return c
}

// sticker returns the sticker of that id, or nil.
func (m Manifest) sticker(id string) *Sticker {
	for i := range m.Stickers {
		if m.Stickers[i].ID == id {
			return &m.Stickers[i]
		}
	}
	return nil
}

// changedParts names what of a sticker is another.
func changedParts(before, after Manifest, was, now *Sticker) []string {
	var parts []string
	part := func(name string, same bool) {
		if !same {
			parts = append(parts, name)
		}
	}
	part("picture", maps.EqualFunc(was.Images, now.Images, func(a, b Picture) bool { return a.Upload == b.Upload }))
	part("shortcode", was.Shortcode == now.Shortcode)
	part("emoji", slices.Equal(was.Emoji, now.Emoji))
	part("says", was.Says == now.Says)
	part("alt", reflect.DeepEqual(before.Words.Of(AltKey(now.ID)), after.Words.Of(AltKey(now.ID))))
	part("keywords", reflect.DeepEqual(before.Words.Of(KeywordsKey(now.ID)), after.Words.Of(KeywordsKey(now.ID))))
	return parts
}

// changedWords lists the locales in which a text is another, in order.
func changedWords(key string, before, after map[i18n.Locale]string) []WordChange {
	locales := maps.Clone(before)
	if locales == nil {
		locales = map[i18n.Locale]string{}
	}
	maps.Copy(locales, after)
	var changes []WordChange
	for _, locale := range slices.Sorted(maps.Keys(locales)) {
		if before[locale] != after[locale] {
			changes = append(changes, WordChange{key, locale, before[locale], after[locale]})
		}
	}
	return changes
}
