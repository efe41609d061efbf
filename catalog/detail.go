package catalog

import (
	"strings"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/i18n"
)

// Detail is all of a pack that its page shows: the content of the release on sale and its live words
// in every language. It is an immutable private asset that a publication writes, named by
// Summary.Detail.
type Detail struct {
	Pack         string      `json:"pack"`
	Release      int         `json:"release"`
	SourceLocale i18n.Locale `json:"source_locale"`
	Copyright    string      `json:"copyright"`
	Stickers     []Sticker   `json:"stickers"`
	Words        Words       `json:"words"`
}

// StickerView is a sticker as readers of one language see it.
type StickerView struct {
	ID        string
	Shortcode string
	Emoji     []string
	Alt       Text
	Keywords  []string
	Picture   Picture
}

// Title returns the pack's title for readers whose chain is given.
func (d *Detail) Title(chain []i18n.Locale) Text {
	return d.Words.find(WordTitle, fallback(chain, d.SourceLocale))
}

// Description returns the pack's description for readers whose chain is given.
func (d *Detail) Description(chain []i18n.Locale) Text {
	return d.Words.find(WordDescription, fallback(chain, d.SourceLocale))
}

// Languages returns the locales that the pack's title is in, in order.
func (d *Detail) Languages() []i18n.Locale { return TextsOf(d.Words.Of(WordTitle)).Locales() }

// View returns the stickers for readers whose chain is given, in the pack's order.
func (d *Detail) View(chain []i18n.Locale) []StickerView {
	words := fallback(chain, d.SourceLocale)
	views := make([]StickerView, 0, len(d.Stickers))
	for _, sticker := range d.Stickers {
		views = append(views, d.view(sticker, chain, words))
	}
	return views
}

// Sticker returns one sticker for readers whose chain is given, or false if the release has none of
// that id.
func (d *Detail) Sticker(id string, chain []i18n.Locale) (StickerView, bool) {
	for _, sticker := range d.Stickers {
		if sticker.ID == id {
			return d.view(sticker, chain, fallback(chain, d.SourceLocale)), true
		}
	}
	return StickerView{}, false
}

// Shown returns the sticker with the picture that has an image of that digest: what a ref shows,
// whatever the reader's language. False if the release has no such sticker or picture.
func (d *Detail) Shown(id string, digest assets.Digest, chain []i18n.Locale) (StickerView, bool) {
	for _, sticker := range d.Stickers {
		if sticker.ID != id {
			continue
		}
		picture, shown := sticker.Shows(digest)
		view := d.view(sticker, chain, fallback(chain, d.SourceLocale))
		view.Picture = picture
		return view, shown
	}
	return StickerView{}, false
}

// view resolves a sticker: its picture along the reader's chain, its words along words.
func (d *Detail) view(s Sticker, chain, words []i18n.Locale) StickerView {
	keywords := d.Words.find(KeywordsKey(s.ID), words).Text
	return StickerView{
		ID: s.ID, Shortcode: s.Shortcode, Emoji: s.Emoji, Picture: s.Picture(chain),
		Alt: d.Words.find(AltKey(s.ID), words), Keywords: Lines(keywords),
	}
}

// Lines returns the lines of a text; none of an empty one.
func Lines(text string) []string {
	if text == "" {
		return []string{}
	}
	return strings.Split(text, "\n")
}
