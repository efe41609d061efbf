package store

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/page"
)

var packTemplate = page.Parse(templates, "shell.html", "cover.html", "pack.html", "sticker.html")

// packPage shows one pack whole.
type packPage struct {
	shell
	Cover     cover
	Offer     offer
	Text      string
	TextIn    i18n.Locale // "" for the page's own language
	Stickers  []sticker
	Copyright string
	Collab    *together // nil for none
	Related   []cover
	Stock     string // address of how much is left, for the script
}

// sticker is one of a pack's stickers: a tile, and what is behind it.
type sticker struct {
	page.Voice
	ID       string // of the viewer, unique on the page
	Previous string
	Next     string
	Alt      string
	AltIn    i18n.Locale // "" for the page's own language
	Emoji    string
	Keywords []string
	Tile     picture
	Large    picture // the best that anyone may see
}

func (s *shop) pack(c echo.Context) error {
	slug := c.Param("pack")
	return s.show(c, "/packs/"+url.PathEscape(slug), func(ctx context.Context, v visit) ([]byte, error) {
		listing, err := v.Pack(slug)
		if err != nil {
			return v.announcement(ctx, slug, err)
		}
		return v.packHTML(ctx, listing)
	})
}

// announcement shows a pack that is about to open here; every other refusal stays one.
func (v visit) announcement(ctx context.Context, slug string, refusal error) ([]byte, error) {
	shown, known := v.teaser(ctx, slug)
	if !known || shown.Offer.Headline == nil {
		return nil, refusal
	}
	shown.Hidden = false
	shown.Card = v.card(shown.Head, shown.Cover.Picture)
	return packTemplate.HTML(shown)
}

func (v visit) packHTML(ctx context.Context, listing catalog.Listing) ([]byte, error) {
	detail, err := v.shop.Details.Detail(ctx, listing.Summary)
	if err != nil {
		return nil, err
	}
	v.path = "/packs/" + listing.Slug
	text := detail.Description(v.Chain())
	shown := packPage{
		shell: v.shell(listing.Localized.Text, text.Text), Cover: v.cover(ctx, listing), Offer: v.offer(listing),
		Text: text.Text, TextIn: v.voice.Foreign(text.Locale), Copyright: detail.Copyright,
		Stickers: v.stickers(detail, isFree(listing)), Related: v.related(ctx, listing),
	}
	shown.Collab, shown.Stock = v.together(listing), v.at(v.path+"/stock")
	shown.Tint = shown.Cover.Picture.Tint
	shown.Card = v.card(shown.Head, shown.Cover.Picture)
	return packTemplate.HTML(shown)
}

// together is what the page says of the pack's collab; nil when it is under none.
func (v visit) together(listing catalog.Listing) *together {
	l := listing.Licence
	if l == nil {
		return nil
	}
	title := l.Title(v.Chain())
	return &together{title.Text, v.voice.Foreign(title.Locale), l.Brand.Name, l.Attribution, v.at("/collabs/" + url.PathEscape(l.Slug))}
}

// stickers shows all of a pack, each with its neighbours.
func (v visit) stickers(detail *catalog.Detail, free bool) []sticker {
	views := detail.View(v.Chain())
	stickers := make([]sticker, 0, len(views))
	for i, view := range views {
		stickers = append(stickers, sticker{
			Voice: v.voice, ID: viewerID(view),
			Previous: viewerID(views[(i+len(views)-1)%len(views)]), Next: viewerID(views[(i+1)%len(views)]),
			Alt: view.Alt.Text, AltIn: v.voice.Foreign(view.Alt.Locale),
			Emoji: strings.Join(view.Emoji, " "), Keywords: view.Keywords,
			Tile: still(view.Picture, free), Large: large(view.Picture, free),
		})
	}
	return stickers
}

// viewerID is what a sticker's viewer is called on its page.
func viewerID(view catalog.StickerView) string { return "sticker-" + view.Shortcode }

// large is the best picture that anyone may see, in motion where that is for everyone.
func large(p catalog.Picture, free bool) picture {
	shown := still(p, free)
	shown.Set = ""
	if best := p.PublicLadder(free); len(best) > 0 && !p.Animated {
		shown.Address, shown.Width, shown.Height = file(best[0]), best[0].Width, best[0].Height
	}
	return shown
}

// relatedCount is how many other packs a pack's page shows at most.
const relatedCount = 6

// related lists what else is here: packs of the creator first, then the latest.
func (v visit) related(ctx context.Context, shown catalog.Listing) []cover {
	var covers []cover
	seen := map[string]bool{shown.ID: true}
	for _, query := range []catalog.Query{{Creator: shown.Creator.ID}, {Sort: catalog.SortNew}} {
		query.Limit = relatedCount + 1
		others, err := v.Packs(query)
		if err != nil {
			continue
		}
		for _, l := range others.Packs {
			if !seen[l.ID] && len(covers) < relatedCount {
				seen[l.ID] = true
				covers = append(covers, v.cover(ctx, l))
			}
		}
	}
	return covers
}

// card is the address and the picture of a shared link; nil while the store does not know its own address.
func (v visit) card(head page.Head, image picture) *page.Card {
	if head.Canonical == "" {
		return nil
	}
	card := &page.Card{Address: head.Canonical}
	if image.Address != "" {
		card.Image, card.Width, card.Height = v.absolute(image.Address), image.Width, image.Height
		card.Alt = head.Title
	}
	return card
}

// teaser shows a pack that is known and not open here: what it is, and when or where it is.
func (v visit) teaser(ctx context.Context, idOrSlug string) (packPage, bool) {
	summary, err := v.Snapshot().Pack(idOrSlug)
	if err != nil || summary.State == catalog.StateBanned {
		return packPage{}, false
	}
	listing := v.Show(summary)
	shown := packPage{
		shell: v.shell(listing.Localized.Text, ""), Cover: v.cover(ctx, listing), Offer: v.offer(listing),
		Related: v.related(ctx, listing),
	}
	shown.Hidden, shown.Tint = true, shown.Cover.Picture.Tint
	return shown, true
}

// isElsewhere reports whether a pack is only not open here.
func isElsewhere(err error) bool { return errors.Is(err, catalog.ErrPackNotOffered) }
