package v1

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/i18n/cldr"
	"github.com/hallyu-store/hallyu/internal/web"
)

// regions lists the regions that are open.
func (r *routes) regions(c echo.Context) error {
	snapshot := r.Published.Current()
	return r.Read(c, web.Reading{Revision: snapshot.Revision(), Make: func() (*web.Body, error) {
		items := []api.Region{}
		for _, region := range snapshot.Regions() {
			items = append(items, r.region(region, snapshot.Speech().Locales()))
		}
		return web.JSON(api.List[api.Region]{Items: items}, snapshot.Expires())
	}})
}

func (r *routes) region(region string, spoken []i18n.Locale) api.Region {
	standard := r.standardLocale(region)
	locales := []string{string(standard)}
	for _, locale := range spoken {
		if locale != standard {
			locales = append(locales, string(locale))
		}
	}
	return api.Region{
		Region: region, Name: cldr.RegionName(string(standard), region), Currency: cldr.CurrencyOf(region),
		Locales: locales, DefaultLocale: string(standard),
	}
}

// standardLocale is the language that a region reads by default, among those that the store speaks.
func (r *routes) standardLocale(region string) i18n.Locale {
	return i18n.Locale(r.Words.Negotiate(cldr.DefaultLocale(region)))
}

// choose sends a visitor to the storefront that suits them.
func (r *routes) choose(c echo.Context) error {
	place, err := r.Visitor(c)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Vary", "Accept-Language")
	header.Set("Cache-Control", "no-store")
	header.Set("Access-Control-Allow-Origin", "*")
	return c.Redirect(http.StatusFound, "/v1/storefronts/"+place.Region+"/"+place.Locale)
}

// view runs a read of the storefront that the path names.
func (r *routes) view(c echo.Context, show func(catalog.Storefront) (any, error)) error {
	return r.viewWith(c, "", time.Time{}, show)
}

// viewWith is view for what shows more than the catalog: that at a revision of its own, which expires.
func (r *routes) viewWith(c echo.Context, variant string, expires time.Time, show func(catalog.Storefront) (any, error)) error {
	at, err := r.PreviewMoment(c)
	if err != nil {
		return err
	}
	snapshot, reading := web.Previewed(r.Published.Current(), at)
	reading.Variant = variant + r.taxRevision()
	reading.Make = func() (*web.Body, error) {
		front, err := snapshot.Storefront(c.Param("region"), i18n.Locale(c.Param("locale")))
		if err != nil {
			return nil, err
		}
		value, err := show(front)
		if err != nil {
			return nil, err
		}
		return web.JSON(value, sooner(sooner(snapshot.Expires(), expires), r.taxTurn()))
	}
	return r.Read(c, reading)
}

// localized answers a storefront's read, or redirects where the path's locale is well-formed and not
// one that the store speaks.
func (r *routes) localized(c echo.Context, show func(catalog.Storefront) (any, error)) error {
	err := r.view(c, show)
	return r.RedirectLocale(c, err)
}

func (r *routes) frontPage(c echo.Context) error {
	return r.localized(c, func(front catalog.Storefront) (any, error) {
		page := api.FrontPage{Revision: front.Snapshot().Revision(), Sections: []api.Section{}}
		for _, section := range front.Sections() {
			page.Sections = append(page.Sections, api.Section{
				ID: section.ID, Kind: string(section.Kind),
				Title: r.Words.In(front.Locale()).Text(section.Title, nil),
				Packs: r.summaries(section.Packs, front.Locale()),
			})
		}
		return page, nil
	})
}

func (r *routes) packs(c echo.Context) error {
	return r.localized(c, func(front catalog.Storefront) (any, error) {
		query, err := packsQuery(c)
		if err != nil {
			return nil, err
		}
		page, err := front.Packs(query)
		if err != nil {
			return nil, err
		}
		list := api.List[api.PackSummary]{Items: r.summaries(page.Packs, front.Locale())}
		if page.Next != nil {
			list.Next = web.EncodeCursor(packsCursor{query.Sort, *page.Next})
		}
		return list, nil
	})
}

// packsCursor is the place of the last pack in the order that the list has.
type packsCursor struct {
	Sort catalog.Sort `json:"s"`
	Key  catalog.Key  `json:"k"`
}

func packsQuery(c echo.Context) (catalog.Query, error) {
	q := web.NewQuery(c)
	query := catalog.Query{
		Sort: catalog.Sort(q.Enum("sort", "new", "popular", "title")), Tag: q.Text("tag", 32),
		Creator: q.Text("creator", 100), Collab: q.Text("collab", 100), Animated: q.Bool("animated"), Free: q.Bool("free"),
		Usage: catalog.Usage(q.Enum("usage", "", "sticker", "emoticon")), Limit: q.Limit(),
	}
	var cursor packsCursor
	text := c.QueryParam("cursor")
	err := web.DecodeCursor(text, &cursor)
	if err != nil {
		return query, err
	}
	if text != "" && (cursor.Sort != query.Sort || cursor.Key.ID == "") {
		return query, web.ErrCursor
	}
	if text != "" {
		query.After = &cursor.Key
	}
	return query, q.Err()
}

func (r *routes) pack(c echo.Context) error {
	return r.localized(c, func(front catalog.Storefront) (any, error) {
		q := web.NewQuery(c)
		all := q.Enum("locales", "", "all") == "all"
		if q.Err() != nil {
			return nil, q.Err()
		}
		listing, err := front.Pack(c.Param("pack"))
		if err != nil {
			return nil, err
		}
		detail, err := r.Details.Detail(c.Request().Context(), listing.Summary)
		if err != nil {
			return nil, err
		}
		pack := r.packOf(listing, detail, front.Chain(), false)
		if all {
			pack.Words = allWords(detail)
		}
		return pack, nil
	})
}

func (r *routes) search(c echo.Context) error {
	return r.localized(c, func(front catalog.Storefront) (any, error) {
		q := web.NewQuery(c)
		text := strings.TrimSpace(q.Text("q", 200))
		if text == "" && q.Err() == nil {
			q.Reject("q", "required", nil)
		}
		if q.Err() != nil {
			return nil, q.Err()
		}
		found := front.Search(text)
		stickers, err := r.hits(c, front, found.Stickers)
		return api.SearchResult{Packs: r.summaries(found.Packs, front.Locale()), Stickers: stickers}, err
	})
}

// hits puts the stickers that were found on the wire.
func (r *routes) hits(c echo.Context, front catalog.Storefront, hits []catalog.StickerHit) ([]api.StickerInPack, error) {
	items := make([]api.StickerInPack, 0, len(hits))
	for _, hit := range hits {
		detail, err := r.Details.Detail(c.Request().Context(), hit.Pack.Summary)
		if err != nil {
			return nil, err
		}
		if hit.Sticker >= len(detail.Stickers) {
			continue
		}
		view, _ := detail.Sticker(detail.Stickers[hit.Sticker].ID, front.Chain())
		s := sight{release: detail.Release, free: free(hit.Pack.Terms)}
		items = append(items, api.StickerInPack{Sticker: r.stickerOf(view, s), Pack: r.summary(hit.Pack, front.Locale())})
	}
	return items, nil
}

func (r *routes) changes(c echo.Context) error {
	return r.localized(c, func(front catalog.Storefront) (any, error) {
		q := web.NewQuery(c)
		query := catalog.ChangesQuery{Since: q.Text("since", 64), Limit: q.Limit()}
		if query.Since == "" && q.Err() == nil {
			q.Reject("since", "required", nil)
		}
		if q.Err() != nil {
			return nil, q.Err()
		}
		err := web.DecodeCursor(c.QueryParam("cursor"), &query.After)
		if err != nil {
			return nil, err
		}
		page, err := front.Changes(query)
		if err != nil {
			return nil, err
		}
		changes := api.Changes{Revision: page.Revision, Upserted: r.summaries(page.Upserted, front.Locale()), Removed: list(page.Removed)}
		if page.Next != "" {
			changes.Next = web.EncodeCursor(page.Next)
		}
		return changes, nil
	})
}
