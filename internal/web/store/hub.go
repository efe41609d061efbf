package store

import (
	"context"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/i18n"
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
}

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
	return s.show(c, "/collabs/"+url.PathEscape(slug), func(ctx context.Context, v visit) ([]byte, error) {
		hub, err := v.Collab(slug)
		if err != nil {
			return nil, err
		}
		v.path = "/collabs/" + hub.Slug
		shown := hubPage{
			shell: v.shell(hub.Title.Text, hub.Description.Text), Text: hub.Description.Text, TextIn: v.voice.Foreign(hub.Description.Locale),
			Collab: together{hub.Title.Text, v.voice.Foreign(hub.Title.Locale), hub.Brand.Name, hub.Attribution, v.at(v.path)},
			Lead:   v.cover(ctx, hub.Packs[0]), Covers: v.covers(ctx, hub.Packs),
		}
		shown.Tint = shown.Lead.Picture.Tint
		shown.Card = v.card(shown.Head, shown.Lead.Picture)
		return hubTemplate.HTML(shown)
	})
}
