// Package store is the pages that anyone may see: the front page of a storefront, a pack, and search.
// Each page is a Go file that says what it shows and a template of the same name that shows it.
package store

import (
	"context"
	"embed"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/page"
)

//go:embed *.html
var templates embed.FS

// Publisher gives the catalog as it is published at this moment.
type Publisher interface {
	Current() *catalog.Snapshot
}

// Details reads what snapshots only name.
type Details interface {
	Detail(context.Context, *catalog.Summary) (*catalog.Detail, error)
}

// Services are what the pages are made of.
type Services struct {
	Publisher Publisher
	Details   Details
}

// shop holds what the pages share.
type shop struct {
	*web.Server
	Services
}

// Mount mounts the public pages and the static files of all pages.
func Mount(s *web.Server, services Services) {
	shop := &shop{s, services}
	page.Mount(s)
	shop.get("/", shop.welcome)
	shop.get("/:region/:locale", shop.front)
	shop.get("/:region/:locale/packs/:pack", shop.pack)
	shop.get("/:region/:locale/search", shop.search)
}

// get mounts a page, whose failures are pages too.
func (s *shop) get(path string, handle echo.HandlerFunc) {
	guarded := func(c echo.Context) error {
		page.Secure(c.Response().Header())
		err := handle(c)
		if err == nil || !isPage(c) {
			return err
		}
		return s.showFailure(c, err)
	}
	s.Echo.GET(path, guarded)
	s.Echo.HEAD(path, guarded)
}

// isPage reports whether an address is meant for a reader. Others that no route takes end up here as
// well, because a page's address begins with any word: an unknown one of the API, for example.
func isPage(c echo.Context) bool {
	region := c.Param("region")
	return c.Path() == "/" || len(region) == 2 && region != "v1"
}

// welcome sends a visitor to the storefront that suits them.
func (s *shop) welcome(c echo.Context) error {
	place, err := s.Visitor(c)
	if err != nil {
		return err
	}
	_, err = s.Publisher.Current().Storefront(place.Region, localeOf(place.Locale))
	if err != nil {
		place.Region = s.Config.DefaultRegion
	}
	header := c.Response().Header()
	header.Set("Vary", "Accept-Language")
	header.Set("Cache-Control", "no-store")
	return c.Redirect(http.StatusFound, address(place.Region, place.Locale, ""))
}
