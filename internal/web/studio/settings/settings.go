// Package settings is the part of the studio where people look after their own account, and operators
// after everyone's.
package settings

import (
	"embed"
	"net/http"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
)

//go:embed *.html
var templates embed.FS

// Home is the page of one's own account.
const Home = frame.Home + "/settings"

// Services are what the pages are made of.
type Services struct {
	Accounts *accounts.Service
}

// room holds what the pages share.
type room struct {
	*frame.Frame
	Services
}

// Mount mounts the settings.
func Mount(f *frame.Frame, services Services) {
	r := &room{f, services}
	f.Get(Home, frame.AnyAction, r.own)
}

var ownTemplate = frame.Parse(templates, "own.html")

// ownPage is one's own account.
type ownPage struct {
	frame.Shell
	Roles []string
}

func (r *room) own(v *frame.Visit) error {
	shown := ownPage{Shell: v.Shell(v.Voice.T("studio.shell.settings"))}
	for _, role := range v.Account.Roles {
		shown.Roles = append(shown.Roles, v.Voice.T("studio.role."+string(role)))
	}
	return v.Show(http.StatusOK, ownTemplate, shown)
}
