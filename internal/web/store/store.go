// Package store is the pages that anyone may see: the front page of a storefront, a pack, and search.
// Each page is a Go file that says what it shows and a template of the same name that shows it.
package store

import (
	"context"
	"embed"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/page"
	"github.com/hallyu-store/hallyu/purchases/tax"
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
	Draft     func() Draft // nil where there is none
	Editions  Editions     // nil where there are none
	Taxes     Taxes        // nil where none is charged
}

// Taxes are the taxes that are charged.
type Taxes interface {
	Table() *tax.Table
	Here(region string) *tax.Rate // nil where there is none now
	Turn() time.Time              // when some begin or end next; zero for never
}

// Draft is the program's own words as they are before a release.
type Draft struct {
	Words    page.Words
	Revision string // changes with the words
	Speech   catalog.Speech
}

// shop holds what the pages share.
type shop struct {
	*web.Server
	Services
	stocks *stocks
}

// Mount mounts the public pages and the static files of all pages.
func Mount(s *web.Server, services Services) {
	shop := &shop{s, services, &stocks{editions: services.Editions, now: s.Now}}
	page.Mount(s)
	s.FailurePage = shop.astray
	s.Echo.Pre(aside)
	shop.get("/", shop.welcome)
	shop.get(inside+"/:region", shop.welcome)
	shop.get(inside+"/:region/:locale", shop.front)
	shop.get(inside+"/:region/:locale/packs/:pack", shop.pack)
	shop.get(inside+"/:region/:locale/packs/:pack/stock", shop.stock)
	shop.get(inside+"/:region/:locale/collabs", shop.hubs)
	shop.get(inside+"/:region/:locale/collabs/:collab", shop.hub)
	shop.get(inside+"/:region/:locale/search", shop.search)
	shop.get(inside+"/:region/:locale/*", shop.lost)
}

// get mounts a page, whose failures are pages too. Its address with a slash behind it leads to it.
func (s *shop) get(path string, handle echo.HandlerFunc) {
	s.mount(path, handle)
	if path != "/" && !strings.HasSuffix(path, "*") {
		s.mount(path+"/", s.withoutSlash)
	}
}

func (s *shop) mount(path string, handle echo.HandlerFunc) {
	guarded := func(c echo.Context) error {
		if !back(c) {
			return web.ErrAddressUnknown
		}
		page.Secure(c.Response().Header())
		err := handle(c)
		if err != nil {
			return s.showFailure(c, err)
		}
		return nil
	}
	s.Echo.GET(path, guarded)
	s.Echo.HEAD(path, guarded)
}

// withoutSlash sends the reader on for good. A page's address begins with a region (see isPage), so this
// never leads out of the store.
func (s *shop) withoutSlash(c echo.Context) error {
	return s.redirect(c, http.StatusPermanentRedirect, strings.TrimSuffix(c.Request().URL.EscapedPath(), "/"))
}

// lost answers addresses below a storefront that are none.
func (s *shop) lost(echo.Context) error { return web.ErrAddressUnknown }

// welcome sends a visitor to the storefront that suits them; one who names a region, to that region's.
func (s *shop) welcome(c echo.Context) error {
	place, err := s.Visitor(c)
	if err != nil {
		return err
	}
	if region := c.Param("region"); region != "" {
		place.Region = strings.ToUpper(region)
	} else if !s.opens(place) {
		place.Region = s.Config.DefaultRegion
	}
	if !s.opens(place) {
		return catalog.ErrRegionNotFound.With("region", place.Region)
	}
	header := c.Response().Header()
	header.Set("Vary", "Accept-Language")
	header.Set("Cache-Control", "no-store")
	return c.Redirect(http.StatusFound, address(place.Region, place.Locale, ""))
}

// opens reports whether there is a storefront.
func (s *shop) opens(p web.Place) bool {
	_, err := s.Publisher.Current().Storefront(p.Region, i18n.Locale(p.Locale))
	return err == nil
}
