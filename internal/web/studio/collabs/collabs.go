// Package collabs is the part of the studio where brands and collabs are kept: who owns licensed work, and
// what they allow.
package collabs

import (
	"embed"
	"strings"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

//go:embed *.html
var templates embed.FS

// Home is the list of collabs; Brands is that of brands. Both stand among the sales.
const (
	Home   = frame.Home + "/sales/collabs"
	Brands = frame.Home + "/sales/brands"
)

// room holds what the pages share.
type room struct{ frame.Room }

// Mount mounts the pages.
func Mount(f *frame.Frame, services frame.Services) {
	r := &room{frame.Room{Frame: f, Services: services}}
	f.Get(Home, accounts.ManageFurniture, r.collabs)
	f.Post(Home, accounts.ManageFurniture, r.saveCollab)
	f.Get(Home+"/:collab", accounts.ManageFurniture, r.collab)
	f.Post(Home+"/:collab/remove", accounts.ManageFurniture, r.removeCollab)
	f.Get(Brands, accounts.ManageFurniture, r.brands)
	f.Post(Brands, accounts.ManageFurniture, r.saveBrand)
	f.Get(Brands+"/:brand", accounts.ManageFurniture, r.brand)
	f.Post(Brands+"/:brand/remove", accounts.ManageFurniture, r.removeBrand)
}

// newOne is the name in the address of what is yet to be made.
const newOne = "-"

func byName(a, b frame.Option) int { return strings.Compare(a.Name, b.Name) }

// saved tells that the form before this page was taken.
func saved(v *frame.Visit) *frame.Notice {
	switch v.QueryParam("done") {
	case "saved":
		return v.Good("studio.sale.done_offered")
	case "removed":
		return v.Good("studio.sale.done_withdrawn")
	}
	return nil
}

// newer is the version that another made meanwhile.
func newer(failure error) int64 {
	return frame.Newer(failure, catalog.ErrBrandStale, catalog.ErrCollabStale)
}
