package api

import (
	"context"
	"net/http"
)

// CreateSubscription makes a subscription: a draft.
func (c *Client) CreateSubscription(ctx context.Context, subscription NewSubscription) (Subscription, error) {
	var made Subscription
	return made, c.change(ctx, http.MethodPost, "/v1/subscriptions", "", subscription, &made)
}

// StaffSubscription is a subscription as staff see it.
func (c *Client) StaffSubscription(ctx context.Context, id string) (Subscription, error) {
	var s Subscription
	return s, c.get(ctx, path("v1", "subscriptions", id), &s)
}

// UpdateSubscription changes a subscription that is at a version; 0 is any.
func (c *Client) UpdateSubscription(ctx context.Context, id string, version int64, change SubscriptionChange) (Subscription, error) {
	var s Subscription
	return s, c.patchVersion(ctx, path("v1", "subscriptions", id), version, change, &s)
}

// RemoveSubscription takes a draft away.
func (c *Client) RemoveSubscription(ctx context.Context, id string) error {
	return c.send(ctx, request{method: http.MethodDelete, path: path("v1", "subscriptions", id)}, nil)
}

// Pool are the packs of a subscription.
func (c *Client) Pool(ctx context.Context, id string) (List[PoolPack], error) {
	var list List[PoolPack]
	return list, c.get(ctx, path("v1", "subscriptions", id, "packs"), &list)
}

// ChangePool puts packs into a subscription's pool and takes others out of it.
func (c *Client) ChangePool(ctx context.Context, id string, change PoolChange) (PoolChanged, error) {
	var did PoolChanged
	return did, c.change(ctx, http.MethodPost, path("v1", "subscriptions", id, "packs"), "", change, &did)
}

// Subscriptions are those that a storefront sells.
func (c *Client) Subscriptions(ctx context.Context, region, locale string) (List[SubscriptionSummary], error) {
	var list List[SubscriptionSummary]
	return list, c.get(ctx, path("v1", "storefronts", region, locale, "subscriptions"), &list)
}

// HeldSubscriptions are those that a holder has, or has paid ahead for.
func (c *Client) HeldSubscriptions(ctx context.Context, holder string) (List[HeldSubscription], error) {
	var list List[HeldSubscription]
	return list, c.get(ctx, path("v1", "holders", holder, "subscriptions"), &list)
}
