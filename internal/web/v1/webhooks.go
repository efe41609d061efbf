package v1

import (
	"context"
	"time"

	"github.com/hallyu-store/hallyu/accounts"
	"github.com/hallyu-store/hallyu/api"
	"github.com/hallyu-store/hallyu/fault"
	"github.com/hallyu-store/hallyu/internal/web"
	"github.com/hallyu-store/hallyu/journal/webhook"
	"github.com/hallyu-store/hallyu/purchases"
)

func (r *routes) mountWebhooks() {
	op := func(method, id, path, summary string) web.Operation {
		return web.Operation{Method: method, ID: id, Path: "/v1/webhooks" + path, Summary: summary, Tag: tagEvents, Action: accounts.ManageWebhooks}
	}
	web.Typed(r.Server, op("GET", "list-webhooks", "", "Addresses to which events are pushed, the oldest first"), r.listWebhooks)
	web.Typed(r.Server, created(op("POST", "create-webhook", "", "Have events pushed; the reply alone has the secret")), r.createWebhook)
	web.Typed(r.Server, op("GET", "get-webhook", "/{webhook}", "A webhook, and how it fares"), r.getWebhook)
	web.Typed(r.Server, op("PATCH", "update-webhook", "/{webhook}", "Change a webhook; disable or enable it"), r.updateWebhook)
	web.Typed(r.Server, noContent(op("DELETE", "delete-webhook", "/{webhook}", "Take a webhook away")), r.deleteWebhook)
	web.Typed(r.Server, created(op("POST", "rotate-webhook-secret", "/{webhook}/secrets", "A new secret; the old one signs as well for a while")), r.rotateWebhook)
	web.Typed(r.Server, created(op("POST", "ping-webhook", "/{webhook}/ping", "Send a message that tells of nothing")), r.pingWebhook)
	web.Typed(r.Server, created(op("POST", "replay-webhook", "/{webhook}/replays", "Send one event again, or all since a moment")), r.replayWebhook)
	web.Typed(r.Server, op("GET", "list-webhook-deliveries", "/{webhook}/deliveries", "What was not taken at once or was asked for, the latest first"), r.listDeliveries)
}

// hearing is the ledger of whose events the caller's webhooks hear: staff's are the store's, and hear of all.
func hearing(ctx context.Context) string { return purchases.LedgerOf(web.ActorOf(ctx)).ID() }

// WebhookPath names a webhook.
type WebhookPath struct {
	Webhook string `path:"webhook"`
}

func (r *routes) listWebhooks(ctx context.Context, _ *struct{}) (*jsonOf[api.List[api.Webhook]], error) {
	all, err := r.Webhooks.Webhooks(ctx, hearing(ctx))
	list := api.List[api.Webhook]{Items: []api.Webhook{}}
	for _, w := range all {
		list.Items = append(list.Items, r.webhookOf(w))
	}
	return &jsonOf[api.List[api.Webhook]]{list}, err
}

type webhookReply struct {
	ETag string `header:"ETag"`
	Body api.Webhook
}

func (r *routes) replyWebhook(w webhook.Webhook, err error) (*webhookReply, error) {
	if err != nil {
		return nil, err
	}
	return &webhookReply{versionTag(w.Version), r.webhookOf(w)}, nil
}

// replySecret is the one reply in which the newest secret is.
func (r *routes) replySecret(w webhook.Webhook, err error) (*webhookReply, error) {
	reply, err := r.replyWebhook(w, err)
	if err == nil {
		reply.Body.Secret = string(w.Secrets[0].Key)
	}
	return reply, err
}

// webhookOf puts a webhook on the wire, without its secrets.
func (r *routes) webhookOf(w webhook.Webhook) api.Webhook {
	shown := api.Webhook{
		ID: w.ID, URL: w.URL, Types: list(w.Types), Description: w.Description, Enabled: w.Disabled == "", Disabled: string(w.Disabled),
		Version: w.Version, CreatedAt: *utc(&w.Created), UpdatedAt: *utc(&w.Updated), Secrets: []api.WebhookSecret{},
		Health: api.WebhookHealth{
			Failures: w.Failures, FailingSince: utc(w.FailingSince), LastFailure: w.Failure, SucceededAt: utc(w.Succeeded), PausedUntil: utc(w.PausedUntil),
		},
	}
	for _, s := range w.Signing(r.Now()) {
		shown.Secrets = append(shown.Secrets, api.WebhookSecret{Until: utc(s.Until)})
	}
	return shown
}

type createWebhookInput struct{ Body api.NewWebhook }

func (r *routes) createWebhook(ctx context.Context, in *createWebhookInput) (*webhookReply, error) {
	b := in.Body
	draft := webhook.Draft{URL: b.URL, Types: b.Types, Description: b.Description, Disabled: b.Enabled != nil && !*b.Enabled}
	return r.replySecret(r.Webhooks.Create(ctx, origin(ctx), hearing(ctx), draft))
}

func (r *routes) getWebhook(ctx context.Context, in *WebhookPath) (*webhookReply, error) {
	return r.replyWebhook(r.Webhooks.Webhook(ctx, hearing(ctx), in.Webhook))
}

// WebhookEdit names a webhook that is to be changed.
type WebhookEdit struct {
	WebhookPath
	IfMatch string `header:"If-Match" doc:"ETag of the webhook that was read; without it, any version is changed"`
}

func (in WebhookEdit) edit(ctx context.Context) (webhook.Edit, error) {
	version, err := readVersion(in.IfMatch)
	return webhook.Edit{Ledger: hearing(ctx), ID: in.Webhook, Version: version, By: origin(ctx)}, err
}

type updateWebhookInput struct {
	WebhookEdit
	Body api.WebhookPatch
}

func (r *routes) updateWebhook(ctx context.Context, in *updateWebhookInput) (*webhookReply, error) {
	edit, err := in.edit(ctx)
	if err != nil {
		return nil, err
	}
	return r.replyWebhook(r.Webhooks.Change(ctx, edit, func(d *webhook.Draft) {
		put(&d.URL, in.Body.URL)
		put(&d.Types, in.Body.Types)
		put(&d.Description, in.Body.Description)
		if in.Body.Enabled != nil {
			d.Disabled = !*in.Body.Enabled
		}
	}))
}

func (r *routes) deleteWebhook(ctx context.Context, in *WebhookPath) (*struct{}, error) {
	return nil, r.Webhooks.Remove(ctx, origin(ctx), hearing(ctx), in.Webhook)
}

type rotateWebhookInput struct {
	WebhookEdit
	Body api.NewWebhookSecret
}

// keepOld is how long old secrets sign as well when nothing else is asked for, in hours.
const keepOld = 24

func (r *routes) rotateWebhook(ctx context.Context, in *rotateWebhookInput) (*webhookReply, error) {
	edit, err := in.edit(ctx)
	if err != nil {
		return nil, err
	}
	hours := keepOld
	put(&hours, in.Body.KeepOldHours)
	return r.replySecret(r.Webhooks.Rotate(ctx, edit, time.Duration(hours)*time.Hour))
}

func (r *routes) pingWebhook(ctx context.Context, in *WebhookPath) (*jsonOf[api.WebhookDelivery], error) {
	d, err := r.Webhooks.Ping(ctx, origin(ctx), hearing(ctx), in.Webhook)
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.WebhookDelivery]{deliveryOf(d)}, nil
}

type replayInput struct {
	WebhookPath
	Body api.NewReplay
}

func (r *routes) replayWebhook(ctx context.Context, in *replayInput) (*jsonOf[api.WebhookReplay], error) {
	if (in.Body.Event == "") == (in.Body.Since == nil) {
		return nil, web.ErrRequestInvalid.WithFields(fault.Field{Pointer: "/event", Code: "invalid"})
	}
	var err error
	if in.Body.Since != nil {
		err = r.Webhooks.ReplaySince(ctx, origin(ctx), hearing(ctx), in.Webhook, *in.Body.Since)
	} else {
		_, err = r.Webhooks.Replay(ctx, origin(ctx), hearing(ctx), in.Webhook, in.Body.Event)
	}
	if err != nil {
		return nil, err
	}
	return &jsonOf[api.WebhookReplay]{api.WebhookReplay{Event: in.Body.Event, Since: utc(in.Body.Since)}}, nil
}

type deliveriesInput struct {
	WebhookPath
	ListQuery
}

func (r *routes) listDeliveries(ctx context.Context, in *deliveriesInput) (*jsonOf[api.List[api.WebhookDelivery]], error) {
	var before webhook.Place
	err := web.DecodeCursor(in.Cursor, &before)
	if err != nil {
		return nil, err
	}
	found, err := r.Webhooks.Deliveries(ctx, hearing(ctx), in.Webhook, before, in.Limit)
	if err != nil {
		return nil, err
	}
	page := api.List[api.WebhookDelivery]{Items: []api.WebhookDelivery{}}
	for _, d := range found {
		page.Items = append(page.Items, deliveryOf(d))
		before = webhook.Place{Created: d.Created, Event: d.Event}
	}
	if len(found) == in.Limit {
		page.Next = web.EncodeCursor(before)
	}
	return &jsonOf[api.List[api.WebhookDelivery]]{page}, nil
}

func deliveryOf(d webhook.Delivery) api.WebhookDelivery {
	return api.WebhookDelivery{
		Event: d.Event, Type: d.Type, Subject: d.Subject, State: string(d.State), Attempts: d.Attempts, NextAttempt: utc(d.DueAt), LastAttempt: utc(d.LastAt),
		Status: d.Last.Status, Failure: d.Last.Failure, Excerpt: d.Last.Excerpt, TookMS: d.Last.Took.Milliseconds(), CreatedAt: *utc(&d.Created),
	}
}
