// Package webhooks is the part of the studio where operators look after the addresses that events are sent to, every
// app's and the store's own.
package webhooks

import (
	"cmp"
	"context"
	"embed"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/journal"
	"github.com/hallyu-store/hallyu/journal/webhook"
)

//go:embed *.html
var templates embed.FS

// Home is the list of addresses.
const Home = frame.Home + "/settings/webhooks"

// Webhooks is what operators do with webhooks.
type Webhooks interface {
	All(ctx context.Context) ([]webhook.Webhook, error)
	Change(ctx context.Context, e webhook.Edit, change func(*webhook.Draft)) (webhook.Webhook, error)
	Rotate(ctx context.Context, e webhook.Edit, keep time.Duration) (webhook.Webhook, error)
	Ping(ctx context.Context, by journal.Origin, ledger, id string) (webhook.Delivery, error)
	ReplaySince(ctx context.Context, by journal.Origin, ledger, id string, since time.Time) error
	Deliveries(ctx context.Context, ledger, id string, before webhook.Place, limit int) ([]webhook.Delivery, error)
}

// room holds what the pages share.
type room struct {
	*frame.Frame
	webhooks Webhooks
}

// Mount mounts the pages.
func Mount(f *frame.Frame, webhooks Webhooks) {
	r := &room{f, webhooks}
	f.Get(Home, accounts.ManageAccounts, r.list)
	f.Get(Home+"/:webhook", accounts.ManageAccounts, r.one)
	f.Post(Home+"/:webhook", accounts.ManageAccounts, r.act)
}

var (
	listTemplate = frame.Parse(templates, "list.html", "parts.html")
	oneTemplate  = frame.Parse(templates, "one.html", "parts.html")
)

// listPage is all addresses, the oldest first.
type listPage struct {
	frame.Shell
	Apps       []frame.Option // whose addresses there are
	States     []frame.Option // of deliveries
	Chosen     bool           // those of one app are shown, with their deliveries
	Rows       []row
	Deliveries []delivery
}

// row is an address as it stands. No secret is in it.
type row struct {
	ID, URL, Description string
	App                  string // id; "" for the store's own
	AppName              string
	Test                 bool
	State                string // healthy, failing, paused, disabled
	Types                []string
	Failure              string
	Since, Succeeded     string // moments, written; "" for none
	Until                string
}

func rowOf(v *frame.Visit, w webhook.Webhook) row {
	written := func(at *time.Time) string {
		if at == nil {
			return ""
		}
		return v.Voice.Moment(at.UTC())
	}
	app, test := strings.CutSuffix(w.Ledger, ":test")
	name := ""
	if app != "" {
		name = v.AppName(app)
	}
	return row{
		AppName: name, ID: w.ID, URL: w.URL, Description: w.Description, App: app, Test: test, State: stateOf(w), Types: w.Types,
		Failure: w.Failure, Since: written(w.FailingSince), Succeeded: written(w.Succeeded), Until: written(w.PausedUntil),
	}
}

func stateOf(w webhook.Webhook) string {
	switch {
	case w.Disabled == webhook.ByOwner:
		return "paused"
	case w.Disabled != "":
		return "disabled"
	case w.Failures > 0:
		return "failing"
	}
	return "healthy"
}

// ofStore is what the filter calls the store's own addresses.
const ofStore = "store"

func (r *room) list(v *frame.Visit) error {
	all, err := r.webhooks.All(v.Request().Context())
	if err != nil {
		return err
	}
	app := v.QueryParam("app")
	p := listPage{Shell: v.Shell(v.Voice.T("studio.webhook.title")), Chosen: app != "", Apps: []frame.Option{{Value: "", Name: v.Voice.T("studio.webhook.every_app")}}}
	var shown []webhook.Webhook
	for _, w := range all {
		one := rowOf(v, w)
		p.offer(v, one, app)
		if app == "" || app == cmp.Or(one.App, ofStore) {
			p.Rows, shown = append(p.Rows, one), append(shown, w)
		}
	}
	if p.Chosen {
		p.States = statesOf(v)
		p.Deliveries, err = r.deliveries(v, shown)
	}
	if err != nil {
		return err
	}
	return v.Show(http.StatusOK, listTemplate, p)
}

// offer puts the owner of an address among those to choose from, once.
func (p *listPage) offer(v *frame.Visit, of row, chosen string) {
	choice := frame.Option{Value: cmp.Or(of.App, ofStore), Name: cmp.Or(of.AppName, v.Voice.T("studio.webhook.store"))}
	choice.Chosen = choice.Value == chosen
	if !slices.Contains(p.Apps, choice) {
		p.Apps = append(p.Apps, choice)
	}
}
