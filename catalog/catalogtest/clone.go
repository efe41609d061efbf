package catalogtest

import (
	"maps"
	"slices"

	"github.com/hallyu-store/hallyu/catalog"
)

func clonePack(p catalog.Pack) catalog.Pack {
	p.Tags = append([]string{}, p.Tags...)
	return p
}

func cloneDraft(d catalog.Draft) catalog.Draft {
	return catalog.Draft{
		Pack: clonePack(d.Pack), Stickers: cloneStickers(d.Stickers), Words: d.Words.Clone(),
		Offers: append([]catalog.Offer{}, d.Offers...),
	}
}

func cloneStickers(stickers []catalog.Sticker) []catalog.Sticker {
	cloned := append([]catalog.Sticker{}, stickers...)
	for i := range cloned {
		cloned[i].Images = maps.Clone(cloned[i].Images)
		cloned[i].Emoji = slices.Clone(cloned[i].Emoji)
	}
	return cloned
}
