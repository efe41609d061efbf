package api

import (
	"context"
	"net/http"
	"net/url"
)

// Webhooks are the caller's.
func (c *Client) Webhooks(ctx context.Context) (List[Webhook], error) {
	var list List[Webhook]
	return list, c.get(ctx, "/v1/webhooks", &list)
}

// Webhook is one of them.
func (c *Client) Webhook(ctx context.Context, id string) (Webhook, error) {
	var w Webhook
	return w, c.get(ctx, path("v1", "webhooks", id), &w)
}

// CreateWebhook makes one; its secret is in the reply, and nowhere else.
func (c *Client) CreateWebhook(ctx context.Context, webhook NewWebhook) (Webhook, error) {
	var w Webhook
	return w, c.change(ctx, http.MethodPost, "/v1/webhooks", "", webhook, &w)
}

// UpdateWebhook changes single fields of one.
func (c *Client) UpdateWebhook(ctx context.Context, id string, patch WebhookPatch) (Webhook, error) {
	var w Webhook
	return w, c.change(ctx, http.MethodPatch, path("v1", "webhooks", id), "", patch, &w)
}

// DeleteWebhook takes one away.
func (c *Client) DeleteWebhook(ctx context.Context, id string) error {
	return c.change(ctx, http.MethodDelete, path("v1", "webhooks", id), "", nil, nil)
}

// RotateWebhookSecret gives one a further secret, which is in the reply and nowhere else.
func (c *Client) RotateWebhookSecret(ctx context.Context, id string, secret NewWebhookSecret) (Webhook, error) {
	var w Webhook
	return w, c.change(ctx, http.MethodPost, path("v1", "webhooks", id, "secrets"), "", secret, &w)
}

// PingWebhook has a message sent that tells of nothing.
func (c *Client) PingWebhook(ctx context.Context, id string) (WebhookDelivery, error) {
	var d WebhookDelivery
	return d, c.change(ctx, http.MethodPost, path("v1", "webhooks", id, "ping"), "", nil, &d)
}

// ReplayWebhook has events sent again.
func (c *Client) ReplayWebhook(ctx context.Context, id string, replay NewReplay) (WebhookReplay, error) {
	var r WebhookReplay
	return r, c.change(ctx, http.MethodPost, path("v1", "webhooks", id, "replays"), "", replay, &r)
}

// WebhookDeliveries are those that were not taken at once, or asked for, the latest first.
func (c *Client) WebhookDeliveries(ctx context.Context, id, cursor string) (List[WebhookDelivery], error) {
	var list List[WebhookDelivery]
	return list, c.get(ctx, page(path("v1", "webhooks", id, "deliveries"), url.Values{}, cursor), &list)
}
