package store

import (
	"context"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/internal/web/page"
)

var hubsTemplate = page.Parse(templates, "shell.html", "cover.html", "hubs.html")

// hubsPage lists the collabs that are open in a storefront.
type hubsPage struct {
	shell
	Hubs []joint
}

// joint is a collab in the list, with the cover of its latest pack.
type joint struct {
	together
	Picture picture
}

func (s *shop) hubs(c echo.Context) error {
	return s.show(c, collabsPath, func(ctx context.Context, v visit) ([]byte, error) {
		shown := hubsPage{shell: v.shell(v.voice.T("page.section.collab"), v.voice.T("page.collab.summary"))}
		for _, hub := range v.Collabs() {
			latest := v.cover(ctx, hub.Packs[0])
			shown.Hubs = append(shown.Hubs, joint{
				together{hub.Title.Text, v.voice.Foreign(hub.Title.Locale), hub.Brand.Name, hub.Attribution, v.at(collabsPath + "/" + hub.Slug)}, latest.Picture,
			})
		}
		if len(shown.Hubs) > 0 {
			shown.Card = v.card(shown.Head, shown.Hubs[0].Picture)
		}
		return hubsTemplate.HTML(shown)
	})
}
