package v1

import (
	"strconv"
	"time"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/purchases/coin"
)

// image puts an image on the wire.
func (r *routes) image(i catalog.Image) api.Image {
	return api.Image{
		URL:  r.Config.PublicURL + "/assets/" + i.Name.String(),
		Type: i.Name.Format.MediaType(), Width: i.Width, Height: i.Height, Bytes: i.Bytes,
		SHA256: string(i.Name.Digest),
	}
}

func (r *routes) images(all []catalog.Image) []api.Image {
	list := make([]api.Image, len(all))
	for i, image := range all {
		list[i] = r.image(image)
	}
	return list
}

// money puts a price on the wire as readers of a locale write it; nil when free.
func money(p *catalog.Price, locale i18n.Locale) *api.Money {
	if p == nil {
		return nil
	}
	display := cldr.FormatPrice(string(locale), p.Amount, p.Currency)
	if p.Currency == coin.Currency {
		display = cldr.FormatNumber(string(locale), strconv.FormatInt(p.Amount, 10))
	}
	return &api.Money{Amount: p.Amount, Currency: p.Currency, Display: display}
}

func offer(t catalog.Terms) api.Offer {
	return api.Offer{State: string(t.State), OpensAt: utc(t.OpensAt), ClosesAt: utc(t.ClosesAt), Audience: audience(t)}
}

func audience(t catalog.Terms) string {
	if t.Audience == "" {
		return string(catalog.Everyone)
	}
	return string(t.Audience)
}

// utc drops what a time has beyond the contract: its zone and fractions of a microsecond.
func utc(t *time.Time) *time.Time {
	if t == nil || t.IsZero() {
		return nil
	}
	u := t.UTC().Truncate(time.Microsecond)
	return &u
}

// summary puts a listing on the wire.
func (r *routes) summary(l catalog.Listing, locale i18n.Locale) api.PackSummary {
	return api.PackSummary{
		ID: l.ID, Slug: l.Slug, Release: l.Release,
		Title: l.Localized.Text, TitleLocale: string(l.Localized.Locale),
		Creator: api.Creator{ID: l.Creator.ID, Name: l.Creator.Name},
		Usage:   string(l.Usage), Animated: l.Animated, StickerCount: l.StickerCount,
		Cover: r.cover(l), Price: money(l.Terms.Price, locale), Tax: r.priceTax(l.Terms.Price, l.Terms.Region, locale), Offer: offer(l.Terms),
		Tags: list(l.Tags), UpdatedAt: *utc(&l.UpdatedAt),
	}
}

// cover is a still that anyone may see.
func (r *routes) cover(l catalog.Listing) *api.Image {
	if l.Cover().Zero() {
		return nil
	}
	image := r.image(l.Cover().PublicStill(free(l.Terms)))
	return &image
}

func (r *routes) summaries(all []catalog.Listing, locale i18n.Locale) []api.PackSummary {
	items := make([]api.PackSummary, len(all))
	for i, l := range all {
		items[i] = r.summary(l, locale)
	}
	return items
}

// sight says whose eyes a sticker is shown to.
type sight struct {
	release int
	free    bool // the pack costs nothing here
	owner   bool // the reader may use the pack
}

// sticker puts a sticker on the wire.
func (r *routes) stickerOf(v catalog.StickerView, s sight) api.Sticker {
	ladder := v.Picture.PublicLadder(s.free || s.owner)
	best := ladder[0]
	return api.Sticker{
		ID:        v.ID,
		Ref:       api.Ref{ID: v.ID, Release: s.release, SHA256: string(best.Name.Digest), Width: best.Width, Height: best.Height, Alt: v.Alt.Text},
		Shortcode: v.Shortcode, Emoji: list(v.Emoji), Alt: v.Alt.Text, Keywords: list(v.Keywords),
		Animated: v.Picture.Animated, DurationMS: v.Picture.Duration.Milliseconds(),
		Images: r.images(ladder), Still: r.image(v.Picture.PublicStill(s.free || s.owner)),
		Thumb: r.image(v.Picture.Thumb), ThumbHash: v.Picture.ThumbHash,
	}
}

func (r *routes) stickers(views []catalog.StickerView, s sight) []api.Sticker {
	items := make([]api.Sticker, len(views))
	for i, v := range views {
		items[i] = r.stickerOf(v, s)
	}
	return items
}

// packOf puts a pack with all its page shows on the wire.
func (r *routes) packOf(l catalog.Listing, d *catalog.Detail, chain []i18n.Locale, owner bool) api.Pack {
	description := d.Description(chain)
	s := sight{release: d.Release, free: free(l.Terms), owner: owner}
	p := api.Pack{
		PackSummary: r.summary(l, chain[0]),
		Description: description.Text, DescriptionLocale: string(description.Locale),
		Copyright: d.Copyright, Languages: tags(d.Languages()),
		Stickers: r.stickers(d.View(chain), s), Related: []api.PackSummary{},
	}
	if l.Licence != nil {
		ref := collabRef(l.Licence, l.Licence.Title(chain))
		p.Collab = &ref
	}
	p.Release, p.StickerCount = d.Release, len(d.Stickers)
	return p
}

// allWords are a pack's title and description in every language.
func allWords(d *catalog.Detail) map[string]api.LocalizedPack {
	words := map[string]api.LocalizedPack{}
	for locale, texts := range d.Words {
		title, description := texts[catalog.WordTitle], texts[catalog.WordDescription]
		if title != "" || description != "" {
			words[string(locale)] = api.LocalizedPack{Title: title, Description: description}
		}
	}
	return words
}

func tags(locales []i18n.Locale) []string {
	all := make([]string, len(locales))
	for i, l := range locales {
		all[i] = string(l)
	}
	return all
}

// list never is null in JSON.
func list[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}
