package api

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// Reviews is one page of what waits for a decision, the longest waiting first.
func (c *Client) Reviews(ctx context.Context, filter url.Values, cursor string) (List[Review], error) {
	var list List[Review]
	return list, c.get(ctx, page(path("v1", "reviews"), filter, cursor), &list)
}

// ReviewPack records a decision about a release.
func (c *Client) ReviewPack(ctx context.Context, pack string, decision ReviewDecision) (Release, error) {
	var release Release
	return release, c.change(ctx, http.MethodPost, path("v1", "packs", pack, "review"), "", decision, &release)
}

// AppealPack asks to look at a rejected release again.
func (c *Client) AppealPack(ctx context.Context, pack string, appeal ReviewAppeal) (Release, error) {
	var release Release
	return release, c.change(ctx, http.MethodPost, path("v1", "packs", pack, "appeal"), "", appeal, &release)
}

// ReasonCodes are the kinds of reasons for which a release is rejected.
func (c *Client) ReasonCodes(ctx context.Context) (List[ReasonCode], error) {
	var list List[ReasonCode]
	return list, c.get(ctx, path("v1", "reviews", "reasons"), &list)
}

// CompareRelease says what a release has otherwise than the last good one before it.
func (c *Client) CompareRelease(ctx context.Context, pack string, release int) (Comparison, error) {
	var comparison Comparison
	return comparison, c.get(ctx, path("v1", "packs", pack, "releases", strconv.Itoa(release), "changes"), &comparison)
}

// Releases are all releases of a pack with the steps of their reviews, by number.
func (c *Client) Releases(ctx context.Context, pack string) (List[Release], error) {
	var list List[Release]
	return list, c.get(ctx, path("v1", "packs", pack, "releases"), &list)
}
