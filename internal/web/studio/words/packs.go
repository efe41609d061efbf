package words

import (
	"slices"
	"strings"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/translation"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

// packContext is what a translator is shown beside a word of a pack.
type packContext struct {
	What      string // the word is
	Title     string // of the pack
	All       string // address of all words of the pack
	Picture   frame.Picture
	Shortcode string // of the sticker; "" of what is the pack's own
	Keywords  bool
}

// ofPacks reports whether a project is the words of packs.
func ofPacks(project string) bool {
	return project == i18n.PacksProject || strings.HasPrefix(project, i18n.PacksProject+".")
}

// word splits the id of a word: the pack, the sticker ("" for the pack's own) and what it is.
func word(id string) (pack, sticker, what string) {
	pack, rest, _ := strings.Cut(id, ".")
	sticker, what, ofSticker := strings.Cut(rest, ".")
	if !ofSticker {
		return pack, "", rest
	}
	return pack, sticker, what
}

// whatOf says what a word of a pack is; "" of other messages.
func whatOf(v *frame.Visit, m translation.Translation) string {
	if m.Pack == "" {
		return ""
	}
	switch _, sticker, what := word(m.Message); {
	case what == catalog.WordTitle:
		return v.Voice.T("studio.words.title")
	case what == catalog.WordDescription:
		return v.Voice.T("studio.words.text")
	case sticker+"."+what == catalog.KeywordsKey(sticker):
		return v.Voice.T("page.pack.keywords")
	}
	return v.Voice.T("studio.sticker.alt")
}

// packContext reads what stands beside a word of a pack; nil of other messages.
func (r *room) packContext(v *frame.Visit, p place, m translation.Translation) (*packContext, error) {
	if m.Pack == "" {
		return nil, nil
	}
	pack, sticker, what := word(m.Message)
	draft, err := r.Catalog.Draft(v.Request().Context(), v.By(), pack)
	if err != nil {
		return nil, err
	}
	p.Project = i18n.PacksProject + "." + m.Pack
	out := &packContext{
		What: whatOf(v, m), All: p.Address(), Title: v.Say(draft.Words.Of(catalog.WordTitle), draft.Pack.SourceLocale).Text,
		Keywords: sticker+"."+what == catalog.KeywordsKey(sticker),
	}
	at := slices.IndexFunc(draft.Stickers, func(s catalog.Sticker) bool { return s.ID == sticker })
	if at < 0 && len(draft.Stickers) > 0 {
		at = 0 // the cover
	}
	if at >= 0 {
		picture := draft.Stickers[at].Picture([]i18n.Locale{p.To})
		out.Picture, out.Shortcode = frame.Shown(picture, picture.StillSmall), draft.Stickers[at].Shortcode
	}
	return out, nil
}
