// Package sales is the part of the studio where prices are kept: the tiers, each a row of prices.
package sales

import (
	"embed"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

//go:embed *.html
var templates embed.FS

// Home is the list of tiers.
const Home = frame.Home + "/sales"

// Services are what the pages are made of.
type Services struct {
	Catalog   *catalog.Service
	Languages frame.Languages
	Published Published // nil is a store of which nothing is known
}

// Published gives the catalog as it is published at this moment.
type Published interface {
	Current() *catalog.Snapshot
}

// room holds what the pages share.
type room struct {
	*frame.Frame
	Services
}

// Mount mounts the pages.
func Mount(f *frame.Frame, services Services) {
	r := &room{f, services}
	f.Get(Home, accounts.WriteOffers, r.tiers)
	f.Get(Home+"/preview", accounts.WriteOffers, r.preview)
	f.Get(Home+"/tiers/:tier", accounts.WriteOffers, r.tier)
	f.Post(Home+"/tiers", accounts.WriteOffers, r.saveTier)
	f.Post(Home+"/tiers/:tier/remove", accounts.WriteOffers, r.removeTier)
}

// by is who asks for a change of the catalog.
func by(v *frame.Visit) catalog.By {
	return catalog.By{Actor: v.Actor, Request: web.RequestIDOf(v.Request().Context())}
}
