package packs

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var stickerTemplate = frame.Parse(templates, "head.html", "sticker.html", "parts.html")

// stickerPage is one sticker with all that is written of it.
type stickerPage struct {
	head
	StickerID      string
	Shortcode      string
	Emoji          string
	Says           bool
	Picture        frame.Picture
	Position       int
	Count          int
	Previous, Next string // addresses; "" at the ends
	Words          []stickerWords
	Missing        []frame.Notice
	MaxAlt         int
}

// stickerWords is what a sticker says in one language.
type stickerWords struct {
	Locale   i18n.Locale
	Name     string
	Source   bool
	Alt      string
	Keywords string
	Picture  *frame.Picture // nil where the common one is shown
}

func (r *room) sticker(v *frame.Visit) error {
	d, err := r.draft(v)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(d.Stickers, func(s catalog.Sticker) bool { return s.ID == v.Param("sticker") })
	if at < 0 {
		return catalog.ErrStickerNotFound.With("sticker", v.Param("sticker"))
	}
	h, err := r.head(v, d, "")
	if err != nil {
		return err
	}
	s := d.Stickers[at]
	base := s.Images[catalog.Base]
	p := stickerPage{
		head: h, StickerID: s.ID, Shortcode: s.Shortcode, Emoji: strings.Join(s.Emoji, " "), Says: s.Says, Picture: frame.Shown(base, base.Still),
		Position: at + 1, Count: len(d.Stickers), Words: r.stickerWords(d, s), Missing: missingOf(v, d)[s.Shortcode], MaxAlt: packfile.MaxAlt,
	}
	if at > 0 {
		p.Previous = stickerAddress(d, d.Stickers[at-1].ID)
	}
	if at < len(d.Stickers)-1 {
		p.Next = stickerAddress(d, d.Stickers[at+1].ID)
	}
	return show(v, stickerTemplate, p, nil)
}

// stickerWords lists the languages of the store and of the draft, the source first.
func (r *room) stickerWords(d catalog.Draft, s catalog.Sticker) []stickerWords {
	alt, keywords := d.Words.Of(catalog.AltKey(s.ID)), d.Words.Of(catalog.KeywordsKey(s.ID))
	var all []stickerWords
	for _, locale := range r.spoken(d) {
		words := stickerWords{
			Locale: locale, Name: locale.NativeName(), Source: locale == d.Pack.SourceLocale,
			Alt: alt[locale], Keywords: strings.Join(catalog.Lines(keywords[locale]), ", "),
		}
		if p, drawn := s.Images[locale]; drawn {
			own := frame.Shown(p, p.StillSmall)
			words.Picture = &own
		}
		all = append(all, words)
	}
	return all
}

// spoken lists the source locale of a draft, then the store's, then others that the draft has words in.
func (r *room) spoken(d catalog.Draft) []i18n.Locale {
	all := []i18n.Locale{d.Pack.SourceLocale}
	for _, locale := range append(r.Languages(), d.Words.Locales()...) {
		if !slices.Contains(all, locale) {
			all = append(all, locale)
		}
	}
	return all
}
