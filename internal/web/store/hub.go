package store

import (
	"context"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/page"
)

var hubTemplate = page.Parse(templates, "shell.html", "cover.html", "hub.html")

// hubPage shows a collab with its packs.
type hubPage struct {
	shell
	Collab together
	Text   string
	TextIn i18n.Locale // "" for the page's own language
	Lead   cover       // the latest pack, told large
	Covers []cover
	Next   string // address of the packs before those; "" at the end
}

// collabsPath is where the collabs are listed.
const collabsPath = "/collabs"

// hubPacks is how many packs of a collab a page shows.
const hubPacks = 60

// together is what a pack's page and a hub say of a collab.
type together struct {
	Title       string
	Locale      i18n.Locale // "" for the page's own language
	Brand       string
	Attribution string
	Address     string // of the hub
}

func (s *shop) hub(c echo.Context) error {
	slug := c.Param("collab")
	after := c.QueryParam("after")
	return s.show(c, collabsPath+"/"+url.PathEscape(slug), func(ctx context.Context, v visit) ([]byte, error) {
		hub, err := v.Collab(slug)
		if err != nil {
			return nil, err
		}
		listed, err := v.packsOf(hub, after)
		if err != nil {
			return nil, err
		}
		v.path = collabsPath + "/" + hub.Slug
		shown := hubPage{
			shell: v.shell(hub.Title.Text, hub.Description.Text), Text: hub.Description.Text, TextIn: v.voice.Foreign(hub.Description.Locale),
			Collab: together{hub.Title.Text, v.voice.Foreign(hub.Title.Locale), hub.Brand.Name, hub.Attribution, v.at(v.path)},
			Lead:   v.cover(ctx, hub.Packs[0]), Covers: v.covers(ctx, listed.Packs),
		}
		shown.Hidden = after != ""
		if listed.Next != nil {
			shown.Next = v.at(v.path + "?" + url.Values{"after": {*web.EncodeCursor(listed.Next)}}.Encode())
		}
		shown.Tint = shown.Lead.Picture.Tint
		shown.Card = v.card(shown.Head, shown.Lead.Picture)
		return hubTemplate.HTML(shown)
	})
}

// packsOf lists the packs of a collab behind a cursor, the latest first. The error is web.ErrCursor.
func (v visit) packsOf(hub catalog.Hub, after string) (catalog.Page, error) {
	query := catalog.Query{Collab: hub.ID, Limit: hubPacks}
	if after != "" {
		err := web.DecodeCursor(after, &query.After)
		if err != nil {
			return catalog.Page{}, err
		}
	}
	return v.Packs(query)
}
