package packs

import (
	"slices"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/page"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

var previewTemplate = frame.Parse(templates, "head.html", "preview.html", "parts.html")

// previewPage shows the draft as its readers will see it, in one of the store's languages.
type previewPage struct {
	head
	Locales  []frame.Option
	Reader   page.Voice // speaks as the store would
	Text     frame.Said
	Maker    string // its creator
	Animated bool
	Stickers []preview
	Themes   []string // classes of the chats
	Sent     []message
}

// message is one of a chat: words, or a sticker.
type message struct {
	preview
	Said string // "" for a sticker
	Mine bool
}

// conversation shows the first stickers as they are sent.
func conversation(v *frame.Visit, stickers []preview) []message {
	chat := []message{{Said: v.Voice.T("page.mood.hello")}}
	for i, s := range stickers[:min(len(stickers), 3)] {
		chat = append(chat, message{preview: s, Mine: i%2 == 0})
	}
	return chat
}

// preview is a sticker as its readers see it.
type preview struct {
	Picture frame.Picture
	Alt     frame.Said
}

func (r *room) preview(v *frame.Visit) error {
	d, err := r.draft(v)
	if err != nil {
		return err
	}
	h, err := r.head(v, d, "/preview")
	if err != nil {
		return err
	}
	locale := i18n.Locale(v.QueryParam("locale"))
	if !slices.Contains(r.Languages(), locale) {
		locale = v.Voice.Locale
	}
	reader := *v
	reader.Voice = v.Voice.In(locale)
	p := previewPage{
		head: h, Locales: r.locales(v, locale), Reader: reader.Voice, Themes: []string{"light", "dark"}, Maker: r.creatorName(v, d),
		Text: reader.Say(d.Words.Of(catalog.WordDescription), d.Pack.SourceLocale),
	}
	p.Name = reader.Say(d.Words.Of(catalog.WordTitle), d.Pack.SourceLocale)
	p.Cover = cover(d, locale)
	for _, s := range d.Stickers {
		drawn := s.Picture(i18n.Chain(locale))
		p.Animated = p.Animated || drawn.Animated
		alt := reader.Say(d.Words.Of(catalog.AltKey(s.ID)), d.Pack.SourceLocale)
		if alt.Text == "" {
			alt = frame.Said{Text: s.Shortcode} // until it is written, something to call it by
		}
		p.Stickers = append(p.Stickers, preview{frame.Shown(drawn, drawn.StillSmall), alt})
	}
	p.Sent = conversation(&reader, p.Stickers)
	return show(v, previewTemplate, p, nil)
}

// creatorName is who made the pack, as far as the reader may know.
func (r *room) creatorName(v *frame.Visit, d catalog.Draft) string {
	creators, err := r.Catalog.Creators(v.Request().Context(), v.By(), "", maxCreators)
	if err != nil {
		return ""
	}
	for _, c := range creators {
		if c.ID == d.Pack.Creator {
			return c.Name
		}
	}
	return ""
}
