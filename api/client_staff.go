package api

import (
	"context"
	"net/http"
	"net/url"
)

// SignIn gives a staff key for an e-mail address and a password.
func (c *Client) SignIn(ctx context.Context, session NewSession) (Session, error) {
	var signedIn Session
	return signedIn, c.change(ctx, http.MethodPost, "/v1/sessions", "", session, &signedIn)
}

// Creators is one page of who makes packs; a designer sees their own.
func (c *Client) Creators(ctx context.Context, cursor string) (List[CreatorProfile], error) {
	var list List[CreatorProfile]
	return list, c.get(ctx, page(path("v1", "creators"), nil, cursor), &list)
}

// HasUpload reports whether the server has a picture already, by its SHA-256 in hex.
func (c *Client) HasUpload(ctx context.Context, sha256 string) (bool, error) {
	reply, err := c.Do(ctx, http.MethodHead, path("v1", "uploads", sha256), nil, nil)
	if err != nil {
		return false, err
	}
	if reply.Status >= 300 && reply.Status != http.StatusNotFound {
		return false, problemOf(request{method: http.MethodHead, path: path("v1", "uploads", sha256)}, reply)
	}
	return reply.Status == http.StatusOK, nil
}

// PutUpload sends a picture under its SHA-256; sending it twice changes nothing.
func (c *Client) PutUpload(ctx context.Context, sha256 string, data []byte) (Upload, error) {
	var upload Upload
	r := request{http.MethodPut, path("v1", "uploads", sha256), data, http.Header{"Content-Type": {"application/octet-stream"}}}
	return upload, c.send(ctx, r, &upload)
}

// ImportPack makes or updates the draft of the slug in draft, whose pictures were uploaded before.
func (c *Client) ImportPack(ctx context.Context, draft PackDraft) (Imported, error) {
	var imported Imported
	return imported, c.change(ctx, http.MethodPost, "/v1/packs/import", "", draft, &imported)
}

// ImportArchive makes or updates a draft from a ZIP of pack.yaml and its images.
func (c *Client) ImportArchive(ctx context.Context, archive []byte) (Imported, error) {
	var imported Imported
	r := request{http.MethodPost, "/v1/packs/import", archive, http.Header{"Content-Type": {"application/zip"}}}
	return imported, c.send(ctx, r, &imported)
}

// ExportPack is a pack's draft as a ZIP in the layout of a platform.
func (c *Client) ExportPack(ctx context.Context, pack, platform string) ([]byte, error) {
	var archive []byte
	return archive, c.get(ctx, page(path("v1", "packs", pack, "export.zip"), url.Values{"platform": {platform}}, ""), &archive)
}

// ExportReport says what the layout of a platform has no place for.
func (c *Client) ExportReport(ctx context.Context, pack, platform string) (Report, error) {
	var report Report
	return report, c.get(ctx, page(path("v1", "packs", pack, "export.json"), url.Values{"platform": {platform}}, ""), &report)
}

// StaffPack is a pack's draft.
func (c *Client) StaffPack(ctx context.Context, pack string) (StaffPack, error) {
	var p StaffPack
	return p, c.get(ctx, path("v1", "packs", pack), &p)
}

// SubmitPack freezes the draft into a release.
func (c *Client) SubmitPack(ctx context.Context, pack string) (Release, error) {
	var release Release
	return release, c.change(ctx, http.MethodPost, path("v1", "packs", pack, "submit"), "", nil, &release)
}

// PublishPack puts the draft, or one of its releases, on sale.
func (c *Client) PublishPack(ctx context.Context, pack string, publication Publication) (Release, error) {
	var release Release
	return release, c.change(ctx, http.MethodPost, path("v1", "packs", pack, "publish"), "", publication, &release)
}

// RollbackPack puts an earlier release on sale again.
func (c *Client) RollbackPack(ctx context.Context, pack string, rollback Rollback) (Release, error) {
	var release Release
	return release, c.change(ctx, http.MethodPost, path("v1", "packs", pack, "rollback"), "", rollback, &release)
}

// StopPack ends the sale; owners keep the pack.
func (c *Client) StopPack(ctx context.Context, pack string) (StaffPack, error) {
	var p StaffPack
	return p, c.change(ctx, http.MethodPost, path("v1", "packs", pack, "stop"), "", nil, &p)
}

// BanPack takes a pack down.
func (c *Client) BanPack(ctx context.Context, pack string, ban Ban) (StaffPack, error) {
	var p StaffPack
	return p, c.change(ctx, http.MethodPost, path("v1", "packs", pack, "ban"), "", ban, &p)
}

// RevokedAssets is one page of the pictures that nobody may be shown any more.
func (c *Client) RevokedAssets(ctx context.Context, cursor string) (List[RevokedAsset], error) {
	var list List[RevokedAsset]
	return list, c.get(ctx, page(path("v1", "assets", "revoked"), nil, cursor), &list)
}

// SetOffers replaces the offers of a pack that belong to no wave.
func (c *Client) SetOffers(ctx context.Context, pack string, offers OfferList) (PackTerms, error) {
	var terms PackTerms
	return terms, c.change(ctx, http.MethodPut, path("v1", "packs", pack, "offers"), "", offers, &terms)
}

// SetWaves replaces the waves of a pack.
func (c *Client) SetWaves(ctx context.Context, pack string, waves WaveList) (PackTerms, error) {
	var terms PackTerms
	return terms, c.change(ctx, http.MethodPut, path("v1", "packs", pack, "waves"), "", waves, &terms)
}

// Report lists every finding on a draft.
func (c *Client) Report(ctx context.Context, pack string) (Report, error) {
	var report Report
	return report, c.get(ctx, path("v1", "packs", pack, "report"), &report)
}

// CreateApp registers a chat app and gives its first key.
func (c *Client) CreateApp(ctx context.Context, app NewApp) (App, error) {
	var created App
	return created, c.change(ctx, http.MethodPost, "/v1/apps", "", app, &created)
}

// IssueKey gives a further key of an app.
func (c *Client) IssueKey(ctx context.Context, app string, key NewKey) (Key, error) {
	var issued Key
	return issued, c.change(ctx, http.MethodPost, path("v1", "apps", app, "keys"), "", key, &issued)
}

// RevokeKey ends a key at once.
func (c *Client) RevokeKey(ctx context.Context, app, key string) error {
	return c.send(ctx, request{method: http.MethodDelete, path: path("v1", "apps", app, "keys", key)}, nil)
}

// Events are what happened after a cursor, in order: to the app, or for staff in the whole store.
func (c *Client) Events(ctx context.Context, cursor string) (List[Event], error) {
	var list List[Event]
	return list, c.get(ctx, page("/v1/events", nil, cursor), &list)
}
