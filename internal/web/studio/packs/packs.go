// Package packs is the part of the studio where designers make packs: the list of their own, and of each
// pack its stickers, words, report, preview and releases. Every page works by plain forms; scripts save
// through the API as one writes.
package packs

import (
	"embed"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

//go:embed *.html
var templates embed.FS

// Home is the list of packs.
const Home = frame.Home + "/packs"

// room holds what the pages share.
type room struct {
	frame.Room
	editions Editions
}

// Services are what the pages are made of.
type Services struct {
	frame.Services
	Editions Editions // nil: no pack is limited
}

// Mount mounts the pages.
func Mount(f *frame.Frame, services Services) {
	r := &room{frame.Room{Frame: f, Services: services.Services}, services.Editions}
	const pack, sticker = Home + "/:pack", Home + "/:pack/stickers/:sticker"
	f.Get(Home, accounts.ReadPacks, r.list)
	f.Get(Home+"/new", accounts.WritePacks, r.blank)
	f.Post(Home+"/new", accounts.WritePacks, r.create)
	f.Get(pack, accounts.ReadPacks, r.pack)
	f.PostFiles(pack+"/files", accounts.WritePacks, maxFiles, r.takeFiles)
	f.Post(pack+"/remove", accounts.WritePacks, r.removePack)
	f.Post(pack+"/submit", accounts.WritePacks, r.submit)
	f.Post(pack+"/appeal", accounts.WritePacks, r.appeal)
	f.Post(pack+"/rollback", accounts.PublishPacks, r.rollback)
	f.Get(sticker, accounts.ReadPacks, r.sticker)
	f.PostFiles(sticker, accounts.WritePacks, maxFiles, r.saveSticker)
	f.Post(sticker+"/move", accounts.WritePacks, r.moveSticker)
	f.Post(sticker+"/remove", accounts.WritePacks, r.removeSticker)
	f.Get(pack+"/words", accounts.ReadPacks, r.words)
	f.Post(pack+"/words", accounts.WritePacks, r.saveWords)
	f.Get(pack+"/report", accounts.ReadPacks, r.report)
	f.Get(pack+"/preview", accounts.ReadPacks, r.preview)
	f.Get(pack+"/releases", accounts.ReadPacks, r.releases)
	f.Get(pack+"/sale", accounts.ReadPacks, r.sale)
	f.Post(pack+"/sale/offers", accounts.WriteOffers, r.saveOffer)
	f.Post(pack+"/sale/remove", accounts.WriteOffers, r.removeOffer)
	f.Post(pack+"/sale/publish", accounts.PublishPacks, r.publish)
	f.Post(pack+"/sale/stop", accounts.PublishPacks, r.stop)
	f.Post(pack+"/sale/ban", accounts.PublishDirect, r.ban)
	f.Post(pack+"/sale/propose", accounts.WritePacks, r.propose)
	f.Post(pack+"/sale/decide", accounts.WriteOffers, r.decide)
	f.Post(pack+"/sale/lift", accounts.PublishDirect, r.lift)
	f.Post(pack+"/sale/collab", accounts.ManageFurniture, r.setCollab)
	f.Post(pack+"/sale/edition", accounts.WriteOffers, r.setEdition)
	f.Post(pack+"/sale/counter", accounts.WritePacks, r.counter)
	r.mountBulk()
}

// draft reads the pack that the address names.
func (r *room) draft(v *frame.Visit) (catalog.Draft, error) {
	return r.Catalog.Draft(v.Request().Context(), v.By(), v.Param("pack"))
}

// address is where a page of a pack lives. It names the pack by its id, which no edit changes.
func address(pack, page string) string { return Home + "/" + pack + page }
