package frame

import (
	"embed"
	"io/fs"
	"slices"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/i18n"
	"github.com/hallyu-store/hallyu/internal/web/page"
)

//go:embed *.html
var templates embed.FS

// Parse reads a page's templates together with the frame's. The page defines the template main, and its
// data embeds Shell.
func Parse(files fs.FS, names ...string) page.Template {
	return page.ParseWithin(templates, []string{"shell.html", "parts.html"}, files, names...)
}

// Shell is what stands around every page of the studio.
type Shell struct {
	page.Head
	Places    []Place // of the rail: those that the reader may see
	Email     string  // of who is signed in; "" for nobody
	Here      string  // address of this page, to come back to
	Languages []Language
}

// Place is a part of the studio.
type Place struct {
	Name    string
	Icon    string
	Address string
	Current bool
}

// Language is one that the studio can be read in.
type Language struct {
	Locale  i18n.Locale
	Name    string // its own
	Current bool
}

// place says who sees a part of the studio in the rail: those who may take one of the actions.
type place struct {
	id, address string
	actions     []accounts.Action // none: everyone
}

// places are the parts of the studio in the order of the rail. One stands there once it is mounted.
var places = []place{
	{"packs", Home + "/packs", []accounts.Action{accounts.WritePacks, accounts.PublishPacks, accounts.WriteOffers, accounts.ReadAudit}},
	{"words", Home + "/words", []accounts.Action{accounts.WriteStrings, accounts.ReleaseStrings, accounts.AssignStrings}},
	{"review", Home + "/review", []accounts.Action{accounts.ReadReviews}},
	{"sales", Home + "/sales", []accounts.Action{accounts.WriteOffers, accounts.ReadReports}},
	{"orders", Home + "/orders", []accounts.Action{accounts.ReadOrders}},
	{"passes", Home + "/passes", []accounts.Action{accounts.ReadPasses}},
	{"earnings", Home + "/earnings", []accounts.Action{accounts.ReadStatements}},
	{"settings", Home + "/settings", nil},
}

// Shell returns the frame of a page. title is the page's own; the studio's name is put after it.
func (v *Visit) Shell(title string) Shell {
	shell := Shell{
		Head: page.Head{
			Voice: v.Voice, Title: title + " · " + v.Voice.T("studio.shell.name"), Hidden: true,
			Surface: "studio", Sheet: "studio.css", Script: "js/studio.js",
		},
		Here: v.Request().URL.RequestURI(), Languages: v.languages(),
	}
	if v.SignedIn() {
		shell.Email, shell.Places = v.Account.Email, v.places()
	} else {
		shell.Surface = "studio outside"
	}
	return shell
}

func (v *Visit) places() []Place {
	var shown []Place
	for _, p := range places {
		if v.frame.mounted[p.address] && v.maySee(p) {
			shown = append(shown, Place{
				Name: v.Voice.T("studio.shell." + p.id), Icon: p.id, Address: p.address, Current: isWithin(v.Request().URL.Path, p.address),
			})
		}
	}
	return shown
}

func (v *Visit) maySee(p place) bool {
	return len(p.actions) == 0 || slices.ContainsFunc(p.actions, v.Actor.Can)
}

func isWithin(path, address string) bool {
	return path == address || len(path) > len(address) && path[:len(address)+1] == address+"/"
}

// First is the address of the first place that the reader may see.
func (v *Visit) First() string {
	shown := v.places()
	if len(shown) == 0 {
		return SignIn
	}
	return shown[0].Address
}

func (v *Visit) languages() []Language {
	var all []Language
	for _, locale := range v.frame.languages() {
		all = append(all, Language{Locale: locale, Name: locale.NativeName(), Current: locale == v.Voice.Locale})
	}
	return all
}
