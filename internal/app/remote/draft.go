package remote

import (
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog/packfile"
	"github.com/hallyu-store/hallyu/i18n"
)

// draftOf puts a pack on the wire, its images named by their digests.
func draftOf(f packfile.File) api.PackDraft {
	draft := api.PackDraft{
		Slug: f.Slug, Creator: f.Creator, Usage: f.Usage, SourceLocale: string(f.SourceLocale),
		Title: byTag(f.Title), Description: byTag(f.Description), Tags: f.Tags, Copyright: f.Copyright,
	}
	for _, s := range f.Stickers {
		sticker := api.StickerDraft{
			ID: s.ID, SHA256: string(s.SHA256), Shortcode: s.Shortcode, Emoji: s.Emoji, Says: s.Says,
			Keywords: byTag(s.Keywords), Alt: byTag(s.Alt), Images: map[string]string{},
		}
		for locale, image := range s.Images {
			sticker.Images[string(locale)] = string(image.SHA256)
		}
		draft.Stickers = append(draft.Stickers, sticker)
	}
	for _, o := range f.Offers {
		draft.Offers = append(draft.Offers, offerOf(o))
	}
	return draft
}

func offerOf(o packfile.Offer) api.OfferDraft {
	offer := api.OfferDraft{Regions: o.Regions, From: o.From, Until: o.Until, Audience: o.Audience, Tier: o.Tier, Words: o.Words, FromLocal: o.FromLocal, UntilLocal: o.UntilLocal}
	if o.Price != nil {
		offer.Price = &api.Money{Amount: o.Price.Amount, Currency: o.Price.Currency}
	}
	return offer
}

func byTag[T any](texts map[i18n.Locale]T) map[string]T {
	out := make(map[string]T, len(texts))
	for locale, text := range texts {
		out[string(locale)] = text
	}
	return out
}
