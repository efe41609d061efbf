package store

import (
	"context"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web/page"
)

// cover is a pack in a list.
type cover struct {
	page.Voice
	Address  string
	Title    string
	Locale   i18n.Locale // of the title; "" for the page's own
	Creator  string
	Price    string // as the locale writes it; of free packs the word for it
	Free     bool
	Animated bool
	Picture  picture
	Small    picture
}

// cover shows a pack in a list.
func (v visit) cover(ctx context.Context, l catalog.Listing) cover {
	free := isFree(l)
	drawing := v.coverPicture(ctx, l)
	return cover{
		Voice: v.voice, Address: v.at("/packs/" + l.Slug),
		Title: l.Localized.Text, Locale: v.voice.Foreign(l.Localized.Locale), Creator: l.Creator.Name,
		Price: v.price(l.Terms.Price), Free: free, Animated: l.Animated,
		Picture: still(drawing, free), Small: small(drawing),
	}
}

// isFree reports whether anyone may take the pack here, and so see all of it.
func isFree(l catalog.Listing) bool {
	return l.Terms.State == catalog.OfferOpen && l.Terms.Price == nil
}

// coverPicture is the first drawing of the pack in the reader's language; without details, in any.
func (v visit) coverPicture(ctx context.Context, l catalog.Listing) catalog.Picture {
	detail, err := v.shop.Details.Detail(ctx, l.Summary)
	if err != nil || len(detail.Stickers) == 0 {
		return l.Cover()
	}
	return detail.Stickers[0].Picture(v.Chain())
}

func (v visit) covers(ctx context.Context, listings []catalog.Listing) []cover {
	covers := make([]cover, 0, len(listings))
	for _, l := range listings {
		covers = append(covers, v.cover(ctx, l))
	}
	return covers
}

// price writes a price as the page's locale does; nil is free.
func (v visit) price(p *catalog.Price) string {
	if p == nil {
		return v.voice.T("page.offer.free")
	}
	return cldr.FormatPrice(string(v.Locale()), p.Amount, p.Currency)
}
