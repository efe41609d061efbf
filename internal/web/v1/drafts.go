package v1

import (
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

// staffPack puts a draft on the wire.
func staffPack(d catalog.Draft) api.StaffPack {
	file := d.File()
	pack := api.StaffPack{
		ID: d.Pack.ID, State: string(d.Pack.State), Current: d.Pack.Current, Version: d.Pack.Version,
		UpdatedAt: d.Pack.UpdatedAt.UTC(),
		PackDraft: api.PackDraft{
			Slug: file.Slug, Creator: file.Creator, Usage: file.Usage, SourceLocale: string(file.SourceLocale),
			Title: byTag(file.Title), Description: byTag(file.Description), Tags: list(file.Tags),
			Copyright: file.Copyright, Offers: offersOf(d), Stickers: []api.StickerDraft{},
		},
	}
	for _, s := range file.Stickers {
		pack.Stickers = append(pack.Stickers, stickerDraft(s))
	}
	return pack
}

func stickerDraft(s packfile.Sticker) api.StickerDraft {
	draft := api.StickerDraft{
		ID: s.ID, SHA256: string(s.SHA256), Shortcode: s.Shortcode, Emoji: list(s.Emoji), Says: s.Says,
		Keywords: byTag(s.Keywords), Alt: byTag(s.Alt), Images: map[string]string{},
	}
	for locale, image := range s.Images {
		draft.Images[string(locale)] = string(image.SHA256)
	}
	return draft
}

// byTag puts what is kept by locale on the wire.
func byTag[T any](texts map[i18n.Locale]T) map[string]T {
	out := make(map[string]T, len(texts))
	for locale, text := range texts {
		out[string(locale)] = text
	}
	return out
}

func findingsOf(all []packfile.Finding) []api.Finding {
	findings := make([]api.Finding, len(all))
	for i, f := range all {
		findings[i] = api.Finding{
			Code: f.Code, Severity: string(f.Severity), Platform: f.Platform, File: f.File, Sticker: f.Sticker,
			Measured: f.Measured, Limit: f.Limit, Fix: f.Fix, Message: f.Message,
		}
	}
	return findings
}
