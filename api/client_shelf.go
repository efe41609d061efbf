package api

import (
	"context"
	"net/http"
	"net/url"
)

// Shelf is a holder's packs as they want to see them.
func (c *Client) Shelf(ctx context.Context, holder string) (Shelf, error) {
	var shelf Shelf
	return shelf, c.get(ctx, path("v1", "holders", holder, "shelf"), &shelf)
}

// ArrangeShelf changes order and what is hidden.
func (c *Client) ArrangeShelf(ctx context.Context, holder string, change ShelfChange) (Shelf, error) {
	var shelf Shelf
	return shelf, c.change(ctx, http.MethodPatch, path("v1", "holders", holder, "shelf"), "", change, &shelf)
}

// Favourites is one page of a holder's favourite stickers, the latest first.
func (c *Client) Favourites(ctx context.Context, holder, cursor string) (List[Favourite], error) {
	var list List[Favourite]
	return list, c.get(ctx, page(path("v1", "holders", holder, "favourites"), nil, cursor), &list)
}

// AddFavourite makes a sticker one.
func (c *Client) AddFavourite(ctx context.Context, holder, sticker string) error {
	return c.change(ctx, http.MethodPut, path("v1", "holders", holder, "favourites", sticker), "", nil, nil)
}

// RemoveFavourite has a sticker be none.
func (c *Client) RemoveFavourite(ctx context.Context, holder, sticker string) error {
	return c.change(ctx, http.MethodDelete, path("v1", "holders", holder, "favourites", sticker), "", nil, nil)
}

// Recents are what a holder sent lately, the latest first.
func (c *Client) Recents(ctx context.Context, holder string) (List[RecentSticker], error) {
	var list List[RecentSticker]
	return list, c.get(ctx, path("v1", "holders", holder, "recents"), &list)
}

// Send tells of stickers that were sent.
func (c *Client) Send(ctx context.Context, sends NewSends) (SentReport, error) {
	var report SentReport
	return report, c.change(ctx, http.MethodPost, "/v1/sends", "", sends, &report)
}

// Usage is one page of how often packs' stickers were sent, by day and pack; days are 2026-09-20.
func (c *Client) Usage(ctx context.Context, from, until, cursor string) (List[PackUsage], error) {
	var list List[PackUsage]
	return list, c.get(ctx, page("/v1/usage", url.Values{"from": {from}, "until": {until}}, cursor), &list)
}

// HolderChanges is what changed since a place; "" asks where things stand now.
func (c *Client) HolderChanges(ctx context.Context, holder, since string) (HolderChanges, error) {
	var changes HolderChanges
	query := url.Values{}
	if since != "" {
		query.Set("since", since)
	}
	return changes, c.get(ctx, page(path("v1", "holders", holder, "changes"), query, ""), &changes)
}

// ExportHolder is everything that is kept of a holder, as JSON.
func (c *Client) ExportHolder(ctx context.Context, holder string) ([]byte, error) {
	reply, err := c.Do(ctx, http.MethodGet, path("v1", "holders", holder, "export"), nil, nil)
	if err != nil {
		return nil, err
	}
	if reply.Status >= http.StatusMultipleChoices {
		return nil, problemOf(request{method: http.MethodGet, path: path("v1", "holders", holder, "export")}, reply)
	}
	return reply.Body, nil
}

// EraseHolder forgets a holder, and says who stands for them in orders from now on.
func (c *Client) EraseHolder(ctx context.Context, holder string) (Erased, error) {
	var erased Erased
	return erased, c.change(ctx, http.MethodDelete, path("v1", "holders", holder), "", nil, &erased)
}
