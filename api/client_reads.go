package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// Storefronts lists the regions that are open.
func (c *Client) Storefronts(ctx context.Context) (List[Region], error) {
	var list List[Region]
	return list, c.get(ctx, "/v1/storefronts", &list)
}

// FrontPage is what a storefront shows first.
func (c *Client) FrontPage(ctx context.Context, region, locale string) (FrontPage, error) {
	var front FrontPage
	return front, c.get(ctx, path("v1", "storefronts", region, locale), &front)
}

// Packs is one page of a storefront's packs. filter holds the query parameters, such as sort and tag.
func (c *Client) Packs(ctx context.Context, region, locale string, filter url.Values, cursor string) (List[PackSummary], error) {
	var list List[PackSummary]
	return list, c.get(ctx, page(path("v1", "storefronts", region, locale, "packs"), filter, cursor), &list)
}

// Pack is one pack, by id or slug, as a storefront shows it.
func (c *Client) Pack(ctx context.Context, region, locale, pack string) (Pack, error) {
	var p Pack
	return p, c.get(ctx, path("v1", "storefronts", region, locale, "packs", pack), &p)
}

// Search finds packs and stickers by title, creator, tag, keyword and emoji.
func (c *Client) Search(ctx context.Context, region, locale, query string) (SearchResult, error) {
	var found SearchResult
	p := path("v1", "storefronts", region, locale, "search")
	return found, c.get(ctx, page(p, url.Values{"q": {query}}, ""), &found)
}

// Changes is what has changed in a storefront since a revision.
func (c *Client) Changes(ctx context.Context, region, locale, since, cursor string) (Changes, error) {
	var changes Changes
	p := path("v1", "storefronts", region, locale, "changes")
	return changes, c.get(ctx, page(p, url.Values{"since": {since}}, cursor), &changes)
}

// Sticker is what a message shows, with words in the locale and the pack as the region offers it.
func (c *Client) Sticker(ctx context.Context, ref RefKey, region, locale string) (StickerInPack, error) {
	var sticker StickerInPack
	values := url.Values{"region": {region}, "locale": {locale}}
	if ref.Release > 0 {
		values.Set("release", strconv.Itoa(ref.Release))
	}
	if ref.SHA256 != "" {
		values.Set("sha256", ref.SHA256)
	}
	return sticker, c.get(ctx, page(path("v1", "stickers", ref.ID), values, ""), &sticker)
}

// Resolve is Sticker for many refs at once.
func (c *Client) Resolve(ctx context.Context, r ResolveRequest) (Resolved, error) {
	var resolved Resolved
	return resolved, c.change(ctx, http.MethodPost, "/v1/stickers/resolve", "", r, &resolved)
}

// Asset fetches the bytes of an image.
func (c *Client) Asset(ctx context.Context, image Image) ([]byte, error) {
	var data []byte
	return data, c.get(ctx, image.URL, &data)
}

// Manifest lists what a project's channel holds.
func (c *Client) Manifest(ctx context.Context, project, channel string) (Manifest, error) {
	var manifest Manifest
	return manifest, c.get(ctx, path("v1", "strings", project, channel, "manifest.json"), &manifest)
}

// Strings fetches a project's resolved messages in one locale and format, such as flat.json.
func (c *Client) Strings(ctx context.Context, project, channel, locale, format string) ([]byte, error) {
	var data []byte
	return data, c.get(ctx, path("v1", "strings", project, channel, locale+"."+format), &data)
}

// Render asks for finished texts.
func (c *Client) Render(ctx context.Context, project, channel string, r RenderRequest) (Rendered, error) {
	var rendered Rendered
	return rendered, c.change(ctx, http.MethodPost, path("v1", "strings", project, channel, "render"), "", r, &rendered)
}

// Plurals are the plural categories of a locale.
func (c *Client) Plurals(ctx context.Context, locale string) (Plurals, error) {
	var plurals Plurals
	return plurals, c.get(ctx, path("v1", "strings", "plurals", locale), &plurals)
}

// Version is what the server is built from.
func (c *Client) Version(ctx context.Context) (Version, error) {
	var version Version
	return version, c.get(ctx, "/version", &version)
}
