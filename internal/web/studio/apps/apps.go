// Package apps is the part of the studio where operators see the chat apps, and say who signs the tokens that their
// users come in with. No secret is on its pages.
package apps

import (
	"context"
	"embed"
	"errors"
	"net/http"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/journal"
)

//go:embed *.html
var templates embed.FS

// Home is the list of apps.
const Home = frame.Home + "/settings/apps"

// Apps knows the apps and their issuers.
type Apps interface {
	Apps(ctx context.Context) ([]accounts.App, error)
	App(ctx context.Context, id string) (accounts.App, error)
	Issuer(ctx context.Context, app string, mode accounts.Mode) (accounts.Issuer, error)
	SetIssuer(ctx context.Context, by journal.Origin, i accounts.Issuer) (accounts.Issuer, error)
	RemoveIssuer(ctx context.Context, by journal.Origin, app string, mode accounts.Mode) error
	TryToken(ctx context.Context, text string) (accounts.Actor, error)
}

// room holds what the pages share.
type room struct {
	*frame.Frame
	apps Apps
}

// Mount mounts the pages.
func Mount(f *frame.Frame, apps Apps) {
	r := &room{f, apps}
	f.Get(Home, accounts.ManageApps, r.list)
	f.Get(Home+"/:app", accounts.ManageApps, r.one)
	f.Post(Home+"/:app/try", accounts.ManageApps, r.try)
	f.Get(Home+"/:app/issuers/:mode", accounts.ManageApps, r.form)
	f.Post(Home+"/:app/issuers/:mode", accounts.ManageApps, r.save)
	f.Post(Home+"/:app/issuers/:mode/remove", accounts.ManageApps, r.remove)
}

var (
	listTemplate = frame.Parse(templates, "list.html")
	oneTemplate  = frame.Parse(templates, "one.html")
)

// listPage is the apps, the oldest first.
type listPage struct {
	frame.Shell
	Query string
	Any   bool // there are apps at all
	Rows  []row
}

// row is an app in the list.
type row struct{ ID, Name, At, Stamp string }

func (r *room) list(v *frame.Visit) error {
	all, err := r.apps.Apps(v.Request().Context())
	if err != nil {
		return err
	}
	p := listPage{Shell: v.Shell(v.Voice.T("studio.apps.title")), Query: v.QueryParam("q"), Any: len(all) > 0}
	for _, app := range all {
		if frame.Contains(p.Query, app.ID, app.Name) {
			p.Rows = append(p.Rows, rowOf(v, app))
		}
	}
	return v.Show(http.StatusOK, listTemplate, p)
}

func rowOf(v *frame.Visit, app accounts.App) row {
	return row{app.ID, app.Name, v.Voice.Moment(app.CreatedAt.UTC()), app.CreatedAt.UTC().Format(time.RFC3339)}
}

// onePage is an app, who signs its tokens, and what became of one that was tried.
type onePage struct {
	frame.Shell
	Notice  *frame.Notice
	App     row
	Issuers []issuer // live, then test
	Verdict *verdict
}

// issuer is who signs tokens of one mode.
type issuer struct {
	Mode                          accounts.Mode
	Set                           bool
	Name, Audience, Claim, Family string
	Keys                          string // where they are: an address, or ""
	From                          string // url, pinned or secret
	At, Stamp                     string
}

// modes are those that an app may have an issuer for.
var modes = []accounts.Mode{accounts.Live, accounts.Test}

func (r *room) one(v *frame.Visit) error {
	app, err := r.apps.App(v.Request().Context(), v.Param("app"))
	if err != nil {
		return err
	}
	p := onePage{}
	if done := v.QueryParam("done"); done == "saved" || done == "removed" {
		p.Notice = v.Good("studio.issuer.done_" + done)
	}
	return r.show(v, http.StatusOK, app, p)
}

func (r *room) show(v *frame.Visit, status int, app accounts.App, p onePage) error {
	p.Shell, p.App = v.Shell(app.Name), rowOf(v, app)
	for _, mode := range modes {
		found, err := r.apps.Issuer(v.Request().Context(), app.ID, mode)
		switch {
		case errors.Is(err, accounts.ErrIssuerNotFound):
			p.Issuers = append(p.Issuers, issuer{Mode: mode})
		case err != nil:
			return err
		default:
			p.Issuers = append(p.Issuers, issuerOf(v, found))
		}
	}
	return v.Show(status, oneTemplate, p)
}

func issuerOf(v *frame.Visit, i accounts.Issuer) issuer {
	shown := issuer{
		Mode: i.Mode, Set: true, Name: i.Name, Audience: i.Audience, Claim: i.Claim, Family: string(i.Family), Keys: i.KeysURL, From: "url",
		At: v.Voice.Moment(i.SetAt.UTC()), Stamp: i.SetAt.UTC().Format(time.RFC3339),
	}
	if len(i.Keys) > 0 {
		shown.From = "pinned"
	} else if i.Family == accounts.FamilyHS {
		shown.From = "secret"
	}
	return shown
}

func (r *room) remove(v *frame.Visit) error {
	err := r.apps.RemoveIssuer(v.Request().Context(), v.Origin(), v.Param("app"), accounts.Mode(v.Param("mode")))
	if err != nil {
		return err
	}
	return v.Go(Home + "/" + v.Param("app") + "?done=removed")
}
