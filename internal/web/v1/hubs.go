package v1

import (
	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/purchases"
)

// hubs lists the collabs with packs that are open here.
func (r *routes) hubs(c echo.Context) error {
	return r.localized(c, func(front catalog.Storefront) (any, error) {
		page := api.List[api.CollabSummary]{Items: []api.CollabSummary{}}
		for _, hub := range front.Collabs() {
			page.Items = append(page.Items, collabSummary(hub))
		}
		return page, nil
	})
}

// hub shows one of them with its packs and passes.
func (r *routes) hub(c echo.Context) error {
	return r.withPasses(c, func(front catalog.Storefront, posted *purchases.Posted) (any, error) {
		hub, err := front.Collab(c.Param("collab"))
		if err != nil {
			return nil, err
		}
		return api.CollabHub{
			CollabSummary: collabSummary(hub), Description: hub.Description.Text, DescriptionLocale: string(hub.Description.Locale),
			Packs: r.summaries(hub.Packs, front.Locale()), Passes: r.passesIn(front, posted, hub.Licence),
		}, nil
	})
}

func collabSummary(hub catalog.Hub) api.CollabSummary {
	return api.CollabSummary{
		CollabRef: collabRef(hub.Licence, hub.Title), TitleLocale: string(hub.Title.Locale), PackCount: len(hub.Packs), Until: utc(&hub.Until),
	}
}

func collabRef(l *catalog.Licence, title catalog.Text) api.CollabRef {
	return api.CollabRef{Slug: l.Slug, Name: title.Text, Brand: api.Brand(l.Brand), Attribution: l.Attribution}
}
