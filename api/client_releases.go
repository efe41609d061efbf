package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
)

// StringChannels says how a project is delivered, and where its channels stand.
func (c *Client) StringChannels(ctx context.Context, project string) (StringChannels, error) {
	var out StringChannels
	return out, c.get(ctx, path("v1", "strings", project, "channels"), &out)
}

// SetStringMode switches how a project is delivered. revision is that of the mode that was read; "" switches any.
func (c *Client) SetStringMode(ctx context.Context, project, mode, revision string) (StringChannels, error) {
	var out StringChannels
	return out, c.matching(ctx, http.MethodPut, path("v1", "strings", project, "mode"), revision, StringMode{mode}, &out)
}

// SyncGit brings locale files and their git repository in step now.
func (c *Client) SyncGit(ctx context.Context) (GitStanding, error) {
	var out GitStanding
	return out, c.send(ctx, request{method: http.MethodPost, path: path("v1", "git", "sync")}, &out)
}

// StringReleases lists the releases of a project, newest first.
func (c *Client) StringReleases(ctx context.Context, project, cursor string) (List[StringRelease], error) {
	var list List[StringRelease]
	return list, c.get(ctx, path("v1", "strings", project, "releases")+"?cursor="+url.QueryEscape(cursor), &list)
}

// CutStrings makes a release of what the files of a project say.
func (c *Client) CutStrings(ctx context.Context, project, note string) (StringRelease, error) {
	var out StringRelease
	return out, c.change(ctx, http.MethodPost, path("v1", "strings", project, "releases"), "", NewStringRelease{note}, &out)
}

// StringChanges lists what a release says otherwise than another; either may be a channel's name. against "" is
// production.
func (c *Client) StringChanges(ctx context.Context, project, release, against string) (StringChanges, error) {
	var out StringChanges
	return out, c.get(ctx, path("v1", "strings", project, "releases", release, "changes")+"?against="+url.QueryEscape(against), &out)
}

// PromoteStrings moves a channel to a release. revision is that of the channel that was read; "" moves any.
func (c *Client) PromoteStrings(ctx context.Context, project, revision string, p StringPromotion) (StringChannel, error) {
	var out StringChannel
	return out, c.matching(ctx, http.MethodPost, path("v1", "strings", project, "promote"), revision, p, &out)
}

// RollbackStrings moves a channel to the release that it held before.
func (c *Client) RollbackStrings(ctx context.Context, project, revision string, r StringRollback) (StringChannel, error) {
	var out StringChannel
	return out, c.matching(ctx, http.MethodPost, path("v1", "strings", project, "rollback"), revision, r, &out)
}

// FreezeStrings keeps a channel where it stands, or lets it be moved again.
func (c *Client) FreezeStrings(ctx context.Context, project, revision string, f StringFreeze) (StringChannel, error) {
	var out StringChannel
	return out, c.matching(ctx, http.MethodPut, path("v1", "strings", project, "freeze"), revision, f, &out)
}

// StringDelta returns what of a locale changed since a release; the zero value when nothing did. A problem with status
// 410 says that the whole file must be taken.
func (c *Client) StringDelta(ctx context.Context, project, channel, tag, from string) (StringDelta, error) {
	var out StringDelta
	return out, c.get(ctx, path("v1", "strings", project, channel, tag, "delta")+"?from="+url.QueryEscape(from), &out)
}

// StringBundle returns all locales of a channel in one format as a gzipped tar, and its detached signature.
func (c *Client) StringBundle(ctx context.Context, project, channel, format string) (bundle, signature []byte, err error) {
	address := path("v1", "strings", project, channel, "bundle.tar.gz")
	query := "?format=" + url.QueryEscape(format)
	err = c.get(ctx, address+query, &bundle)
	if err == nil {
		err = c.get(ctx, address+".sig"+query, &signature)
	}
	return bundle, signature, err
}

// matching sends a change that holds only while a revision does.
func (c *Client) matching(ctx context.Context, method, address, revision string, value, into any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	header := http.Header{"Content-Type": {"application/json"}}
	if revision != "" {
		header.Set("If-Match", strconv.Quote(revision))
	}
	return c.send(ctx, request{method, address, body, header}, into)
}
