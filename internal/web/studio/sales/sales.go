// Package sales is the part of the studio where prices are kept: the tiers, each a row of prices.
package sales

import (
	"embed"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

//go:embed *.html
var templates embed.FS

// Home is the list of tiers.
const Home = frame.Home + "/sales"

// room holds what the pages share.
type room struct{ frame.Room }

// Mount mounts the pages.
func Mount(f *frame.Frame, services frame.Services) {
	r := &room{frame.Room{Frame: f, Services: services}}
	f.Get(Home, accounts.WriteOffers, r.tiers)
	f.Get(Home+"/preview", accounts.WriteOffers, r.preview)
	f.Get(Home+"/tiers/:tier", accounts.WriteOffers, r.tier)
	f.Post(Home+"/tiers", accounts.WriteOffers, r.saveTier)
	f.Post(Home+"/tiers/:tier/remove", accounts.WriteOffers, r.removeTier)
}
