package webhooks

import (
	"net/http"
	"time"

	"github.com/hallyu-store/hallyu/catalog"
	"github.com/hallyu-store/hallyu/internal/web/studio/frame"
	"github.com/hallyu-store/hallyu/journal/webhook"
)

// onePage is an address, its last deliveries, and what can be done.
type onePage struct {
	frame.Shell
	Notice     *frame.Notice
	Row        row
	Secret     string // new, shown this once; else ""
	Deliveries []delivery
	States     []frame.Option // of deliveries
	Since      string         // typed into the form of replays
	Wrong      string         // why that was not taken
}

// keepOld is how long the secret before signs as well.
const keepOld = 24 * time.Hour

// find returns the webhook that the address names, whoever's it is.
func (r *room) find(v *frame.Visit) (webhook.Webhook, error) {
	all, err := r.webhooks.All(v.Request().Context())
	for _, w := range all {
		if w.ID == v.Param("webhook") {
			return w, nil
		}
	}
	if err == nil {
		err = webhook.ErrNotFound.With("webhook", v.Param("webhook"))
	}
	return webhook.Webhook{}, err
}

func (r *room) one(v *frame.Visit) error {
	w, err := r.find(v)
	if err != nil {
		return err
	}
	var p onePage
	if done := v.QueryParam("done"); acts[done] {
		p.Notice = v.Good("studio.webhook.done_" + done)
	}
	return r.show(v, http.StatusOK, w, p)
}

// acts are what the forms do that lead back to the page.
var acts = map[string]bool{"ping": true, "pause": true, "resume": true, "replay": true}

func (r *room) show(v *frame.Visit, status int, w webhook.Webhook, p onePage) error {
	found, err := r.deliveries(v, []webhook.Webhook{w})
	if err != nil {
		return err
	}
	p.Shell, p.Row, p.Deliveries, p.States = v.Shell(v.Voice.T("studio.webhook.title")), rowOf(v, w), found, statesOf(v)
	return v.Show(status, oneTemplate, p)
}

// act does what a form of the page says.
func (r *room) act(v *frame.Visit) error {
	w, err := r.find(v)
	if err != nil {
		return err
	}
	act := v.FormValue("act")
	if act == "rotate" {
		return r.rotate(v, w)
	}
	p := onePage{Since: v.FormValue("since")}
	if err = r.do(v, w, act); err != nil {
		wording := v.Word(err)
		p.Notice = wording.Bad()
		if act == "replay" {
			p.Wrong = wording.Detail
		}
		return r.show(v, wording.Status, w, p)
	}
	return v.Go(Home + "/" + w.ID + "?done=" + act)
}

func (r *room) do(v *frame.Visit, w webhook.Webhook, act string) error {
	ctx := v.Request().Context()
	switch act {
	case "ping":
		_, err := r.webhooks.Ping(ctx, v.Origin(), w.Ledger, w.ID)
		return err
	case "pause", "resume":
		_, err := r.webhooks.Change(ctx, r.edit(v, w), func(d *webhook.Draft) { d.Disabled = act == "pause" })
		return err
	case "replay":
		wall, err := catalog.ParseWallTime(v.FormValue("since"))
		if err != nil {
			return err
		}
		return r.webhooks.ReplaySince(ctx, v.Origin(), w.Ledger, w.ID, wall.OpensIn(catalog.World))
	}
	return webhook.ErrNotFound.With("webhook", w.ID)
}

func (r *room) edit(v *frame.Visit, w webhook.Webhook) webhook.Edit {
	return webhook.Edit{Ledger: w.Ledger, ID: w.ID, By: v.Origin()}
}

// rotate gives a new secret and shows it, in this one answer.
func (r *room) rotate(v *frame.Visit, w webhook.Webhook) error {
	after, err := r.webhooks.Rotate(v.Request().Context(), r.edit(v, w), keepOld)
	if err != nil {
		return err
	}
	return r.show(v, http.StatusOK, after, onePage{
		Notice: v.Good("studio.webhook.secret"), Secret: string(after.Secrets[0].Key),
	})
}
