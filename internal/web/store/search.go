package store

import (
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/page"
)

var searchTemplate = page.Parse(templates, "shell.html", "cover.html", "search.html")

// searchPage shows what was found, or where to look instead.
type searchPage struct {
	shell
	Heading  string
	Packs    []cover
	Stickers []foundSticker
	Moods    []mood  // when nothing was found
	Others   []cover // when nothing was found
}

// foundSticker is a sticker that matches, with the way to its pack.
type foundSticker struct {
	Address string
	Alt     string
	Pack    string
	Tile    picture
}

// longestQuery is how many characters a search may have.
const longestQuery = 200

func (s *shop) search(c echo.Context) error {
	q := web.NewQuery(c)
	asked := strings.TrimSpace(q.Text("q", longestQuery))
	return s.show(c, "/search", func(ctx context.Context, v visit) ([]byte, error) {
		if q.Err() != nil {
			return nil, q.Err()
		}
		return searchTemplate.HTML(v.found(ctx, asked))
	})
}

// found is the page for what was asked; of nothing, it is an invitation.
func (v visit) found(ctx context.Context, asked string) searchPage {
	heading := v.voice.T("page.search.label")
	var results catalog.Results
	if asked != "" {
		results = v.Storefront.Search(asked)
		heading = v.voice.T("page.search.heading", "Query", asked)
	}
	shown := searchPage{
		shell: v.shell(heading, ""), Heading: heading,
		Packs: v.covers(ctx, results.Packs), Stickers: v.foundStickers(ctx, results.Stickers),
	}
	shown.Query, shown.Hidden = asked, true
	if len(shown.Packs)+len(shown.Stickers) == 0 {
		shown.Moods = v.moods(ctx)
		shown.Others = v.newest(ctx)
	}
	return shown
}

func (v visit) foundStickers(ctx context.Context, hits []catalog.StickerHit) []foundSticker {
	stickers := make([]foundSticker, 0, len(hits))
	for _, hit := range hits {
		view, known := v.sticker(ctx, hit)
		if !known {
			continue
		}
		stickers = append(stickers, foundSticker{
			Address: v.at("/packs/"+hit.Pack.Slug) + "#" + viewerID(view),
			Alt:     view.Alt.Text, Pack: hit.Pack.Localized.Text,
			Tile: still(view.Picture, isFree(hit.Pack)),
		})
	}
	return stickers
}

// newest lists the latest packs, for those who found nothing.
func (v visit) newest(ctx context.Context) []cover {
	latest, err := v.Packs(catalog.Query{Sort: catalog.SortNew, Limit: relatedCount})
	if err != nil {
		return nil
	}
	return v.covers(ctx, latest.Packs)
}
