// Package webhooks is the part of the studio where operators look after the addresses that events are sent to, every
// app's and the store's own.
package webhooks

import (
	"context"
	"embed"
	"net/http"
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
	Rows []row
}

// row is an address as it stands. No secret is in it.
type row struct {
	ID, URL, Description string
	App                  string // "" for the store's own
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
	return row{
		ID: w.ID, URL: w.URL, Description: w.Description, App: app, Test: test, State: stateOf(w), Types: w.Types,
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

func (r *room) list(v *frame.Visit) error {
	all, err := r.webhooks.All(v.Request().Context())
	if err != nil {
		return err
	}
	p := listPage{Shell: v.Shell(v.Voice.T("studio.webhook.title"))}
	for _, w := range all {
		p.Rows = append(p.Rows, rowOf(v, w))
	}
	return v.Show(http.StatusOK, listTemplate, p)
}
