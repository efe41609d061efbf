package catalogtest

import (
	"fmt"
	"time"

	"github.com/hallyu-store/hallyu/assets"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/journal"
)

// At is the time of fixtures.
var At = time.Date(2026, 9, 20, 3, 4, 5, 678000000, time.UTC)

// Picture returns the picture of an upload that is told from others by its name. There are no bytes.
func Picture(name string) catalog.Picture {
	image := func(part string, side int) catalog.Image {
		return catalog.Image{
			Name: assets.NameOf([]byte(name+part), assets.WebP), Width: side, Height: side, Bytes: int64(side) * 10,
		}
	}
	master, small, thumb := image("master", 512), image("small", 256), image("thumb", 128)
	return catalog.Picture{
		Upload: assets.NameOf([]byte(name), assets.PNG), Master: master, Still: master, StillSmall: small,
		Thumb: thumb, Ladder: []catalog.Image{master, small, thumb}, ThumbHash: "3OcRJYB4d3h/iIeHeEh3eIhw+j2w",
	}
}

// Creator returns a creator with a new id.
func Creator(slug string) catalog.Creator {
	return catalog.Creator{ID: journal.NewID("crt"), Slug: slug, Name: "Studio " + slug, Account: "acc_" + slug}
}

// Draft returns the draft of a new pack with stickers, words and offers.
func Draft(slug string, by catalog.Creator, stickers int) catalog.Draft {
	d := catalog.Draft{
		Pack: catalog.Pack{
			ID: journal.NewID("pck"), Slug: slug, Creator: by.ID, Usage: catalog.UsageSticker, SourceLocale: "ko",
			Tags: []string{"holiday"}, Copyright: "© Studio", State: catalog.StateUnpublished, CreatedAt: At, UpdatedAt: At,
		},
		Words: catalog.Words{
			"ko": {catalog.WordTitle: slug + " 달토끼", catalog.WordDescription: "추석"},
			"en": {catalog.WordTitle: slug + " Moon Rabbit"},
		},
		Offers: []catalog.Offer{{
			Region: "KR", Price: &catalog.Price{Amount: 2500, Currency: "KRW"}, From: At, Until: At.Add(time.Hour),
			Audience: catalog.Everyone,
		}},
	}
	for i := range stickers {
		d.Stickers = append(d.Stickers, sticker(d, i))
	}
	return d
}

// sticker returns the sticker of a draft at a place, and puts its words into the draft.
func sticker(d catalog.Draft, i int) catalog.Sticker {
	s := catalog.Sticker{
		ID: journal.NewID("stk"), Shortcode: fmt.Sprintf("s%d", i), Emoji: []string{"🙇"},
		Images: map[i18n.Locale]catalog.Picture{catalog.Base: Picture(fmt.Sprintf("%s-%d", d.Pack.Slug, i))},
	}
	d.Words.Set("ko", catalog.AltKey(s.ID), "절하는 달토끼")
	d.Words.Set("ko", catalog.KeywordsKey(s.ID), "감사\n절")
	d.Words.Set("en", catalog.KeywordsKey(s.ID), fmt.Sprintf("thanks\nbow %d", i))
	return s
}

// Published returns what readers learn of a draft when it goes on sale for the first time.
func Published(d catalog.Draft, by catalog.Creator) catalog.Published {
	manifest := assets.NameOf([]byte(d.Pack.ID), assets.JSON).String()
	p := catalog.Published{
		Pack: d.Pack.ID, Slug: d.Pack.Slug, State: catalog.StateOnSale, Release: 1, Detail: manifest,
		Manifests: []string{manifest}, SourceLocale: d.Pack.SourceLocale, Titles: d.Words.Of(catalog.WordTitle),
		Creator: by, Usage: d.Pack.Usage, Tags: d.Pack.Tags, Offers: d.Offers, PublishedAt: At, UpdatedAt: At,
		Keywords: map[i18n.Locale][]string{},
	}
	for i, s := range d.Stickers {
		if i == 0 {
			p.Cover = s.Images[catalog.Base]
		}
		p.Stickers = append(p.Stickers, catalog.PublishedSticker{ID: s.ID, Shortcode: s.Shortcode, Emoji: s.Emoji})
		for locale, lines := range d.Words.Of(catalog.KeywordsKey(s.ID)) {
			if p.Keywords[locale] == nil {
				p.Keywords[locale] = make([]string, len(d.Stickers))
			}
			p.Keywords[locale][i] = lines
		}
	}
	return p
}
